import { managedRuleNames, findManagedRule } from "@rulewright/catalog/managed-rules";
import { shown } from "../../core/json.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import { LINT_LIMITS } from "./limits.ts";
import { memberOf, type ScalarNode } from "./node.ts";
import type { PackModel, Resource } from "./pack-model.ts";
import { nearest } from "./report.ts";
import { textsOf } from "./values.ts";

/** A rule's name as the template writes it, or nothing where only deployment tells. */
export function ruleNameOf({ properties }: Resource): ScalarNode | undefined {
  const name = memberOf(properties, "ConfigRuleName");
  return name?.kind === "scalar" && name.text !== "" ? name : undefined;
}

/** Checks the names of all rules: form, length after the service's suffix, and one against the other. */
export function checkRuleNames(pack: PackModel): void {
  const named: { readonly rule: Resource; readonly name: ScalarNode }[] = [];
  for (const rule of pack.rules) {
    const given = memberOf(rule.properties, "ConfigRuleName");
    if (given === undefined) {
      pack.report(LINT_ERRORS.RULE_NAME_MISSING, rule.node, `Rule ${rule.id} has no ConfigRuleName.`);
    }
    for (const name of textsOf(given, "ConfigRuleName", pack)) {
      checkForm(name, pack);
      checkLength(name, pack);
      if (name === given) named.push({ rule, name });
    }
  }
  for (const { rule, name } of named) checkCollisions(rule, name, pack);
  checkTwins(
    named.map(({ name }) => name),
    pack,
  );
  checkQueries(
    named.map(({ name }) => name),
    pack,
  );
}

function checkForm(name: ScalarNode, { report }: PackModel): void {
  if (name.text.trim() === "") {
    report(LINT_ERRORS.VALUE_MISSING, name, "The rule's name is blank.", "Give the rule a name.");
  } else if (!/^[A-Za-z0-9_-]+$/.test(name.text) && !name.text.includes("${")) {
    report(LINT_ERRORS.RULE_NAME_CHARACTERS, name, `The rule's name ${shown(name.text)} has other characters.`);
  }
}

function checkLength(name: ScalarNode, { report }: PackModel): void {
  const { length } = name.text;
  if (length > LINT_LIMITS.ruleNameLength - LINT_LIMITS.ruleNameSuffixLength) {
    const deployed = length + LINT_LIMITS.ruleNameSuffixLength;
    report(
      LINT_ERRORS.RULE_NAME_TOO_LONG,
      name,
      `The rule's name has ${length} characters, ${deployed} once deployed.`,
    );
  } else if (length > LINT_LIMITS.auditManagerNameLength) {
    report(LINT_ERRORS.RULE_NAME_AUDIT_MANAGER, name, `The rule's name has ${length} characters.`);
  }
}

const OF_SERVICES = [
  [/^securityhub-.+-[a-z0-9]+$/i, "Security Hub's rules"],
  [/^OrgConfigRule-/i, "rules of an organization"],
  [/^OrgConformsPack-/i, "packs of an organization"],
  [/-conformance-pack(-[a-z0-9]+)?$/i, "deployed rules of a pack"],
] as const;

function checkCollisions(rule: Resource, name: ScalarNode, { report }: PackModel): void {
  const facts = isManagedName(name.text) ? findManagedRule(name.text) : undefined;
  if (facts === undefined) {
    const [, what] = OF_SERVICES.find(([pattern]) => pattern.test(name.text)) ?? [];
    if (what) report(LINT_ERRORS.RULE_NAME_OF_SERVICE, name, `${shown(name.text)} looks like the name of ${what}.`);
  } else if (runs(rule, facts.identifier) === false) {
    const message = `${shown(name.text)} is the name of the managed rule ${facts.identifier}, which this is not.`;
    report(LINT_ERRORS.RULE_NAME_OF_MANAGED, name, message);
  }
}

/** Whether a rule runs this managed rule; nothing where that cannot be told. */
function runs({ properties }: Resource, wanted: string): boolean | undefined {
  const source = memberOf(properties, "Source");
  const owner = memberOf(source, "Owner");
  const identifier = memberOf(source, "SourceIdentifier");
  if (owner?.kind !== "scalar") return undefined;
  if (owner.text !== "AWS") return owner.text.startsWith("CUSTOM_") ? false : undefined;
  // a misspelt identifier is another problem
  return identifier?.kind === "scalar" && findManagedRule(identifier.text) ? identifier.text === wanted : undefined;
}

let managedNames: ReadonlySet<string> | undefined;

function isManagedName(name: string): boolean {
  managedNames ??= new Set(managedRuleNames());
  return managedNames.has(name);
}

function checkTwins(names: readonly ScalarNode[], { report }: PackModel): void {
  const taken = new Map<string, ScalarNode>();
  for (const name of names) {
    const key = name.text.toLowerCase();
    const other = taken.get(key);
    if (other === undefined) {
      taken.set(key, name);
    } else if (other.text === name.text) {
      report(LINT_ERRORS.RULE_NAME_TAKEN, name, `The rule of line ${other.line} has the name ${shown(name.text)} too.`);
    } else {
      const message = `${shown(name.text)} and ${shown(other.text)} in line ${other.line} differ only in case.`;
      report(LINT_ERRORS.RULE_NAME_CASE, name, message);
    }
  }
}

/**
 * One problem for the whole pack: the shorter limit of some operations is not known to be enforced. AWS's own names,
 * many of them longer, are let pass.
 */
function checkQueries(names: readonly ScalarNode[], { report }: PackModel): void {
  const long = names.filter(({ text }) => text.length > LINT_LIMITS.queryNameLength && !isManagedName(text));
  const [first] = long;
  if (first === undefined) return;
  const number = long.length === 1 ? "One rule has a name" : `${long.length} rules have names`;
  report(LINT_ERRORS.RULE_NAME_QUERIES, first, `${number} of more than ${LINT_LIMITS.queryNameLength} characters.`);
}

/** The nearest rule name of the pack; a logical id is answered with its rule's name. */
export function ruleNameHint(text: string, pack: PackModel): string {
  const byId = pack.rules.find(({ id }) => id === text);
  const name = byId && ruleNameOf(byId);
  if (name) return `${text} is a logical id; the rule's name is ${name.text}.`;
  return nearest(
    text,
    pack.rules.flatMap((rule) => ruleNameOf(rule)?.text ?? []),
  );
}

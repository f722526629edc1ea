import { isObject } from "../../core/json.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import { managedRuleOf } from "./managed.ts";
import { ruleNameOf } from "./names.ts";
import type { ScalarNode } from "./node.ts";
import type { PackModel, Resource } from "./pack-model.ts";
import { nearest } from "./report.ts";

interface NamedRule {
  readonly name: string;
  readonly logicalId: string;
  readonly identifier?: string;
  readonly previousNames: readonly string[];
}

/**
 * Compares names and logical ids with those of an earlier `manifest.json`, since both are state of a deployed pack.
 *
 * @param manifest - The pack's own manifest, for the `previousNames` of its rules; a template does not carry them.
 */
export function checkRenamed(previous: object, manifest: object | undefined, pack: PackModel): void {
  const before = rulesOf(previous);
  const previousNames = new Map(rulesOf(manifest ?? {}).map((rule) => [rule.name, rule.previousNames]));
  const current = new Set(pack.rules.flatMap((rule) => ruleNameOf(rule)?.text ?? []));
  const gone = before.filter((rule) => !current.has(rule.name));
  for (const rule of pack.rules) {
    const name = ruleNameOf(rule);
    if (name === undefined) continue;
    const sameName = before.find((each) => each.name === name.text);
    if (sameName === undefined) {
      checkNewName(rule, name, gone, previousNames.get(name.text) ?? [], pack);
    } else if (sameName.logicalId !== rule.id) {
      const message = `Rule ${name.text} had the logical id ${sameName.logicalId}, and now has ${rule.id}.`;
      const hint = "Keep the logical id: a second rule of this name cannot be created while the first is there.";
      pack.report(LINT_ERRORS.RULE_RENAMED, rule.node, message, hint);
    }
  }
}

function checkNewName(
  rule: Resource,
  name: ScalarNode,
  gone: readonly NamedRule[],
  previousNames: readonly string[],
  { report }: PackModel,
): void {
  if (gone.some((each) => previousNames.includes(each.name))) return;
  const sameId = gone.find((each) => each.logicalId === rule.id);
  if (sameId) {
    report(LINT_ERRORS.RULE_RENAMED, name, `${rule.id} was named ${sameId.name}, and now is ${name.text}.`);
    return;
  }
  const perhaps = formerly(name.text, managedRuleOf(rule)?.identifier, gone);
  if (perhaps === undefined) return;
  const message = `${name.text} is new, and ${perhaps.name}, much like it, is gone.`;
  report(LINT_ERRORS.RULE_PERHAPS_RENAMED, name, message);
}

/** The rule that is gone and ran the same managed rule, or had a name much like this one. */
function formerly(name: string, identifier: string | undefined, gone: readonly NamedRule[]): NamedRule | undefined {
  if (identifier !== undefined) return gone.find((rule) => rule.identifier === identifier);
  return gone.find((rule) => rule.identifier === undefined && nearest(name, [rule.name]) !== "");
}

function rulesOf(manifest: object): readonly NamedRule[] {
  const rules: unknown = "rules" in manifest ? manifest.rules : undefined;
  if (!Array.isArray(rules)) return [];
  return rules.flatMap((rule: unknown): NamedRule[] => {
    if (!isObject(rule) || typeof rule["name"] !== "string" || typeof rule["logicalId"] !== "string") return [];
    const { name, logicalId, identifier, previousNames } = rule;
    const listed: readonly unknown[] = Array.isArray(previousNames) ? previousNames : [];
    return [
      {
        name,
        logicalId,
        previousNames: listed.filter((each) => typeof each === "string"),
        ...(typeof identifier === "string" ? { identifier } : {}),
      },
    ];
  });
}

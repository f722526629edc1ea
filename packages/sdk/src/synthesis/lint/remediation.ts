import { shown } from "../../core/json.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import { LINT_LIMITS } from "./limits.ts";
import { tokenText } from "../names.ts";
import { ruleNameHint, ruleNameOf } from "./names.ts";
import { kindOf, memberOf, under, type PackNode, type ScalarNode } from "./node.ts";
import type { PackModel, Resource } from "./pack-model.ts";
import { checkRemediationParameters } from "./remediation-parameters.ts";
import { grouped } from "./report.ts";
import { dependenciesOf } from "./resources.ts";
import { checkRunbook } from "./runbook.ts";
import { hasPlaceholder, tokenKindOf } from "./tokens.ts";
import { callOf, checkKeys, mapsOf, outcomesOf, textsOf } from "./values.ts";

const KEYS = [
  "ConfigRuleName",
  "TargetType",
  "TargetId",
  "TargetVersion",
  "Parameters",
  "ResourceType",
  "Automatic",
  "ExecutionControls",
  "MaximumAutomaticAttempts",
  "RetryAttemptSeconds",
];

/** Checks all remediation configurations. */
export function checkRemediations(pack: PackModel): void {
  const seen = new Map<string, ScalarNode>();
  // of rules with one name the first
  const byName = new Map(pack.rules.toReversed().map((rule) => [ruleNameOf(rule)?.text, rule]));
  for (const remediation of pack.remediations) {
    checkKeys(remediation.properties, KEYS, "A remediation configuration", pack);
    for (const key of ["ConfigRuleName", "TargetType", "TargetId"]) {
      if (remediation.properties.members.has(key)) continue;
      const place = under(remediation.properties, key);
      pack.report(LINT_ERRORS.VALUE_MISSING, place, `Remediation ${remediation.id} has no ${key}.`);
    }
    const rule = checkRule(remediation, byName, seen, pack);
    checkTarget(remediation, rule, pack);
    checkNumbers(remediation, pack);
    const automatic = isAutomatic(remediation, pack);
    checkRemediationParameters(remediation, automatic, pack);
    checkRunbook(remediation, rule, automatic, pack);
  }
}

function checkRule(
  remediation: Resource,
  byName: ReadonlyMap<string | undefined, Resource>,
  seen: Map<string, ScalarNode>,
  pack: PackModel,
): Resource | undefined {
  const { report } = pack;
  const name = memberOf(remediation.properties, "ConfigRuleName");
  if (name === undefined || name.kind === "opaque") return undefined;
  if (name.kind !== "scalar") {
    const what = callOf(name)?.name ?? kindOf(name);
    report(LINT_ERRORS.REMEDIATION_LITERAL, name, `The remediation's ConfigRuleName is given by ${what}.`);
    return undefined;
  }
  const rule = byName.get(name.text);
  if (rule === undefined) {
    // a rule whose name only deployment tells may be the one
    const open = byName.has(undefined);
    if (open && name.text !== "") return undefined;
    const message = `The pack has no rule named ${shown(name.text)}.`;
    report(LINT_ERRORS.REMEDIATION_RULE, name, message, () => ruleNameHint(name.text, pack));
    return undefined;
  }
  const type = memberOf(remediation.properties, "ResourceType");
  const key = JSON.stringify([name.text, type?.kind === "scalar" ? type.text : ""]);
  const other = seen.get(key);
  if (other) report(LINT_ERRORS.REMEDIATION_TWICE, name, `Line ${other.line} has a remediation of ${name.text} too.`);
  seen.set(key, name);
  checkOrder(remediation, rule, pack);
  return rule;
}

function checkOrder(remediation: Resource, rule: Resource, pack: PackModel): void {
  const { report } = pack;
  if (!remediation.node.members.has("DependsOn")) {
    report(
      LINT_ERRORS.REMEDIATION_ORDER,
      remediation.node,
      `${remediation.id} does not depend on its rule ${rule.id}.`,
    );
  } else if (!dependenciesOf(remediation, { ...pack, report: () => undefined }).some(({ text }) => text === rule.id)) {
    const place = memberOf(remediation.node, "DependsOn") ?? remediation.node;
    report(
      LINT_ERRORS.REMEDIATION_ORDER,
      place,
      `${remediation.id} depends on others, but not on its rule ${rule.id}.`,
    );
  }
  const own = conditionOf(remediation);
  const condition = conditionOf(rule);
  if (condition === undefined || own === condition) return;
  const message = `Rule ${rule.id} stands under the condition ${condition}, its remediation ${own === undefined ? "under none" : `under ${own}`}.`;
  report(LINT_ERRORS.REMEDIATION_CONDITION, remediation.node, message);
}

function conditionOf({ node }: Resource): string | undefined {
  const condition = memberOf(node, "Condition");
  return condition?.kind === "scalar" ? condition.text : undefined;
}

function checkTarget({ properties }: Resource, rule: Resource | undefined, pack: PackModel): void {
  const { report } = pack;
  for (const type of textsOf(memberOf(properties, "TargetType"), "TargetType", pack)) {
    if (type.text === "SSM_DOCUMENT") continue;
    report(LINT_ERRORS.REMEDIATION_TARGET, type, `There is no TargetType ${shown(type.text)}.`, "Write SSM_DOCUMENT.");
  }
  for (const target of textsOf(memberOf(properties, "TargetId"), "TargetId", pack)) {
    const token = tokenKindOf(target.text, pack);
    if (token !== undefined && token !== "runbook") {
      report(LINT_ERRORS.TOKEN_UNKNOWN, target, `${target.text} is the token of a ${token}, not of a runbook.`);
    } else if (token === "runbook" && rule !== undefined && target.text !== tokenText(`${rule.id}RunbookName`)) {
      const hint = `Write ${tokenText(`${rule.id}RunbookName`)}.`;
      report(LINT_ERRORS.TOKEN_UNKNOWN, target, `${target.text} is the runbook of another rule than ${rule.id}.`, hint);
    } else if (
      token === undefined &&
      !hasPlaceholder(target.text) &&
      !/^(arn:\S+|[A-Za-z0-9_.:/-]{3,256})$/.test(target.text)
    ) {
      report(LINT_ERRORS.REMEDIATION_TARGET, target, `${shown(target.text)} is no name of a runbook.`);
    }
  }
}

/** Whether a remediation may start by itself; a value that only deployment tells counts as yes. */
function isAutomatic({ properties }: Resource, pack: PackModel): boolean {
  const automatic = memberOf(properties, "Automatic");
  if (automatic === undefined) return false;
  const texts = textsOf(automatic, "Automatic", pack);
  for (const value of texts) {
    if (/^(true|false)$/i.test(value.text)) continue;
    const message = `Automatic is true or false; this is ${shown(value.text)}.`;
    pack.report(LINT_ERRORS.VALUE_KIND, value, message, "Write true or false.");
  }
  return texts.length === 0 || texts.some(({ text }) => text.toLowerCase() === "true");
}

function checkNumbers({ properties }: Resource, pack: PackModel): void {
  const { automaticAttempts, retrySeconds, percentage } = LINT_LIMITS;
  checkRange(memberOf(properties, "MaximumAutomaticAttempts"), "MaximumAutomaticAttempts", automaticAttempts, pack);
  checkRange(memberOf(properties, "RetryAttemptSeconds"), "RetryAttemptSeconds", retrySeconds, pack);
  for (const controls of mapsOf(memberOf(properties, "ExecutionControls"), "ExecutionControls", pack)) {
    checkKeys(controls, ["SsmControls"], "ExecutionControls", pack);
    for (const ssm of mapsOf(memberOf(controls, "SsmControls"), "SsmControls", pack)) {
      const keys = ["ConcurrentExecutionRatePercentage", "ErrorPercentage"];
      checkKeys(ssm, keys, "SsmControls", pack);
      for (const key of keys) checkRange(memberOf(ssm, key), key, percentage, pack);
    }
  }
}

function checkRange(
  node: PackNode | undefined,
  what: string,
  [low, high]: readonly [number, number],
  pack: PackModel,
): void {
  for (const value of node ? outcomesOf(node, pack) : []) {
    const number = value.kind === "scalar" && /^\d+$/.test(value.text) ? Number(value.text) : undefined;
    if (number !== undefined && number >= low && number <= high) continue;
    const text = value.kind === "scalar" ? shown(value.value) : kindOf(value);
    const message = `${what} is a whole number from ${low} to ${grouped(high)}; this is ${text}.`;
    pack.report(LINT_ERRORS.REMEDIATION_RANGE, value, message);
  }
}

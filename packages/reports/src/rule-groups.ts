import type { CheckEvaluation, CheckResult, RuleTally } from "@rulewright/sdk";
import { lacksEvidence } from "./missing.ts";
import { SEVERITIES } from "./outcome.ts";

const KINDS = ["nonCompliant", "exempt", "undetermined"] as const;

/** A rule with the first of its resources. */
export interface RuleGroup extends RuleTally {
  readonly listed: Readonly<Record<(typeof KINDS)[number], CheckEvaluation[]>>;
  /** Whether it was not judged somewhere for want of evidence. */
  lacksEvidence: boolean;
}

/**
 * The rules, the worst severity first, each with as many resources of a kind as are listed. Evaluations are read until
 * these are found, and until it is known which rules lack evidence: there may be millions, made one by one.
 */
export function listFirst({ evaluations, rules }: CheckResult, most: number): RuleGroup[] {
  const groups = rules.map(toGroup);
  const byRule = new Map(groups.map((group) => [group.rule, group]));
  const doubts = new Map(rules.filter((rule) => rule.undetermined > 0).map((rule) => [rule.rule, rule.undetermined]));
  let wanted = 0;
  for (const rule of rules) for (const kind of KINDS) wanted += Math.min(most, rule[kind]);
  for (const evaluation of evaluations) {
    if (wanted === 0 && doubts.size === 0) break;
    const kind = kindOf(evaluation);
    const group = kind && byRule.get(evaluation.rule);
    if (!group) continue;
    if (kind === "undetermined") settle(group, evaluation, doubts);
    if (group.listed[kind].length === most) continue;
    group.listed[kind].push(evaluation);
    wanted -= 1;
  }
  const rank = (group: RuleGroup) => SEVERITIES.indexOf(group.severity);
  return groups.sort((a, b) => rank(a) - rank(b) || (a.rule < b.rule ? -1 : 1));
}

function toGroup(rule: RuleTally): RuleGroup {
  return { ...rule, listed: { nonCompliant: [], exempt: [], undetermined: [] }, lacksEvidence: false };
}

function kindOf({ status, complianceType }: CheckEvaluation): (typeof KINDS)[number] | undefined {
  if (status !== "evaluated") return status;
  return complianceType === "NON_COMPLIANT" ? "nonCompliant" : undefined;
}

/** @param doubts - Of rules not yet known to lack evidence, or not to: undetermined evaluations still to be read. */
function settle(group: RuleGroup, evaluation: CheckEvaluation, doubts: Map<string, number>): void {
  const unread = doubts.get(group.rule);
  if (unread === undefined) return;
  group.lacksEvidence = lacksEvidence(evaluation);
  if (group.lacksEvidence || unread === 1) doubts.delete(group.rule);
  else doubts.set(group.rule, unread - 1);
}

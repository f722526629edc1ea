import type { CheckEvaluation, CheckResult } from "@rulewright/sdk";
import { SEVERITIES, outcomeOf } from "./outcome.ts";

/** All non-compliant evaluations of a rule. */
export type Group = readonly [CheckEvaluation, ...CheckEvaluation[]];

/** A rule's undetermined evaluations: how many, and the first of them. */
export interface UndeterminedGroup {
  readonly rule: string;
  number: number;
  readonly first: CheckEvaluation[];
}

interface Listed {
  /** The worst severity first, then the rule with most resources. */
  readonly nonCompliant: readonly Group[];
  /** By rule. */
  readonly undetermined: readonly UndeterminedGroup[];
  readonly exempt: readonly CheckEvaluation[];
}

/**
 * Sorts evaluations by what becomes of them, reading all of them once: there may be millions, made one by one.
 * @param most - Kept of each rule's undetermined evaluations, and of all that are exempt.
 */
export function listAll({ evaluations }: CheckResult, most: number): Listed {
  const nonCompliant = new Map<string, [CheckEvaluation, ...CheckEvaluation[]]>();
  const undetermined = new Map<string, UndeterminedGroup>();
  const exempt: CheckEvaluation[] = [];
  for (const evaluation of evaluations) {
    const { rule } = evaluation;
    const outcome = outcomeOf(evaluation);
    if (outcome === "non-compliant") {
      const group = nonCompliant.get(rule);
      if (group) group.push(evaluation);
      else nonCompliant.set(rule, [evaluation]);
    } else if (outcome === "undetermined") {
      const group = undetermined.get(rule) ?? { rule, number: 0, first: [] };
      group.number += 1;
      if (group.first.length < most) group.first.push(evaluation);
      undetermined.set(rule, group);
    } else if (outcome === "exempt" && exempt.length < most) exempt.push(evaluation);
  }
  return {
    nonCompliant: [...nonCompliant.values()].sort(byUrgency),
    undetermined: [...undetermined.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1)),
    exempt,
  };
}

function byUrgency(a: Group, b: Group): number {
  const rank = (group: Group) => SEVERITIES.indexOf(group[0].severity);
  return rank(a) - rank(b) || b.length - a.length || (a[0].rule < b[0].rule ? -1 : 1);
}

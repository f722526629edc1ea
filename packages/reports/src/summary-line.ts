import type { CheckResult } from "@rulewright/sdk";

/** A number with its noun: `1 rule`, `2 rules`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Rules that were not judged anywhere for want of evidence. */
export function rulesWithoutEvidence(result: CheckResult): number {
  const undetermined = result.evaluations.filter((each) => each.missing?.includes("evidence"));
  return new Set(undetermined.map((each) => each.rule)).size;
}

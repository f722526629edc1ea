import type { CheckResult } from "@rulewright/sdk";

/** A number with its noun: `1 rule`, `2 rules`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Rules that were not judged anywhere for want of evidence. */
export function rulesWithoutEvidence(result: CheckResult): number {
  const rules = new Set<string>();
  for (const { rule, missing } of result.evaluations) if (missing?.includes("evidence")) rules.add(rule);
  return rules.size;
}

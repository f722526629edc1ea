import type { CheckEvaluation } from "@rulewright/sdk";

/** What stands among missing paths for what `rulewright collect` records. */
const EVIDENCE = "evidence";

/** Whether an evaluation is undetermined for want of evidence. */
export function lacksEvidence({ missing = [] }: CheckEvaluation): boolean {
  return missing.includes(EVIDENCE);
}

/** Why an evaluation is undetermined, in a line: what is not known, or that there is no evidence. */
export function reasonUnknown({ missing = [] }: CheckEvaluation): string {
  const paths = missing.filter((path) => path !== EVIDENCE);
  const reasons = [
    ...(paths.length > 0 ? [`not known: ${paths.join(", ")}`] : []),
    ...(paths.length < missing.length ? ["no evidence (run rulewright collect)"] : []),
  ];
  return reasons.join("; ") || "not known";
}

/** Undetermined evaluations by their reason, in the order of the first of each. */
export function byReason(evaluations: readonly CheckEvaluation[]): ReadonlyMap<string, readonly CheckEvaluation[]> {
  const groups = new Map<string, CheckEvaluation[]>();
  for (const evaluation of evaluations) {
    const reason = reasonUnknown(evaluation);
    const group = groups.get(reason);
    if (group) group.push(evaluation);
    else groups.set(reason, [evaluation]);
  }
  return groups;
}

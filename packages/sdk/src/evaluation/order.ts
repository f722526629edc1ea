import type { CheckError, CheckEvaluation, CheckSummary } from "../core/results.ts";

const ORDER = ["accountId", "region", "resourceType", "resourceId", "rule"] as const;

/** The contract's order: account, Region, type, id, rule; by code unit, so that every machine agrees. */
export function compareEvaluations(a: CheckEvaluation, b: CheckEvaluation): number {
  for (const key of ORDER) {
    if (a[key] !== b[key]) return a[key] < b[key] ? -1 : 1;
  }
  return 0;
}

/** Counts every evaluation once. */
export function summarize(evaluations: readonly CheckEvaluation[], errors: readonly CheckError[]): CheckSummary {
  const summary = {
    compliant: 0,
    nonCompliant: 0,
    notApplicable: 0,
    exempt: 0,
    undetermined: 0,
    errors: errors.length,
  };
  for (const { status, complianceType } of evaluations) {
    if (status !== "evaluated") summary[status] += 1;
    else if (complianceType === "COMPLIANT") summary.compliant += 1;
    else if (complianceType === "NON_COMPLIANT") summary.nonCompliant += 1;
    else summary.notApplicable += 1;
  }
  return summary;
}

import type { CheckSummary } from "@rulewright/sdk";

/** A number with its noun: `1 rule`, `2 rules`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** What a check came to in numbers: `2 non-compliant, 5 compliant, 0 not applicable, 1 error`. */
export function summaryLine({
  compliant,
  nonCompliant,
  notApplicable,
  undetermined,
  exempt,
  errors,
}: CheckSummary): string {
  return [
    `${nonCompliant} non-compliant`,
    `${compliant} compliant`,
    `${notApplicable} not applicable`,
    ...(exempt > 0 ? [`${exempt} exempt`] : []),
    ...(undetermined > 0 ? [`${undetermined} undetermined`] : []),
    ...(errors > 0 ? [counted(errors, "error")] : []),
  ].join(", ");
}

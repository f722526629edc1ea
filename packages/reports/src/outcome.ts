import type { CheckEvaluation, Severity } from "@rulewright/sdk";

/** What became of an evaluation, status and compliance type in one word; the most pressing first. */
export const OUTCOMES = ["non-compliant", "undetermined", "exempt", "compliant", "not-applicable"] as const;

/** One of them. */
export type Outcome = (typeof OUTCOMES)[number];

/** Severities, the worst first. */
export const SEVERITIES: readonly Severity[] = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"];

/** The outcome of an evaluation. Without a compliance type nothing was judged, whatever the status says. */
export function outcomeOf({ status, complianceType }: CheckEvaluation): Outcome {
  if (status !== "evaluated") return status;
  if (complianceType === "NON_COMPLIANT") return "non-compliant";
  if (complianceType === "COMPLIANT") return "compliant";
  return complianceType === "NOT_APPLICABLE" ? "not-applicable" : "undetermined";
}

/** An outcome or severity as prose: `Not applicable`, `Critical`. */
export function label(word: Outcome | Severity): string {
  const text = word === "not-applicable" ? "not applicable" : word.toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

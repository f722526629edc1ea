import type { CheckEvaluation } from "../results.ts";
import type { Exemption, ExemptionSubject } from "./exemption.ts";
import type { ExemptionMatcher } from "./matcher.ts";

/**
 * Marks a NON_COMPLIANT evaluation as exempt; it keeps its compliance type and annotation. Any other is returned as it
 * is: what complies or is not applicable needs no excuse, and an exemption that is no longer needed must show as unused;
 * of what is undetermined nobody knows whether there is anything to excuse.
 */
export function applyExemption(evaluation: CheckEvaluation, exemption: Exemption): CheckEvaluation {
  if (!canBeExempt(evaluation)) return evaluation;
  const { reason, owner, expires } = exemption;
  return { ...evaluation, status: "exempt", exemption: { reason, owner, expires } };
}

/** Notes an evaluation that was judged, and exempts it where the matcher finds a reason. @param tags - The resource's, where known. */
export function exemptEvaluation(
  evaluation: CheckEvaluation,
  matcher: ExemptionMatcher,
  tags?: ExemptionSubject["tags"],
): CheckEvaluation {
  const { rule, accountId, region, resourceType, resourceId } = evaluation;
  if (evaluation.status !== "undetermined") matcher.visit({ rule, accountId, region });
  if (!canBeExempt(evaluation)) return evaluation;
  const exemption = matcher.match({ rule, accountId, region, resourceType, resourceId, tags });
  return exemption ? applyExemption(evaluation, exemption) : evaluation;
}

function canBeExempt({ status, complianceType }: CheckEvaluation): boolean {
  return status === "evaluated" && complianceType === "NON_COMPLIANT";
}

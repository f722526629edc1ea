import { toAnnotation } from "../core/annotation.ts";
import { joinCauses } from "../core/join-causes.ts";
import type { ComplianceType } from "../core/verdict.ts";
import type { Judged, Outcome } from "./outcome.ts";

/** A resource with what a periodic rule came to. */
export interface PeriodicOutcome {
  readonly resource: Judged;
  readonly outcome: Outcome;
}

const RANK = { NOT_APPLICABLE: 0, COMPLIANT: 1, NON_COMPLIANT: 2 } as const satisfies Record<ComplianceType, number>;

/**
 * One verdict of several subjects on one resource, as in the function: the worst, with the causes that share its rank. Each
 * failure is handed on; only NON_COMPLIANT outweighs one, since nobody knows otherwise whether the resource complies.
 *
 * @param outcomes - Of one account and Region, by one rule.
 */
export function* mergeOutcomes(outcomes: Iterable<PeriodicOutcome>): Generator<PeriodicOutcome> {
  const byResource = new Map<string, PeriodicOutcome[]>();
  for (const each of outcomes) {
    const key = `${each.resource.resourceType}\n${each.resource.resourceId}`;
    const same = byResource.get(key);
    if (same) same.push(each);
    else byResource.set(key, [each]);
  }
  for (const same of byResource.values()) yield* same.length === 1 ? same : mergedOutcomes(same);
}

function* mergedOutcomes(outcomes: readonly PeriodicOutcome[]): Generator<PeriodicOutcome> {
  const verdicts = outcomes.flatMap(({ outcome }) => ("complianceType" in outcome ? [outcome] : []));
  const others = outcomes.filter(({ outcome }) => !("complianceType" in outcome));
  yield* others;
  const [first] = outcomes;
  const rank = Math.max(...verdicts.map(({ complianceType }) => RANK[complianceType]));
  const worst = verdicts.filter(({ complianceType }) => RANK[complianceType] === rank);
  const complianceType = worst[0]?.complianceType;
  if (!first || !complianceType || (others.length > 0 && complianceType !== "NON_COMPLIANT")) return;
  const annotation = toAnnotation(joinCauses(worst.map((each) => each.annotation)));
  yield { resource: first.resource, outcome: { complianceType, annotation } };
}

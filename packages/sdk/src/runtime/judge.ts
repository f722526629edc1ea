import type { AnyChangeRule, AnyPeriodicRule } from "../core/any-rule.ts";
import type { ConfigurationItem } from "../core/configuration-item.ts";
import type { ExemptionSubject } from "../core/exemptions/exemption.ts";
import type { Account, Aws, Subject } from "../core/rule.ts";
import { mustBeVerdict, type Verdict } from "../core/verdict.ts";
import { toEvaluation, toSubjectError, type ResourceKey } from "./evaluation.ts";
import type { Outcome } from "./outcomes.ts";

/** What every subject of one run is judged with. */
export interface Run {
  readonly aws: Aws;
  readonly account: Account;
  readonly parameters: { readonly [name: string]: unknown };
  /** The event's own time. A rule gets a copy: one that sets it would change what others are judged and ordered by. */
  readonly now: Date;
  /** Finds what to tell of a resource in place of NON_COMPLIANT; absent where the rule has no exemptions. */
  readonly exempt?: (annotation: string, place: ExemptionPlace, now: Date) => Verdict | undefined;
}

/** What of an exemption's subject differs within a run. Tags are given only where all of them are known. */
export type ExemptionPlace = Pick<ExemptionSubject, "region" | "tags"> & ResourceKey;

/** Judges one item; whatever `collect` or `evaluate` throws is this item's error alone. */
export function judgeItem(
  rule: AnyChangeRule,
  run: Run,
  configurationItem: ConfigurationItem,
  orderingTimestamp: Date,
): Promise<Outcome> {
  const { aws, account, parameters, now } = run;
  const { resourceType, resourceId, awsRegion: region, tags } = configurationItem;
  return isolate(run, { resourceType, resourceId, region, tags }, orderingTimestamp, async () => {
    const evidence = await rule.collect?.({ aws, account, parameters, configurationItem });
    return mustBeVerdict(
      rule.name,
      rule.evaluate({ configurationItem, evidence, parameters, account, now: new Date(now) }),
    );
  });
}

/** Judges one subject of a periodic rule. */
export function judgeSubject(
  rule: AnyPeriodicRule,
  run: Run,
  subject: Subject,
  resource: ResourceKey,
): Promise<Outcome> {
  const { aws, account, parameters, now } = run;
  const region = rule.scope === "global" ? "global" : account.region;
  return isolate(run, { ...resource, region }, now, async () => {
    const evidence = await rule.collect?.({ aws, account, parameters, subject });
    return mustBeVerdict(rule.name, rule.evaluate({ subject, evidence, parameters, account, now: new Date(now) }));
  });
}

async function isolate(
  { exempt, now }: Run,
  place: ExemptionPlace,
  orderingTimestamp: Date,
  judge: () => Promise<Verdict>,
): Promise<Outcome> {
  try {
    const verdict = await judge();
    const exempted = verdict.complianceType === "NON_COMPLIANT" ? exempt?.(verdict.annotation, place, now) : undefined;
    if (!exempted) return { evaluation: toEvaluation(place, verdict, orderingTimestamp) };
    return { evaluation: { ...toEvaluation(place, exempted, orderingTimestamp), isExempt: true } };
  } catch (cause) {
    return { error: toSubjectError(place, cause) };
  }
}

import type { AnyChangeRule, AnyPeriodicRule } from "../core/any-rule.ts";
import type { ConfigurationItem } from "../core/configuration-item.ts";
import type { Account, Aws, Subject } from "../core/rule.ts";
import { mustBeVerdict, type Verdict } from "../core/verdict.ts";
import { toEvaluation, toSubjectError, type ResourceKey } from "./evaluation.ts";
import type { Outcome } from "./outcomes.ts";

/** What every subject of one run is judged with. */
export interface Run {
  readonly aws: Aws;
  readonly account: Account;
  readonly parameters: { readonly [name: string]: unknown };
  /** The event's own time. */
  readonly now: Date;
}

/** Judges one item; whatever `collect` or `evaluate` throws is this item's error alone. */
export function judgeItem(
  rule: AnyChangeRule,
  run: Run,
  configurationItem: ConfigurationItem,
  orderingTimestamp: Date,
): Promise<Outcome> {
  const { aws, account, parameters, now } = run;
  return isolate(configurationItem, orderingTimestamp, async () => {
    const evidence = await rule.collect?.({ aws, account, parameters, configurationItem });
    return mustBeVerdict(rule.name, rule.evaluate({ configurationItem, evidence, parameters, account, now }));
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
  return isolate(resource, now, async () => {
    const evidence = await rule.collect?.({ aws, account, parameters, subject });
    return mustBeVerdict(rule.name, rule.evaluate({ subject, evidence, parameters, account, now }));
  });
}

async function isolate(
  resource: ResourceKey,
  orderingTimestamp: Date,
  judge: () => Promise<Verdict>,
): Promise<Outcome> {
  try {
    return { evaluation: toEvaluation(resource, await judge(), orderingTimestamp) };
  } catch (cause) {
    return { error: toSubjectError(resource, cause) };
  }
}

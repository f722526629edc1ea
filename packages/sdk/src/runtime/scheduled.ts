import type { AnyChangeRule, AnyPeriodicRule } from "../core/any-rule.ts";
import { isJudgeable, type ConfigurationItem } from "../core/configuration-item.ts";
import { RulewrightError } from "../core/errors.ts";
import { notApplicable } from "../core/verdict.ts";
import { mustRead } from "./change.ts";
import type { ConfigApi } from "./config-api.ts";
import { RUNTIME_ERRORS } from "./errors.ts";
import { toEvaluation, toSubjectError, type ResourceKey } from "./evaluation.ts";
import { judgeItem, judgeSubject, type Run } from "./judge.ts";
import type { Outcome } from "./outcomes.ts";
import type { Task } from "./pool.ts";
import { listedSubjects } from "./subjects.ts";

/**
 * How long a change may take to show in the configuration history and among the discovered resources, in milliseconds.
 * AWS states no bound.
 */
const SETTLING_MS = 15 * 60_000;

/**
 * The moment before which a hybrid's scheduled run takes the history to be whole. It orders the run's results: by the
 * event's own time, the verdict of an older item would outlive the verdict of a change that the history does not show
 * yet.
 * @param now - The event's own time.
 */
export function settledTime(now: Date): Date {
  return new Date(now.getTime() - SETTLING_MS);
}

/** The subjects of a periodic rule, as tasks. A listing that is not whole throws at its end: nothing may be cleared then. */
export async function* periodicTasks(rule: AnyPeriodicRule, run: Run): AsyncGenerator<Task> {
  for await (const { subject, resource } of listedSubjects(rule, run))
    yield { resource, judge: () => judgeSubject(rule, run, subject, resource) };
}

/**
 * Every recorded resource of a hybrid's types, as tasks: its newest item, judged as a change would be. The results are
 * ordered by {@link settledTime}, those of a newer item by its capture time, and none later than the event.
 */
export async function* hybridTasks(rule: AnyChangeRule, run: Run, api: ConfigApi): AsyncGenerator<Task> {
  for (const resourceType of rule.resourceTypes) {
    for await (const resource of api.discoveredResources(resourceType)) {
      yield { resource, judge: () => judgeNewest(rule, run, api, resource) };
    }
  }
}

async function judgeNewest(rule: AnyChangeRule, run: Run, api: ConfigApi, resource: ResourceKey): Promise<Outcome> {
  try {
    const raw = await api.newestItem(resource);
    if (raw === undefined) {
      const message = `${resource.resourceType} ${resource.resourceId} is discovered but has no item in the history.`;
      throw new RulewrightError(RUNTIME_ERRORS.ITEM_NOT_FOUND, message);
    }
    const item = mustRead(raw);
    const orderingTimestamp = orderingOf(item, run.now);
    if (isJudgeable(item.configurationItemStatus)) return await judgeItem(rule, run, item, orderingTimestamp);
    return { evaluation: toEvaluation(resource, notApplicable(), orderingTimestamp) };
  } catch (cause) {
    return { error: toSubjectError(resource, cause) };
  }
}

function orderingOf({ configurationItemCaptureTime }: ConfigurationItem, now: Date): Date {
  const time = Math.max(Date.parse(configurationItemCaptureTime), settledTime(now).getTime());
  return new Date(Math.min(time, now.getTime()));
}

import type { AnyChangeRule, AnyPeriodicRule } from "../core/any-rule.ts";
import { isJudgeable, type ConfigurationItem } from "../core/configuration-item.ts";
import { RulewrightError } from "../core/errors.ts";
import { isObject, shown } from "../core/json.ts";
import type { Subject } from "../core/rule.ts";
import { notApplicable } from "../core/verdict.ts";
import { mustRead } from "./change.ts";
import type { ConfigApi } from "./config-api.ts";
import { RUNTIME_ERRORS } from "./errors.ts";
import { toEvaluation, toSubjectError, type ResourceKey } from "./evaluation.ts";
import { judgeItem, judgeSubject, type Run } from "./judge.ts";
import type { Outcome } from "./outcomes.ts";
import type { Task } from "./pool.ts";

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

/**
 * The subjects of a periodic rule, as tasks: what `list` yields, or the account itself. A subject without an id, or of
 * a type that the rule does not claim, breaks the listing at its end: the others are judged, nothing may be cleared.
 */
export async function* periodicTasks(rule: AnyPeriodicRule, run: Run): AsyncGenerator<Task> {
  let invalid: { readonly subject: unknown } | undefined;
  for await (const subject of subjectsOf(rule, run)) {
    const resource = resourceOf(rule, subject);
    if (resource) yield { resource, judge: () => judgeSubject(rule, run, subject, resource) };
    else invalid ??= { subject };
  }
  if (invalid === undefined) return;
  const message = `list of rule ${rule.name} yielded ${shown(invalid.subject)}, which is no subject.`;
  throw new RulewrightError(RUNTIME_ERRORS.SUBJECT_INVALID, message);
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

function subjectsOf(rule: AnyPeriodicRule, run: Run): AsyncIterable<Subject> | Subject[] {
  const { aws, account, parameters } = run;
  if (!rule.list) return [{ resourceId: account.accountId, ...firstType(rule) }];
  const listed = rule.list({ aws, account, parameters });
  if (isIterable(listed)) return listed;
  forget(listed);
  const message = `list of rule ${rule.name} returned ${shown(listed)}, which yields no subjects; make it an async generator.`;
  throw new RulewrightError(RUNTIME_ERRORS.SUBJECT_INVALID, message);
}

/** Tells what yields subjects; the `list` of a plain JavaScript rule may return anything, or nothing. */
function isIterable(value: unknown): boolean {
  return typeof value === "object" && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value);
}

/** A promise that is refused may be rejected yet, which would end the process before anything is reported. */
function forget(value: unknown): void {
  if (value instanceof Promise) value.catch(() => undefined);
}

function firstType({ resourceTypes: [resourceType] }: AnyPeriodicRule): { readonly resourceType?: string } {
  return resourceType === undefined ? {} : { resourceType };
}

/** The resource of a listed subject, which a plain JavaScript rule may have made of anything. */
function resourceOf(rule: AnyPeriodicRule, subject: unknown): ResourceKey | undefined {
  if (!isObject(subject)) return undefined;
  const { resourceId, resourceType = rule.resourceTypes.length === 1 ? rule.resourceTypes[0] : undefined } = subject;
  if (typeof resourceId !== "string" || resourceId === "" || typeof resourceType !== "string") return undefined;
  return rule.resourceTypes.includes(resourceType) ? { resourceType, resourceId } : undefined;
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

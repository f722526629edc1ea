import type { AnyChangeRule, AnyPeriodicRule } from "../core/any-rule.ts";
import { isJudgeable } from "../core/configuration-item.ts";
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

/** Every recorded resource of a hybrid's types, as tasks: its newest item, judged as a change would be. */
export async function* hybridTasks(rule: AnyChangeRule, run: Run, api: ConfigApi): AsyncGenerator<Task> {
  for (const resourceType of rule.resourceTypes) {
    for await (const resource of api.discoveredResources(resourceType)) {
      yield { resource, judge: () => judgeNewest(rule, run, api, resource) };
    }
  }
}

function subjectsOf(rule: AnyPeriodicRule, run: Run): AsyncIterable<Subject> | Subject[] {
  const { aws, account, parameters } = run;
  return rule.list?.({ aws, account, parameters }) ?? [{ resourceId: account.accountId, ...firstType(rule) }];
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
    if (isJudgeable(item.configurationItemStatus)) return await judgeItem(rule, run, item, run.now);
    return { evaluation: toEvaluation(resource, notApplicable(), run.now) };
  } catch (cause) {
    return { error: toSubjectError(resource, cause) };
  }
}

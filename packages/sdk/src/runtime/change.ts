import type { AnyChangeRule } from "../core/any-rule.ts";
import { isJudgeable, type ConfigurationItem } from "../core/configuration-item.ts";
import { RulewrightError, codeOf, isRulewrightError } from "../core/errors.ts";
import { notApplicable } from "../core/verdict.ts";
import { readItem } from "../items/read-item.ts";
import type { ConfigApi } from "./config-api.ts";
import { backoffMs, type Deadline } from "./deadline.ts";
import { RUNTIME_ERRORS } from "./errors.ts";
import type { InvokingEvent, ItemSummary, RuleEvent } from "./event.ts";
import { toEvaluation, toSubjectError, type ResourceKey, type SubjectError } from "./evaluation.ts";
import { judgeItem, type Run } from "./judge.ts";
import type { Outcome } from "./outcomes.ts";
import { judgeInTime } from "./pool.ts";

/** What a change came to, and the time that its result is ordered by. */
export interface ChangeOutcome {
  readonly outcome: Outcome;
  readonly orderingTimestamp: Date;
}

type ChangeEvent = Exclude<InvokingEvent, { messageType: "ScheduledNotification" }>;

/** Attempts to see the named state of an oversized item while the history lags. */
const HISTORY_ATTEMPTS = 6;

/** Milliseconds kept for judging and reporting. */
const RESERVE_MS = 3_000;

/**
 * Judges the resource of a change event. Deleted and unrecorded resources and those that left the rule's scope are
 * NOT_APPLICABLE without a call of the rule, whatever their type: an older build of the rule may have declared it, and
 * its result would stand for ever. Of others of a type that the rule does not declare nothing is said.
 * @throws RulewrightError `RW2020` for an item that cannot be read, `RW2021` when the history does not yet hold the
 * state of an oversized item.
 */
export async function judgeChange(
  rule: AnyChangeRule,
  event: RuleEvent,
  invoking: ChangeEvent,
  run: Omit<Run, "now">,
  api: ConfigApi,
  deadline: Deadline,
): Promise<ChangeOutcome | undefined> {
  const { resource, status, orderingTimestamp, item } = givenItem(invoking, api, deadline);
  if (event.leftScope || !isJudgeable(status)) {
    return { outcome: { evaluation: toEvaluation(resource, notApplicable(), orderingTimestamp) }, orderingTimestamp };
  }
  if (!rule.resourceTypes.includes(resource.resourceType)) return undefined;
  const judge = async (): Promise<Outcome> => {
    const given = await item();
    if ("error" in given) return given;
    return judgeItem(rule, { ...run, now: event.notificationTime ?? orderingTimestamp }, given, orderingTimestamp);
  };
  return { outcome: await judgeInTime(resource, judge(), deadline), orderingTimestamp };
}

interface Given {
  readonly resource: ResourceKey;
  readonly status: string;
  readonly orderingTimestamp: Date;
  /** The item, fetched where the event has a summary only. */
  readonly item: () => ConfigurationItem | Promise<ConfigurationItem | { readonly error: SubjectError }>;
}

function givenItem(invoking: ChangeEvent, api: ConfigApi, deadline: Deadline): Given {
  if (invoking.messageType === "OversizedConfigurationItemChangeNotification") {
    const { summary } = invoking;
    return {
      resource: summary,
      status: summary.configurationItemStatus,
      orderingTimestamp: summary.configurationItemCaptureTime,
      item: () => fetchItem(api, summary, deadline),
    };
  }
  const item = mustRead(invoking.configurationItem);
  return {
    resource: item,
    status: item.configurationItemStatus,
    orderingTimestamp: new Date(item.configurationItemCaptureTime),
    item: () => item,
  };
}

/** Reads an item that must be readable. @throws RulewrightError `RW2020`. */
export function mustRead(raw: unknown): ConfigurationItem {
  const read = readItem(raw);
  if ("item" in read) return read.item;
  throw new RulewrightError(RUNTIME_ERRORS.ITEM_UNREADABLE, read.refused.message);
}

/**
 * Fetches an item that was too large for the event, as of its capture time. Only the very state that the summary
 * names is taken: while the history lags, the item before it is a plausible wrong answer. A history that Config does
 * not hand out is the resource's own error, like a `collect` that fails.
 */
async function fetchItem(
  api: ConfigApi,
  summary: ItemSummary,
  deadline: Deadline,
): Promise<ConfigurationItem | { readonly error: SubjectError }> {
  let cause: unknown;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const item = await readState(api, summary);
      if (item) return item;
    } catch (error) {
      if (isRulewrightError(error)) throw error;
      if (codeOf(error) !== "ResourceNotDiscoveredException") return { error: toSubjectError(summary, error) };
      cause = error;
    }
    const more = attempt + 1 < HISTORY_ATTEMPTS && (await deadline.pause(250 + backoffMs(attempt + 1), RESERVE_MS));
    if (more) continue;
    throw new RulewrightError(
      RUNTIME_ERRORS.ITEM_NOT_FOUND,
      `The history of ${summary.resourceType} ${summary.resourceId} does not hold its state ${summary.configurationStateId} yet.`,
      { cause },
    );
  }
}

async function readState(api: ConfigApi, summary: ItemSummary): Promise<ConfigurationItem | undefined> {
  const raw = await api.newestItem(summary, summary.configurationItemCaptureTime);
  if (raw === undefined) return undefined;
  const item = mustRead(raw);
  return String(item.configurationStateId) === summary.configurationStateId ? item : undefined;
}

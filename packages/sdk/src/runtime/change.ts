import type { AnyChangeRule } from "../core/any-rule.ts";
import { isJudgeable, type ConfigurationItem } from "../core/configuration-item.ts";
import { RulewrightError, codeOf } from "../core/errors.ts";
import { notApplicable } from "../core/verdict.ts";
import { readItem } from "../items/read-item.ts";
import type { ConfigApi } from "./config-api.ts";
import { backoffMs, type Deadline } from "./deadline.ts";
import { RUNTIME_ERRORS } from "./errors.ts";
import type { InvokingEvent, ItemSummary, RuleEvent } from "./event.ts";
import { toEvaluation, type ResourceKey } from "./evaluation.ts";
import { judgeItem, type Run } from "./judge.ts";
import type { Outcome } from "./outcomes.ts";

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
 * NOT_APPLICABLE without a call of the rule; of a type that the rule does not declare nothing is said.
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
  const given = await givenItem(invoking, api, deadline, (resourceType, status) => {
    if (!rule.resourceTypes.includes(resourceType)) return "foreign";
    return event.leftScope || !isJudgeable(status) ? "gone" : "judge";
  });
  if (given.fate === "foreign") return undefined;
  const { orderingTimestamp } = given;
  if (!("item" in given)) {
    return {
      outcome: { evaluation: toEvaluation(given.resource, notApplicable(), orderingTimestamp) },
      orderingTimestamp,
    };
  }
  const now = event.notificationTime ?? orderingTimestamp;
  return { outcome: await judgeItem(rule, { ...run, now }, given.item, orderingTimestamp), orderingTimestamp };
}

type Fate = "foreign" | "gone" | "judge";
type Given =
  | { readonly fate: "foreign" | "gone"; readonly resource: ResourceKey; readonly orderingTimestamp: Date }
  | { readonly fate: "judge"; readonly item: ConfigurationItem; readonly orderingTimestamp: Date };

/** The item of an event, fetched only where it is to be judged. */
async function givenItem(
  invoking: ChangeEvent,
  api: ConfigApi,
  deadline: Deadline,
  decide: (resourceType: string, status: string) => Fate,
): Promise<Given> {
  if (invoking.messageType === "OversizedConfigurationItemChangeNotification") {
    const { summary } = invoking;
    const orderingTimestamp = summary.configurationItemCaptureTime;
    const fate = decide(summary.resourceType, summary.configurationItemStatus);
    if (fate !== "judge") return { fate, resource: summary, orderingTimestamp };
    return { fate, item: await fetchItem(api, summary, deadline), orderingTimestamp };
  }
  const item = mustRead(invoking.configurationItem);
  const orderingTimestamp = new Date(item.configurationItemCaptureTime);
  const fate = decide(item.resourceType, item.configurationItemStatus);
  return fate === "judge" ? { fate, item, orderingTimestamp } : { fate, resource: item, orderingTimestamp };
}

/** Reads an item that must be readable. @throws RulewrightError `RW2020`. */
export function mustRead(raw: unknown): ConfigurationItem {
  const read = readItem(raw);
  if ("item" in read) return read.item;
  throw new RulewrightError(RUNTIME_ERRORS.ITEM_UNREADABLE, read.refused.message);
}

/**
 * Fetches an item that was too large for the event, as of its capture time. Only the very state that the summary
 * names is taken: while the history lags, the item before it is a plausible wrong answer.
 */
async function fetchItem(api: ConfigApi, summary: ItemSummary, deadline: Deadline): Promise<ConfigurationItem> {
  let cause: unknown;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const item = await readState(api, summary);
      if (item) return item;
    } catch (error) {
      if (codeOf(error) !== "ResourceNotDiscoveredException") throw error;
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

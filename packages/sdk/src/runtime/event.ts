import { RulewrightError } from "../core/errors.ts";
import { isObject, shown, type JsonObject } from "../core/json.ts";
import type { Account } from "../core/rule.ts";
import { RUNTIME_ERRORS } from "./errors.ts";

/** What identifies an item that was too large for the event. */
export interface ItemSummary {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly configurationItemStatus: string;
  readonly configurationItemCaptureTime: Date;
  /** The one state that may be judged: history may still hold an older one only. */
  readonly configurationStateId: string;
}

/** The parsed `invokingEvent`, told apart by `messageType`. */
export type InvokingEvent =
  | { readonly messageType: "ConfigurationItemChangeNotification"; readonly configurationItem: unknown }
  | { readonly messageType: "OversizedConfigurationItemChangeNotification"; readonly summary: ItemSummary }
  | { readonly messageType: "ScheduledNotification" };

/** A custom rule's Lambda event, checked. */
export interface RuleEvent {
  readonly invokingEvent: InvokingEvent;
  /** `notificationCreationTime`; an event without one is judged at its item's capture time. */
  readonly notificationTime: Date | undefined;
  readonly ruleParameters: unknown;
  readonly resultToken: string;
  readonly leftScope: boolean;
  /** The name as deployed: rules of packs and organizations carry a suffix. */
  readonly configRuleName: string;
  readonly account: Account;
}

/** Region to assume where neither the rule's ARN nor the item names one: the function's own. */
export interface EventDefaults {
  readonly region: string | undefined;
}

/**
 * Reads and checks the event that AWS Config hands to a custom rule's function; unknown keys are ignored.
 * @throws RulewrightError `RW2001` not an event of Config (everything it lacks is named), `RW2002` unreadable
 * `invokingEvent`, `RW2003` a message type that no rule here answers, `RW2004` proactive evaluation.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
 */
export function parseRuleEvent(event: unknown, defaults: EventDefaults): RuleEvent {
  const fields = checkFields(event);
  const invoking = parseInvoking(fields.invokingEvent);
  if (isProactive(fields.event) || isProactive(invoking)) {
    throw new RulewrightError(
      RUNTIME_ERRORS.EVENT_PROACTIVE,
      `Rule ${fields.configRuleName} got an event of proactive evaluation, whose shape AWS does not document.`,
    );
  }
  const invokingEvent = toInvokingEvent(invoking, fields.configRuleName);
  return {
    invokingEvent,
    notificationTime: notificationTime(invoking, invokingEvent),
    ruleParameters: fields.event["ruleParameters"],
    resultToken: fields.resultToken,
    leftScope: fields.event["eventLeftScope"] === true,
    configRuleName: fields.configRuleName,
    account: readAccount(fields, invoking, defaults),
  };
}

interface Fields {
  readonly event: JsonObject;
  readonly invokingEvent: string;
  readonly resultToken: string;
  readonly configRuleName: string;
  readonly configRuleArn: string;
  readonly accountId: string;
}

function checkFields(event: unknown): Fields {
  const given: JsonObject = isObject(event) ? event : {};
  const lacking: string[] = [];
  const text = (key: string, form = /\S/, wanted = "") => {
    const value = given[key];
    if (typeof value === "string" && form.test(value)) return value;
    lacking.push(value === undefined || wanted === "" ? key : `${key} (${wanted})`);
    return "";
  };
  const fields = {
    event: given,
    invokingEvent: text("invokingEvent"),
    resultToken: text("resultToken"),
    configRuleName: text("configRuleName"),
    configRuleArn: typeof given["configRuleArn"] === "string" ? given["configRuleArn"] : "",
    accountId: text("accountId", /^\d{12}$/, "an account is twelve digits"),
  };
  if (lacking.length === 0) return fields;
  throw new RulewrightError(
    RUNTIME_ERRORS.EVENT_FOREIGN,
    `The event is not one of AWS Config: it lacks ${lacking.join(", ")}.`,
  );
}

function parseInvoking(text: string): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new RulewrightError(RUNTIME_ERRORS.EVENT_UNREADABLE, "The event's invokingEvent is not JSON.", { cause });
  }
  if (isObject(parsed) && typeof parsed["messageType"] === "string") return parsed;
  throw new RulewrightError(RUNTIME_ERRORS.EVENT_UNREADABLE, "The event's invokingEvent has no messageType.");
}

/** Keys of a proactive event are documented nowhere; these are the API's names for the mode and the evaluation. */
function isProactive(fields: JsonObject): boolean {
  return fields["evaluationMode"] === "PROACTIVE" || typeof fields["resourceEvaluationId"] === "string";
}

function toInvokingEvent(invoking: JsonObject, ruleName: string): InvokingEvent {
  const { messageType } = invoking;
  switch (messageType) {
    case "ConfigurationItemChangeNotification":
      return { messageType, configurationItem: invoking["configurationItem"] };
    case "OversizedConfigurationItemChangeNotification":
      return { messageType, summary: toSummary(invoking["configurationItemSummary"]) };
    case "ScheduledNotification":
      return { messageType };
    default:
      throw new RulewrightError(
        RUNTIME_ERRORS.EVENT_UNSUPPORTED,
        `Rule ${ruleName} got the message type ${shown(messageType)}, which no rule answers.`,
      );
  }
}

function toSummary(value: unknown): ItemSummary {
  const summary: JsonObject = isObject(value) ? value : {};
  const { resourceType, resourceId, configurationItemStatus, configurationStateId } = summary;
  const captureTime = toDate(summary["configurationItemCaptureTime"]);
  const stateId = typeof configurationStateId === "number" ? String(configurationStateId) : configurationStateId;
  if (
    typeof resourceType === "string" &&
    resourceType !== "" &&
    typeof resourceId === "string" &&
    resourceId !== "" &&
    typeof configurationItemStatus === "string" &&
    typeof stateId === "string" &&
    stateId !== "" &&
    captureTime !== undefined
  ) {
    return {
      resourceType,
      resourceId,
      configurationItemStatus,
      configurationStateId: stateId,
      configurationItemCaptureTime: captureTime,
    };
  }
  throw new RulewrightError(
    RUNTIME_ERRORS.ITEM_UNREADABLE,
    "The configurationItemSummary of an oversized item lacks its type, id, status, state id or capture time.",
  );
}

function notificationTime(invoking: JsonObject, event: InvokingEvent): Date | undefined {
  const time = toDate(invoking["notificationCreationTime"]);
  if (time !== undefined || event.messageType !== "ScheduledNotification") return time;
  throw new RulewrightError(
    RUNTIME_ERRORS.EVENT_UNREADABLE,
    "The scheduled event has no notificationCreationTime, the time its results are ordered by.",
  );
}

function readAccount(fields: Fields, invoking: JsonObject, defaults: EventDefaults): Account {
  const [, partition, , region] = fields.configRuleArn.split(":");
  const item = invoking["configurationItem"];
  const itemRegion = isObject(item) && item["awsRegion"] !== "global" ? item["awsRegion"] : undefined;
  return {
    accountId: fields.accountId,
    region: region || defaults.region || (typeof itemRegion === "string" ? itemRegion : "us-east-1"),
    partition: partition || "aws",
  };
}

function toDate(value: unknown): Date | undefined {
  const date = new Date(typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) ? value : Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

import { RulewrightError, type ConfigurationItem, type JsonObject } from "@rulewright/sdk";
import { readItem } from "@rulewright/sdk/items";
import { KIT_ERRORS } from "./errors.ts";

/** The account, Region and time of fixtures that do not say their own. */
export const FIXTURE = {
  accountId: "111122223333",
  region: "eu-west-1",
  partition: "aws",
  now: "2026-01-15T12:00:00.000Z",
  captureTime: "2026-01-15T11:58:00.000Z",
} as const;

/**
 * Makes a whole configuration item of a few members; every other has a plain value. It passes through the same reader
 * as real items, so values that Config encodes twice may be given as strings.
 * @throws RulewrightError `RW8006` when the members make no item.
 */
export function configurationItem(resourceType: string, members: JsonObject = {}): ConfigurationItem {
  const read = readItem({
    configurationItemVersion: "1.3",
    configurationItemCaptureTime: FIXTURE.captureTime,
    configurationItemStatus: "OK",
    configurationStateId: Date.parse(FIXTURE.captureTime),
    awsAccountId: FIXTURE.accountId,
    awsRegion: resourceType.startsWith("AWS::IAM::") ? "global" : FIXTURE.region,
    resourceType,
    resourceId: "fixture",
    resourceName: null,
    configuration: {},
    ...members,
  });
  if ("item" in read) return read.item;
  throw new RulewrightError(KIT_ERRORS.ITEM_INVALID, read.refused.message);
}

/** Members of the Lambda event that a test wants otherwise. */
export interface EventOverrides {
  readonly configRuleName?: string;
  readonly ruleParameters?: { readonly [name: string]: unknown };
  readonly resultToken?: string;
  readonly eventLeftScope?: boolean;
  readonly accountId?: string;
  /** `notificationCreationTime`, ISO 8601. */
  readonly now?: string;
}

/** The Lambda event of a changed item, as AWS Config sends it. `item` is in the event's spelling. */
export function changeEvent(item: object, overrides: EventOverrides = {}): JsonObject {
  return ruleEvent(
    {
      messageType: "ConfigurationItemChangeNotification",
      recordVersion: "1.3",
      configurationItemDiff: null,
      configurationItem: item,
    },
    overrides,
  );
}

/** The Lambda event of a periodic rule. */
export function scheduledEvent(overrides: EventOverrides = {}): JsonObject {
  const awsAccountId = overrides.accountId ?? FIXTURE.accountId;
  return ruleEvent({ messageType: "ScheduledNotification", recordVersion: "1.0", awsAccountId }, overrides);
}

/** What the summary of an oversized item leaves out. */
const LARGE = new Set(["configuration", "supplementaryConfiguration", "tags", "relationships", "relatedEvents"]);

/** The Lambda event of an item too large to send: its summary only. */
export function oversizedEvent(item: ConfigurationItem, overrides: EventOverrides = {}): JsonObject {
  const summary = {
    changeType: "UPDATE",
    ...Object.fromEntries(Object.entries(item).filter(([key]) => !LARGE.has(key))),
  };
  return ruleEvent(
    {
      messageType: "OversizedConfigurationItemChangeNotification",
      recordVersion: "1.0",
      configurationItemSummary: summary,
    },
    overrides,
  );
}

function ruleEvent(invokingEvent: JsonObject, overrides: EventOverrides): JsonObject {
  const {
    now = FIXTURE.now,
    accountId = FIXTURE.accountId,
    configRuleName = "fixture-rule",
    ruleParameters,
  } = overrides;
  const id = "config-rule-abc123";
  return {
    version: "1.0",
    invokingEvent: JSON.stringify({ ...invokingEvent, notificationCreationTime: now }),
    ...(ruleParameters === undefined ? {} : { ruleParameters: JSON.stringify(ruleParameters) }),
    resultToken: overrides.resultToken ?? "fixture-token",
    eventLeftScope: overrides.eventLeftScope ?? false,
    executionRoleArn: `arn:aws:iam::${accountId}:role/config-recorder`,
    configRuleArn: `arn:aws:config:${FIXTURE.region}:${accountId}:config-rule/${id}`,
    configRuleName,
    configRuleId: id,
    accountId,
  };
}

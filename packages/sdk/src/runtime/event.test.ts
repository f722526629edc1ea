import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { changeEvent, configurationItem, oversizedEvent, scheduledEvent } from "@rulewright/testing";
import { isObject, type JsonObject } from "../core/json.ts";
import { parseRuleEvent } from "./event.ts";
import { startRuntime, type TestRuntime } from "./fixtures/runtime.ts";
import { listingRule, subjects, taggedRule } from "./fixtures/rules.ts";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await startRuntime();
});
afterEach(() => runtime.close());

const item = configurationItem("AWS::S3::Bucket", { resourceId: "bucket", configurationStateId: 7 });

/** An event with members of its `invokingEvent` changed; `undefined` takes one away. */
function invoking(event: JsonObject, changes: JsonObject): JsonObject {
  const parsed: unknown = JSON.parse(String(event["invokingEvent"]));
  if (!isObject(parsed)) throw new Error("The invoking event is no object.");
  return { ...event, invokingEvent: JSON.stringify({ ...parsed, ...changes }) };
}
const without = (event: JsonObject, key: string) =>
  Object.fromEntries(Object.entries(event).filter(([name]) => name !== key));
const change = changeEvent(item);
const itemWithout = (key: string) => changeEvent(without({ ...item }, key));
/** An oversized event with members of its summary changed. */
function summarised(changes: JsonObject): JsonObject {
  const { resourceType, resourceId, configurationItemStatus, configurationItemCaptureTime } = item;
  const summary = { resourceType, resourceId, configurationItemStatus, configurationItemCaptureTime };
  const configurationItemSummary = { ...summary, configurationStateId: 7, ...changes };
  return invoking(oversizedEvent(item), { configurationItemSummary });
}

describe("an event that cannot be answered is refused with a code, and nothing is put", () => {
  const rule = () => taggedRule({ parameters: { days: { type: "integer", minimum: 1, description: "Days." } } });

  test.each<[string, unknown, RegExp]>([
    ["nothing", undefined, /^RW2001: .*invokingEvent, resultToken, configRuleName, accountId/],
    ["a text", "event", /^RW2001/],
    ["no invokingEvent", without(change, "invokingEvent"), /^RW2001: .*lacks invokingEvent\./],
    ["an invokingEvent that is an object", { ...change, invokingEvent: {} }, /^RW2001: .*lacks invokingEvent\./],
    ["an invokingEvent that is not JSON", { ...change, invokingEvent: "{" }, /^RW2002: .*not JSON/],
    ["an invokingEvent that is null", { ...change, invokingEvent: "null" }, /^RW2002: .*no messageType/],
    ["no message type", invoking(change, { messageType: undefined }), /^RW2002: .*no messageType/],
    ["an unknown message type", invoking(change, { messageType: "New" }), /^RW2003: .*"New"/],
    [
      "the delivery of a snapshot",
      invoking(change, { messageType: "ConfigurationSnapshotDeliveryCompleted" }),
      /^RW2003: .*"ConfigurationSnapshotDeliveryCompleted"/,
    ],
    ["proactive evaluation", invoking(change, { evaluationMode: "PROACTIVE" }), /^RW2004/],
    ["proactive evaluation, beside the invokingEvent", { ...change, resourceEvaluationId: "r-1" }, /^RW2004/],
    ["no result token", without(change, "resultToken"), /^RW2001: .*lacks resultToken\./],
    ["a blank result token", { ...change, resultToken: " " }, /^RW2001: .*lacks resultToken\./],
    [
      "an account that is none",
      { ...change, accountId: "12345" },
      /^RW2001: .*accountId \(an account is twelve digits\)/,
    ],
    ["an account that is a number", { ...change, accountId: 111122223333 }, /^RW2001: .*accountId/],
    ["no account", without(change, "accountId"), /^RW2001: .*lacks accountId\.$/],
    ["no rule name", without(change, "configRuleName"), /^RW2001: .*lacks configRuleName\./],
    ["no item", invoking(change, { configurationItem: undefined }), /^RW2020/],
    ["an item without an id", itemWithout("resourceId"), /^RW2020: .*no resourceId/],
    ["an item with an empty id", changeEvent({ ...item, resourceId: "" }), /^RW2020: .*no resourceId/],
    ["an item without a type", itemWithout("resourceType"), /^RW2020/],
    ["an item of no account", changeEvent({ ...item, awsAccountId: "me" }), /^RW2020: .*account/],
    ["an item without a capture time", itemWithout("configurationItemCaptureTime"), /^RW2020: .*capture time/],
    ["an item of an unknown status", changeEvent({ ...item, configurationItemStatus: "New" }), /^RW2020: .*status/],
    ["an item without a configuration", itemWithout("configuration"), /^RW2020: .*no configuration/],
    ["no summary", invoking(oversizedEvent(item), { configurationItemSummary: undefined }), /^RW2020/],
    ["a summary without a type", summarised({ resourceType: undefined }), /^RW2020: .*lacks its type/],
    ["a summary with an empty type", summarised({ resourceType: "" }), /^RW2020: .*lacks its type/],
    ["a summary without an id", summarised({ resourceId: undefined }), /^RW2020: .*lacks its type, id/],
    ["a summary with an empty id", summarised({ resourceId: "" }), /^RW2020: .*lacks its type, id/],
    ["a summary without a status", summarised({ configurationItemStatus: undefined }), /^RW2020: .*status/],
    ["a summary without a state", summarised({ configurationStateId: null }), /^RW2020: .*state id/],
    ["a summary with an empty state", summarised({ configurationStateId: "" }), /^RW2020: .*state id/],
    ["a summary without a time", summarised({ configurationItemCaptureTime: undefined }), /^RW2020: .*capture time/],
    ["a summary of no time", summarised({ configurationItemCaptureTime: "yesterday" }), /^RW2020: .*capture time/],
    ["a schedule that the rule does not have", scheduledEvent(), /^RW2003: .*without a schedule/],
    ["parameters that are not JSON", { ...change, ruleParameters: "{" }, /^RW1003/],
    ["parameters that are a list", { ...change, ruleParameters: "[]" }, /^RW1003/],
  ])("%s", async (_what, event, failure) => {
    const run = await runtime.run(rule(), event);
    expect(run.failure).toMatch(failure);
    expect(run.log).toMatchObject([{ level: "ERROR", code: run.failure?.slice(0, 6) }]);
    expect(run.metrics).toMatchObject({ Events: 1, Errors: 1, Compliant: 0, NonCompliant: 0, NotApplicable: 0 });
    expect(runtime.calls()).toEqual([]);
  });

  test("parameters of wrong types, all of them named and no secret repeated", async () => {
    const parameters = {
      days: { type: "integer", minimum: 1, description: "Days." },
      isStrict: { type: "boolean", description: "Strict." },
      pin: { type: "integer", secret: true, description: "A secret." },
      owner: { type: "string", required: true, description: "Owner." },
    } as const;
    const ruleParameters = { days: "many", isStrict: "yes", pin: "planted-secret" };
    const { failure, log } = await runtime.run(taggedRule({ parameters }), changeEvent(item, { ruleParameters }));
    expect(failure).toMatch(/^RW1002: .*days.*"many".*isStrict.*"yes".*pin.*lacks its parameter owner/);
    expect(failure).not.toContain("planted-secret");
    expect(JSON.stringify(log)).not.toContain("planted-secret");
    expect(runtime.calls()).toEqual([]);
  });

  test("a scheduled event without its time", async () => {
    const event = invoking(scheduledEvent(), { notificationCreationTime: "yesterday" });
    const { failure } = await runtime.run(listingRule(subjects("good-1")), event);
    expect(failure).toMatch(/^RW2002: .*notificationCreationTime/);
    expect(runtime.calls()).toEqual([]);
  });

  test("a change that a periodic rule gets", async () => {
    const { failure } = await runtime.run(listingRule(subjects("good-1")), change);
    expect(failure).toMatch(/^RW2003: .*periodic-rule.*ConfigurationItemChangeNotification/);
    expect(runtime.calls()).toEqual([]);
  });
});

test("parameters that the rule does not have are a warning that names them, and the verdict stands", async () => {
  const event = changeEvent(item, { ruleParameters: { old: "planted-value" } });
  const { failure, log } = await runtime.run(taggedRule(), event);
  expect(failure).toBeUndefined();
  expect(log[0]).toMatchObject({ level: "WARN", parameters: ["old"] });
  expect(JSON.stringify(log)).not.toContain("planted-value");
  expect(runtime.stored()).toEqual(["bucket COMPLIANT"]);
});

describe("the account", () => {
  const parse = (event: unknown, region?: string) => parseRuleEvent(event, { region }).account;

  test("has Region and partition of the rule's ARN", () => {
    const configRuleArn = "arn:aws-cn:config:cn-north-1:111122223333:config-rule/config-rule-1";
    expect(parse({ ...change, configRuleArn }, "eu-west-1")).toEqual({
      accountId: "111122223333",
      region: "cn-north-1",
      partition: "aws-cn",
    });
  });

  test("has the function's Region, then the item's, where there is no ARN", () => {
    const event = { ...change, configRuleArn: undefined };
    expect(parse(event, "eu-north-1")).toMatchObject({ region: "eu-north-1", partition: "aws" });
    expect(parse(event)).toMatchObject({ region: "eu-west-1" });
    const global = changeEvent({ ...item, awsRegion: "global" });
    expect(parse({ ...global, configRuleArn: undefined })).toMatchObject({ region: "us-east-1" });
  });
});

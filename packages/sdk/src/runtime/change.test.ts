import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { changeEvent, configurationItem, FIXTURE, oversizedEvent, type EventOverrides } from "@rulewright/testing";
import { compliant } from "../core/verdict.ts";
import { remaining, RULE_NAME, startRuntime, type TestRuntime } from "./fixtures/runtime.ts";
import { taggedRule } from "./fixtures/rules.ts";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await startRuntime();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await runtime.close();
});

const bucket = (members: object = {}) =>
  configurationItem("AWS::S3::Bucket", { resourceId: "bucket", configurationStateId: 1768478280000, ...members });
const tagged = (verdict: string) => bucket({ tags: { verdict } });
const queue = (members: object) => configurationItem("AWS::SQS::Queue", { resourceId: "queue", ...members });
const change = (members: object = {}, overrides: EventOverrides = {}) => changeEvent(bucket(members), overrides);

describe("a change", () => {
  test.each([
    ["COMPLIANT", "bucket COMPLIANT"],
    ["NON_COMPLIANT", "bucket NON_COMPLIANT: It is bad."],
    ["NOT_APPLICABLE", "bucket NOT_APPLICABLE"],
  ])("is judged %s and ordered by its capture time", async (verdict, stored) => {
    const { failure } = await runtime.run(taggedRule(), changeEvent(tagged(verdict)));
    expect(failure).toBeUndefined();
    expect(runtime.stored()).toEqual([stored]);
    expect(runtime.results()[0]?.orderingTimestamp).toEqual(new Date(FIXTURE.captureTime));
    expect(runtime.calls().map(({ operation }) => operation)).toEqual(["PutEvaluations"]);
  });

  test("is judged at the event's time, without one at the capture time", async () => {
    const times: string[] = [];
    const rule = taggedRule({
      evaluate({ now }) {
        times.push(now.toISOString());
        return compliant();
      },
    });
    const { invokingEvent, ...event } = change();
    const invoking: object = JSON.parse(String(invokingEvent));
    const untimed = JSON.stringify({ ...invoking, notificationCreationTime: undefined });
    await runtime.run(rule, { ...event, invokingEvent });
    await runtime.run(rule, { ...event, invokingEvent: untimed });
    expect(times).toEqual([FIXTURE.now, FIXTURE.captureTime]);
  });

  test.each(["ResourceDeleted", "ResourceDeletedNotRecorded", "ResourceNotRecorded"])(
    "of a resource that is %s is NOT_APPLICABLE without a call of the rule",
    async (configurationItemStatus) => {
      const rule = taggedRule();
      await runtime.seed([{ resourceId: "bucket", resourceType: "AWS::S3::Bucket" }]);
      const { failure } = await runtime.run(rule, change({ configurationItemStatus, configuration: null }));
      expect(failure).toBeUndefined();
      expect(runtime.stored()).toEqual(["bucket NOT_APPLICABLE"]);
      expect(rule.judged).toEqual([]);
    },
  );

  test("of a resource that left the rule's scope is NOT_APPLICABLE without a call of the rule", async () => {
    const rule = taggedRule();
    await runtime.run(rule, change({}, { eventLeftScope: true }));
    expect(runtime.stored()).toEqual(["bucket NOT_APPLICABLE"]);
    expect(rule.judged).toEqual([]);
  });

  test("of a type that the rule does not declare is counted and leaves no word at Config", async () => {
    const rule = taggedRule();
    const { failure, log, metrics } = await runtime.run(rule, changeEvent(queue({})));
    expect(failure).toBeUndefined();
    expect(log).toMatchObject([{ level: "WARN", message: expect.stringContaining("does not declare") }]);
    expect(metrics).toMatchObject({ ForeignItems: 1, Events: 1, Compliant: 0, Errors: 0 });
    expect(runtime.calls()).toEqual([]);
    expect(rule.judged).toEqual([]);
  });

  const deleted = { configurationItemStatus: "ResourceDeleted", configuration: null };
  test.each([
    ["was deleted", changeEvent(queue(deleted))],
    ["left the scope", changeEvent(queue({}), { eventLeftScope: true })],
    ["was deleted, with an oversized item", oversizedEvent(queue(deleted))],
    ["left the scope, with an oversized item", oversizedEvent(queue({}), { eventLeftScope: true })],
  ])(
    "of a type that the rule does not declare any more, whose resource %s, ends the old result",
    async (_what, event) => {
      await runtime.seed([{ resourceId: "queue", resourceType: "AWS::SQS::Queue", complianceType: "NON_COMPLIANT" }]);
      const rule = taggedRule();
      const { failure, log, metrics } = await runtime.run(rule, event);
      expect(failure).toBeUndefined();
      expect(runtime.stored()).toEqual(["queue NOT_APPLICABLE"]);
      expect(log).toMatchObject([{ level: "INFO" }]);
      expect(metrics).toMatchObject({ ForeignItems: 0, NotApplicable: 1 });
      expect(rule.judged).toEqual([]);
    },
  );

  test("that fails is this resource's error, and a repeated event does no harm", async () => {
    const event = changeEvent(tagged("throws"));
    const handler = runtime.handler(taggedRule());
    const message =
      `RW2030: Rule ${RULE_NAME} could not evaluate 1 resource ` +
      "(AWS::S3::Bucket bucket: TypeError It cannot be judged.).";
    expect((await runtime.invoke(handler, event)).failure).toBe(message);
    expect((await runtime.invoke(handler, event)).failure).toBe(message);
    expect(runtime.stored()).toEqual(["bucket NOT_APPLICABLE: Not evaluated: TypeError It cannot be judged."]);
  });

  test("whose collect outlasts the function keeps its old result and fails before Lambda ends it", async () => {
    await runtime.seed([{ resourceId: "bucket", resourceType: "AWS::S3::Bucket" }]);
    let left = 5_000;
    const rule = taggedRule({
      collect() {
        left = 900;
        return new Promise(() => undefined);
      },
    });
    const { failure } = await runtime.run(
      rule,
      change(),
      {},
      remaining(() => left),
    );
    expect(failure).toContain("RW2030");
    expect(failure).toContain("AWS::S3::Bucket bucket: RW2032");
    expect(runtime.stored()).toEqual(["bucket COMPLIANT"]);
  });
});

describe("an oversized change", () => {
  const earlier = { configurationItemCaptureTime: "2026-01-15T11:00:00.000Z", configurationStateId: 1768474800000 };
  const later = { configurationItemCaptureTime: "2026-01-15T11:59:00.000Z", configurationStateId: 1768478340000 };
  const add = (item: ReturnType<typeof bucket>) => runtime.endpoint.state.config.addEventItem(item);
  const historyCalls = () => runtime.calls("GetResourceConfigHistory").length;

  test("is judged by the item of the history, in the event's spelling", async () => {
    const grants = { grantSet: null, grantList: [], owner: { displayName: null, id: "0123" } };
    const whole = bucket({
      ARN: "arn:aws:s3:::bucket",
      resourceName: "bucket",
      resourceCreationTime: "2025-01-01T00:00:00.000Z",
      tags: { verdict: "NON_COMPLIANT" },
      relationships: [
        { resourceType: "AWS::KMS::Key", resourceId: "key", resourceName: null, name: "Is encrypted by" },
      ],
      configuration: { name: "bucket", versioned: true },
      supplementaryConfiguration: {
        AccessControlList: JSON.stringify(grants), // what Config encodes twice
        BucketPolicy: { policyText: JSON.stringify({ Statement: [] }) },
        IsRequesterPaysEnabled: "false",
        Description: "{}",
      },
    });
    const items: unknown[] = [];
    const rule = taggedRule({
      evaluate({ configurationItem: item }) {
        items.push(item);
        return compliant();
      },
    });
    add(bucket({ ...earlier, tags: { verdict: "throws" } }));
    add(whole);
    add(bucket({ ...later, tags: { verdict: "throws" } }));
    await runtime.run(rule, changeEvent(whole));
    const { failure } = await runtime.run(rule, oversizedEvent(whole));
    expect(failure).toBeUndefined();
    expect(items).toHaveLength(2);
    expect(items[1]).toEqual(items[0]);
    expect(items[1]).toMatchObject({
      supplementaryConfiguration: {
        AccessControlList: grants,
        BucketPolicy: { policyText: { Statement: [] } },
      },
    });
    expect(runtime.results()[0]?.orderingTimestamp).toEqual(new Date(FIXTURE.captureTime));
    const [call] = runtime.calls("GetResourceConfigHistory");
    expect(call?.input).toMatchObject({ laterTime: new Date(FIXTURE.captureTime), limit: 1 });
  });

  test("of which the history holds the older state only is RW2021, and nothing is put", async () => {
    const rule = taggedRule();
    add(bucket({ ...earlier, tags: { verdict: "COMPLIANT" } }));
    jest.spyOn(Math, "random").mockReturnValue(0);
    const { failure, metrics } = await runtime.run(rule, oversizedEvent(bucket()), {}, remaining(5_000));
    expect(failure).toMatch(/^RW2021: .*AWS::S3::Bucket bucket.*1768478280000/);
    expect(historyCalls()).toBe(6);
    expect(runtime.puts()).toEqual([]);
    expect(rule.judged).toEqual([]);
    expect(metrics["Errors"]).toBe(1);
  });

  test.each([
    ["that the history does not know at all", []],
    ["of which the history holds a later state only", [later]],
  ])("%s is RW2021, and near the deadline nobody waits", async (_what, states) => {
    for (const state of states) add(bucket(state));
    jest.spyOn(Math, "random").mockReturnValue(0.5);
    const { failure } = await runtime.run(taggedRule(), oversizedEvent(bucket()), {}, remaining(3_350));
    expect(failure).toMatch(/^RW2021/);
    expect(historyCalls()).toBe(1);
    expect(runtime.puts()).toEqual([]);
  });

  test("whose item in the history cannot be read is RW2020, and nothing is put", async () => {
    runtime.endpoint.state.config.addItem({
      resourceType: "AWS::S3::Bucket",
      resourceId: "bucket",
      configurationItemCaptureTime: new Date(FIXTURE.captureTime),
      configurationItemStatus: "OK",
      accountId: FIXTURE.accountId,
      awsRegion: FIXTURE.region,
      configuration: "null",
    });
    const { failure } = await runtime.run(taggedRule(), oversizedEvent(bucket()));
    expect(failure).toMatch(/^RW2020: .*no configuration/);
    expect(historyCalls()).toBe(1);
    expect(runtime.puts()).toEqual([]);
  });

  test("is judged once the history has caught up", async () => {
    add(bucket({ ...earlier, tags: { verdict: "COMPLIANT" } }));
    const run = runtime.run(taggedRule(), oversizedEvent(bucket()));
    while (historyCalls() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    add(tagged("NON_COMPLIANT"));
    expect((await run).failure).toBeUndefined();
    expect(runtime.stored()).toEqual(["bucket NON_COMPLIANT: It is bad."]);
    expect(historyCalls()).toBeGreaterThan(1);
  });

  test.each([
    ["deleted", { configurationItemStatus: "ResourceDeleted", configuration: null }, {}],
    ["that left the scope", {}, { eventLeftScope: true }],
  ])("of a resource %s is NOT_APPLICABLE without a fetch", async (_what, members, overrides) => {
    await runtime.run(taggedRule(), oversizedEvent(bucket(members), overrides));
    expect(runtime.stored()).toEqual(["bucket NOT_APPLICABLE"]);
    expect(historyCalls()).toBe(0);
  });

  test("whose history Config refuses to show is this resource's error", async () => {
    await runtime.seed([{ resourceId: "bucket", resourceType: "AWS::S3::Bucket" }]);
    const denied = { operation: "GetResourceConfigHistory", kind: "error", status: 400 } as const;
    runtime.endpoint.faults.add({ ...denied, code: "AccessDeniedException", message: "Not allowed." });
    const { failure } = await runtime.run(taggedRule(), oversizedEvent(bucket()));
    expect(failure).toContain("RW2030");
    expect(runtime.stored()).toEqual(["bucket NOT_APPLICABLE: Not evaluated: AccessDeniedException Not allowed."]);
  });

  test("whose history cannot be had for the moment keeps its old result", async () => {
    await runtime.seed([{ resourceId: "bucket", resourceType: "AWS::S3::Bucket" }]);
    jest.spyOn(Math, "random").mockReturnValue(0);
    runtime.endpoint.faults.add({ operation: "GetResourceConfigHistory", kind: "throttle" });
    const { failure, metrics } = await runtime.run(taggedRule(), oversizedEvent(bucket()));
    expect(failure).toMatch(/^RW2030.*ThrottlingException/);
    expect(runtime.stored()).toEqual(["bucket COMPLIANT"]);
    expect(metrics).toMatchObject({ Throttles: 3, Errors: 1 });
  });
});

import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { changeEvent, configurationItem, FIXTURE, scheduledEvent, type AwsEndpointOptions } from "@rulewright/testing";
import { compliant } from "../core/verdict.ts";
import { createAws } from "./aws.ts";
import { createConfigApi, type ConfigApi } from "./config-api.ts";
import { startRuntime, type TestRuntime } from "./fixtures/runtime.ts";
import { taggedRule } from "./fixtures/rules.ts";
import type { Outcome } from "./outcomes.ts";
import type { OnError } from "./route.ts";
import { hybridTasks } from "./scheduled.ts";

let runtime: TestRuntime;
const start = async (options?: AwsEndpointOptions) => {
  runtime = await startRuntime(options);
};
afterEach(async () => {
  jest.restoreAllMocks();
  await runtime.close();
});

const BUCKET = "AWS::S3::Bucket";
const hybrid = () => taggedRule({ schedule: "TwentyFour_Hours" });
const add = (resourceId: string, members: object = {}, resourceType = BUCKET) =>
  runtime.endpoint.state.config.addEventItem(configurationItem(resourceType, { resourceId, ...members }));

describe("the schedule of a rule that is judged by changes too", () => {
  test("judges the newest item of every discovered resource and clears the vanished", async () => {
    await start();
    for (let index = 0; index < 130; index += 1) add(`bucket-${index}`);
    const earlier = { configurationItemCaptureTime: "2026-01-10T00:00:00.000Z" };
    add("bucket-3", { ...earlier, tags: { verdict: "throws" } });
    add("bucket-4", { tags: { verdict: "NON_COMPLIANT" } });
    add("topic", { tags: { verdict: "NON_COMPLIANT" } }, "AWS::SNS::Topic");
    add("queue", {}, "AWS::SQS::Queue");
    add("deleted", earlier);
    add("deleted", { configurationItemStatus: "ResourceDeleted", configuration: null });
    await runtime.seed([
      { resourceId: "deleted", resourceType: BUCKET },
      { resourceId: "vanished", resourceType: "AWS::SNS::Topic", complianceType: "NON_COMPLIANT" },
      { resourceId: "bucket-3", resourceType: "AWS::SNS::Topic" },
      { resourceId: "other", resourceType: "AWS::SQS::Queue" },
    ]);
    const rule = hybrid();
    const { failure, metrics } = await runtime.run(rule, scheduledEvent());
    expect(failure).toBeUndefined();
    expect(metrics).toMatchObject({ Compliant: 129, NonCompliant: 2, Cleared: 3, NotApplicable: 0 });
    const not = runtime.results().filter(({ complianceType }) => complianceType !== "COMPLIANT");
    expect(not.map(({ resourceId, complianceType }) => `${resourceId} ${complianceType}`)).toEqual([
      "deleted NOT_APPLICABLE",
      "vanished NOT_APPLICABLE",
      "bucket-3 NOT_APPLICABLE",
      "bucket-4 NON_COMPLIANT",
      "topic NON_COMPLIANT",
    ]);
    expect(new Set(rule.judged).size).toBe(131);
    expect(rule.judged).toHaveLength(131);
    expect(runtime.calls("ListDiscoveredResources")).toHaveLength(3);
    const histories = runtime.calls("GetResourceConfigHistory");
    expect(histories).toHaveLength(131);
    expect(histories.every(({ input }) => input["limit"] === 1 && input["laterTime"] === undefined)).toBe(true);
  });

  test("finds an item that did not change for weeks, though a call spans seven days", async () => {
    await start({ historyWindow: "sevenDays", now: () => new Date("2026-01-15T12:00:00.000Z") });
    add("bucket", { configurationItemCaptureTime: "2025-01-01T00:00:00.000Z", tags: { verdict: "NON_COMPLIANT" } });
    expect((await runtime.run(hybrid(), scheduledEvent())).failure).toBeUndefined();
    expect(runtime.stored()).toEqual(["bucket NON_COMPLIANT: It is bad."]);
    expect(runtime.calls("GetResourceConfigHistory")).toHaveLength(2);
  });

  test("does not judge what is not recorded any more", async () => {
    await start();
    add("bucket", { configurationItemStatus: "ResourceNotRecorded" });
    await runtime.seed([{ resourceId: "bucket", resourceType: BUCKET }]);
    const rule = hybrid();
    expect((await runtime.run(rule, scheduledEvent())).failure).toBeUndefined();
    expect(runtime.stored()).toEqual(["bucket NOT_APPLICABLE"]);
    expect(rule.judged).toEqual([]);
  });

  test("a history that is denied, or an item that cannot be read, costs only its resource", async () => {
    await start();
    for (const id of ["a", "b", "c"]) add(id);
    add("b", { configuration: null, configurationItemStatus: "ResourceDeleted" });
    runtime.endpoint.state.config.addItem({
      resourceType: BUCKET,
      resourceId: "b",
      configurationItemCaptureTime: new Date("2026-01-15T11:59:00.000Z"),
      configurationItemStatus: "OK",
      accountId: "111122223333",
      awsRegion: "eu-west-1",
      configuration: "null",
    });
    runtime.endpoint.faults.add({
      operation: "GetResourceConfigHistory",
      kind: "error",
      code: "AccessDeniedException",
      message: "No.",
      nth: 3,
    });
    const { failure } = await runtime.run(hybrid(), scheduledEvent(), { concurrency: 1 });
    expect(failure).toMatch(/^RW2030: .*could not evaluate 2 resources .*b: RW2020 .*c: AccessDeniedException No/);
    expect(runtime.stored()).toEqual([
      "a COMPLIANT",
      expect.stringMatching(/^b NOT_APPLICABLE: Not evaluated: RW2020/),
      "c NOT_APPLICABLE: Not evaluated: AccessDeniedException No.",
    ]);
  });

  test("a resource whose history is empty is RW2021", async () => {
    await start();
    add("bucket");
    const real = createConfigApi(new ConfigServiceClient(runtime.endpoint.clientConfig));
    const api: ConfigApi = { ...real, newestItem: async () => undefined };
    const run = { aws: createAws(FIXTURE.region), account: FIXTURE, parameters: {}, now: new Date(FIXTURE.now) };
    const outcomes: Outcome[] = [];
    for await (const task of hybridTasks(hybrid(), run, api)) outcomes.push(await task.judge());
    const message = "AWS::S3::Bucket bucket is discovered but has no item in the history.";
    expect(outcomes).toMatchObject([{ error: { resourceId: "bucket", code: "RW2021", message } }]);
  });

  test("a list that fails on its second page clears nothing", async () => {
    await start();
    jest.spyOn(Math, "random").mockReturnValue(0);
    for (let index = 0; index < 130; index += 1) add(`bucket-${index}`);
    await runtime.seed([{ resourceId: "vanished", resourceType: BUCKET }]);
    runtime.endpoint.faults.add({ operation: "ListDiscoveredResources", kind: "midPage", page: 2 });
    const { failure } = await runtime.run(hybrid(), scheduledEvent());
    expect(failure).toMatch(/^RW2024: .*InternalFailure.*nothing was cleared/);
    expect(runtime.stored()).toHaveLength(101);
    expect(runtime.stored()[0]).toBe("vanished COMPLIANT");
  });

  test("does not keep it from answering changes", async () => {
    await start();
    await runtime.run(hybrid(), changeEvent(configurationItem(BUCKET, { resourceId: "bucket" })));
    expect(runtime.stored()).toEqual(["bucket COMPLIANT"]);
    expect(runtime.calls().map(({ operation }) => operation)).toEqual(["PutEvaluations"]);
  });
});

describe("a change that the history does not show yet", () => {
  const CHANGED = "2026-01-15T11:59:55.000Z";
  const old = { configurationItemCaptureTime: "2026-01-15T09:00:00.000Z" };
  const NEXT_DAY = scheduledEvent({ now: "2026-01-16T12:00:00.000Z" });
  /** The change's own event, five seconds before the schedule's. */
  const change = async (resourceId: string, members: object = {}) => {
    const item = configurationItem(BUCKET, { resourceId, configurationItemCaptureTime: CHANGED, ...members });
    await runtime.run(hybrid(), changeEvent(item));
  };

  test("keeps its result, also where its resource is not discovered yet", async () => {
    await start({ olderOrderingTimestamp: "ignored" });
    add("worse", old);
    add("deleted", old);
    await change("worse", { tags: { verdict: "NON_COMPLIANT" } });
    await change("deleted", { configurationItemStatus: "ResourceDeleted", configuration: null });
    await change("created");
    const before = runtime.results();
    const { failure } = await runtime.run(hybrid(), scheduledEvent());
    expect(failure).toBeUndefined();
    expect(runtime.results()).toEqual(before);
    expect(runtime.stored()).toEqual([
      "worse NON_COMPLIANT: It is bad.",
      "deleted NOT_APPLICABLE",
      "created COMPLIANT",
    ]);
  });

  test("is overwritten by the next day's run, which sees what is so by then", async () => {
    await start({ olderOrderingTimestamp: "ignored" });
    add("worse", old);
    await change("worse", { tags: { verdict: "NON_COMPLIANT" } });
    await change("created");
    await runtime.run(hybrid(), scheduledEvent());
    expect(runtime.stored()).toEqual(["worse NON_COMPLIANT: It is bad.", "created COMPLIANT"]);
    await runtime.run(hybrid(), NEXT_DAY); // where it was mended without an event, and is gone
    expect(runtime.stored()).toEqual(["worse COMPLIANT", "created NOT_APPLICABLE"]);
  });

  test.each<OnError>(["not-applicable", "non-compliant"])(
    "keeps its result where the schedule cannot judge the older item (onError %s)",
    async (onError) => {
      await start({ olderOrderingTimestamp: "ignored" });
      add("bucket", { ...old, tags: { verdict: "throws" } });
      await change("bucket");
      const { failure } = await runtime.run(hybrid(), scheduledEvent(), { onError });
      expect(failure).toMatch(/^RW2030/);
      expect(runtime.stored()).toEqual(["bucket COMPLIANT"]);
    },
  );

  test.each([
    ["weeks ago", "2025-12-24T00:00:00.000Z", "2026-01-15T11:45:00.000Z"],
    ["just before the settling time", "2026-01-15T11:44:59.999Z", "2026-01-15T11:45:00.000Z"],
    ["within the settling time", "2026-01-15T11:45:00.001Z", "2026-01-15T11:45:00.001Z"],
    ["after the event", "2026-01-15T12:00:00.001Z", "2026-01-15T12:00:00.000Z"],
  ])("an item captured %s (%s) is ordered by %s", async (_when, configurationItemCaptureTime, ordered) => {
    await start();
    add("judged", { configurationItemCaptureTime });
    add("unrecorded", { configurationItemCaptureTime, configurationItemStatus: "ResourceNotRecorded" });
    await runtime.run(hybrid(), scheduledEvent());
    expect(runtime.results().map(({ orderingTimestamp }) => orderingTimestamp.toISOString())).toEqual([
      ordered,
      ordered,
    ]);
  });

  test("a rule's own clock is the event's time", async () => {
    await start();
    const times: string[] = [];
    const rule = taggedRule({
      schedule: "TwentyFour_Hours",
      evaluate({ now }) {
        times.push(now.toISOString());
        return compliant();
      },
    });
    add("bucket");
    await runtime.run(rule, scheduledEvent());
    expect(times).toEqual(["2026-01-15T12:00:00.000Z"]);
  });
});

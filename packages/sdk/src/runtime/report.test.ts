import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { changeEvent, configurationItem, scheduledEvent } from "@rulewright/testing";
import { nonCompliant } from "../core/verdict.ts";
import { createConfigApi, type ConfigApi } from "./config-api.ts";
import { backoffMs, deadlineOf } from "./deadline.ts";
import { remaining, RULE_NAME, startRuntime, type TestRuntime } from "./fixtures/runtime.ts";
import { listingRule, manySubjects, subjects, taggedRule } from "./fixtures/rules.ts";
import { reportEvaluations } from "./report.ts";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await startRuntime();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await runtime.close();
});

const PUT = { operation: "PutEvaluations" } as const;
const ids = (count: number) => manySubjects(count).map(({ resourceId }) => resourceId);
const hasten = () => jest.spyOn(Math, "random").mockReturnValue(0);
const sizes = (outcome?: string) => runtime.puts(outcome).map((batch) => batch.length);
/** What Config took, call by call; nothing may stand in it twice. */
const taken = () => runtime.puts("ok").flat();

test("250 evaluations take three calls, in the order of the listing", async () => {
  const { failure, metrics } = await runtime.run(listingRule(manySubjects(250)), scheduledEvent(), { concurrency: 25 });
  expect(failure).toBeUndefined();
  expect(sizes()).toEqual([100, 100, 50]);
  expect(taken()).toEqual(ids(250));
  expect(metrics).toMatchObject({ Compliant: 250, Unreported: 0, Throttles: 0 });
});

test("the order does not depend on who is quicker", async () => {
  const delayed = listingRule(manySubjects(20), {
    collect: ({ subject }) => new Promise((done) => setTimeout(done, 20 - Number(subject.resourceId.slice(5)))),
  });
  await runtime.run(delayed, scheduledEvent(), { concurrency: 20 });
  expect(taken()).toEqual(ids(20));
});

describe("what Config throttles or loses is sent again", () => {
  test.each([
    ["a throttled call", { kind: "throttle", nth: 2 } as const, 1],
    ["more throttled calls than the SDK retries", { kind: "throttle", times: 5 } as const, 5],
    ["a dropped connection", { kind: "drop", nth: 2 } as const, 0],
    ["more dropped connections than the SDK retries", { kind: "drop", times: 4 } as const, 0],
    ["a server fault", { kind: "error", code: "InternalFailure", status: 500, times: 4 } as const, 0],
  ])("%s", async (_what, fault, throttles) => {
    hasten();
    runtime.endpoint.faults.add({ ...PUT, ...fault });
    const { failure, metrics } = await runtime.run(listingRule(manySubjects(150)), scheduledEvent());
    expect(failure).toBeUndefined();
    expect(taken()).toEqual(ids(150));
    expect(sizes().length - sizes("ok").length).toBe("nth" in fault ? 1 : fault.times);
    expect(metrics).toMatchObject({ Throttles: throttles, Unreported: 0, Compliant: 150 });
  });

  test("throttled reads are counted too", async () => {
    hasten();
    runtime.endpoint.faults.add({ operation: "GetComplianceDetailsByConfigRule", kind: "throttle", nth: 1 });
    const { failure, metrics } = await runtime.run(listingRule(subjects("good-1")), scheduledEvent());
    expect(failure).toBeUndefined();
    expect(metrics["Throttles"]).toBe(1);
  });
});

describe("FailedEvaluations", () => {
  test("are sent again alone", async () => {
    hasten();
    const only = ["good-7", "good-120"];
    runtime.endpoint.faults.add({ ...PUT, kind: "refuseEvaluations", only, times: 2 });
    const { failure, metrics } = await runtime.run(listingRule(manySubjects(150)), scheduledEvent());
    expect(failure).toBeUndefined();
    expect(runtime.puts()).toEqual([ids(100), ["good-7"], ["good-7"], ids(150).slice(100), ["good-120"], ["good-120"]]);
    expect(runtime.stored()).toHaveLength(150);
    expect(metrics["Unreported"]).toBe(0);
  });

  test("of a change are sent again too", async () => {
    hasten();
    runtime.endpoint.faults.add({ ...PUT, kind: "refuseEvaluations", times: 3 });
    const { failure } = await runtime.run(taggedRule(), changeEvent(configurationItem("AWS::S3::Bucket")));
    expect(failure).toBeUndefined();
    expect(sizes()).toEqual([1, 1, 1, 1]);
  });

  test("that stay are RW2031 and a metric; the others are stored", async () => {
    hasten();
    runtime.endpoint.faults.add({ ...PUT, kind: "refuseEvaluations", only: ["good-0", "good-1"] });
    const { failure, metrics } = await runtime.run(listingRule(manySubjects(5)), scheduledEvent());
    expect(failure).toBe(
      `RW2031: Rule ${RULE_NAME} could not report 2 evaluations ` +
        "(AWS::IAM::User good-0: FailedEvaluations; AWS::IAM::User good-1: FailedEvaluations).",
    );
    expect(runtime.stored()).toEqual(["good-2 COMPLIANT", "good-3 COMPLIANT", "good-4 COMPLIANT"]);
    expect(sizes()).toEqual([5, 2, 2, 2, 2, 2, 2, 2]);
    expect(metrics).toMatchObject({ Unreported: 2, Errors: 0 });
  });
});

test("a failed evaluation that Config names by no known key fails all that were sent with it", async () => {
  hasten();
  const evaluations = ["a", "b"].map((resourceId) => ({
    resourceType: "AWS::IAM::User",
    resourceId,
    complianceType: "COMPLIANT" as const,
    annotation: undefined,
    orderingTimestamp: new Date(0),
  }));
  const sent: number[] = [];
  const api: ConfigApi = {
    ...createConfigApi(new ConfigServiceClient(runtime.endpoint.clientConfig)),
    putEvaluations(_token, batch) {
      sent.push(batch.length);
      return Promise.resolve(sent.length === 1 ? batch.map((each) => ({ ...each, ComplianceResourceId: "A" })) : []);
    },
  };
  const report = await reportEvaluations(api, "token", evaluations, deadlineOf(undefined));
  expect(sent).toEqual([2, 2]);
  expect(report).toEqual({ reported: 2, unreported: [] });
});

describe("a batch that is refused as a whole", () => {
  test.each([
    ["InvalidParameterValueException", "AWS::Invented::Type", "good-new"],
    ["ValidationException", "AWS::IAM::User", `good-${"x".repeat(764)}`],
  ])("by %s is halved until the evaluation at fault stands alone", async (code, resourceType, resourceId) => {
    const mixed = [...manySubjects(60), { resourceType, resourceId }, ...subjects("bad-1", "bad-2")].map((subject) => ({
      resourceType: "AWS::IAM::User",
      ...subject,
    }));
    const rule = listingRule(mixed, { resourceTypes: ["AWS::IAM::User", "AWS::Invented::Type"] });
    const { failure, metrics } = await runtime.run(rule, scheduledEvent());
    expect(failure).toBe(
      `RW2031: Rule ${RULE_NAME} could not report 1 evaluation (${resourceType} ${resourceId}: ${code}).`,
    );
    expect(taken()).toEqual(mixed.map((subject) => subject.resourceId).filter((id) => id !== resourceId));
    expect(runtime.puts().at(-1)).not.toHaveLength(63);
    expect(runtime.puts(code).at(-1)).toEqual([resourceId]);
    expect(sizes().length).toBeLessThanOrEqual(2 * 6 + 1);
    expect(metrics).toMatchObject({ Unreported: 1, Compliant: 61, NonCompliant: 2 });
  });

  test("for a reason of its own is not sent again", async () => {
    runtime.endpoint.faults.add({ ...PUT, kind: "error", code: "InvalidResultTokenException" });
    const { failure, metrics } = await runtime.run(listingRule(manySubjects(120)), scheduledEvent());
    expect(failure).toMatch(/^RW2031: .*120 evaluations.*InvalidResultTokenException.*and 117 more/);
    expect(sizes()).toEqual([100, 20]);
    expect(metrics["Unreported"]).toBe(120);
  });
});

test("near the deadline nothing waits for another try", async () => {
  runtime.endpoint.faults.add({ ...PUT, kind: "refuseEvaluations" });
  jest.spyOn(Math, "random").mockReturnValue(0.999);
  const event = changeEvent(configurationItem("AWS::S3::Bucket"));
  const { failure, metrics } = await runtime.run(taggedRule(), event, {}, remaining(1_150));
  expect(failure).toMatch(/^RW2031/);
  expect(sizes()).toEqual([1]);
  expect(metrics["Unreported"]).toBe(1);
});

test("a repeated event is answered the same and changes nothing", async () => {
  await runtime.seed([{ resourceId: "gone" }]);
  const handler = runtime.handler(listingRule(subjects("good-1", "bad-1")));
  await runtime.invoke(handler, scheduledEvent());
  const before = runtime.stored();
  expect((await runtime.invoke(handler, scheduledEvent())).failure).toBeUndefined();
  expect(runtime.stored()).toEqual(before);
  expect(before).toEqual(["gone NOT_APPLICABLE", "good-1 COMPLIANT", "bad-1 NON_COMPLIANT: It is bad."]);
  expect(runtime.puts()).toEqual([["good-1", "bad-1"], ["gone"], ["good-1", "bad-1"]]);
});

test("annotations are cut to the API's length, not through a character", async () => {
  const rule = listingRule(subjects("user"), { evaluate: () => nonCompliant(`${"x".repeat(254)}🪣 and more`) });
  expect((await runtime.run(rule, scheduledEvent())).failure).toBeUndefined();
  expect(runtime.results()[0]?.annotation).toBe(`${"x".repeat(254)}…`);
});

test("the token TESTMODE asks Config to check and store nothing", async () => {
  const event = changeEvent(configurationItem("AWS::S3::Bucket"), { resultToken: "TESTMODE" });
  expect((await runtime.run(taggedRule(), event)).failure).toBeUndefined();
  expect(runtime.calls("PutEvaluations")[0]?.input).toMatchObject({ ResultToken: "TESTMODE", TestMode: true });
  expect(runtime.results()).toEqual([]);
});

test("without that token nothing says TestMode", async () => {
  await runtime.run(taggedRule(), changeEvent(configurationItem("AWS::S3::Bucket")));
  expect(runtime.calls("PutEvaluations")[0]?.input).not.toHaveProperty("TestMode");
});

test("backoff grows, has jitter and an end", () => {
  jest.spyOn(Math, "random").mockReturnValue(0.5);
  expect([0, 1, 2, 3, 20].map(backoffMs)).toEqual([100, 200, 400, 800, 5_000]);
});

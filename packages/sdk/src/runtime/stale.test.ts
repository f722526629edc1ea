import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { scheduledEvent, type AwsEndpointOptions } from "@rulewright/testing";
import { remaining, RULE_NAME, startRuntime, type TestRuntime } from "./fixtures/runtime.ts";
import { listingRule, manySubjects, subjects } from "./fixtures/rules.ts";

let runtime: TestRuntime;
const start = async (options?: AwsEndpointOptions) => {
  runtime = await startRuntime(options);
};
afterEach(async () => {
  jest.restoreAllMocks();
  await runtime.close();
});

const READ = "GetComplianceDetailsByConfigRule";

describe("results of resources that are gone", () => {
  test("are cleared by type and id, only of claimed types, in one run over all pages", async () => {
    await start();
    await runtime.seed([
      ...manySubjects(250),
      { resourceId: "good-1", resourceType: "AWS::IAM::Role" },
      { resourceId: "good-1", resourceType: "AWS::IAM::Group", complianceType: "NON_COMPLIANT" },
      { resourceId: "bad-1", complianceType: "NON_COMPLIANT" },
    ]);
    const rule = listingRule(
      subjects("good-1", "good-249").map((subject) => ({ ...subject, resourceType: "AWS::IAM::User" })),
      { resourceTypes: ["AWS::IAM::User", "AWS::IAM::Role"] },
    );
    const { failure, metrics } = await runtime.run(rule, scheduledEvent());
    expect(failure).toBeUndefined();
    const left = runtime.results().filter(({ complianceType }) => complianceType !== "NOT_APPLICABLE");
    expect(left.map(({ resourceType, resourceId }) => `${resourceType} ${resourceId}`)).toEqual([
      "AWS::IAM::User good-1",
      "AWS::IAM::User good-249",
      "AWS::IAM::Group good-1",
    ]);
    expect(runtime.calls(READ)).toHaveLength(3);
    expect(runtime.puts("ok").map((batch) => batch.length)).toEqual([2, 100, 100, 50]);
    expect(metrics).toMatchObject({ Cleared: 250, Compliant: 2, NotApplicable: 0 });
    const cleared = runtime.results().find(({ resourceId }) => resourceId === "good-0");
    expect(cleared).toMatchObject({ annotation: undefined, orderingTimestamp: new Date("2026-01-15T12:00:00.000Z") });
  });

  test("stay where the listing named them, also when they could not be judged", async () => {
    await start();
    await runtime.seed([{ resourceId: "throws-1" }]);
    await runtime.run(listingRule(subjects("throws-1")), scheduledEvent(), { onError: "keep" });
    expect(runtime.stored()).toEqual(["throws-1 COMPLIANT"]);
    expect(runtime.puts()).toEqual([]);
  });

  test("are all cleared when the listing is empty and whole", async () => {
    await start();
    await runtime.seed(subjects("a", "b"));
    expect((await runtime.run(listingRule([]), scheduledEvent())).failure).toBeUndefined();
    expect(runtime.stored()).toEqual(["a NOT_APPLICABLE", "b NOT_APPLICABLE"]);
  });

  test.each(["ignored", "accepted"] as const)(
    "that are as new as the event, or newer, stay (older ordering timestamps %s)",
    async (olderOrderingTimestamp) => {
      await start({ olderOrderingTimestamp });
      await runtime.seed([
        { resourceId: "older", at: "2026-01-15T11:59:59.999Z" },
        { resourceId: "same", at: "2026-01-15T12:00:00.000Z" },
        { resourceId: "newer", at: "2026-01-15T12:00:00.001Z" },
      ]);
      await runtime.run(listingRule(subjects("good-1")), scheduledEvent());
      expect(runtime.stored()).toEqual([
        "older NOT_APPLICABLE",
        "same COMPLIANT",
        "newer COMPLIANT",
        "good-1 COMPLIANT",
      ]);
      expect(runtime.puts()).toEqual([["good-1"], ["older"]]);
    },
  );

  test("that Config does not take are RW2031", async () => {
    await start();
    jest.spyOn(Math, "random").mockReturnValue(0);
    await runtime.seed([{ resourceId: "gone" }]);
    runtime.endpoint.faults.add({ operation: "PutEvaluations", kind: "refuseEvaluations", only: ["gone"] });
    const { failure, metrics } = await runtime.run(listingRule(subjects("good-1")), scheduledEvent());
    expect(failure).toMatch(/^RW2031: .*1 evaluation .*gone/);
    expect(metrics).toMatchObject({ Unreported: 1, Cleared: 0 });
    expect(runtime.stored()).toEqual(["gone COMPLIANT", "good-1 COMPLIANT"]);
  });
});

describe("a rule name of more than 64 characters", () => {
  const long = `${RULE_NAME}-${"x".repeat(40)}-conformance-pack-6cruwvtg2`;
  const event = scheduledEvent({ configRuleName: long });
  const table = { [long.replace(/-conformance.*/, "")]: { load: async () => listingRule(subjects("good-1")) } };

  test("that the API refuses: verdicts stay reported, and RW2033 says that nothing was cleared", async () => {
    await start({ longRuleNames: "refused" });
    await runtime.seed([{ resourceId: "gone" }], long);
    const { failure, metrics } = await runtime.run(table, event);
    expect(failure).toMatch(/^RW2033: .*the API refuses the rule's name, which has 80 characters/);
    expect(runtime.stored(long)).toEqual(["gone COMPLIANT", "good-1 COMPLIANT"]);
    expect(metrics).toMatchObject({ Compliant: 1, Cleared: 0, Unreported: 0 });
  });

  test("that the API takes: results are cleared", async () => {
    await start({ longRuleNames: "accepted" });
    await runtime.seed([{ resourceId: "gone" }], long);
    expect((await runtime.run(table, event)).failure).toBeUndefined();
    expect(runtime.stored(long)).toEqual(["gone NOT_APPLICABLE", "good-1 COMPLIANT"]);
  });
});

test("a page that cannot be read: nothing is cleared, RW2033, verdicts stay reported", async () => {
  await start();
  jest.spyOn(Math, "random").mockReturnValue(0);
  await runtime.seed(manySubjects(250));
  runtime.endpoint.faults.add({ operation: READ, kind: "midPage", page: 2 });
  const { failure } = await runtime.run(listingRule(subjects("bad-1")), scheduledEvent());
  expect(failure).toMatch(/^RW2033: Rule fixture-rule reported its verdicts but did not clear.*InternalFailure/);
  expect(runtime.puts("ok")).toEqual([["bad-1"]]);
});

test("no time to read the stored results: nothing is cleared, RW2033", async () => {
  await start();
  await runtime.seed([{ resourceId: "gone" }]);
  const { failure } = await runtime.run(listingRule(subjects("good-1")), scheduledEvent(), {}, remaining(4_500));
  expect(failure).toMatch(/^RW2033: .*OutOfTime/);
  expect(runtime.stored()).toEqual(["gone COMPLIANT", "good-1 COMPLIANT"]);
});

test("several shortcomings are one error, the gravest first", async () => {
  await start();
  jest.spyOn(Math, "random").mockReturnValue(0);
  runtime.endpoint.faults.add({ operation: "PutEvaluations", kind: "refuseEvaluations", only: ["good-1", "good-2"] });
  runtime.endpoint.faults.add({ operation: READ, kind: "error", code: "AccessDeniedException" });
  const rule = listingRule(subjects("good-1", "good-2", "throws-1", "throws-2"));
  const { failure, metrics } = await runtime.run(rule, scheduledEvent());
  expect(failure).toMatch(
    /^RW2031: Rule .* could not report .*; it could not evaluate .*; it reported its verdicts but/,
  );
  expect(metrics).toMatchObject({ Unreported: 2, Errors: 2 });
});

import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { scheduledEvent } from "@rulewright/testing";
import type { Subject } from "../core/rule.ts";
import { compliant, nonCompliant, notApplicable, type Verdict } from "../core/verdict.ts";
import type { OnError } from "./route.ts";
import { RULE_NAME, startRuntime, type TestRuntime } from "./fixtures/runtime.ts";
import { accessKeyRule, listingRule, subjects } from "./fixtures/rules.ts";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await startRuntime();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await runtime.close();
});

const addUsers = (...names: readonly string[]) => {
  for (const UserName of names) runtime.endpoint.state.iam.addUser({ UserName });
};
const deny = (nth: number) =>
  runtime.endpoint.faults.add({
    operation: "ListAccessKeys",
    kind: "error",
    code: "AccessDenied",
    status: 403,
    message: "User f is not allowed.",
    nth,
  });

describe("a resource stored as COMPLIANT whose collect is now denied", () => {
  const refused = "Not evaluated: AccessDenied User f is not allowed.";
  test.each<[OnError | undefined, string]>([
    [undefined, `bob NOT_APPLICABLE: ${refused}`],
    ["not-applicable", `bob NOT_APPLICABLE: ${refused}`],
    ["keep", "bob COMPLIANT"],
    ["non-compliant", `bob NON_COMPLIANT: ${refused}`],
  ])("shows as onError %s says, the others are judged", async (onError, expected) => {
    addUsers("alice", "bob", "carol");
    await runtime.seed([{ resourceId: "alice" }, { resourceId: "bob" }, { resourceId: "carol" }]);
    deny(2);
    const rule = accessKeyRule("alice", "bob", "carol");
    const bound = { [RULE_NAME]: { load: async () => rule, ...(onError ? { onError } : {}) } };
    const { failure, metrics, log } = await runtime.run(bound, scheduledEvent(), { concurrency: 1 });
    expect(runtime.stored()).toEqual(["alice COMPLIANT", expected, "carol COMPLIANT"]);
    const newer = runtime.results().filter(({ orderingTimestamp }) => orderingTimestamp.getUTCDate() === 15);
    expect(newer).toHaveLength(onError === "keep" ? 2 : 3);
    expect(failure).toBe(
      `RW2030: Rule ${RULE_NAME} could not evaluate 1 resource (AWS::IAM::User bob: AccessDenied User f is not allowed.).`,
    );
    expect(metrics).toMatchObject({ Compliant: 2, Errors: 1, Unreported: 0, Cleared: 0 });
    expect(log).toMatchObject([{ level: "ERROR", code: "RW2030", message: failure?.slice(8) }]);
  });

  test("follows the function's onError where the rule's binding says nothing", async () => {
    addUsers("bob");
    await runtime.seed([{ resourceId: "bob" }]);
    deny(1);
    await runtime.run(accessKeyRule("bob"), scheduledEvent(), { onError: "keep" });
    expect(runtime.stored()).toEqual(["bob COMPLIANT"]);
  });
});

test.each([
  ["throttling", { kind: "throttle" } as const],
  ["a server fault", { kind: "error", code: "ServiceFailure", status: 500 } as const],
  ["a dropped connection", { kind: "drop" } as const],
])("%s keeps the old result, whatever onError says, and fails the invocation", async (_what, fault) => {
  jest.spyOn(Math, "random").mockReturnValue(0);
  addUsers("bob");
  await runtime.seed([{ resourceId: "bob" }]);
  runtime.endpoint.faults.add({ operation: "ListAccessKeys", ...fault });
  const { failure } = await runtime.run(accessKeyRule("bob"), scheduledEvent(), { onError: "non-compliant" });
  expect(failure).toMatch(/^RW2030: .*bob/);
  expect(runtime.stored()).toEqual(["bob COMPLIANT"]);
  expect(runtime.calls("ListAccessKeys")).toHaveLength(3);
});

test("the error names the rule, the count and the first causes", async () => {
  const rule = listingRule(subjects("good-1", "throws-1", "throws-2", "bad-1", "throws-3", "throws-4"));
  const { failure, metrics } = await runtime.run(rule, scheduledEvent());
  const cause = (id: string) => `AWS::IAM::User ${id}: TypeError It cannot be judged.`;
  expect(failure).toBe(
    `RW2030: Rule ${RULE_NAME} could not evaluate 4 resources ` +
      `(${cause("throws-1")}; ${cause("throws-2")}; ${cause("throws-3")}; and 1 more).`,
  );
  expect(metrics).toMatchObject({ Compliant: 1, NonCompliant: 1, NotApplicable: 4, Errors: 4 });
});

test.each<[string, unknown]>([
  ["a promise", Promise.reject(new Error("late"))],
  ["nothing", undefined],
  ["a word", "COMPLIANT"],
  ["a type that is none", { complianceType: "INSUFFICIENT_DATA" }],
  ["NON_COMPLIANT without a reason", { complianceType: "NON_COMPLIANT" }],
])("an evaluate that returns %s gives no verdict", async (_what, returned) => {
  const rule = { ...listingRule(subjects("user")), evaluate: () => returned };
  const { failure } = await runtime.run({ [RULE_NAME]: { load: async () => rule } }, scheduledEvent());
  expect(failure).toMatch(/RW1015 evaluate of rule fixture-rule returned .*, which is no verdict/);
  expect(runtime.stored()).toEqual([expect.stringMatching(/^user NOT_APPLICABLE: Not evaluated: RW1015/)]);
});

describe("a listing that is not whole", () => {
  async function* broken(error: unknown) {
    yield* subjects("good-1", "bad-1");
    throw error;
  }

  test.each<[string, unknown, string]>([
    ["an error", new RangeError("No more."), "RangeError: No more."],
    ["nothing", undefined, "Error: It threw nothing."],
    ["null", null, "Error: It threw nothing."],
  ])("since list threw %s: what was judged is reported, nothing is cleared", async (_what, thrown, cause) => {
    await runtime.seed([{ resourceId: "gone" }, { resourceId: "bad-1" }]);
    const { failure } = await runtime.run(listingRule(broken(thrown)), scheduledEvent());
    expect(failure).toBe(`RW2024: Rule ${RULE_NAME} could not list everything (${cause}); nothing was cleared.`);
    expect(runtime.stored()).toEqual(["gone COMPLIANT", "bad-1 NON_COMPLIANT: It is bad.", "good-1 COMPLIANT"]);
    expect(runtime.calls("GetComplianceDetailsByConfigRule")).toEqual([]);
  });

  test("since list is no generator at all", async () => {
    await runtime.seed([{ resourceId: "gone" }]);
    const rule = listingRule([], {
      list() {
        throw new Error("At once.");
      },
    });
    expect((await runtime.run(rule, scheduledEvent())).failure).toMatch(/^RW2024: .*At once/);
    expect(runtime.stored()).toEqual(["gone COMPLIANT"]);
  });

  test("since list returned a promise that is rejected: nothing else comes of it", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", note);
    const rule = { ...listingRule([]), list: (): unknown => Promise.reject(new Error("Too late.")) };
    const { failure } = await runtime.run({ [RULE_NAME]: { load: async () => rule } }, scheduledEvent());
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off("unhandledRejection", note);
    expect(failure).toMatch(/^RW2024: .*make it an async generator/);
    expect(unhandled).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ["nothing", undefined, "undefined"],
    ["null", null, "null"],
    ["an object", { users: [] }, '{"users":[]}'],
    ["a promise of a list", Promise.resolve([]), "{}"],
    ["a word", "user", '"user"'],
  ])("since list returned %s: nothing is judged in its place, nothing is cleared", async (_what, returned, shown) => {
    await runtime.seed([{ resourceId: "gone" }]);
    const rule = { ...listingRule([]), list: () => returned };
    const { failure } = await runtime.run({ [RULE_NAME]: { load: async () => rule } }, scheduledEvent());
    expect(failure).toBe(
      `RW2024: Rule ${RULE_NAME} could not list everything (RW2022: list of rule ${RULE_NAME} returned ${shown}, ` +
        "which yields no subjects; make it an async generator.); nothing was cleared.",
    );
    expect(runtime.stored()).toEqual(["gone COMPLIANT"]);
    expect(runtime.calls()).toEqual([]);
  });

  test.each<[string, unknown]>([
    ["an id that is empty", { resourceId: "" }],
    ["no id", { resourceName: "user" }],
    ["a number for an id", { resourceId: 1 }],
    ["a type that the rule does not claim", { resourceId: "other", resourceType: "AWS::IAM::Group" }],
    ["null", null],
    ["undefined", undefined],
  ])("since list yielded %s: the others are judged, nothing is cleared", async (_what, subject) => {
    await runtime.seed([{ resourceId: "gone" }]);
    const list = async function* () {
      yield { resourceId: "good-1" };
      yield subject;
      yield { resourceId: "good-2" };
    };
    const rule = { ...listingRule([]), list };
    const { failure } = await runtime.run({ [RULE_NAME]: { load: async () => rule } }, scheduledEvent());
    expect(failure).toMatch(/^RW2024: .*RW2022: list of rule fixture-rule yielded .*, which is no subject/);
    expect(runtime.stored()).toEqual(["gone COMPLIANT", "good-1 COMPLIANT", "good-2 COMPLIANT"]);
  });

  test("since a subject of a rule with two types does not say its type", async () => {
    const rule = listingRule(subjects("good-1"), { resourceTypes: ["AWS::IAM::User", "AWS::IAM::Role"] });
    expect((await runtime.run(rule, scheduledEvent())).failure).toMatch(/RW2022.*good-1/);
    expect(runtime.results()).toEqual([]);
  });
});

test("a list that returns an array is whole", async () => {
  await runtime.seed([{ resourceId: "gone" }]);
  const rule = { ...listingRule([]), list: () => subjects("good-1") };
  expect((await runtime.run({ [RULE_NAME]: { load: async () => rule } }, scheduledEvent())).failure).toBeUndefined();
  expect(runtime.stored()).toEqual(["gone NOT_APPLICABLE", "good-1 COMPLIANT"]);
});

test("a periodic rule without list judges the account", async () => {
  const rule = listingRule([], { resourceTypes: ["AWS::::Account"], evaluate: () => compliant() });
  const unlisted = { [RULE_NAME]: { load: async () => ({ ...rule, list: undefined }) } };
  expect((await runtime.run(unlisted, scheduledEvent())).failure).toBeUndefined();
  expect(runtime.results()).toMatchObject([{ resourceType: "AWS::::Account", resourceId: "111122223333" }]);
  expect(runtime.results()[0]?.orderingTimestamp).toEqual(new Date("2026-01-15T12:00:00.000Z"));
});

test("a rule that sets its time changes neither another subject's nor what results are ordered by", async () => {
  const cutoffs = new Set<string>();
  const rule = listingRule(subjects("a", "b"), {
    evaluate: ({ now }) => {
      now.setDate(now.getDate() - 90);
      cutoffs.add(now.toISOString());
      return compliant();
    },
  });
  await runtime.run(rule, scheduledEvent());
  expect(cutoffs.size).toBe(1);
  const times = runtime.results().map(({ orderingTimestamp }) => orderingTimestamp.toISOString());
  expect(times).toEqual(["2026-01-15T12:00:00.000Z", "2026-01-15T12:00:00.000Z"]);
});

describe("several evaluations of one resource", () => {
  type Told = Verdict | Error;
  const passing = Object.assign(new Error("Slow down."), { name: "ThrottlingException", $metadata: {} });
  /** Judges the same user once for each of these, the first ones last. */
  const judge = async (...told: readonly Told[]) => {
    const list: readonly (Subject & { readonly index: number })[] = told.map((_, index) => ({
      resourceId: "user",
      index,
    }));
    const rule = listingRule(list, {
      collect: ({ subject }) =>
        new Promise((resolve) => {
          const index = "index" in subject ? Number(subject.index) : -1;
          setTimeout(() => resolve(told[index]), (told.length - index) * 5);
        }),
      evaluate({ evidence }) {
        if (evidence instanceof Error) throw evidence;
        const index = told.findIndex((each) => each === evidence);
        const verdict = told[index];
        if (verdict === undefined || verdict instanceof Error) throw new Error("There is no such verdict.");
        return verdict;
      },
    });
    await runtime.seed([{ resourceId: "user" }]);
    return runtime.run(rule, scheduledEvent());
  };
  const other = new Error("Another.");
  const failed = new Error("Unknown.");

  test.each<[string, readonly Told[], string]>([
    ["the worst wins", [compliant(), nonCompliant("Old key."), notApplicable()], "NON_COMPLIANT: Old key."],
    ["COMPLIANT outweighs NOT_APPLICABLE", [notApplicable("No."), compliant("Yes.")], "COMPLIANT: Yes."],
    [
      "each cause is listed once, in an order that does not depend on who was quicker",
      [nonCompliant("B."), nonCompliant("A."), nonCompliant("C."), nonCompliant("A.")],
      "NON_COMPLIANT: A. B. C.",
    ],
    [
      "a failure outweighs COMPLIANT",
      [compliant(), failed, compliant()],
      "NOT_APPLICABLE: Not evaluated: Error Unknown.",
    ],
    ["NON_COMPLIANT outweighs a failure", [failed, nonCompliant("Old key."), failed], "NON_COMPLIANT: Old key."],
    ["a lasting failure outweighs a passing one", [failed, passing], "NOT_APPLICABLE: Not evaluated: Error Unknown."],
    ["it does so also where it came first", [passing, failed], "NOT_APPLICABLE: Not evaluated: Error Unknown."],
    [
      "of lasting failures the first by its words, in any order",
      [failed, other],
      "NOT_APPLICABLE: Not evaluated: Error Another.",
    ],
    ["it is so the other way round", [other, failed], "NOT_APPLICABLE: Not evaluated: Error Another."],
    ["a passing failure keeps the old result", [compliant("New."), passing], "COMPLIANT"],
  ])("are one: %s", async (_what, told, expected) => {
    const { failure } = await judge(...told);
    expect(failure === undefined).toBe(told.every((each) => !(each instanceof Error)));
    expect(runtime.stored()).toEqual([`user ${expected}`]);
    expect(runtime.puts().flat().length).toBeLessThanOrEqual(1);
  });
});

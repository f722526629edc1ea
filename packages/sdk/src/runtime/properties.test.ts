import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { changeEvent, configurationItem, oversizedEvent, scheduledEvent, type AwsCall } from "@rulewright/testing";
import fc from "fast-check";
import type { AnyChangeRule, AnyPeriodicRule } from "../core/any-rule.ts";
import { isObject, type JsonObject } from "../core/json.ts";
import type { Subject } from "../core/rule.ts";
import type { Verdict } from "../core/verdict.ts";
import { mutated } from "./fixtures/mutations.ts";
import { remaining, RULE_NAME, startRuntime, type Invocation, type TestRuntime } from "./fixtures/runtime.ts";
import { listingRule, subjects, taggedRule } from "./fixtures/rules.ts";
import type { ResourceKey } from "./evaluation.ts";
import type { OnError } from "./route.ts";

/** The same events in every run; a failure prints the seed and the path to its event. */
const SEED = 20261124;

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await startRuntime();
  jest.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await runtime.close();
});

interface Sent {
  readonly type: string;
  readonly id: string;
  readonly complianceType: string;
  readonly annotation: string | undefined;
}

/** What Config was told with success in the calls from `start` on. */
function told(start: number): readonly Sent[] {
  return runtime.endpoint.calls.slice(start).filter(isTaken).flatMap(sentBy);
}

function isTaken({ operation, outcome }: AwsCall): boolean {
  return operation === "PutEvaluations" && outcome === "ok";
}

function sentBy({ input: { Evaluations: evaluations } }: AwsCall): readonly Sent[] {
  return (Array.isArray(evaluations) ? evaluations : []).filter(isObject).map((each) => ({
    type: String(each["ComplianceResourceType"]),
    id: String(each["ComplianceResourceId"]),
    complianceType: String(each["ComplianceType"]),
    annotation: typeof each["Annotation"] === "string" ? each["Annotation"] : undefined,
  }));
}

/** Through the whole handler and over HTTP: most mutated events are refused before a call, so there is time for it. */
describe("10,000 random and mutated events", () => {
  const item = (id: string, members: JsonObject = {}) =>
    configurationItem("AWS::S3::Bucket", { resourceId: id, configurationStateId: 7, ...members });
  const items = [
    item("good"),
    item("bad", { tags: { verdict: "NON_COMPLIANT" } }),
    item("failing", { tags: { verdict: "throws" } }),
    item("gone", { configurationItemStatus: "ResourceDeleted", configuration: null }),
    item("lagging", { configurationStateId: 8 }),
  ];
  const scheduled = "scheduled-rule";
  const events = [
    ...items.map((each) => changeEvent(each)),
    ...items.map((each) => oversizedEvent(each)),
    changeEvent(item("left"), { eventLeftScope: true }),
    scheduledEvent({ configRuleName: scheduled }),
  ];
  const randomEvent = fc.oneof(
    { weight: 9, arbitrary: mutated(events) },
    { weight: 1, arbitrary: fc.anything({ withNullPrototype: true, withDate: true, withMap: true }) },
  );

  test("crash nothing, and nothing that could not be judged is COMPLIANT or NON_COMPLIANT", async () => {
    for (const each of items.slice(0, -1)) runtime.endpoint.state.config.addEventItem(each);
    runtime.endpoint.state.config.addEventItem({ ...item("lagging"), configurationStateId: 7 });
    const verdicts = new Map<string, Verdict>();
    const note = ({ resourceType, resourceId }: ResourceKey, verdict: Verdict) => {
      verdicts.set(`${resourceType} ${resourceId}`, verdict);
      return verdict;
    };
    const tagged = taggedRule();
    const listing = listingRule(subjects("good-1", "bad-1", "throws-1"));
    const change: AnyChangeRule = {
      ...tagged,
      evaluate: (context) => note(context.configurationItem, tagged.evaluate(context)),
    };
    const periodic: AnyPeriodicRule = {
      ...listing,
      evaluate: (context) => note({ resourceType: "AWS::IAM::User", ...context.subject }, listing.evaluate(context)),
    };
    const handler = runtime.handler({
      [RULE_NAME]: { load: async () => change },
      [scheduled]: { load: async () => periodic },
    });
    const seen = { refused: 0, judged: 0 };
    await fc.assert(
      fc.asyncProperty(randomEvent, async (event) => {
        verdicts.clear();
        const start = runtime.endpoint.calls.length;
        // little time, so that nobody waits for a history that lags for good
        const { failure } = await runtime.invoke(handler, event, remaining(3_100));
        if (failure !== undefined) expect(failure).toMatch(/^RW\d{4}: /);
        const proved = told(start).filter(({ complianceType }) => complianceType !== "NOT_APPLICABLE");
        for (const { type, id, complianceType, annotation } of proved) {
          expect(verdicts.get(`${type} ${id}`)).toEqual({ complianceType, ...(annotation ? { annotation } : {}) });
          expect(mayBeJudged(event)).toBe(true);
        }
        seen[proved.length > 0 ? "judged" : "refused"] += 1;
      }),
      { seed: SEED, numRuns: 10_000 },
    );
    expect(seen.judged).toBeGreaterThan(1_000); // the mutations leave enough whole
    expect(seen.refused).toBeGreaterThan(1_000);
  }, 240_000);

  /** Told without the runtime's code: whether the event holds, or names, something to judge at all. */
  function mayBeJudged(event: unknown): boolean {
    if (!isObject(event) || event["eventLeftScope"] === true || typeof event["invokingEvent"] !== "string")
      return false;
    const invoking: unknown = JSON.parse(event["invokingEvent"]);
    if (!isObject(invoking)) return false;
    if (invoking["messageType"] === "ScheduledNotification")
      return typeof invoking["notificationCreationTime"] === "string";
    const isOversized = invoking["messageType"] === "OversizedConfigurationItemChangeNotification";
    const given = invoking[isOversized ? "configurationItemSummary" : "configurationItem"];
    if (!isObject(given)) return false;
    const { resourceType, resourceId, configurationItemStatus: status = "OK", configuration } = given;
    return (
      (resourceType === "AWS::S3::Bucket" || resourceType === "AWS::SNS::Topic") &&
      typeof resourceId === "string" &&
      resourceId !== "" &&
      (status === null || status === "OK" || status === "ResourceDiscovered") &&
      (isOversized
        ? resourceId !== "lagging" && String(given["configurationStateId"]) === "7"
        : isObject(configuration) || configuration === "{}")
    );
  }
});

describe("random runs of a periodic rule", () => {
  type Fate = "good" | "bad" | "other" | "throws" | "passes";
  interface Drawn extends Subject {
    readonly resourceType: string;
    readonly fate: Fate;
  }
  const drawn: fc.Arbitrary<Drawn> = fc.record({
    resourceId: fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h"),
    resourceType: fc.constantFrom("AWS::IAM::User", "AWS::IAM::Role"),
    fate: fc.constantFrom("good", "good", "bad", "other", "throws", "passes"),
  });
  const run = fc.record({
    subjects: fc.array(drawn, { maxLength: 40 }),
    concurrency: fc.integer({ min: 1, max: 12 }),
    onError: fc.constantFrom<OnError>("not-applicable", "keep", "non-compliant"),
    isBroken: fc.boolean(),
    isSlow: fc.boolean(),
    throttled: fc.nat({ max: 2 }),
  });
  const passing = Object.assign(new Error("Slow down."), { name: "ThrottlingException", $metadata: {} });
  const keyOf = ({ resourceType, resourceId }: Drawn) => `${resourceType} ${resourceId}`;

  /** What Config is to be told of a resource, by the fates of its subjects. */
  function expected(fates: readonly Fate[], onError: OnError): string | undefined {
    if (fates.includes("bad")) return "NON_COMPLIANT";
    const failed = { "not-applicable": "NOT_APPLICABLE", keep: undefined, "non-compliant": "NON_COMPLIANT" } as const;
    if (fates.includes("throws")) return failed[onError];
    if (fates.includes("passes")) return undefined;
    return fates.includes("good") ? "COMPLIANT" : "NOT_APPLICABLE";
  }

  function isFailed({ fate }: Drawn): boolean {
    return fate === "throws" || fate === "passes";
  }

  async function judge(given: Parameters<Parameters<typeof run.map>[0]>[0]): Promise<Invocation> {
    const fates = new WeakMap<Subject, Fate>(given.subjects.map((subject) => [subject, subject.fate]));
    async function* list() {
      yield* given.subjects;
      if (given.isBroken) throw new Error("No more.");
    }
    const base = listingRule([]);
    const rule = listingRule(list(), {
      resourceTypes: ["AWS::IAM::User", "AWS::IAM::Role"],
      async collect({ subject }) {
        if (given.isSlow) await new Promise((resolve) => setImmediate(resolve));
        const fate = fates.get(subject);
        if (fate === "passes") throw passing;
        return fate;
      },
      evaluate: (context) => base.evaluate({ ...context, subject: { resourceId: String(context.evidence) } }),
    });
    const { concurrency, onError } = given;
    return runtime.run(rule, scheduledEvent(), { concurrency, onError }, remaining(240_000));
  }

  test("each subject ends in exactly one of reported and error", async () => {
    await fc.assert(
      fc.asyncProperty(run, async (given) => {
        const start = runtime.endpoint.calls.length;
        runtime.endpoint.faults.clear();
        if (given.throttled > 0) {
          runtime.endpoint.faults.add({ operation: "PutEvaluations", kind: "throttle", times: given.throttled });
        }
        const { failure, metrics } = await judge(given);
        const groups = new Map<string, readonly Drawn[]>();
        for (const subject of given.subjects) {
          groups.set(keyOf(subject), [...(groups.get(keyOf(subject)) ?? []), subject]);
        }
        const wanted = [...groups].flatMap(([key, group]) => {
          const complianceType = expected(
            group.map(({ fate }) => fate),
            given.onError,
          );
          return complianceType === undefined ? [] : [`${key} ${complianceType}`];
        });
        // the order of the listing, each resource once
        expect(told(start).map(({ type, id, complianceType }) => `${type} ${id} ${complianceType}`)).toEqual(wanted);
        const errors = given.subjects.filter(isFailed).length;
        expect(metrics).toMatchObject({ Unreported: 0, Cleared: 0 });
        if (errors > 0) expect(failure).toContain(`could not evaluate ${errors} resource`);
        if (given.isBroken) expect(failure).toMatch(/^RW2024/);
        expect(failure === undefined).toBe(errors === 0 && !given.isBroken);
        expect(metrics["Errors"]).toBe(errors > 0 ? errors : Number(given.isBroken));
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  }, 240_000);
});

import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { scheduledEvent } from "@rulewright/testing";
import { remaining, RULE_NAME, startRuntime, type TestRuntime } from "./fixtures/runtime.ts";
import { listingRule, manySubjects, subjects } from "./fixtures/rules.ts";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await startRuntime();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await runtime.close();
});

const never = () => new Promise<never>(() => undefined);

describe("streaming", () => {
  /** Runs over 5,000 subjects and tells how far the list and the collects were ahead of what was done. */
  async function watch(options: { readonly concurrency?: number }) {
    const most = { underWay: 0, ahead: 0 };
    const now = { listed: 0, underWay: 0, done: 0 };
    async function* list() {
      for (const subject of manySubjects(5_000)) {
        now.listed += 1;
        most.ahead = Math.max(most.ahead, now.listed - now.done);
        yield subject;
      }
    }
    const rule = listingRule(list(), {
      async collect() {
        now.underWay += 1;
        most.underWay = Math.max(most.underWay, now.underWay);
        await new Promise((done) => setImmediate(done));
        now.underWay -= 1;
        now.done += 1;
      },
    });
    const { failure, metrics } = await runtime.run(rule, scheduledEvent(), options);
    expect(failure).toBeUndefined();
    expect(metrics["Compliant"]).toBe(5_000);
    expect(runtime.results()).toHaveLength(5_000);
    return most;
  }

  test("never has more collects under way than asked for, and lists no further ahead", async () => {
    expect(await watch({ concurrency: 7 })).toEqual({ underWay: 7, ahead: 7 });
  });

  test("has ten under way by default", async () => {
    expect(await watch({})).toEqual({ underWay: 10, ahead: 10 });
  });

  test("with a concurrency of none judges one after the other", async () => {
    expect(await watch({ concurrency: 0 })).toEqual({ underWay: 1, ahead: 1 });
  });

  test.each([Number.NaN, -1, 0.5, 1.5, Number.POSITIVE_INFINITY])(
    "with a concurrency of %d everything is judged",
    async (concurrency) => {
      const { failure, metrics } = await runtime.run(listingRule(manySubjects(3)), scheduledEvent(), { concurrency });
      expect(failure).toBeUndefined();
      expect(metrics).toMatchObject({ Compliant: 3, Errors: 0 });
    },
  );
});

describe("near the deadline", () => {
  test("what is done is reported, what is under way keeps its old result, and the remainder is named", async () => {
    await runtime.seed([{ resourceId: "slow-1" }, { resourceId: "gone" }]);
    let left = 60_000;
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const rule = listingRule(subjects("good-1", "bad-1", "slow-1", "good-2"), {
      collect({ subject: { resourceId } }) {
        begun.push(resourceId);
        if (!resourceId.startsWith("slow")) return Promise.resolve();
        left = 3_000;
        return new Promise<void>((end) => ends.push(end));
      },
    });
    const options = { concurrency: 1, onError: "non-compliant" } as const;
    const { failure, metrics } = await runtime.run(
      rule,
      scheduledEvent(),
      options,
      remaining(() => left),
    );
    expect(failure).toBe(
      `RW2032: Rule ${RULE_NAME} ran out of time with 1 resource under way and whatever was not yet listed; ` +
        "it could not evaluate 1 resource (AWS::IAM::User slow-1: RW2032 The function's time ran out.).",
    );
    const stored = ["slow-1 COMPLIANT", "gone COMPLIANT", "good-1 COMPLIANT", "bad-1 NON_COMPLIANT: It is bad."];
    expect(runtime.stored()).toEqual(stored);
    expect(metrics).toMatchObject({ Compliant: 1, NonCompliant: 1, Errors: 1, Unreported: 0 });

    for (const end of ends) end(); // too late: nothing more is begun or told
    await new Promise((done) => setImmediate(done));
    expect(begun).toEqual(["good-1", "bad-1", "slow-1"]);
    expect(runtime.puts()).toHaveLength(1);
  });

  test("a listing that came to its end leaves nothing unlisted to name", async () => {
    let left = 60_000;
    const rule = listingRule(subjects("good-1", "slow-1", "slow-2"), {
      collect({ subject: { resourceId } }) {
        if (resourceId.startsWith("good")) return Promise.resolve();
        left = 3_000;
        return never();
      },
    });
    const { failure } = await runtime.run(
      rule,
      scheduledEvent(),
      {},
      remaining(() => left),
    );
    expect(failure).toMatch(/^RW2032: Rule fixture-rule ran out of time with 2 resources under way; it could not/);
    expect(runtime.stored()).toEqual(["good-1 COMPLIANT"]);
  });

  test("a listing that does not go on is named", async () => {
    let left = 60_000;
    let goOn = () => {};
    const begun: string[] = [];
    async function* list() {
      yield { resourceId: "good-1" };
      left = 3_000;
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      yield { resourceId: "good-2" };
    }
    const rule = listingRule(list(), {
      async collect({ subject }) {
        begun.push(subject.resourceId);
      },
    });
    const context = remaining(() => left);
    const { failure } = await runtime.run(rule, scheduledEvent(), {}, context);
    goOn(); // too late: nothing more is begun
    await new Promise((done) => setImmediate(done));
    expect(begun).toEqual(["good-1"]);
    expect(failure).toBe(
      `RW2032: Rule ${RULE_NAME} ran out of time with 0 resources under way and whatever was not yet listed.`,
    );
    expect(runtime.stored()).toEqual(["good-1 COMPLIANT"]);
  });

  test("more is kept for reporting where more has piled up", async () => {
    let left = 60_000;
    const rule = listingRule([...manySubjects(500), { resourceId: "slow" }], {
      collect({ subject: { resourceId } }) {
        if (resourceId !== "slow") return Promise.resolve();
        left = 3_400;
        return never();
      },
    });
    const { failure } = await runtime.run(
      rule,
      scheduledEvent(),
      {},
      remaining(() => left),
    );
    expect(failure).toMatch(/^RW2032/);
    expect(runtime.puts("ok").flat()).toHaveLength(500);
  });

  test("what comes while the others are being reported is too late", async () => {
    const looks = { left: 60_000, late: 0 };
    let end = () => {};
    const rule = listingRule([...manySubjects(120), { resourceId: "bad-slow" }], {
      collect({ subject: { resourceId } }) {
        if (resourceId !== "bad-slow") return Promise.resolve();
        looks.left = 3_000;
        return new Promise<void>((resolve) => {
          end = resolve;
        });
      },
    });
    const context = remaining(() => {
      if (looks.left === 3_000) looks.late += 1;
      if (looks.late === 2) end(); // the first look ended the run, the second comes before the first batch
      return looks.left;
    });
    const { failure, metrics } = await runtime.run(rule, scheduledEvent(), {}, context);
    expect(looks.late).toBeGreaterThan(1);
    expect(failure).toMatch(/^RW2032: .*bad-slow/);
    expect(runtime.puts().flat()).toEqual(manySubjects(120).map(({ resourceId }) => resourceId));
    expect(metrics).toMatchObject({ Compliant: 120, NonCompliant: 0, Errors: 1 });
  });

  test("no time for the calls left: what is not told is RW2031 and counted", async () => {
    const left = [60_000, 900];
    const rule = listingRule(manySubjects(150), { collect: () => Promise.resolve() });
    const calls = () => runtime.endpoint.calls.filter(({ outcome }) => outcome === "ok").length;
    const context = remaining(() => left[Math.min(calls(), 1)] ?? 0);
    const { failure, metrics } = await runtime.run(rule, scheduledEvent(), {}, context);
    expect(failure).toMatch(/^RW2031: .*could not report 50 evaluations .*the function's time ran out/);
    expect(runtime.puts()).toHaveLength(1);
    expect(metrics["Unreported"]).toBe(50);
  });
});

import { describe, expect, test } from "@jest/globals";
import type { Deadline } from "../deadline.ts";
import type { DeployedRule, ReevaluatedRule } from "./plan.ts";
import { reevaluate, type ReevaluationApi } from "./reevaluate.ts";

const NOW = new Date("2026-01-15T12:00:00Z");

function named(name: string): Error {
  return Object.assign(new Error("Not now."), { name });
}

/** `count` rules `rule-0` …, deployed by their own names. */
function manyRules(count: number): ReevaluatedRule[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `rule-${index}`,
    hash: index.toString(16).padStart(8, "0"),
  }));
}

interface World {
  readonly api: ReevaluationApi;
  /** The names of each call that was taken. */
  readonly calls: (readonly string[])[];
  state: string;
  /** What a call is refused with. */
  refuse: (names: readonly string[]) => Error | undefined;
  busy: ReadonlySet<string>;
  deployed: readonly string[];
}

function world(deployed: readonly string[]): World {
  const made: World = {
    calls: [],
    state: "none",
    refuse: () => undefined,
    busy: new Set(),
    deployed,
    api: {
      readState: async () => made.state,
      writeState: async (text) => {
        made.state = text;
      },
      deployedRules: async (): Promise<DeployedRule[]> =>
        made.deployed.map((name) => ({ name, isBusy: made.busy.has(name), inputParameters: "{}" })),
      start: async (names) => {
        const error = made.refuse(names);
        if (error) throw error;
        made.calls.push(names);
      },
    },
  };
  return made;
}

/** A deadline that lets time pass at once: as many pauses as there are callbacks, each called after one. */
function pauses(...after: readonly (() => void)[]): Deadline & { readonly waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    remainingMs: () => 600_000,
    async pause(ms) {
      const next = after[waits.length];
      if (!next) return false;
      waits.push(ms);
      next();
      return true;
    },
  };
}

const namesOf = (rules: readonly ReevaluatedRule[]) => rules.map(({ name }) => name);

describe("a run", () => {
  test("starts what is new, 25 a call, and remembers it: the next starts nothing", async () => {
    const rules = manyRules(60);
    const account = world(namesOf(rules));
    const first = await reevaluate(rules, account.api, pauses(), NOW);
    expect(account.calls.map((call) => call.length)).toEqual([25, 25, 10]);
    expect(first).toEqual({ started: namesOf(rules), waiting: [], missing: [] });
    expect(await reevaluate(rules, account.api, pauses(), NOW)).toEqual({ started: [], waiting: [], missing: [] });
    expect(account.calls).toHaveLength(3);
  });

  test("starts a rule again that went another way and came back", async () => {
    const [rule] = manyRules(1);
    const account = world(["rule-0"]);
    for (const hash of ["aaaaaaaa", "bbbbbbbb", "aaaaaaaa"]) {
      await reevaluate([{ name: rule?.name ?? "", hash }], account.api, pauses(), NOW);
      expect(account.state).toBe(hash);
    }
    expect(account.calls).toEqual([["rule-0"], ["rule-0"], ["rule-0"]]);
  });

  test("starts a rule again that came back before what it was in between could be started", async () => {
    const account = world(["rule-0"]);
    const built = (hash: string) => [{ name: "rule-0", hash }];
    await reevaluate(built("aaaaaaaa"), account.api, pauses(), NOW);
    account.refuse = () => named("ResourceInUseException");
    expect(await reevaluate(built("bbbbbbbb"), account.api, pauses(), NOW)).toMatchObject({ waiting: ["rule-0"] });
    expect(account.state).toBe("none");
    account.refuse = () => undefined;
    await reevaluate(built("aaaaaaaa"), account.api, pauses(), NOW);
    expect(account.calls).toEqual([["rule-0"], ["rule-0"]]);
    expect(account.state).toBe("aaaaaaaa");
  });

  test("forgets what no longer holds before anything is started, and writes nothing else", async () => {
    const rules = manyRules(2);
    const account = world(namesOf(rules));
    account.state = `${rules[0]?.hash} aaaaaaaa`;
    const writes: string[] = [];
    const failing: ReevaluationApi = {
      ...account.api,
      async writeState(text) {
        writes.push(text);
        await account.api.writeState(text);
      },
      start: () => Promise.reject(named("AccessDeniedException")),
    };
    await expect(reevaluate(rules, failing, pauses(), NOW)).rejects.toThrow("Not now.");
    await expect(reevaluate(rules, failing, pauses(), NOW)).rejects.toThrow("Not now.");
    expect(writes).toEqual([rules[0]?.hash]);
  });

  test("leaves a rule that is not deployed for the next, without waiting", async () => {
    const rules = manyRules(2);
    const account = world(["rule-0"]);
    const deadline = pauses(() => undefined);
    expect(await reevaluate(rules, account.api, deadline, NOW)).toMatchObject({ missing: ["rule-1"] });
    expect(deadline.waits).toEqual([]);
    account.deployed = ["rule-0", "rule-1"];
    await reevaluate(rules, account.api, pauses(), NOW);
    expect(account.calls).toEqual([["rule-0"], ["rule-1"]]);
  });

  test.each(["LimitExceededException", "ResourceInUseException", "NoSuchConfigRuleException", "ThrottlingException"])(
    "that is refused by %s waits more than a minute and goes on, but with what is not yet started only",
    async (code) => {
      const rules = manyRules(30);
      const account = world(namesOf(rules));
      account.refuse = (names) => (names.includes("rule-0") ? named(code) : undefined);
      const deadline = pauses(() => (account.refuse = () => undefined));
      const { started, waiting } = await reevaluate(rules, account.api, deadline, NOW);
      expect(account.calls.map((call) => call.length)).toEqual([5, 25]);
      expect(deadline.waits).toHaveLength(1);
      expect(deadline.waits[0]).toBeGreaterThan(60_000);
      expect(waiting).toEqual([]);
      expect(started).toHaveLength(30);
    },
  );

  test("starts the others while one is busy, and that one once it is not", async () => {
    const rules = manyRules(3);
    const account = world(namesOf(rules));
    account.busy = new Set(["rule-1"]);
    await reevaluate(
      rules,
      account.api,
      pauses(() => (account.busy = new Set())),
      NOW,
    );
    expect(account.calls).toEqual([["rule-0", "rule-2"], ["rule-1"]]);
  });

  test("without time leaves what is refused for the next, which starts it", async () => {
    const rules = manyRules(2);
    const account = world(namesOf(rules));
    account.refuse = () => named("ResourceInUseException");
    expect(await reevaluate(rules, account.api, pauses(), NOW)).toMatchObject({ started: [], waiting: namesOf(rules) });
    expect(account.state).toBe("none");
    account.refuse = () => undefined;
    await reevaluate(rules, account.api, pauses(), NOW);
    expect(account.calls).toEqual([namesOf(rules)]);
  });

  test.each([
    [14_999, [], ["rule-0"]],
    [15_000, ["rule-0"], []],
  ])("with %d ms left starts %j and leaves %j", async (left, started, waiting) => {
    const account = world(["rule-0"]);
    const deadline = { ...pauses(), remainingMs: () => left };
    expect(await reevaluate(manyRules(1), account.api, deadline, NOW)).toEqual({ started, waiting, missing: [] });
    expect(account.calls.flat()).toEqual(started);
  });

  test("ends where Config never lets go, also without a deadline", async () => {
    const account = world(["rule-0"]);
    account.busy = new Set(["rule-0"]);
    const deadline = { remainingMs: () => Infinity, pause: async () => true };
    expect(await reevaluate(manyRules(1), account.api, deadline, NOW)).toMatchObject({ waiting: ["rule-0"] });
  });

  test("that is denied fails, with what was started before remembered", async () => {
    const rules = manyRules(30);
    const account = world(namesOf(rules));
    account.refuse = (names) => (names.includes("rule-29") ? named("AccessDeniedException") : undefined);
    await expect(reevaluate(rules, account.api, pauses(), NOW)).rejects.toThrow("Not now.");
    account.refuse = () => undefined;
    await reevaluate(rules, account.api, pauses(), NOW);
    expect(account.calls.map((call) => call.length)).toEqual([25, 5]);
  });

  test("that dies between a start and its note starts the same again, and no more", async () => {
    const rules = manyRules(30);
    const account = world(namesOf(rules));
    let writes = 0;
    const dying: ReevaluationApi = {
      ...account.api,
      async writeState(text) {
        writes += 1;
        if (writes === 2) throw new Error("Gone.");
        await account.api.writeState(text);
      },
    };
    await expect(reevaluate(rules, dying, pauses(), NOW)).rejects.toThrow("Gone.");
    await reevaluate(rules, account.api, pauses(), NOW);
    expect(account.calls.map((call) => call.length)).toEqual([25, 5, 5]);
  });
});

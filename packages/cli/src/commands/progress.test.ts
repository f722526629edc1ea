import { describe, expect, test } from "@jest/globals";
import { definePeriodicRule, compliant } from "@rulewright/sdk";
import { createProgress } from "./check-progress.ts";
import { createCollectProgress } from "./collect-progress.ts";
import type { ProgressSettings } from "./progress-line.ts";

const CLEAR = "\r\u001b[K";

/** A terminal whose clock is turned by hand. */
function terminal(members: Partial<ProgressSettings> = {}) {
  const state = { now: 5000, written: [] as string[] };
  const io = { err: (text: string) => void state.written.push(text) };
  return { state, io, settings: { isTerminal: true, columns: 80, now: () => state.now, ...members } };
}

describe("the progress of a check", () => {
  test("is shown from the first second on, at most five times a second, and taken away", () => {
    const { state, io, settings } = terminal();
    const progress = createProgress(io, settings);
    const tickAt = (elapsed: number) => {
      state.now = 5000 + elapsed;
      progress.tick(1000, 2_000_000, () => 0);
    };
    for (const elapsed of [0, 999]) tickAt(elapsed);
    expect(state.written).toEqual([]);
    for (const elapsed of [1000, 1199, 1200]) tickAt(elapsed);
    expect(state.written).toEqual([
      `${CLEAR}3,000 items, 3,000 a second, 6 MB`,
      `${CLEAR}5,000 items, 4,167 a second, 10 MB`,
    ]);
    progress.end();
    tickAt(9000);
    progress.end();
    expect(state.written.slice(2)).toEqual([CLEAR]);
  });

  test("counts errors only when they are shown", () => {
    const { state, io, settings } = terminal();
    const progress = createProgress(io, settings);
    progress.tick(1, 1, () => {
      throw new Error("Nobody wants to know yet.");
    });
    state.now += 2000;
    progress.tick(1, 1, () => 1);
    state.now += 2000;
    progress.tick(1, 1, () => 1200);
    expect(state.written).toEqual([
      `${CLEAR}2 items, 1 a second, 0 MB, 1 error`,
      `${CLEAR}3 items, 1 a second, 0 MB, 1,200 errors`,
    ]);
  });

  test("leaves no trace of a short run, nor where standard error is no terminal", () => {
    for (const [isTerminal, elapsed] of [
      [true, 500],
      [false, 5000],
    ] as const) {
      const { state, io, settings } = terminal({ isTerminal });
      const progress = createProgress(io, settings);
      state.now += elapsed;
      progress.tick(1, 1, () => 0);
      progress.end();
      expect(state.written).toEqual([]);
    }
  });

  test("never wraps", () => {
    const { state, io, settings } = terminal({ columns: 12 });
    const progress = createProgress(io, settings);
    state.now += 1000;
    progress.tick(1, 1, () => 0);
    expect(state.written).toEqual([`${CLEAR}1 item, 1 a`]);
  });
});

describe("the progress of collect", () => {
  const rule = definePeriodicRule({
    name: "mine",
    description: "Mine.",
    severity: "LOW",
    scope: "global",
    schedule: "One_Hour",
    resourceTypes: ["AWS::::Account"],
    evaluate: () => compliant(),
  });
  const account = { accountId: "111122223333", region: "eu-west-1", partition: "aws" };
  const job = { rule, account, parameters: {} };

  test("names the rule, account and Region that moved last, and sums up", () => {
    const { state, io, settings } = terminal();
    const progress = createCollectProgress(io, 3, settings);
    progress.subject(job, false);
    progress.rule(job, true);
    state.now += 1000;
    progress.subject({ ...job, account: { ...account, region: "us-east-1" } }, true);
    progress.end();
    expect(state.written).toEqual([`${CLEAR}1 of 3 done, 2 subjects, 2 errors: mine in 111122223333 us-east-1`, CLEAR]);
  });
});

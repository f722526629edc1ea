import { describe, expect, test } from "@jest/globals";
import { scheduledEvent } from "@rulewright/testing";
import { parseRuleEvent } from "./event.ts";
import { failuresOf, invocationError } from "./failures.ts";
import { Outcomes } from "./outcomes.ts";
import type { Listing } from "./pool.ts";

const event = parseRuleEvent(scheduledEvent(), { region: undefined });
const orderingTimestamp = new Date("2026-01-15T12:00:00.000Z");

/** What an invocation fails with that judged nothing and had this listing. */
function failureOf(listing: Listing): string | undefined {
  const judgement = { outcomes: new Outcomes(), orderingTimestamp, listing, foreign: false };
  const error = invocationError("a-rule", failuresOf(event, judgement, { reported: 0, unreported: [] }, undefined));
  return error && `${error.code}: ${error.message}`;
}

describe("a listing", () => {
  test("that came to its end is no failure", () => {
    expect(failureOf({ complete: true, outOfTime: false })).toBeUndefined();
  });

  test("that stopped for no known reason is one", () => {
    expect(failureOf({ complete: false, outOfTime: false })).toBe(
      "RW2024: Rule a-rule could not list everything (it did not come to its end); nothing was cleared.",
    );
  });

  test("that ran out of time is that only", () => {
    expect(failureOf({ complete: false, outOfTime: true })).toMatch(/^RW2032: Rule a-rule ran out of time[^;]*$/);
  });

  test("that threw is one, out of time or not", () => {
    const error = new RangeError("No more.");
    expect(failureOf({ complete: false, error, outOfTime: false })).toMatch(/^RW2024: .*RangeError: No more/);
    expect(failureOf({ complete: false, error, outOfTime: true })).toMatch(/^RW2032: .*RangeError: No more/);
  });
});

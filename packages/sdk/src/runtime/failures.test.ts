import { describe, expect, test } from "@jest/globals";
import { scheduledEvent } from "@rulewright/testing";
import { RulewrightError } from "../core/errors.ts";
import { RUNTIME_ERRORS } from "./errors.ts";
import { toEvaluation, toSubjectError } from "./evaluation.ts";
import { parseRuleEvent } from "./event.ts";
import { failuresOf, invocationError } from "./failures.ts";
import { Outcomes } from "./outcomes.ts";
import type { Listing } from "./pool.ts";
import { notApplicable } from "../core/verdict.ts";

const event = parseRuleEvent(scheduledEvent(), { region: undefined });
const orderingTimestamp = new Date("2026-01-15T12:00:00.000Z");
const WHOLE: Listing = { complete: true, outOfTime: false };

/** What went wrong in an invocation that went well but for this. */
interface Wrong {
  readonly listing?: Listing;
  /** What judging a subject threw, by subject: `user-0`, `user-1` … */
  readonly errors?: readonly unknown[];
  /** What putting an evaluation threw, by subject. */
  readonly unreported?: readonly Error[];
  readonly staleError?: unknown;
  readonly configRuleName?: string;
}

const user = (index: number) => ({ resourceType: "AWS::IAM::User", resourceId: `user-${index}` });

function errorOf({ listing = WHOLE, errors = [], unreported = [], staleError, configRuleName = "a-rule" }: Wrong) {
  const outcomes = new Outcomes();
  for (const [index, cause] of errors.entries()) outcomes.add({ error: toSubjectError(user(index), cause) });
  const report = {
    reported: 0,
    unreported: unreported.map((cause, index) => {
      return { evaluation: toEvaluation(user(index), notApplicable(), orderingTimestamp), reason: cause.name, cause };
    }),
  };
  const judgement = { outcomes, orderingTimestamp, listing, foreign: false };
  return invocationError("a-rule", failuresOf({ ...event, configRuleName }, judgement, report, staleError));
}

/** What an invocation fails with that had this go wrong. */
function failureOf(wrong: Wrong): string | undefined {
  const error = errorOf(wrong);
  return error && `${error.code}: ${error.message}`;
}

describe("a listing", () => {
  test("that came to its end is no failure", () => {
    expect(failureOf({ listing: WHOLE })).toBeUndefined();
  });

  test("that stopped for no known reason is one", () => {
    expect(failureOf({ listing: { complete: false, outOfTime: false } })).toBe(
      "RW2024: Rule a-rule could not list everything (it did not come to its end); nothing was cleared.",
    );
  });

  test("that ran out of time is that only", () => {
    const listing = { complete: false, outOfTime: true };
    expect(failureOf({ listing })).toMatch(/^RW2032: Rule a-rule ran out of time[^;]*$/);
  });

  test("that threw is one, out of time or not", () => {
    const listing = { complete: false, error: new RangeError("No more.") };
    expect(failureOf({ listing: { ...listing, outOfTime: false } })).toMatch(/^RW2024: .*RangeError: No more/);
    expect(failureOf({ listing: { ...listing, outOfTime: true } })).toMatch(/^RW2032: .*RangeError: No more/);
  });
});

test("out of time, what failed before is not counted as under way", () => {
  const late = new RulewrightError(RUNTIME_ERRORS.DEADLINE, "The function's time ran out.");
  const errors = [new TypeError("Unknown."), late, new TypeError("Unknown.")];
  expect(failureOf({ listing: { complete: true, outOfTime: true }, errors })).toMatch(
    /^RW2032: Rule a-rule ran out of time with 1 resource under way; it could not evaluate 3 resources /,
  );
});

test.each([
  [1, "1 resource", "1 evaluation", ""],
  [3, "3 resources", "3 evaluations", ""],
  [4, "4 resources", "4 evaluations", "; and 1 more"],
  [6, "6 resources", "6 evaluations", "; and 3 more"],
])("of %d causes three are named at most, and no count is given of none", (count, resources, evaluations, more) => {
  const errors = Array.from({ length: count }, () => new TypeError("Unknown."));
  const named = (cause: string) =>
    Array.from({ length: Math.min(count, 3) }, (_, index) => `AWS::IAM::User user-${index}: ${cause}`).join("; ");
  expect(failureOf({ errors })).toBe(
    `RW2030: Rule a-rule could not evaluate ${resources} (${named("TypeError Unknown.")}${more}).`,
  );
  expect(failureOf({ unreported: errors })).toBe(
    `RW2031: Rule a-rule could not report ${evaluations} (${named("TypeError")}${more}).`,
  );
});

test.each([
  ["ValidationException", 65, "the API refuses the rule's name, which has 65 characters"],
  ["ValidationException", 64, "ValidationException: No."],
  ["AccessDeniedException", 65, "AccessDeniedException: No."],
])("results that are not cleared for %s of a name of %d characters: %s", (name, length, reason) => {
  const staleError = Object.assign(new Error("No."), { name });
  expect(failureOf({ staleError, configRuleName: "x".repeat(length) })).toBe(
    `RW2033: Rule a-rule reported its verdicts but did not clear results of resources that are gone (${reason}).`,
  );
});

const cause = new RangeError("No more.");
const other = new TypeError("Unknown.");
test.each<[string, Wrong]>([
  ["was not reported", { unreported: [cause, other], errors: [other], staleError: other }],
  ["was not listed", { listing: { complete: false, outOfTime: false, error: cause }, errors: [other] }],
  ["was not evaluated", { errors: [cause, other], staleError: other }],
  ["was not cleared", { staleError: cause }],
])("the gravest failure's first cause is the error's: what %s", (_what, wrong) => {
  expect(errorOf(wrong)?.cause).toBe(cause);
});

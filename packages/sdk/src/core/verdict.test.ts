import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { codeOf, messageOf } from "./errors.ts";
import { RUNS } from "./fixtures/property-runs.ts";
import { compliant, isVerdict, mustBeVerdict, nonCompliant, notApplicable } from "./verdict.ts";

test("the three verdicts are plain data, without an annotation that nobody gave", () => {
  expect(compliant()).toStrictEqual({ complianceType: "COMPLIANT" });
  expect(compliant("Fine.")).toStrictEqual({ complianceType: "COMPLIANT", annotation: "Fine." });
  expect(nonCompliant("Open.")).toStrictEqual({ complianceType: "NON_COMPLIANT", annotation: "Open." });
  expect(notApplicable()).toStrictEqual({ complianceType: "NOT_APPLICABLE" });
  expect(notApplicable("Old.")).toStrictEqual({ complianceType: "NOT_APPLICABLE", annotation: "Old." });
  for (const verdict of [compliant(), compliant(""), nonCompliant("x"), notApplicable()]) {
    expect(mustBeVerdict("r", verdict)).toBe(verdict);
  }
});

const cycle: { self?: unknown } = {};
cycle.self = cycle;

test.each<[string, unknown, string]>([
  ["nothing", undefined, "undefined"],
  ["null", null, "null"],
  ["a text", "COMPLIANT", '"COMPLIANT"'],
  ["a boolean", true, "true"],
  ["another compliance type", { complianceType: "INSUFFICIENT_DATA" }, '{"complianceType":"INSUFFICIENT_DATA"}'],
  ["another case", { complianceType: "compliant" }, '{"complianceType":"compliant"}'],
  ["no explanation", { complianceType: "NON_COMPLIANT" }, '{"complianceType":"NON_COMPLIANT"}'],
  ["an empty explanation", nonCompliant(""), '{"complianceType":"NON_COMPLIANT","annotation":""}'],
  ["a blank explanation", nonCompliant(" \n"), '{"complianceType":"NON_COMPLIANT","annotation":" \\n"}'],
  [
    "a number for an explanation",
    { complianceType: "COMPLIANT", annotation: 5 },
    '{"complianceType":"COMPLIANT","annotation":5}',
  ],
  ["a list of verdicts", [compliant()], '[{"complianceType":"COMPLIANT"}]'],
  ["a promise", Promise.resolve(compliant()), "a promise"],
  ["a bigint", 10n, "10"],
  ["an object within itself", cycle, "an object that is no JSON"],
])("%s is no verdict", (_what, value, got) => {
  expect(isVerdict(value)).toBe(false);
  let error: unknown;
  try {
    mustBeVerdict("my-rule", value);
  } catch (caught) {
    error = caught;
  }
  expect(codeOf(error)).toBe("RW1015");
  expect(messageOf(error)).toBe(`evaluate of rule my-rule returned ${got}, which is no verdict.`);
});

test("a promise that rejects is refused like any other, and its rejection goes nowhere", async () => {
  expect(() => mustBeVerdict("r", Promise.reject(new Error("late")))).toThrow(/a promise, which is no verdict/);
  await new Promise((resolve) => setImmediate(resolve)); // an unhandled rejection would fail the run
});

test("whatever evaluate returns: a verdict or RW1015", () => {
  const almost = fc.record(
    {
      complianceType: fc.constantFrom("COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", "", null),
      annotation: fc.anything(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(almost, fc.anything({ withBigInt: true })), (value) => {
      try {
        const verdict = mustBeVerdict("r", value);
        expect(["string", "undefined"]).toContain(typeof verdict.annotation);
      } catch (error) {
        expect(codeOf(error)).toBe("RW1015");
      }
    }),
    RUNS,
  );
});

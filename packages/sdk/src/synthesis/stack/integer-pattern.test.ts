import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { RUNS } from "../../core/fixtures/property-runs.ts";
import { integerPattern } from "./integer-pattern.ts";

test.each([
  [6, 128, "([6-9]|[1-9][0-9]|1([0-1][0-9]|2[0-8]))"],
  [1, 24, "([1-9]|(1[0-9]|2[0-4]))"],
  [0, undefined, "(-?0|[1-9][0-9]*)"],
  [14, undefined, "((1[4-9]|[2-9][0-9])|[1-9][0-9]{2,})"],
  [0, 65_535, "(-?0|[1-9][0-9]{0,3}|([1-5][0-9]{4}|6([0-4][0-9]{3}|5([0-4][0-9]{2}|5([0-2][0-9]|3[0-5])))))"],
  [1, 999, "[1-9][0-9]{0,2}"],
  [-12, -8, "(-[8-9]|-1[0-2])"],
  [7, 7, "7"],
  [undefined, undefined, "(-[1-9][0-9]*|-?0|[1-9][0-9]*)"],
])("from %s to %s", (minimum, maximum, pattern) => {
  expect(integerPattern(minimum, maximum)).toBe(pattern);
});

const bound = fc.oneof(
  fc.constant(undefined),
  fc.integer({ min: -1_100, max: 1_100 }),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true }),
);
const near = (value: number | undefined) => fc.integer({ min: -3, max: 3 }).map((by) => Math.trunc(value ?? 0) + by);

test("is found in an integer exactly where that is within the bounds", () => {
  fc.assert(
    fc.property(
      fc.tuple(bound, bound).chain(([a, b]) => fc.tuple(fc.constant([a, b]), fc.oneof(near(a), near(b), fc.integer()))),
      ([[a, b], value]) => {
        fc.pre(Number.isSafeInteger(value) && !((a ?? -Infinity) > (b ?? Infinity)));
        const isWithin = value >= (a ?? -Infinity) && value <= (b ?? Infinity);
        const found = new RegExp(`^(${integerPattern(a, b)})$`).test(String(value));
        // bounds that are no exact integers are left open
        const isExact = [a, b].every((each) => each === undefined || Math.abs(each) <= Number.MAX_SAFE_INTEGER);
        expect(found || !isExact).toBe(isWithin || !isExact);
        if (isWithin) expect(found).toBe(true);
      },
    ),
    { ...RUNS, numRuns: 3_000 },
  );
});

test("is found in no text that is not written as rules read integers", () => {
  for (const text of ["", "-", "01", "00", "+1", "1.0", "1e3", " 1", "١"]) {
    expect([text, new RegExp(`^(${integerPattern()})$`).test(text)]).toEqual([text, false]);
  }
});

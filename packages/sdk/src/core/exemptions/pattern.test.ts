import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { fitsAll, isPattern, toListTest, toTextTest } from "./pattern.ts";

describe("a pattern", () => {
  test.each([
    ["sg-1", "sg-1", true],
    ["sg-1", "SG-1", false],
    ["sg-1", "sg-12", false],
    ["sg-*", "sg-", true],
    ["sg-*", "xsg-1", false],
    ["*-prod", "a-prod", true],
    ["*-prod", "a-prod-1", false],
    ["a*b*c", "a-b-c", true],
    ["a*b*c", "abc", true],
    ["a*b*c", "acb", false],
    ["aba*aba", "aba", false],
    ["aba*aba", "ababa", false],
    ["a*bc*c", "abc", false],
    ["*", "", true],
    ["**", "any/thing:at all\n", true],
    ["a.c", "abc", false],
    ["[a]?$", "[a]?$", true],
    ["", "", true],
    ["", "a", false],
  ])("%j for %j is %j", (pattern, text, fits) => {
    expect(toTextTest(pattern)(text)).toBe(fits);
    expect(toListTest([pattern])(text)).toBe(fits);
  });

  test("fits what a regular expression of it fits", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "."), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", ".", "*"), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (given, value) => {
        const expression = new RegExp(`^${given.replaceAll(".", "\\.").replaceAll("*", ".*")}$`);
        expect(toTextTest(given)(value)).toBe(expression.test(value));
      }),
      { seed: 20261124, numRuns: 2000 },
    );
  });

  test("with many stars ends soon, where a regular expression would not", () => {
    expect(toTextTest(`${"*a".repeat(500)}*b`)("a".repeat(100_000))).toBe(false);
  });

  test("is told from a text", () => {
    expect([isPattern("a*"), isPattern("a"), fitsAll("**"), fitsAll("a*"), fitsAll("")]).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
  });
});

test("of a list one has to fit, and of none nothing does", () => {
  expect(["a", "b1", "c"].map(toListTest(["a", "b*"]))).toEqual([true, true, false]);
  expect(toListTest([])("")).toBe(false);
});

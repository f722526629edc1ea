import { describe, expect, test } from "@jest/globals";
import { didYouMeanRegion, isRegion } from "./region.ts";

describe("a Region", () => {
  test.each([
    ["eu-west-1", true],
    ["us-gov-west-1", true],
    ["eusc-de-east-1", true],
    ["us-isob-east-1", true],
    ["xx-nowhere-42", true], // may be built tomorrow
    ["eu-west1", false],
    ["eu_west_1", false],
    ["EU-WEST-1", false],
    ["eu-west-1a", false],
    ["eu-west-1 ", false],
    ["eu-*", false],
    ["global", false],
    ["mars", false],
    ["", false],
  ])("%j: %j", (text, expected) => {
    expect(isRegion(text)).toBe(expected);
  });
});

test.each<[string, readonly string[], string]>([
  ["eu-west1", [], "Did you mean eu-west-1?"],
  ["EU-WEST-1", [], "Did you mean eu-west-1?"],
  ["us_gov_west_1", [], "Did you mean us-gov-west-1?"],
  ["globl", [], ""],
  ["globl", ["global"], "Did you mean global?"],
  ["mars", ["global"], ""],
])("near %s, or %j: %j", (text, others, hint) => {
  expect(didYouMeanRegion(text, others)).toBe(hint);
});

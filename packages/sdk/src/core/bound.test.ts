import { describe, expect, test } from "@jest/globals";
import { boundText, meetsBound, type ParameterBound } from "./bound.ts";

const of = (op: ParameterBound["op"], value: ParameterBound["value"], more: Partial<ParameterBound> = {}) => ({
  parameters: ["a"],
  op,
  value,
  ...more,
});

describe("a bound is met", () => {
  test.each<[string, ParameterBound, readonly unknown[], boolean]>([
    ["by the limit itself", of(">=", 14), [14], true],
    ["by more than the least", of(">=", 14), ["15"], true],
    ["not by less than the least", of(">=", 14), ["13"], false],
    ["by less than the most", of("<=", 90), [45], true],
    ["by the most itself", of("<=", 90), ["90"], true],
    ["not by more than the most", of("<=", 90), [91], false],
    ["by an equal value", of("=", 24), ["24"], true],
    ["not by a higher one without a direction", of("=", 24), [25], false],
    ["by a higher one where higher is stricter", of("=", 24, { stricter: "higher" }), [25], true],
    ["not by a lower one then", of("=", 24, { stricter: "higher" }), [23], false],
    ["by a lower one where lower is stricter", of("=", 24, { stricter: "lower" }), [23], true],
    ["not by a higher one then", of("=", 24, { stricter: "lower" }), [25], false],
    ["by a boolean's text, whatever its case", of("=", true), ["TRUE"], true],
    ["not by the other boolean", of("=", true), [false], false],
    ["by a value of the list", of("in", ["TLS1.2", "TLS1.3"]), ["TLS1.3"], true],
    ["not by a value beside it", of("in", ["TLS1.2", "TLS1.3"]), ["TLS1.1"], false],
    ["by a value of a list that is a text", of("in", "a, b"), ["b"], true],
    ["by several values of the list", of("in", ["ERROR", "INFO"]), ["ERROR, INFO"], true],
    ["by them as a list", of("in", ["ERROR", "INFO"]), [["INFO", "ERROR"]], true],
    ["not where one of several values is beside it", of("in", ["ERROR", "INFO"]), ["ERROR,OFF"], false],
    ["not by a list without elements", of("in", ["ERROR", "INFO"]), [[]], false],
    ["not by an empty text", of("in", ["ERROR", "INFO"]), [""], false],
    [
      "by an ARN of another partition",
      of("=", "arn:aws:iam::aws:policy/A"),
      ["arn:aws-us-gov:iam::aws:policy/A"],
      true,
    ],
    [
      "by such an ARN in a list",
      of("contains", ["arn:aws:iam::aws:policy/A"]),
      ["x,arn:aws-cn:iam::aws:policy/A"],
      true,
    ],
    ["not by another ARN", of("=", "arn:aws:iam::aws:policy/A"), ["arn:aws-us-gov:iam::aws:policy/B"], false],
    ["by a list that holds all", of("contains", ["22", "3389"]), [[3389, 22, 80]], true],
    ["by a text that holds all", of("contains", ["22", "3389"]), ["22, 3389"], true],
    ["by several parameters together", of("contains", ["22", "3389"]), [22, undefined, 3389], true],
    ["not by a list that lacks one", of("contains", ["22", "3389"]), [[22]], false],
    ["not by nothing", of("contains", "22"), [], false],
    ["not by no value", of(">=", 14), [undefined], false],
    ["not where one of several values is looser", of(">=", 14), [20, 8], false],
    ["by a later version", of(">=", "1.34"), ["1.40"], true],
    ["not by an earlier version, though its number is higher", of(">=", "1.34"), ["1.9"], false],
    ["not by what is no version", of(">=", "1.34"), ["latest"], false],
    ["not by an empty text, which is no 0", of("<=", 90), [""], false],
    ["not by text that is no number", of(">=", 14), ["many"], false],
  ])("%s", (_how, bound, values, isMet) => {
    expect(meetsBound(bound, values)).toBe(isMet);
  });
});

test.each<[ParameterBound, string]>([
  [of(">=", 14, { parameters: ["MinimumPasswordLength"] }), "MinimumPasswordLength >= 14"],
  [of("in", ["a", "b"], { parameters: ["one", "two"] }), "one, two in a, b"],
  [of("contains", 22, { parameters: ["p1", "p2", "p3"] }), "p1 … p3 contains 22"],
  [of("=", true), "a = true"],
])("a bound in words: %j", (bound, words) => {
  expect(boundText(bound)).toBe(words);
});

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { allowedForm, coerce } from "./coerce.ts";
import { RUNS } from "./fixtures/property-runs.ts";
import { allowed, anySpec } from "./fixtures/specs.ts";
import type { ParameterSpec } from "./parameter-spec.ts";
import { toWireValue } from "./wire.ts";

const description = "A parameter.";
const integer: ParameterSpec = { type: "integer", description };
const length: ParameterSpec = { type: "integer", minimum: 6, maximum: 128, description };
const number: ParameterSpec = { type: "number", description };
const string: ParameterSpec = { type: "string", description };
const boolean: ParameterSpec = { type: "boolean", description };
const level: ParameterSpec = { type: "string", enum: ["low", "high"], description };
const ports: ParameterSpec = { type: "array", items: { type: "integer", minimum: 0, maximum: 65_535 }, description };
const words: ParameterSpec = { type: "array", items: { type: "string" }, description };

test.each<[string, ParameterSpec, unknown, unknown]>([
  ["the text of an integer", integer, "14", 14],
  ["an integer with spaces around", integer, " 14\n", 14],
  ["a native integer", integer, 14, 14],
  ["a native integer written as a float", integer, 60.0, 60],
  ["a negative integer", integer, "-7", -7],
  ["no negative zero, from text", integer, "-0", 0],
  ["no negative zero, native", number, -0, 0],
  ["the largest safe integer", integer, "9007199254740991", 9_007_199_254_740_991],
  ["both bounds, the lower", length, "6", 6],
  ["both bounds, the upper", length, "128", 128],
  ["a fraction", number, "0.25", 0.25],
  ["an exponent", number, "1e-3", 0.001],
  ["a word in capitals", boolean, "TRUE", true],
  ["a word in title case, with spaces", boolean, " False ", false],
  ["a native boolean", boolean, true, true],
  ["a text as it is, spaces included", string, "  a, b ", "  a, b "],
  ["an empty text", string, "", ""],
  ["a native number as text", string, 14, "14"],
  ["a native boolean as text", string, false, "false"],
  ["a word of the enum", level, "high", "high"],
  ["characters, not UTF-16 units", { ...string, type: "string", maxLength: 2 }, "𝒳𝒴", "𝒳𝒴"],
  ["a pattern, found anywhere", { type: "string", pattern: "b+", description }, "abbc", "abbc"],
  ["CSV", ports, "22, 3389", [22, 3389]],
  ["the JSON text of an array", ports, "[22,3389]", [22, 3389]],
  ["JSON text of texts", ports, ' ["22"] ', [22]],
  ["a native array", ports, [22, "3389"], [22, 3389]],
  ["one native scalar", ports, 22, [22]],
  ["an empty text as the empty list", ports, "", []],
  ["an empty JSON array", words, "[]", []],
  ["spaces around the elements", words, " a , b c ", ["a", "b c"]],
  ["an empty element, said in JSON", words, '["a","",""]', ["a", "", ""]],
  ["one empty element, said in JSON", words, '[""]', [""]],
  ["an empty element of a native list", words, ["a", ""], ["a", ""]],
  ["spaces alone as the empty list", words, " \n", []],
  ["commas inside JSON", words, '["a,b"]', ["a,b"]],
  ["names of Object.prototype", words, "__proto__,constructor", ["__proto__", "constructor"]],
])("reads %s", (_what, spec, wire, value) => {
  expect(coerce(spec, wire)).toStrictEqual({ value });
});

const ANY_INTEGER = "is not an integer";
const COMMA = "has a comma too many, which leaves an element empty";
test.each<[string, ParameterSpec, unknown, string]>([
  ["a word", integer, "many", ANY_INTEGER],
  ["a native number that is none", number, Number.NaN, "is not a number"],
  ["an endless native number", number, Infinity, "is not a number"],
  ["an endless native number as text", string, -Infinity, "is not a string"],
  [
    "more elements than wanted",
    { ...ports, type: "array", maxItems: 1 },
    "22,80",
    "is not a comma-separated list, each element an integer from 0 to 65535, of at most 1 elements",
  ],
  [
    "what a pattern does not find",
    { type: "string", pattern: "^b", description },
    "ab",
    "is not a string that matches ^b",
  ],
  ["an empty text", integer, "", ANY_INTEGER],
  ["a fraction", integer, "14.0", ANY_INTEGER],
  ["a native fraction", integer, 1.5, ANY_INTEGER],
  ["an exponent", integer, "1e3", ANY_INTEGER],
  ["leading zeros", integer, "014", ANY_INTEGER],
  ["a plus sign", integer, "+14", ANY_INTEGER],
  ["hexadecimal", integer, "0x10", ANY_INTEGER],
  ["a unit", integer, "14d", ANY_INTEGER],
  ["two integers", integer, "1,2", ANY_INTEGER],
  ["other digits", integer, "١٤", ANY_INTEGER],
  ["an integer past the exact ones", integer, "9007199254740993", ANY_INTEGER],
  ["a native integer past the exact ones", integer, 2 ** 53, ANY_INTEGER],
  ["a boolean", integer, true, ANY_INTEGER],
  ["an object", integer, {}, ANY_INTEGER],
  ["below the bounds", length, "5", "is not an integer from 6 to 128"],
  ["above the bounds", length, "129", "is not an integer from 6 to 128"],
  ["below a lower bound", { ...integer, type: "integer", minimum: 1 }, "0", "is not an integer of at least 1"],
  ["off a list of numbers", { type: "number", enum: [1, 2.5], description }, "2", "is not one of 1, 2.5"],
  ["infinity", number, "Infinity", "is not a number"],
  ["an overflow", number, "1e999", "is not a number"],
  ["a bare point", number, ".5", "is not a number"],
  ["NaN", number, Number.NaN, "is not a number"],
  ["1 as a boolean", boolean, "1", "is not true or false"],
  ["yes as a boolean", boolean, "yes", "is not true or false"],
  ["0 as a boolean", boolean, 0, "is not true or false"],
  ["an object as a text", string, { a: 1 }, "is not a string"],
  ["a list as a text", string, ["a"], "is not a string"],
  ["infinity as a text", string, Number.POSITIVE_INFINITY, "is not a string"],
  ["a word in another case", level, "High", 'is not one of "low", "high"'],
  ["a short text", { type: "string", minLength: 2, description }, "𝒳", "is not a string, of at least 2 characters"],
  ["a text off the pattern", { type: "string", pattern: "^a$", description }, "b", "is not a string that matches ^a$"],
  [
    "every text where the pattern is none",
    { type: "string", pattern: "(", description },
    "(",
    "is not a string that matches (",
  ],
  ["a trailing comma of integers", ports, "22,", COMMA],
  ["a trailing comma", words, "foo,", COMMA],
  ["a leading comma", words, ",foo", COMMA],
  ["a doubled comma", words, "a,,b", COMMA],
  ["nothing but spaces between commas", words, "a, ,b", COMMA],
  ["a comma alone", words, ",", COMMA],
  [
    "an empty element that the elements' own form excludes",
    { ...words, type: "array", items: { type: "string", minLength: 1 } },
    '["a",""]',
    'has an element "" that is not a string, of at least 1 characters',
  ],
  ["a bigint", length, 10n, "is a bigint, not an integer from 6 to 128"],
  ["a bigint as a text", string, 10n, "is a bigint, not a string"],
  [
    "a bigint as a list",
    ports,
    22n,
    "is a bigint, not a comma-separated list, each element an integer from 0 to 65535",
  ],
  ["a bigint in a list", ports, [22n], "has an element 22 that is a bigint, not an integer from 0 to 65535"],
  ["a bad element", ports, ["22", "ssh"], 'has an element "ssh" that is not an integer from 0 to 65535'],
  ["a nested list", ports, [[22]], "has an element [22] that is not an integer from 0 to 65535"],
  ["null among the elements", words, [null], "has an element null that is not a string"],
  ["broken JSON", words, '["a"', "is not a comma-separated list, each element a string"],
  ["an object as a list", words, {}, "is not a comma-separated list, each element a string"],
  [
    "too few elements",
    { ...words, type: "array", items: { type: "string" }, minItems: 2, maxItems: 3 },
    "a",
    "is not a comma-separated list, each element a string, from 2 to 3 elements",
  ],
  [
    "a repeated element",
    { ...ports, type: "array", items: { type: "integer" }, uniqueItems: true },
    "22,22",
    "repeats an element",
  ],
])("refuses %s", (_what, spec, wire, refused) => {
  expect(coerce(spec, wire)).toStrictEqual({ refused });
});

const REFUSED = /^(is (a bigint, )?not|has an element|has a comma too many|repeats)/;

describe("for every kind of spec", () => {
  test.each(Object.entries(allowed))("a wire value reads back as the %s it was written from", (_kind, values) => {
    fc.assert(
      fc.property(values, ({ spec, value }) => {
        expect(coerce(spec, toWireValue(value))).toStrictEqual({ value });
        expect(coerce(spec, value)).toStrictEqual({ value });
      }),
      RUNS,
    );
  });

  test("coercion answers a value or a reason, whatever the wire brings, and a second reading changes nothing", () => {
    fc.assert(
      fc.property(anySpec, fc.oneof(fc.jsonValue(), fc.anything(), fc.json()), (spec, wire) => {
        const coerced = coerce(spec, wire);
        if ("refused" in coerced) return expect(coerced.refused).toMatch(REFUSED);
        expect(coerce(spec, coerced.value)).toStrictEqual(coerced);
        expect(coerce(spec, toWireValue(coerced.value))).toStrictEqual(coerced);
      }),
      { ...RUNS, numRuns: 3000 },
    );
  });

  test("the allowed form has words", () => {
    fc.assert(
      fc.property(anySpec, (spec) => expect(allowedForm(spec)).not.toMatch(/undefined|\[object/)),
      RUNS,
    );
  });
});

test("a text with commas gives elements that begin with something: each that stands between them, or it is refused", () => {
  const part = fc.string({ unit: fc.constantFrom("a", "b", " ", "\t", "[") });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1 }), (parts) => {
      const text = parts.join(",");
      fc.pre(text.trim() !== "" && !text.trim().startsWith("["));
      const trimmed = parts.map((each) => each.trim());
      expect(coerce(words, text)).toStrictEqual(trimmed.includes("") ? { refused: COMMA } : { value: trimmed });
    }),
    RUNS,
  );
});

test("integers are exact: the very number, or refused", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }), (exact) => {
      const isSafe = Number.isSafeInteger(Number(exact)) && BigInt(Number(exact)) === exact;
      const coerced = coerce(integer, String(exact));
      if (!isSafe) return expect(coerced).toStrictEqual({ refused: ANY_INTEGER });
      expect(coerced).toStrictEqual({ value: exact === 0n ? 0 : Number(exact) });
    }),
    RUNS,
  );
});

test("a text is an integer only in its one spelling", () => {
  const digits = fc.string({ unit: fc.constantFrom("0", "1", "9", "-", ".", "e", "+", " ", "_") });
  fc.assert(
    fc.property(digits, (text) => {
      const coerced = coerce(integer, text);
      if ("value" in coerced) expect(text.trim().replace(/^-0$/, "0")).toBe(String(coerced.value));
    }),
    { ...RUNS, numRuns: 3000 },
  );
});

test("a value beyond a bound is refused, one within is taken", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), fc.integer(), (minimum, maximum, value) => {
      const coerced = coerce({ type: "integer", minimum, maximum, description }, String(value));
      expect("value" in coerced).toBe(minimum <= value && value <= maximum);
    }),
    RUNS,
  );
});

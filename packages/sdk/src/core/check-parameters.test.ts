import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { checkParameterSpecs } from "./check-parameters.ts";
import { coerce } from "./coerce.ts";
import { RUNS } from "./fixtures/property-runs.ts";
import { allowed, anySpec } from "./fixtures/specs.ts";
import type { JsonObject } from "./json.ts";
import { SPEC_KEYS, type ParameterSpec } from "./parameter-spec.ts";

const types: Readonly<Record<string, ParameterSpec>> = {
  integer: { type: "integer", description: "An integer." },
  string: { type: "string", description: "A text." },
  boolean: { type: "boolean", description: "A flag." },
  array: { type: "array", items: { type: "string" }, description: "A list." },
};

/** A spec as plain JavaScript may write it, whatever the types say. */
function changed(spec: ParameterSpec, changes: JsonObject): ParameterSpec {
  return Object.assign({ ...spec }, changes);
}

/** What is reported of a changed spec, as `place: message`. */
function check(type: keyof typeof types, changes: JsonObject): readonly string[] {
  return checkParameterSpecs("r", { p: changed(types[type] ?? fail(), changes) }).map(({ path, message }) => {
    expect(message).toMatch(/^Rule r, parameter p: /);
    return `${path.slice("r.parameters.".length)}: ${message.slice("Rule r, parameter p: ".length)}`;
  });
}

test.each<[string, keyof typeof types, JsonObject, string]>([
  [
    "a default below the bounds",
    "integer",
    { minimum: 6, default: 5 },
    "p.default: the default 5 is not an integer of at least 6.",
  ],
  [
    "a default above the bounds",
    "integer",
    { maximum: 6, default: 7 },
    "p.default: the default 7 is not an integer of at most 6.",
  ],
  ["a default off the enum", "string", { enum: ["a"], default: "b" }, 'p.default: the default "b" is not one of "a".'],
  [
    "a default off the pattern",
    "string",
    { pattern: "^a", default: "b" },
    'p.default: the default "b" is not a string that matches ^a.',
  ],
  ["a default as text", "integer", { default: "14" }, 'p.default: the default "14" is not an integer.'],
  ["a boolean default as text", "boolean", { default: "true" }, 'p.default: the default "true" is not true or false.'],
  ["a fraction as default", "integer", { default: 1.5 }, "p.default: the default 1.5 is not an integer."],
  [
    "a list's default as CSV",
    "array",
    { default: "a,b" },
    'p.default: the default "a,b" is not a comma-separated list, each element a string.',
  ],
  [
    "a list's default with another kind",
    "array",
    { default: [1] },
    "p.default: the default [1] is not a comma-separated list, each element a string.",
  ],
  [
    "too short a default",
    "array",
    { minItems: 2, default: ["a"] },
    'p.default: the default ["a"] is not a comma-separated list, each element a string, of at least 2 elements.',
  ],
  ["a default of null", "string", { default: null }, "p.default: the default null is not a string."],
  [
    "a secret's default, unseen",
    "string",
    { secret: true, pattern: "^tok", default: "hunter2" },
    "p.default: the default (secret) is not a string that matches ^tok.",
  ],
  [
    "required with a default",
    "integer",
    { required: true, default: 1 },
    "p.required: it is required and has a default.",
  ],
  ["no description", "string", { description: " " }, "p.description: it has no description."],
  ["no description at all", "string", { description: undefined }, "p.description: it has no description."],
  ["a description that is no text", "string", { description: 5 }, "p.description: the description 5 is no text."],
  [
    "an unknown type",
    "string",
    { type: "int" },
    'p.type: the type "int" is not one of integer, number, string, boolean, array.',
  ],
  [
    "a type of Object.prototype",
    "string",
    { type: "constructor" },
    'p.type: the type "constructor" is not one of integer, number, string, boolean, array.',
  ],
  ["a misspelt key", "integer", { minimun: 1 }, "p.minimun: minimun is not a key of a parameter of type integer."],
  ["another type's key", "string", { minimum: 1 }, "p.minimum: minimum is not a key of a parameter of type string."],
  [
    "a misspelt key of the elements",
    "array",
    { items: { type: "string", patern: "^a" } },
    "p.items.patern: patern is not a key of elements of type string.",
  ],
  [
    "a description of the elements",
    "array",
    { items: { type: "integer", description: "A port." } },
    "p.items.description: description is not a key of elements of type integer.",
  ],
  [
    "a pattern that is none",
    "string",
    { pattern: "(" },
    "p.pattern: the pattern is no regular expression: Invalid regular expression: /(/u: Unterminated group.",
  ],
  [
    "a pattern of the elements that is none",
    "array",
    { items: { type: "string", pattern: "[" } },
    "p.items.pattern: the pattern is no regular expression: Invalid regular expression: /[/u: Unterminated character class.",
  ],
  ["bounds that exclude everything", "integer", { minimum: 7, maximum: 6 }, "p.minimum: minimum 7 is above maximum 6."],
  [
    "lengths that exclude everything",
    "string",
    { minLength: 7, maxLength: 6 },
    "p.minLength: minLength 7 is above maxLength 6.",
  ],
  [
    "counts that exclude everything",
    "array",
    { minItems: 7, maxItems: 6 },
    "p.minItems: minItems 7 is above maxItems 6.",
  ],
  ["a bound that is no number", "integer", { minimum: "6" }, 'p.minimum: minimum is "6", which is not a number.'],
  ["a bound of NaN", "integer", { maximum: Number.NaN }, "p.maximum: maximum is NaN, which is not a number."],
  ["an endless bound", "array", { maxItems: Infinity }, "p.maxItems: maxItems is Infinity, which is not a number."],
  ["a bigint as bound", "integer", { minimum: 6n }, "p.minimum: minimum is 6, which is a bigint."],
  ["a bigint as default", "integer", { default: 10n }, "p.default: the default 10 is a bigint, not an integer."],
  ["an empty enum", "string", { enum: [] }, "p.enum: the enum allows nothing."],
  ["an enum in no list", "string", { enum: "abc" }, 'p.enum: the enum "abc" is not a list.'],
  ["an enum of null", "string", { enum: null }, "p.enum: the enum null is not a list."],
  ["an enum of another kind", "string", { enum: ["a", 1] }, "p.enum: the enum has 1, which is not a string."],
  ["an enum of texts", "integer", { enum: ["1"] }, 'p.enum: the enum has "1", which is not an integer.'],
  ["a fraction in an enum", "integer", { enum: [1, 1.5] }, "p.enum: the enum has 1.5, which is not an integer."],
  [
    "NaN in an enum",
    "array",
    { items: { type: "number", enum: [Number.NaN] } },
    "p.items.enum: the enum has NaN, which is not a number.",
  ],
  ["an enum with a value twice", "string", { enum: ["a", "b", "a"] }, 'p.enum: the enum names "a" twice.'],
  [
    "a default that repeats an element",
    "array",
    { uniqueItems: true, default: ["a", "a"] },
    'p.default: the default ["a","a"] repeats an element.',
  ],
  [
    "a default with an element out of bounds",
    "array",
    { items: { type: "integer", maximum: 9 }, default: [1, 10] },
    "p.default: the default [1,10] has an element 10 that is not an integer of at most 9.",
  ],
  ["uniqueItems as text", "array", { uniqueItems: "true" }, 'p.uniqueItems: uniqueItems is "true", not true or false.'],
  ["required as text", "integer", { required: "false" }, 'p.required: required is "false", not true or false.'],
  ["secret as text", "string", { secret: "false" }, 'p.secret: secret is "false", not true or false.'],
  ["a pattern that is no text", "string", { pattern: /^a/ }, "p.pattern: the pattern /^a/ is no text."],
  ["a number as pattern", "string", { pattern: 5 }, "p.pattern: the pattern 5 is no text."],
  [
    "no word on the elements",
    "array",
    { items: undefined },
    "p.items: items must say of what type the elements are: integer, number or string.",
  ],
  [
    "lists of lists",
    "array",
    { items: { type: "array" } },
    "p.items: items must say of what type the elements are: integer, number or string.",
  ],
  [
    "null for the elements",
    "array",
    { items: null },
    "p.items: items must say of what type the elements are: integer, number or string.",
  ],
])("reports %s, and nothing else", (_what, type, changes, problem) => {
  expect(check(type, changes)).toEqual([problem]);
});

test.each([
  ["minimun", "integer", "Did you mean minimum?"],
  ["defualt", "boolean", "Did you mean default?"],
  ["frobnicate", "string", "Correct the rule's definition."],
])("the hint for the key %s of a parameter of type %s", (key, type, hint) => {
  const spec = changed(types[type] ?? fail(), { [key]: 1 });
  expect(checkParameterSpecs("r", { p: spec }).map((each) => each.hint)).toEqual([hint]);
});

test.each(["", "1st", "a b", "a.b", "__proto__", "ä", "n".repeat(256)])("refuses the name %j", (name) => {
  const [problem, ...others] = checkParameterSpecs("r", Object.fromEntries([[name, types["string"] ?? fail()]]));
  expect(problem?.message).toMatch(/a parameter's name is letters, digits, - and _, at most 255\.$/);
  expect(others).toEqual([]);
});

test.each(["a", "constructor", "MaxAge-days_1", "n".repeat(255)])("takes the name %j", (name) => {
  expect(checkParameterSpecs("r", { [name]: types["string"] ?? fail() })).toEqual([]);
});

test("every key that a type may have is known", () => {
  const values: JsonObject = {
    minimum: 0,
    maximum: 9,
    enum: [1],
    items: { type: "integer" },
    pattern: "^1",
    uniqueItems: true,
  };
  for (const [type, keys] of Object.entries(SPEC_KEYS)) {
    const given = type === "string" ? { ...values, enum: ["1"] } : values;
    const more = Object.fromEntries(keys.map((key) => [key, given[key] ?? 1]));
    expect({ type, found: check(type === "number" ? "integer" : type, { ...more, type }) }).toEqual({
      type,
      found: [],
    });
  }
});

describe("for every kind of spec", () => {
  test.each(Object.entries(allowed))("a default that the spec allows is sound: %s", (_kind, values) => {
    fc.assert(
      fc.property(values, ({ spec, value }) => {
        expect(checkParameterSpecs("r", { p: changed(spec, { default: value }) })).toEqual([]);
      }),
      RUNS,
    );
  });

  test("a spec without problems takes its own default, and any spec is checked without throwing", () => {
    fc.assert(
      fc.property(anySpec, fc.jsonValue(), (spec, value) => {
        if (checkParameterSpecs("r", { p: changed(spec, { default: value }) }).length > 0) return;
        expect(coerce(spec, value)).toEqual({ value });
      }),
      { ...RUNS, numRuns: 2000 },
    );
  });
});

function fail(): never {
  throw new Error("The test itself is wrong.");
}

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { RUNS } from "./fixtures/property-runs.ts";
import { canonicalJson, isObject, shown } from "./json.ts";

test.each<[unknown, boolean]>([
  [{}, true],
  [Object.create(null), true],
  [[], false],
  [null, false],
  [undefined, false],
  ["{}", false],
])("isObject(%p) is %j", (value, expected) => {
  expect(isObject(value)).toBe(expected);
});

describe("canonicalJson", () => {
  test.each<[string, unknown, string]>([
    ["sorts keys at every depth, and no list", { b: [{ d: 1, c: 2 }], a: [2, 1] }, '{"a":[2,1],"b":[{"c":2,"d":1}]}'],
    ["leaves undefined members out", { b: undefined, a: 1 }, '{"a":1}'],
    ["writes dates as ISO text", { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
    ["keeps __proto__ as a key", JSON.parse('{"b":1,"__proto__":{"z":1,"y":2}}'), '{"__proto__":{"y":2,"z":1},"b":1}'],
    ["tells null from nothing", { a: null }, '{"a":null}'],
    ["takes a bare value", "x", '"x"'],
  ])("%s", (_what, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  test("equal values give equal text, in whatever order their keys stand, and the text is the value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(reversed(value))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      RUNS,
    );
  });
});

describe("shown", () => {
  test.each<[unknown, string]>([
    ["a", '"a"'],
    [undefined, "undefined"],
    [{ a: [1] }, '{"a":[1]}'],
    [10n, "10"],
    [Number.NaN, "NaN"],
    [-0, "0"],
    [Symbol("s"), "Symbol(s)"],
    [{ big: 10n }, "an object that is no JSON"],
    ["x".repeat(78), `"${"x".repeat(78)}"`],
    ["x".repeat(79), `"${"x".repeat(78)}…`],
    [`${"x".repeat(77)}😀😀`, `"${"x".repeat(77)}…`],
  ])("shows %p", (value, text) => {
    expect(shown(value)).toBe(text);
  });

  test("is total and short, whatever the value", () => {
    const anything = fc.anything({ withBigInt: true, withNullPrototype: true, withMap: true, withDate: true });
    fc.assert(
      fc.property(anything, (value) => {
        expect(shown(value).length).toBeLessThanOrEqual(80);
        expect(shown(value)).not.toBe("");
      }),
      RUNS,
    );
  });
});

/** The same value with the keys of every object in the other order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

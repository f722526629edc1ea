import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { codeOf, messageOf } from "./errors.ts";
import { decodeEvidence, encodeEvidence } from "./evidence.ts";
import { RUNS } from "./fixtures/property-runs.ts";

const at = new Date("2026-01-15T12:00:00.123Z");

test.each<[string, unknown, unknown]>([
  ["plain data", { a: [1, "x", true, null] }, { a: [1, "x", true, null] }],
  ["a date", { at }, { at: { $date: "2026-01-15T12:00:00.123Z" } }],
  ["a date at the top", at, { $date: "2026-01-15T12:00:00.123Z" }],
  ["undefined members, left out", { a: undefined, b: 1 }, { b: 1 }],
  ["a key with a $", { $metadata: { attempts: 1 } }, { $$metadata: { attempts: 1 } }],
  ["what looks like a date", { $date: "x" }, { $$date: "x" }],
  ["keys with more of them", { $: 1, $$: 2 }, { $$: 1, $$$: 2 }],
  ["an object without a prototype", Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
])("encodes %s", (_what, evidence, encoded) => {
  expect(encodeEvidence(evidence)).toStrictEqual(encoded);
});

class Key {
  readonly id = "a";
}
const cycle: { self?: unknown } = {};
cycle.self = { inner: [cycle] };

test.each<[string, unknown, string]>([
  ["a function", { act: () => "secret" }, "evidence.act is a function"],
  ["a bigint", [1, 10n], "evidence[1] is 10 (bigint)"],
  ["a symbol", { a: Symbol("s") }, "evidence.a is Symbol(s) (symbol)"],
  ["NaN", { a: { b: [Number.NaN] } }, "evidence.a.b[0] is NaN (number)"],
  ["infinity", Number.POSITIVE_INFINITY, "evidence is Infinity (number)"],
  ["a map", { a: new Map() }, "evidence.a is an instance of Map"],
  ["a set", new Set([1]), "evidence is an instance of Set"],
  ["bytes", { a: new Uint8Array(2) }, "evidence.a is an instance of Uint8Array"],
  ["an instance of a class", { a: new Key() }, "evidence.a is an instance of Key"],
  ["an error", new Error("no"), "evidence is an instance of Error"],
  ["a date that is none", new Date(Number.NaN), "evidence is an instance of Date"],
  ["a boxed text", { a: Object("x") }, "evidence.a is an instance of String"],
  ["a promise", Promise.resolve(1), "evidence is an instance of Promise"],
  ["nothing at all", undefined, "evidence is undefined"],
  ["undefined in a list", [undefined], "evidence[0] is undefined"],
  ["a hole in a list", Array(1), "evidence[0] is undefined"],
  ["an object within itself", cycle, "evidence.self.inner[0] is an object within itself"],
  ["an object of no class", Object.create(Object.create(Object.create(null))), "evidence is an instance of no class"],
])("refuses %s, with its place", (_what, evidence, message) => {
  const error = thrown(() => encodeEvidence(evidence));
  expect(codeOf(error)).toBe("RW1020");
  expect(messageOf(error)).toBe(`${message}, which an evidence file cannot hold.`);
});

test("the same object twice is no cycle", () => {
  const key = { id: "a" };
  expect(encodeEvidence([key, { key }])).toEqual([key, { key }]);
});

describe("decodeEvidence", () => {
  test.each<[string, unknown, RegExp]>([
    ["a date that is none", { a: { $date: "soon" } }, /^evidence\.a has the date "soon", which is no ISO 8601 time\.$/],
    ["a date in another form", { $date: "Thu, 15 Jan 2026 12:00:00 GMT" }, /no ISO 8601 time/],
    ["a date with more before it", { $date: "x 2026-01-15T12:00:00Z" }, /no ISO 8601 time/],
    ["a date as a number", [{ $date: 5 }], /^evidence\[0\] has the date 5,/],
    ["a date beside other keys", { $date: "2026-01-15T12:00:00Z", a: 1 }, /^evidence has the key \$date;/],
    ["a reserved key", { a: [{ $oid: 1 }] }, /^evidence\.a\[0\] has the key \$oid; one \$ is reserved\.$/],
    ["a single $", { $: 1 }, /^evidence has the key \$;/],
  ])("refuses %s, with its place", (_what, value, message) => {
    const error = thrown(() => decodeEvidence(value));
    expect(codeOf(error)).toBe("RW1020");
    expect(messageOf(error)).toMatch(message);
  });

  test("keeps __proto__ as a key of its own", () => {
    const decoded = decodeEvidence(JSON.parse('{"__proto__":{"polluted":true},"constructor":1}'));
    expect(Object.keys(Object(decoded))).toEqual(["__proto__", "constructor"]);
    expect(decoded).not.toHaveProperty("polluted");
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
  });
});

const keys = fc.oneof(
  fc.string(),
  fc.constantFrom("$", "$$", "$date", "$$date", "$metadata", "__proto__", "constructor"),
);
const { evidence } = fc.letrec((tie) => ({
  evidence: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.string({ unit: "binary" }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
    fc.date({ noInvalidDate: true }),
    fc.array(tie("evidence")),
    fc.dictionary(keys, tie("evidence"), { noNullPrototype: true }),
  ),
}));

test("evidence survives its file: encoded, written, read and decoded it is what it was", () => {
  fc.assert(
    fc.property(evidence, (value) => {
      const text = JSON.stringify(encodeEvidence(value));
      // jest's own equality takes a key named constructor for a type
      expect(isDeepStrictEqual(decodeEvidence(JSON.parse(text)), value)).toBe(true);
    }),
    RUNS,
  );
});

test("whatever collect returns is encoded without loss or refused with RW1020", () => {
  const anything = fc.anything({
    withDate: true,
    withMap: true,
    withSet: true,
    withBigInt: true,
    withTypedArray: true,
  });
  fc.assert(
    fc.property(anything, (value) => {
      let encoded: unknown;
      try {
        encoded = encodeEvidence(value);
      } catch (error) {
        return expect(codeOf(error)).toBe("RW1020");
      }
      expect(isDeepStrictEqual(encodeEvidence(decodeEvidence(encoded)), encoded)).toBe(true);
    }),
    RUNS,
  );
});

test("whatever stands in a file is decoded or refused with RW1020", () => {
  fc.assert(
    fc.property(fc.jsonValue(), keys, (value, key) => {
      try {
        decodeEvidence({ [key]: value });
      } catch (error) {
        expect(codeOf(error)).toBe("RW1020");
      }
    }),
    RUNS,
  );
});

function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown.");
}

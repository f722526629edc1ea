import { expect, test } from "@jest/globals";
import { summarizeEvaluations, type CheckResult } from "@rulewright/sdk";
import fc from "fast-check";
import { toJson } from "./json.ts";

const empty: CheckResult = {
  version: 1,
  tool: "rulewright 0.1.0",
  generatedAt: "2026-01-15T12:00:00.000Z",
  rulesHash: "",
  evaluations: [],
  errors: [],
  ...summarizeEvaluations([], 0),
};

test("JSON in pieces has the bytes of JSON in one, whatever the members", () => {
  const member = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(undefined, new Date(0), [undefined], { a: undefined }, {}, { toJSON: [1] }),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: "binary" }), member), (members) => {
      const result = { ...members, ...empty };
      expect([...toJson(result)].join("")).toBe(`${JSON.stringify(result, null, 2)}\n`);
    }),
  );
});

test("a list of any length is written in pieces of few elements, in order", () => {
  for (const length of [1, 63, 64, 65, 1000]) {
    const errors = Array.from({ length }, (_, index) => ({
      code: "RW6202",
      message: `Number ${index}\n`,
      source: { file: "a" },
    }));
    const result = { ...empty, errors };
    const pieces = [...toJson(result)];
    expect(pieces.join("")).toBe(`${JSON.stringify(result, null, 2)}\n`);
    expect(Math.max(...pieces.map((piece) => piece.split("RW6202").length - 1))).toBeLessThanOrEqual(64);
  }
});

import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { RUNS } from "../fixtures/property-runs.ts";
import { referencesIn, textsWithin } from "./references.ts";

test.each<[string, string[]]>([
  ["", []],
  ["{{ A }}", ["A"]],
  ["{{A}}", ["A"]],
  ["arn:{{ global:AWS_PARTITION }}:s3:::{{ Find.Name }}/*", ["global:AWS_PARTITION", "Find.Name"]],
  ["{{ A }}{{ A }}", ["A", "A"]],
  ["{ { A } }", []],
  ["{{ A }", []],
  ["{{}}", [""]],
  ["{{{ A }}}", ["A"]],
])("%j refers to %j", (text, references) => {
  expect(referencesIn(text)).toEqual(references);
});

test("references are found exactly, whatever stands around them", () => {
  const plain = fc.string({ unit: fc.constantFrom("a", " ", ".", ":", "$", "}", "\n", "é") });
  const name = fc.stringMatching(/^[A-Za-z0-9_.:]{1,12}$/);
  const space = fc.constantFrom("", " ", "  ", "\n");
  const part = fc.tuple(plain, space, name, space);
  fc.assert(
    fc.property(fc.array(part), plain, (parts, end) => {
      const text = parts.map(([before, left, reference, right]) => `${before}{{${left}${reference}${right}}}`).join("");
      expect(referencesIn(text + end)).toEqual(parts.map(([, , reference]) => reference));
    }),
    RUNS,
  );
});

test("every text of a value is found once, with the keys that lead to it", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const found = [...textsWithin(value, "at")];
      const expected: string[] = [];
      JSON.stringify(value, (_key, member: unknown) => {
        if (typeof member === "string") expected.push(member);
        return member;
      });
      expect(found.map(({ text }) => text)).toEqual(expected);
    }),
    RUNS,
  );
  expect([...textsWithin({ a: [1, { b: "x" }], c: "y" }, "at")]).toEqual([
    { path: "at.a[1].b", text: "x" },
    { path: "at.c", text: "y" },
  ]);
});

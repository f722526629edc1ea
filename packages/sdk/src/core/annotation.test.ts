import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { MAXIMUM_ANNOTATION_LENGTH, toAnnotation } from "./annotation.ts";
import { RUNS } from "./fixtures/property-runs.ts";

const FIRST_HALF = /[\ud800-\udbff](?![\udc00-\udfff])/;

test.each<[string, string | undefined, string | undefined]>([
  ["nothing", undefined, undefined],
  ["an empty text", "", undefined],
  ["spaces and control characters only", " \n\t\u0000\u007f ", undefined],
  ["a short text", "Port 22 is open.", "Port 22 is open."],
  ["lines", "a\r\nb\tc", "a b c"],
  ["a text of the full length", "x".repeat(256), "x".repeat(256)],
  ["one character too many", "x".repeat(257), `${"x".repeat(255)}…`],
  ["a text whose tail is spaces", `x${" ".repeat(300)}`, "x"],
  ["a cut at a space", `${"x".repeat(250)}${" ".repeat(10)}y`, `${"x".repeat(250)}…`],
  ["a pair that fits before the cut", `${"x".repeat(253)}😀😀`, `${"x".repeat(253)}😀…`],
  ["a pair across the cut", `${"x".repeat(254)}😀😀`, `${"x".repeat(254)}…`],
  ["pairs only", "😀".repeat(200), `${"😀".repeat(127)}…`],
])("%s", (_what, text, annotation) => {
  expect(toAnnotation(text)).toBe(annotation);
});

test("whatever the text: at most 256 units, never empty, no half of a pair that was whole, and final", () => {
  const texts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 400, size: "max" }),
    fc.string({ unit: fc.constantFrom("😀", " ", "\n", "x"), maxLength: 400, size: "max" }),
    fc.string({ unit: "grapheme", maxLength: 400, size: "max" }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const annotation = toAnnotation(text);
      if (annotation === undefined) return;
      expect(annotation.length).toBeLessThanOrEqual(MAXIMUM_ANNOTATION_LENGTH);
      expect(annotation.trim()).not.toBe("");
      expect(annotation).not.toMatch(FIRST_HALF);
      expect(toAnnotation(annotation)).toBe(annotation);
    }),
    RUNS,
  );
});

test("the highest of all characters is not cut in half either", () => {
  const cut = toAnnotation(`${"a".repeat(254)}\u{10ffff}tail`);
  expect(cut).toBe(`${"a".repeat(254)}…`);
});

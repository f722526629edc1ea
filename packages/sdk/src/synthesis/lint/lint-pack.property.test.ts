import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { stringify } from "yaml";
import { RUNS as MANY } from "../../core/fixtures/property-runs.ts";
import { CLEAN_PACK } from "./fixtures/clean-pack.ts";
import { lintPack } from "./lint-pack.ts";

/** Whole packs take longer than texts. */
const RUNS = { ...MANY, numRuns: 200 };

/** Problems are coded, placed inside the text and in order, whatever the text is. */
function mustBeSound(text: string): void {
  const lines = text.split("\n").length;
  let last = 0;
  for (const { code, message, hint, line = 0 } of lintPack(text)) {
    expect(code).toMatch(/^RW31\d\d$/);
    expect(message).not.toContain("undefined");
    expect(hint).not.toBe("");
    expect(line).toBeGreaterThanOrEqual(Math.max(last, 1));
    expect(line).toBeLessThanOrEqual(lines);
    last = line;
  }
}

const WORDS = CLEAN_PACK.split(/[\s:]+/).filter((word) => /^[A-Za-z"$]/.test(word));
const word = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.constantFrom("Ref", "Fn::If", "Fn::Sub", "__proto__", "<<", "${x}"),
);
const scalar = fc.oneof(word, fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.double());
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    scalar,
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(word, tie("tree"), { maxKeys: 5 }),
  ),
}));
const mark = fc.constantFrom(
  "- ",
  "? ",
  ": ",
  "[",
  "]",
  "{",
  "}",
  "&a ",
  "*a",
  "!Ref ",
  "!!set ",
  "|\n",
  "'",
  '"',
  "#",
  "\t",
  "\n",
  "---\n",
  "%",
);

describe("never throws, and places every problem in the text", () => {
  test("on any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 400 }), mustBeSound), RUNS);
  });

  test("on marks of YAML and words of packs", () => {
    const text = fc.array(fc.oneof(mark, word, fc.constant(" ")), { maxLength: 60 }).map((parts) => parts.join(""));
    fc.assert(fc.property(text, mustBeSound), RUNS);
  });

  test("on any YAML and JSON, and on packs of any content", () => {
    fc.assert(
      fc.property(tree, (value) => mustBeSound(stringify(value) ?? "")),
      RUNS,
    );
    fc.assert(
      fc.property(tree, (value) => mustBeSound(JSON.stringify(value) ?? "")),
      RUNS,
    );
    fc.assert(
      fc.property(tree, tree, tree, (Parameters, Conditions, Properties) => {
        const Resources = {
          A: { Type: "AWS::Config::ConfigRule", Properties },
          B: { Type: "AWS::Config::RemediationConfiguration", Properties },
        };
        mustBeSound(JSON.stringify({ Parameters, Conditions, Resources }));
      }),
      RUNS,
    );
  });

  test("on a sound pack with pieces cut out, doubled or moved", () => {
    const lines = CLEAN_PACK.split("\n");
    const edit = fc.record({ from: fc.nat(lines.length), number: fc.nat(8), to: fc.nat(lines.length) });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const text = edits.reduce((before, { from, number, to }) => {
          const piece = before.slice(from, from + number);
          return [...before.slice(0, to), ...piece, ...before.slice(to + number)];
        }, lines);
        mustBeSound(text.join("\n"));
      }),
      RUNS,
    );
  });
});

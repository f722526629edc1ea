import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { codeOf, messageOf } from "./errors.ts";
import type { EvidenceEntry } from "./evidence.ts";
import { isEvidenceFile, parseEvidenceFile, toEvidenceFile } from "./evidence-file.ts";
import { RUNS } from "./fixtures/property-runs.ts";
import { isObject, type JsonObject } from "./json.ts";

const entry: EvidenceEntry = {
  rule: "user-keys-young",
  accountId: "111122223333",
  region: "eu-west-1",
  collectedAt: new Date("2026-01-15T12:00:00Z"),
  listed: true,
  subjects: [
    { subject: { resourceId: "AIDA1" }, evidence: [{ createdAt: new Date("2026-01-01T00:00:00Z"), $metadata: {} }] },
    {
      subject: { resourceId: "AIDA2", resourceType: "AWS::IAM::User" },
      error: { code: "AccessDenied", message: "no" },
    },
    { subject: { resourceId: "AIDA3" }, evidence: undefined },
  ],
};
const written = (entries: readonly EvidenceEntry[]): JsonObject => {
  const parsed: unknown = JSON.parse(JSON.stringify(toEvidenceFile(entries)));
  return isObject(parsed) ? parsed : {};
};

test("entries survive the file, dates and subjects' own members included", () => {
  const withMore = { ...entry, subjects: [{ subject: { resourceId: "a", since: new Date(0) }, evidence: 1 }] };
  expect(parseEvidenceFile(written([entry, withMore]))).toEqual([entry, withMore]);
  expect(parseEvidenceFile(written([]))).toEqual([]);
});

test("a file written by hand may give the time as plain text", () => {
  const [first] = parseEvidenceFile({
    rulewrightEvidence: 1,
    entries: [{ ...entry, collectedAt: "2026-01-15T12:00:00Z", subjects: [] }],
  });
  expect(first?.collectedAt).toEqual(entry.collectedAt);
});

test("evidence that no file can hold is named by rule and place", () => {
  const bad = { ...entry, subjects: [{ subject: { resourceId: "a" }, evidence: { act: () => 1 } }] };
  expect(() => toEvidenceFile([bad])).toThrow(
    "user-keys-young.subjects[0].evidence.act is a function, which an evidence file cannot hold.",
  );
});

test.each<[unknown, boolean]>([
  [{ rulewrightEvidence: 1, entries: [] }, true],
  [{ rulewrightEvidence: 99 }, true],
  [{ configurationItems: [] }, false],
  [[], false],
  [null, false],
  ["rulewrightEvidence", false],
])("%j is an evidence file: %j", (value, expected) => {
  expect(isEvidenceFile(value)).toBe(expected);
});

describe("parseEvidenceFile refuses, with the place:", () => {
  const entries = (changes: JsonObject) => ({ rulewrightEvidence: 1, entries: [{ ...plain, ...changes }] });
  const plain = { ...entry, collectedAt: "2026-01-15T12:00:00Z", subjects: [{ subject: { resourceId: "a" } }] };
  const subjects = (record: unknown) => entries({ subjects: [{ subject: { resourceId: "a" } }, record] });

  test.each<[string, JsonObject, RegExp]>([
    ["another version", { rulewrightEvidence: 2, entries: [] }, /has the version 2; this release reads 1\.$/],
    ["a version as text", { rulewrightEvidence: "1", entries: [] }, /has the version "1"/],
    ["no entries", { rulewrightEvidence: 1 }, /: entries is not a list\.$/],
    ["an entry that is no object", { rulewrightEvidence: 1, entries: [1] }, /: entries\[0\] is not an object\.$/],
    ["a date for an entry", { rulewrightEvidence: 1, entries: [{ $date: "2026-01-15T12:00:00Z" }] }, /entries\[0\]/],
    ["no rule", entries({ rule: "" }), /: entries\[0\] names no rule\.$/],
    ["no account", entries({ accountId: "1111" }), /: entries\[0\] has no accountId of twelve digits\.$/],
    ["an account with more before it", entries({ accountId: "x111122223333" }), /: entries\[0\] has no accountId/],
    ["an account with more after it", entries({ accountId: "1111222233334" }), /: entries\[0\] has no accountId/],
    ["a rule as a number", entries({ rule: 7 }), /: entries\[0\] names no rule\.$/],
    ["an empty Region", entries({ region: "" }), /: entries\[0\] names no region\.$/],
    ["a time as a number", entries({ collectedAt: 1 }), /: entries\[0\] has no collectedAt\.$/],
    ["a subject whose id is a number", subjects({ subject: { resourceId: 7 } }), /subjects\[1\] has no subject/],
    [
      "an error without code",
      subjects({ subject: { resourceId: "b" }, error: { message: "no" } }),
      /subjects\[1\] has an error without code and message/,
    ],
    [
      "an error without message",
      subjects({ subject: { resourceId: "b" }, error: { code: "A" } }),
      /subjects\[1\] has an error without code and message/,
    ],
    [
      "an error that is a text",
      subjects({ subject: { resourceId: "b" }, error: "A" }),
      /subjects\[1\] has an error without code and message/,
    ],
    ["an account as a number", entries({ accountId: 111122223333 }), /: entries\[0\] has no accountId/],
    ["no Region", entries({ region: undefined }), /: entries\[0\] names no region\.$/],
    ["no time", entries({ collectedAt: undefined }), /: entries\[0\] has no collectedAt\.$/],
    ["a time that is none", entries({ collectedAt: "soon" }), /: entries\[0\] has no collectedAt\.$/],
    [
      "no word on the listing",
      entries({ listed: "yes" }),
      /: entries\[0\] does not say whether its listing is complete/,
    ],
    ["no subjects", entries({ subjects: {} }), /: entries\[0\]\.subjects is not a list\.$/],
    ["a record that is no object", subjects("a"), /: entries\[0\]\.subjects\[1\] has no subject with a resourceId\.$/],
    ["a record without subject", subjects({ evidence: 1 }), /: entries\[0\]\.subjects\[1\] has no subject/],
    ["a subject without id", subjects({ subject: { resourceId: "" } }), /: entries\[0\]\.subjects\[1\] has no subject/],
    [
      "a type that is no text",
      subjects({ subject: { resourceId: "a", resourceType: 1 } }),
      /subjects\[1\] has no subject/,
    ],
    [
      "half an error",
      subjects({ subject: { resourceId: "a" }, error: { code: "X" } }),
      /subjects\[1\] has an error without/,
    ],
    [
      "a reserved key",
      subjects({ subject: { resourceId: "a" }, evidence: { $x: 1 } }),
      /subjects\[1\]\.evidence has the key \$x/,
    ],
  ])("%s", (_what, file, message) => {
    const error = thrown(() => parseEvidenceFile(file));
    expect(codeOf(error)).toBe("RW1020");
    expect(messageOf(error)).toMatch(message);
  });
});

test("whatever JSON is given: entries or RW1020", () => {
  const values = fc.oneof(fc.jsonValue(), fc.constantFrom("111122223333", "2026-01-15T12:00:00Z", { resourceId: "a" }));
  const keys = fc.constantFrom("rule", "accountId", "region", "collectedAt", "listed", "subjects", "$x", "__proto__");
  const files = fc.record({
    rulewrightEvidence: fc.constant(1),
    entries: fc.oneof(fc.array(fc.dictionary(keys, fc.oneof(values, fc.array(values)))), values),
  });
  fc.assert(
    fc.property(files, (file) => {
      try {
        parseEvidenceFile(file);
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

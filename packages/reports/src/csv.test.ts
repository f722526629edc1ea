import { expect, test } from "@jest/globals";
import { toCsv } from "./csv.ts";
import { CONTEXT, EVERY_OUTCOME, HOSTILE, NOTHING } from "./fixtures/every-outcome.ts";

/** RFC 4180, read strictly. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = "", end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

const rows = parseCsv([...toCsv(EVERY_OUTCOME, CONTEXT)].join(""));
const columns = rows[0] ?? [];
const valueOf = (row: number, column: string) => rows[row]?.[columns.indexOf(column)];

test("one header, then one line for each evaluation, all of one length", () => {
  expect(rows).toHaveLength(EVERY_OUTCOME.evaluations.length + 1);
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([columns.length]));
  expect([...toCsv(NOTHING)].join("")).toMatch(/^rule,[^\n]*\r\n$/);
});

test("the columns stay as they are", () => {
  expect(columns.join(" ")).toBe(
    "rule severity status complianceType resourceType resourceId resourceName accountId region annotation controls " +
      "configurationItemCaptureTime parametersHash sourceFile sourceLine sourceLogicalId exemptionReason " +
      "exemptionOwner exemptionExpires missing remediation",
  );
});

test("commas, quotes and line breaks survive", () => {
  expect(valueOf(2, "annotation")).toBe(HOSTILE);
  expect(valueOf(2, "sourceLine")).toBe("12");
  expect(valueOf(1, "controls")).toBe("cis-1.2.0/2.1; cis-1.2.0/2.10");
  expect(valueOf(1, "remediation")).toBe("AWS-EnableS3BucketEncryption");
  expect(valueOf(3, "exemptionOwner")).toBe("platform");
  expect(valueOf(4, "missing")).toBe("tags.Owner; relationships");
  expect(valueOf(4, "complianceType")).toBe("");
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])("%j is no formula", (annotation) => {
  const [first] = EVERY_OUTCOME.evaluations;
  const evaluations = first ? [{ ...first, annotation }] : [];
  const [, row] = parseCsv([...toCsv({ ...EVERY_OUTCOME, evaluations })].join(""));
  expect(row?.[columns.indexOf("annotation")]).toBe(`'${annotation}`);
});

test("standard input as a source is no formula either", () => {
  expect(valueOf(3, "sourceFile")).toBe("'-");
  expect(valueOf(2, "resourceName")).toBe("'=cmd()");
});

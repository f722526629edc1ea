import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { CONTEXT, EVERY_OUTCOME, HOSTILE, NOTHING, NOT_JUDGED } from "./fixtures/every-outcome.ts";
import { syntheticResult } from "./fixtures/synthetic-result.ts";
import { toSarif } from "./sarif.ts";

/** The schema (OASIS, from the package @microsoft/jest-sarif) is of draft 4, but has nothing that later drafts read otherwise. */
function compileSchema() {
  const {
    $schema: _draft,
    id: _id,
    ...schema
  } = JSON.parse(readFileSync(join(__dirname, "fixtures/sarif-2.1.0-rtm.5.json"), "utf8"));
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

const validate = compileSchema();
const parsed = (...[result, context]: Parameters<typeof toSarif>) => JSON.parse([...toSarif(result, context)].join(""));
const sarif = parsed(EVERY_OUTCOME, CONTEXT);
const [run] = sarif.runs;

test.each([
  ["every outcome", sarif],
  ["without a context", parsed(EVERY_OUTCOME)],
  ["resources not judged", parsed(NOT_JUDGED)],
  ["nothing", parsed(NOTHING)],
  ["an organization", parsed(syntheticResult(2000))],
])("%s is valid against the schema of SARIF 2.1.0", (_name, log) => {
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
});

test("the schema refuses what is none", () => {
  expect(validate({ version: "2.1.0", runs: [{ results: [] }] })).toBe(false);
});

test("results are what is non-compliant; exempt ones are suppressed with their reason", () => {
  expect(run.results).toHaveLength(2);
  const [bad, exempt] = run.results;
  expect(bad).toMatchObject({ ruleId: "s3-bucket-encrypted", ruleIndex: 0, level: "error" });
  expect(bad.message.text).toContain(HOSTILE);
  expect(bad.suppressions).toBeUndefined();
  expect(exempt).toMatchObject({
    level: "note",
    suppressions: [
      { kind: "external", status: "accepted", justification: "Log bucket itself. (platform, until 2027-03-31)" },
    ],
  });
});

test("rules carry what is known of them", () => {
  const [rule] = run.tool.driver.rules;
  expect(rule).toMatchObject({
    id: "s3-bucket-encrypted",
    shortDescription: { text: "Buckets are encrypted." },
    help: { text: "Disks get lost.\n\nRemediation: AWS-EnableS3BucketEncryption" },
    defaultConfiguration: { level: "error" },
    properties: { "security-severity": "8.0", tags: ["security", "cis-1.2.0/2.1", "cis-1.2.0/2.10"] },
  });
});

test("a place in a template is a physical location, the resource a logical one", () => {
  expect(run.results[0].locations[0]).toEqual({
    physicalLocation: {
      artifactLocation: { uri: "templates/bucket.yaml", uriBaseId: "%SRCROOT%" },
      region: { startLine: 12 },
    },
    logicalLocations: [
      {
        name: "Bucket",
        fullyQualifiedName: `111122223333/eu-west-1/AWS::S3::Bucket/${HOSTILE}`,
        kind: "resource",
      },
    ],
  });
});

test.each([
  ["./a b/c#1.json", { uri: "a%20b/c%231.json", uriBaseId: "%SRCROOT%" }],
  ["/abs/a.json", { uri: "file:///abs/a.json" }],
  ["half\uD800.json", { uri: "half%EF%BF%BD.json", uriBaseId: "%SRCROOT%" }],
  ["C:/in/a.json", { uri: "file:///C:/in/a.json" }],
  ["s3://bucket/a b.json", { uri: "s3://bucket/a%20b.json" }],
])("%s is an address", (file, artifactLocation) => {
  const [, bad] = EVERY_OUTCOME.evaluations;
  if (!bad) throw new Error("no evaluation");
  const log = parsed({ ...EVERY_OUTCOME, evaluations: [{ ...bad, source: { file } }] });
  expect(log.runs[0].results[0].locations[0].physicalLocation).toEqual({ artifactLocation });
});

test("fingerprints tell resources apart and do not move with annotation or line", () => {
  const [, bad] = EVERY_OUTCOME.evaluations;
  if (!bad) throw new Error("no evaluation");
  const moved = { ...bad, annotation: "Other words.", source: { file: "templates/bucket.yaml", line: 99 } };
  const prints = (evaluation: typeof bad) =>
    parsed({ ...EVERY_OUTCOME, evaluations: [evaluation] }).runs[0].results[0].partialFingerprints;
  expect(prints(moved)).toEqual(prints(bad));
  expect(prints({ ...bad, resourceId: "other" })).not.toEqual(prints(bad));
  expect(prints(bad)["rulewrightEvaluation/v1"]).toMatch(/^[0-9a-f]{32}$/);
});

test("errors and what is undetermined are notifications", () => {
  const [invocation] = run.invocations;
  expect(invocation.executionSuccessful).toBe(false);
  expect(invocation.toolExecutionNotifications.map((each: { level: string }) => each.level)).toEqual([
    "error",
    "error",
    "note",
  ]);
  expect(invocation.toolExecutionNotifications[2].message.text).toContain("1 evaluation undetermined");
});

test("resources that no rule can judge are warnings with their place", () => {
  const [{ executionSuccessful, toolExecutionNotifications }] = parsed({ ...NOT_JUDGED, errors: [] }).runs[0]
    .invocations;
  expect(executionSuccessful).toBe(true);
  expect(toolExecutionNotifications.map((each: { level: string }) => each.level)).toEqual([
    "warning",
    "warning",
    "note",
  ]);
  expect(toolExecutionNotifications[0]).toEqual({
    level: "warning",
    descriptor: { id: "not-judged" },
    message: { text: "AWS::S3::Bucket Looped is not judged: Its properties are known at deployment only." },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "templates/bucket.yaml", uriBaseId: "%SRCROOT%" },
          region: { startLine: 30 },
        },
        logicalLocations: [{ name: "Looped", kind: "resource" }],
      },
    ],
  });
  expect(toolExecutionNotifications[1].message.text).toContain(`${HOSTILE} is not judged: It has no Type.`);
});

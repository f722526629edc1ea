import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { toRecorderFacts } from "./aws/recorder.ts";
import { checkConcurrency, checkPackQuota, checkRuleQuota } from "./check-quotas.ts";
import { checkRecorder, type Place } from "./check-recorder.ts";
import { FINDING_IDS } from "./finding.ts";
import type { PackNeeds, RuleNeeds } from "./pack-needs.ts";
import { checkRuntime } from "./runtimes.ts";

const BUCKET = "AWS::S3::Bucket";
const rule = (name: string, recordedTypes: readonly string[] = [], rest: Partial<RuleNeeds> = {}): RuleNeeds => ({
  name,
  recordedTypes,
  scope: "regional",
  ...rest,
});
const pack = (rest: Partial<PackNeeds> = {}): PackNeeds => ({
  pack: "baseline",
  rules: [rule("bucket-key", [BUCKET])],
  hasFunctions: true,
  hasAutomaticRemediation: false,
  reservedConcurrency: 0,
  ...rest,
});
const place = (...packs: PackNeeds[]): Place => ({
  region: "eu-west-1",
  accountId: "111122223333",
  partition: "aws",
  globalRulesRegion: "us-east-1",
  packs,
});
const WIRE = { name: "default", roleARN: "arn:aws:iam::111122223333:role/config" };

describe("a recorder", () => {
  test("that excludes a type blinds its rules; the command names all of the recorder as it should be", () => {
    const facts = toRecorderFacts(
      {
        ...WIRE,
        recordingGroup: {
          allSupported: false,
          recordingStrategy: { useOnly: "EXCLUSION_BY_RESOURCE_TYPES" },
          exclusionByResourceTypes: { resourceTypes: [BUCKET, "AWS::IAM::User"] },
        },
        recordingMode: { recordingFrequency: "CONTINUOUS" },
      },
      { recording: true },
    );
    const [finding, ...others] = checkRecorder(facts, place(pack()));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      id: "type-cannot-be-seen",
      severity: "error",
      region: "eu-west-1",
      resourceType: BUCKET,
      rules: ["bucket-key"],
      message: "bucket-key cannot see AWS::S3::Bucket in eu-west-1 and looks clean: the recorder excludes it.",
    });
    const [, configuration = "", group = ""] =
      /--configuration-recorder '([^']+)' --recording-group '([^']+)'$/.exec(finding?.mend ?? "") ?? [];
    expect(JSON.parse(configuration)).toEqual({ ...WIRE, recordingMode: { recordingFrequency: "CONTINUOUS" } });
    expect(JSON.parse(group)).toEqual({
      allSupported: false,
      recordingStrategy: { useOnly: "EXCLUSION_BY_RESOURCE_TYPES" },
      exclusionByResourceTypes: { resourceTypes: ["AWS::IAM::User"] },
    });
  });

  test("that records daily is late, and an override can help it", () => {
    const facts = toRecorderFacts(
      { ...WIRE, recordingGroup: { allSupported: true }, recordingMode: { recordingFrequency: "DAILY" } },
      { recording: true },
    );
    const findings = checkRecorder(facts, place(pack()));
    expect(findings).toMatchObject([{ id: "type-seen-late", severity: "warning", resourceType: BUCKET }]);
    expect(findings[0]?.mend).toContain(
      '"recordingModeOverrides":[{"resourceTypes":["AWS::S3::Bucket"],"recordingFrequency":"CONTINUOUS"}]',
    );
  });

  test("of the old kind has no strategy: its list of types is one", () => {
    const facts = toRecorderFacts({ ...WIRE, recordingGroup: { resourceTypes: ["AWS::EC2::Volume"] } }, undefined);
    expect(checkRecorder(facts, place(pack()))).toMatchObject([{ id: "type-cannot-be-seen" }]);
  });

  test("of Control Tower gets no command: it would be put back", () => {
    const facts = toRecorderFacts({ ...WIRE, name: "aws-controltower-BaselineConfigRecorder" }, { recording: false });
    expect(checkRecorder(facts, place(pack()))).toEqual([expect.not.objectContaining({ mend: expect.anything() })]);
  });

  test("is asked only for what the Region gets: no global rules, none of other Regions", () => {
    const facts = toRecorderFacts({ ...WIRE, recordingGroup: { resourceTypes: [BUCKET] } }, { recording: true });
    const rules = [
      rule("bucket-key", [BUCKET]),
      rule("user-mfa", ["AWS::IAM::User"], { scope: "global" }),
      rule("volume", ["AWS::EC2::Volume"], { regions: ["us-east-1"] }),
      rule("password-policy"),
    ];
    expect(checkRecorder(facts, place(pack({ rules })))).toMatchObject([{ id: "recorder-fine", severity: "info" }]);
  });
});

describe("quotas", () => {
  const many = (number: number) => Array.from({ length: number }, (_each, index) => `other-${index}`);

  test.each([
    [49, "warning"],
    [50, "error"],
    [20, "info"],
  ])("%d packs before a new one", (number, severity) => {
    expect(checkPackQuota(many(number), place(pack()))).toMatchObject({ id: "pack-quota", severity });
  });

  test("do not count what is deployed already a second time", () => {
    expect(checkPackQuota([...many(49), "baseline"], place(pack())).severity).toBe("warning");
    const deployed = [...many(999), "bucket-key-conformance-pack-6cruwvtg2"];
    expect(checkRuleQuota(deployed, place(pack())).message).toBe("1000 of 1000 rules are in eu-west-1.");
    const both = place(pack(), pack({ pack: "another" }));
    expect(checkRuleQuota(deployed, both).severity).toBe("error"); // each pack has a copy of its own
    expect(checkRuleQuota(many(1_000), place(pack()))).toMatchObject({ id: "rule-quota", severity: "error" });
  });

  test.each([
    [1_000, 0, "info"],
    [10, 0, "warning"],
    [1_000, 901, "error"],
    [1_000, 900, "info"],
  ])("of %d concurrent executions, %d reserved", (free, reservedConcurrency, severity) => {
    const finding = checkConcurrency(free, place(pack({ reservedConcurrency })));
    expect(finding).toMatchObject({ id: "concurrency", severity });
  });
});

test.each([
  ["nodejs24.x", "2026-11-24", []],
  ["nodejs24.x", "2027-12-01", ["runtime-ends-soon"]],
  ["nodejs20.x", "2026-11-24", ["runtime-ended"]],
  ["nodejs22.x", "2027-04-30", ["runtime-ends-soon"]],
  ["nodejs22.x", "2027-05-01", ["runtime-ended"]],
  ["nodejs99.x", "2026-11-24", ["runtime-unknown"]],
])("runtime %s at %s", (runtime, now, ids) => {
  const findings = checkRuntime({ pack: "baseline", runtime, mend: "" }, new Date(now));
  expect(findings.map(({ id }) => id)).toEqual(ids);
});

test("the published schema, the documentation and the code know the same findings", () => {
  const schema = JSON.parse(readFileSync(join(__dirname, "../../schemas/doctor.schema.json"), "utf8")) as {
    $defs: { finding: { properties: { id: { enum: string[] } } } };
  };
  const page = readFileSync(join(__dirname, "../../../../docs/operating.md"), "utf8");
  expect(schema.$defs.finding.properties.id.enum).toEqual(FINDING_IDS);
  expect(FINDING_IDS.filter((id) => !page.includes(`\`${id}\``))).toEqual([]);
});

import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { RESOURCE_ID, compliant, defineRule, defineRunbook, parameter, type AnyRule } from "../../core/index.ts";
import { checkPack } from "../check-pack.ts";
import { lintPack } from "../lint/index.ts";
import { manifestOf } from "../outputs.ts";
import { defineConformancePack, managedRule, use, type PackEntry } from "../pack.ts";
import { packParameter } from "../pack-parameter.ts";
import { synthesizePack } from "../synthesize-pack.ts";
import { toYaml } from "../to-yaml.ts";
import { runbooksOf } from "./runbooks-of.ts";

const runbook = defineRunbook({
  description: "Sets the state: on or off.",
  parameters: {
    Bucket: { type: "String", description: "The bucket." },
    State: { type: "String", allowedValues: ["on", "off"], description: "The state." },
    Days: { type: "Integer", default: 9, description: "Days." },
  },
  steps: [
    {
      name: "Set",
      action: "aws:executeScript",
      inputs: {
        Runtime: "python3.12",
        Handler: "run",
        Script: "def run(events, context):\n    return {'on': \"${x}\"}\n",
        InputPayload: { state: "{{ State }}", bucket: "{{ Bucket }}", days: "{{ Days }}", flag: "yes", none: null },
      },
    },
  ],
  outputs: ["Set.Payload"],
});

const rule = defineRule({
  name: "bucket-on",
  description: "Buckets are on.",
  severity: "LOW",
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: {
    state: { type: "string", default: "on", description: "The state." },
    days: { type: "integer", description: "Days." },
  },
  remediation: {
    runbook,
    parameters: { Bucket: RESOURCE_ID, State: parameter("state"), Days: parameter("days") },
    permissions: [{ actions: ["s3:PutBucketVersioning"], resources: ["arn:*:s3:::*"] }],
  },
  evaluate: () => compliant(),
});

const packOf = (...rules: readonly PackEntry[]) => defineConformancePack({ name: "pack", rules });
const changed = (members: object): AnyRule =>
  Object.assign({}, rule, { remediation: { ...rule.remediation, ...members } });

describe("the runbooks of a pack", () => {
  const pack = packOf(
    use(rule, { name: "z-last" }),
    use(rule),
    use(rule, { name: "without", remediation: false }),
    use(changed({ runbook: "AWS-Known" }), { name: "of-aws" }),
    managedRule("IAM_PASSWORD_POLICY"),
  );

  test("are those that rules bring along, by rule name", () => {
    expect(runbooksOf(pack)).toEqual([
      {
        ruleName: "bucket-on",
        logicalId: "BucketOnRunbook",
        token: "BucketOnRunbookName",
        fileName: "bucket-on.yaml",
        content: expect.any(String),
      },
      expect.objectContaining({ ruleName: "z-last", token: "ZLastRunbookName", fileName: "z-last.yaml" }),
    ]);
  });

  test("are documents of Automation that assume the role they are passed", () => {
    const content = runbooksOf(pack)[0]?.content ?? "";
    expect(parse(content, { version: "1.1" })).toEqual({
      schemaVersion: "0.3",
      description: runbook.description,
      assumeRole: "{{ AutomationAssumeRole }}",
      parameters: {
        AutomationAssumeRole: { type: "String", description: expect.any(String) },
        ...runbook.parameters,
      },
      mainSteps: runbook.steps,
      outputs: ["Set.Payload"],
    });
    expect(Object.keys(parse(content))[0]).toBe("schemaVersion");
    expect(content).toContain('flag: "yes"');
  });

  test("have the same bytes for the same runbook, whatever else is in the pack", () => {
    const alone = runbooksOf(packOf(use(changed(structuredClone({ runbook })))));
    expect(alone.map(({ content }) => content)).toEqual(runbooksOf(packOf(use(rule))).map(({ content }) => content));
  });

  test("are named in the pack by their token, in the only version they have", () => {
    const { BucketOnRemediation, OfAwsRemediation } = synthesizePack(pack).Resources;
    expect(BucketOnRemediation?.Properties).toMatchObject({ TargetId: "${BucketOnRunbookName}", TargetVersion: "1" });
    expect(OfAwsRemediation?.Properties["TargetId"]).toBe("AWS-Known");
  });

  test("are tokens and files of the manifest", () => {
    const { tokens, rules } = parse(JSON.stringify(manifestOf(pack, "tool", [])));
    const named = (tokens as { name: string }[]).map(({ name }) => name).filter((name) => name.endsWith("RunbookName"));
    expect(named).toEqual(["BucketOnRunbookName", "ZLastRunbookName"]);
    const remediations = (rules as { name: string; remediation?: object }[]).map((each) => [
      each.name,
      each.remediation,
    ]);
    expect(Object.fromEntries(remediations)).toMatchObject({
      "bucket-on": {
        runbook: "${BucketOnRunbookName}",
        runbookLogicalId: "BucketOnRunbook",
        runbookFile: "runbooks/bucket-on.yaml",
      },
      "of-aws": { runbook: "AWS-Known" },
    });
    expect(JSON.stringify(rules)).not.toContain("mainSteps");
  });

  test("pass the linter, which refuses the runbook of another rule", () => {
    const text = toYaml(synthesizePack(packOf(use(rule), use(rule, { name: "z-last" }))));
    const problems = (yaml: string) => lintPack(yaml).filter(({ severity }) => severity === "error");
    expect(problems(text)).toEqual([]);
    const crossed = text.replace("TargetId: ${BucketOnRunbookName}", "TargetId: ${ZLastRunbookName}");
    expect(problems(crossed)).toEqual([
      expect.objectContaining({ code: "RW3167", hint: "Write ${BucketOnRunbookName}." }),
    ]);
    const unknown = text.replace("TargetId: ${BucketOnRunbookName}", "TargetId: ${BucketOffRunbookName}");
    expect(problems(unknown)).toEqual([expect.objectContaining({ code: "RW3167" })]);
  });
});

describe("checkPack", () => {
  const problemsOf = (entry: PackEntry) =>
    checkPack(packOf(entry)).map(({ code, path, message }) => [code, path, message]);

  test("takes what the pack's settings make of the values", () => {
    expect(problemsOf(use(rule, { parameters: { state: "off", days: 4 } }))).toEqual([]);
    expect(problemsOf(use(rule, { parameters: { state: packParameter() } }))).toEqual([]);
  });

  test("refuses a value that the runbook does not take", () => {
    expect(problemsOf(use(rule, { parameters: { state: "maybe" } }))).toEqual([
      [
        "RW3007",
        "bucket-on.remediation.parameters.State",
        'Remediation of bucket-on: State takes one of on, off; this is "maybe".',
      ],
    ]);
  });

  test("refuses a parameter that is left without a value", () => {
    const unset: AnyRule = changed({ parameters: { Bucket: RESOURCE_ID, State: parameter("days") } });
    expect(problemsOf(use(unset))).toEqual([
      [
        "RW3007",
        "bucket-on.remediation.parameters",
        "Remediation of bucket-on: its runbook needs its parameter State, which has no default.",
      ],
    ]);
  });

  test("refuses a document of more than 64 KB, and none of just so many", () => {
    const ofLength = (length: number) => use(changed({ runbook: { ...runbook, description: "x".repeat(length) } }));
    const content = runbooksOf(packOf(ofLength(0)))[0]?.content ?? "";
    const rest = 65_536 - Buffer.byteLength(content.replace('description: ""', "description: "));
    expect(problemsOf(ofLength(rest))).toEqual([]);
    expect(problemsOf(ofLength(rest + 1))).toEqual([
      [
        "RW3007",
        "bucket-on.remediation.runbook",
        "Remediation of bucket-on: its document has 65537 bytes; Systems Manager takes 65536.",
      ],
    ]);
  });
});

import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { defineRule } from "../core/rule.ts";
import { RESOURCE_ID, parameter } from "../core/remediation-values.ts";
import { compliant } from "../core/verdict.ts";
import { checkPack } from "./check-pack.ts";
import { extend } from "./extend.ts";
import { merge } from "./merge.ts";
import { packParameter } from "./pack-parameter.ts";
import { defineConformancePack, managedRule, policyRule, use, type PackEntry } from "./pack.ts";
import { splitPack } from "./split-pack.ts";
import { synthesizePack } from "./synthesize-pack.ts";
import { toYaml } from "./to-yaml.ts";

const rule = defineRule({
  name: "test-bucket-rule",
  description: "For tests.",
  severity: "LOW",
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: {
    acl: { type: "string", default: "private", description: "ACL." },
    optional: { type: "integer", description: "Optional." },
    needed: { type: "string", required: true, description: "Required." },
  },
  remediation: {
    runbook: "AWSConfigRemediation-ConfigureS3BucketPublicAccessBlock",
    parameters: { BucketName: RESOURCE_ID, BlockPublicAcls: parameter("acl") },
  },
  evaluate: () => compliant(),
});

const pack = (rules: readonly PackEntry[], name = "test") => defineConformancePack({ name, rules });
const errors = (rules: readonly PackEntry[]) => checkPack(pack(rules)).map(({ code }) => code);

describe("promoted parameters", () => {
  const promoted = pack([
    use(rule, {
      parameters: {
        acl: packParameter({ default: "${x}", description: "What to allow." }),
        optional: packParameter(),
        needed: packParameter({ name: "Needed" }),
      },
    }),
  ]);
  const template = synthesizePack(promoted);

  test("are declared with their default, empty where optional, without one where the deployment must set them", () => {
    expect(template.Parameters).toEqual({
      Needed: { Type: "String" },
      TestBucketRuleAcl: { Type: "String", Description: "What to allow.", Default: "${!x}" },
      TestBucketRuleOptional: { Type: "String", Default: "" },
    });
    expect(checkPack(promoted)).toEqual([]);
  });

  test("reach the rule and its remediation as references, and not at all when left empty", () => {
    const { TestBucketRule, TestBucketRuleRemediation } = template.Resources;
    expect(TestBucketRule?.Properties["InputParameters"]).toEqual({
      acl: { Ref: "TestBucketRuleAcl" },
      optional: { "Fn::If": ["HasTestBucketRuleOptional", { Ref: "TestBucketRuleOptional" }, { Ref: "AWS::NoValue" }] },
      needed: { Ref: "Needed" },
    });
    expect(TestBucketRuleRemediation?.Properties["Parameters"]).toMatchObject({
      BlockPublicAcls: { StaticValue: { Values: [{ Ref: "TestBucketRuleAcl" }] } },
    });
    expect(template.Conditions).toEqual({
      HasTestBucketRuleOptional: { "Fn::Not": [{ "Fn::Equals": [{ Ref: "TestBucketRuleOptional" }, ""] }] },
    });
  });

  test("with one name have one default", () => {
    const shared = (value: string) => packParameter({ name: "Shared", default: value });
    const twice = (a: string, b: string) => [
      use(rule, { parameters: { needed: shared(a) } }),
      use(rule, { name: "other", parameters: { needed: shared(b) } }),
    ];
    expect(errors(twice("x", "x"))).toEqual([]);
    expect(errors(twice("x", "y"))).toEqual(["RW3004"]);
  });
});

test("a rule that some Regions lack stands under a switch of its own", () => {
  const { Parameters, Resources } = synthesizePack(
    pack([managedRule("S3_BUCKET_VERSIONING_ENABLED", { regions: ["eu-west-1"] })]),
  );
  expect(Parameters).toEqual({ DeployS3BucketVersioningEnabled: { Type: "String", Default: "true" } });
  expect(Resources["S3BucketVersioningEnabled"]?.Condition).toBe("S3BucketVersioningEnabledHasRegion");
});

describe("pack-wide defaults", () => {
  const needed = { needed: "x" };
  test("hold for entries that do not say otherwise", () => {
    const { rules } = defineConformancePack({
      name: "test",
      defaults: { onError: "keep", remediation: { automatic: true, maximumAutomaticAttempts: 2 } },
      rules: [
        use(rule, { parameters: needed }),
        use(rule, { name: "own", parameters: needed, onError: "non-compliant", remediation: { automatic: false } }),
        use(rule, { name: "none", parameters: needed, remediation: false }),
      ],
    });
    expect(rules).toMatchObject([
      { onError: "keep", remediation: { automatic: true, maximumAutomaticAttempts: 2 } },
      { onError: "non-compliant", remediation: { automatic: false, maximumAutomaticAttempts: 2 } },
      { onError: "keep", remediation: false },
    ]);
  });
});

describe("policyRule", () => {
  test("becomes a rule that AWS Config evaluates itself; the policy's text survives as it is", () => {
    const guard = "rule x {\n  resourceType == 'AWS::S3::Bucket'\n}\n";
    const text = toYaml(synthesizePack(pack([policyRule({ name: "g", guard, resourceTypes: ["AWS::S3::Bucket"] })])));
    const { Resources }: { Resources: Record<string, { Properties: object }> } = parse(text);
    expect(Resources["G"]?.Properties).toMatchObject({
      Source: { Owner: "CUSTOM_POLICY", CustomPolicyDetails: { PolicyRuntime: "guard-2.x.x", PolicyText: guard } },
    });
  });

  test("is refused without text, over 10,000 characters, or without a type", () => {
    const refused = (guard: string, types: readonly "AWS::S3::Bucket"[]) =>
      errors([policyRule({ name: "g", guard, resourceTypes: types })]);
    expect(refused(" ", ["AWS::S3::Bucket"])).toEqual(["RW3016"]);
    expect(refused("x".repeat(10_001), [])).toEqual(["RW3016", "RW3016"]);
    expect(refused("x".repeat(10_000), ["AWS::S3::Bucket"])).toEqual([]);
  });
});

describe("extend", () => {
  const base = pack([managedRule("S3_BUCKET_VERSIONING_ENABLED"), managedRule("EC2_EBS_ENCRYPTION_BY_DEFAULT")]);

  test("drops, overrides and adds", () => {
    const extended = extend(base, {
      name: "more",
      drop: ["s3-bucket-versioning-enabled"],
      override: [managedRule("EC2_EBS_ENCRYPTION_BY_DEFAULT", { schedule: "One_Hour" })],
      add: [managedRule("ROOT_ACCOUNT_MFA_ENABLED")],
    });
    expect(extended.name).toBe("more");
    expect(extended.rules).toMatchObject([
      { name: "ec2-ebs-encryption-by-default", schedule: "One_Hour" },
      { name: "root-account-mfa-enabled" },
    ]);
    expect(base.rules).toHaveLength(2);
  });

  test("refuses to drop what is not there", () => {
    expect(() => extend(base, { name: "x", drop: ["s3-bucket-versioning-enable"] })).toThrow(
      expect.objectContaining({ code: "RW3012", hint: "Did you mean s3-bucket-versioning-enabled?" }),
    );
  });
});

describe("merge", () => {
  const keys = (maxAccessKeyAge: number) => managedRule("ACCESS_KEYS_ROTATED", { parameters: { maxAccessKeyAge } });

  test("has each rule once, at the strictest bound, and keeps all controls", () => {
    const a = pack([{ ...keys(90), controls: ["cis-1.2.0/1.4"] }], "a");
    const b = pack([{ ...keys(45), controls: ["cis-5.0.0/1.13"] }, managedRule("ROOT_ACCOUNT_MFA_ENABLED")], "b");
    expect(merge([a, b], { name: "both" }).rules).toMatchObject([
      {
        identifier: "ACCESS_KEYS_ROTATED",
        parameters: { maxAccessKeyAge: 45 },
        controls: ["cis-1.2.0/1.4", "cis-5.0.0/1.13"],
      },
      { identifier: "ROOT_ACCOUNT_MFA_ENABLED" },
    ]);
  });

  test("names every parameter that nobody can order", () => {
    const tags = (tag1Key: string) => managedRule("REQUIRED_TAGS", { parameters: { tag1Key } });
    expect(() => merge([pack([tags("a")], "a"), pack([tags("b")], "b")], { name: "both" })).toThrow(
      expect.objectContaining({ code: "RW3013", message: expect.stringMatching(/tag1Key is "a" in one pack and "b"/) }),
    );
  });
});

describe("splitPack", () => {
  const many = (count: number): PackEntry[] =>
    Array.from({ length: count }, (_, index) =>
      managedRule("ROOT_ACCOUNT_MFA_ENABLED", { name: `rule-${String(index).padStart(3, "0")}` }),
    );

  test("leaves a pack that fits", () => {
    expect(splitPack(pack(many(130))).map(({ name }) => name)).toEqual(["test"]);
  });

  test("cuts a larger one into parts within the limits, losing nothing", () => {
    const parts = splitPack(pack(many(300)));
    expect(parts.map(({ name }) => name)).toEqual(["test", "test-part-2", "test-part-3"]);
    const names = (rules: readonly PackEntry[]) => rules.map(({ name }) => name).sort();
    expect(names(parts.flatMap(({ rules }) => rules))).toEqual(names(many(300)));
    expect(parts.flatMap(checkPack)).toEqual([]);
  });
});

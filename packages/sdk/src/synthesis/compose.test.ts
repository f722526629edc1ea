import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { defineRule } from "../core/rule.ts";
import { RESOURCE_ID, parameter } from "../core/remediation-values.ts";
import { compliant, nonCompliant } from "../core/verdict.ts";
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
      { onError: "non-compliant", remediation: { automatic: false } },
      { onError: "keep", remediation: false },
    ]);
    expect(rules[1]).not.toHaveProperty("remediation.maximumAutomaticAttempts");
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

  test("is refused with a description over 256 characters", () => {
    const described = (length: number) =>
      errors([
        policyRule({ name: "g", guard: "x", resourceTypes: ["AWS::S3::Bucket"], description: "d".repeat(length) }),
      ]);
    expect([described(256), described(257)]).toEqual([[], ["RW3016"]]);
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

  test("holds the pack's defaults for what it puts in", () => {
    const before = defineConformancePack({
      name: "base",
      defaults: { onError: "keep", remediation: { automatic: true } },
      rules: [use(rule, { parameters: { needed: "x" } })],
    });
    const own = { parameters: { needed: "y" }, onError: "non-compliant", remediation: { automatic: false } } as const;
    const { rules } = extend(before, {
      name: "more",
      override: [use(rule, { parameters: { needed: "y" } })],
      add: [use(rule, { ...own, name: "own" }), use(rule, { parameters: { needed: "y" }, name: "added" })],
    });
    expect(rules).toMatchObject([
      { name: "test-bucket-rule", onError: "keep", remediation: { automatic: true } },
      { name: "own", onError: "non-compliant", remediation: { automatic: false } },
      { name: "added", onError: "keep", remediation: { automatic: true } },
    ]);
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

describe("what merge makes of", () => {
  const of = (a: PackEntry, b: PackEntry, ...frameworks: readonly string[]) => {
    const packs = [a, b].map((entry, index) => {
      const framework = frameworks[index];
      return defineConformancePack({ name: `p${index}`, rules: [entry], ...(framework ? { framework } : {}) });
    });
    return merge(packs, { name: "both" }).rules;
  };
  const conflict = (text: string) =>
    expect.objectContaining({ code: "RW3013", message: expect.stringContaining(text) });
  const bucket = { needed: "x" };

  test("a value and the default it is left at: never the looser one in silence", () => {
    const length = (parameters: Readonly<Record<string, unknown>>) => ({
      ...managedRule("IAM_PASSWORD_POLICY"),
      parameters,
    });
    expect(() => of(length({}), length({ MinimumPasswordLength: 8 }))).toThrow(
      conflict("MinimumPasswordLength is left out in one pack and 8 in another, and no control says which is stricter"),
    );
    expect(of(length({}), length({ MinimumPasswordLength: 8 }), "cis-1.2.0")).toMatchObject([
      { parameters: { MinimumPasswordLength: 14 } },
    ]);
    expect(of(length({ MinimumPasswordLength: 20 }), length({}), "cis-1.2.0")).toMatchObject([
      { parameters: { MinimumPasswordLength: 20 } },
    ]);
    expect(of(length({ MinimumPasswordLength: "14" }), length({}))).toMatchObject([
      { parameters: { MinimumPasswordLength: "14" } },
    ]);
  });

  test("a value and none: what AWS then does is not known", () => {
    const ports = (parameters: Readonly<Record<string, unknown>>) => ({
      ...managedRule("VPC_SG_PORT_RESTRICTION_CHECK"),
      parameters,
    });
    expect(() => of(ports({ ipType: "IPv4" }), ports({}), "cis-5.0.0", "fsbp")).toThrow(conflict('ipType is "IPv4"'));
    expect(() => of(ports({ ipType: "IPv4" }), ports({ ipType: "ALL" }), "cis-5.0.0")).toThrow(conflict("ipType"));
  });

  test("a blocked port and the default of its parameter", () => {
    const ports = (parameters: Readonly<Record<string, unknown>>) => ({
      ...managedRule("RESTRICTED_INCOMING_TRAFFIC"),
      parameters,
    });
    expect(() => of(ports({ blockedPort1: 3389 }), ports({}), "cis-1.2.0")).toThrow(conflict("blockedPort1 is 3389"));
    expect(of(ports({ blockedPort1: 20 }), ports({}))).toMatchObject([{ parameters: { blockedPort1: 20 } }]);
  });

  test("lists: both, where a control demands elements", () => {
    const ports = (restrictPorts: string) =>
      managedRule("VPC_SG_PORT_RESTRICTION_CHECK", { parameters: { restrictPorts } });
    expect(of(ports("22,3389"), ports("445,22"), "cis-5.0.0")).toMatchObject([
      { parameters: { restrictPorts: "22,3389,445" } },
    ]);
  });

  test("defaults of a rule of ours", () => {
    const acl = (value?: string) => use(rule, { parameters: value === undefined ? bucket : { ...bucket, acl: value } });
    expect(() => of(acl(), acl("public"))).toThrow(conflict('acl is left out in one pack and "public" in another'));
    expect(of(acl(), acl("private"))).toMatchObject([{ parameters: { acl: "private" } }]);
  });

  test("a value that the deployment may set", () => {
    const open = managedRule("ACCESS_KEYS_ROTATED", {
      parameters: { maxAccessKeyAge: packParameter({ default: 90 }) },
    });
    const fixed = managedRule("ACCESS_KEYS_ROTATED", { parameters: { maxAccessKeyAge: 90 } });
    expect(() => of(open, fixed, "cis-1.2.0")).toThrow(conflict("maxAccessKeyAge"));
    expect(of(open, { ...open })).toMatchObject([{ parameters: open.parameters }]);
  });

  test.each<[string, PackEntry, PackEntry]>([
    [
      "schedule",
      managedRule("ROOT_ACCOUNT_MFA_ENABLED", { schedule: "One_Hour" }),
      managedRule("ROOT_ACCOUNT_MFA_ENABLED"),
    ],
    ["onError", use(rule, { parameters: bucket, onError: "keep" }), use(rule, { parameters: bucket })],
    [
      "remediation",
      use(rule, { parameters: bucket, remediation: { automatic: true } }),
      use(rule, { parameters: bucket }),
    ],
    ["remediation", use(rule, { parameters: bucket, remediation: false }), use(rule, { parameters: bucket })],
    [
      "rule",
      use(rule, { parameters: bucket }),
      use({ ...rule, evaluate: () => nonCompliant("other") }, { parameters: bucket }),
    ],
    [
      "guard",
      policyRule({ name: "g", guard: "rule a {}", resourceTypes: ["AWS::S3::Bucket"] }),
      policyRule({ name: "g", guard: "rule b {}", resourceTypes: ["AWS::S3::Bucket"] }),
    ],
    [
      "resourceTypes",
      policyRule({ name: "g", guard: "rule a {}", resourceTypes: ["AWS::S3::Bucket"] }),
      policyRule({ name: "g", guard: "rule a {}", resourceTypes: ["AWS::SNS::Topic"] }),
    ],
  ])("another %s: a conflict", (what, a, b) => {
    expect(() => of(a, b)).toThrow(conflict(`${a.name}: ${what} is`));
  });

  test("settings that are the defaults: the same", () => {
    const said = use(rule, { parameters: bucket, onError: "not-applicable", remediation: { automatic: false } });
    expect(of(use(rule, { parameters: bucket }), said)).toHaveLength(1);
    expect(of(use({ ...rule }, { parameters: bucket }), said)).toHaveLength(1); // another copy of the module
    const daily = managedRule("ROOT_ACCOUNT_MFA_ENABLED", { schedule: "TwentyFour_Hours" });
    expect(of(daily, managedRule("ROOT_ACCOUNT_MFA_ENABLED"))).toHaveLength(1);
  });

  test("Regions: those of both, or all", () => {
    const limited = (...regions: readonly string[]) => managedRule("ROOT_ACCOUNT_MFA_ENABLED", { regions });
    expect(of(limited("us-east-1"), limited("eu-west-1", "us-east-1"))).toMatchObject([
      { regions: ["eu-west-1", "us-east-1"] },
    ]);
    expect(of(limited("us-east-1"), managedRule("ROOT_ACCOUNT_MFA_ENABLED"))).toMatchObject([{ regions: undefined }]);
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

import { describe, expect, test } from "@jest/globals";
import { managedRules } from "@rulewright/catalog/managed-rules";
import { compliant, definePeriodicRule, defineRule, untyped } from "../core/index.ts";
import { manifestOf } from "./outputs.ts";
import { defineConformancePack, managedRule, policyRule, use, type PackEntry } from "./pack.ts";
import { conditionOf, isGlobalEntry, regionSwitchOf } from "./regions.ts";
import { synthesizePack } from "./synthesize-pack.ts";
import { synthesizeStack } from "./stack/synthesize-stack.ts";

const base = { description: "For tests.", severity: "LOW", evaluate: () => compliant() } as const;
const accelerator = defineRule({
  ...base,
  name: "accelerator",
  resourceTypes: ["AWS::GlobalAccelerator::Accelerator"],
});
const edge = defineRule({
  ...base,
  name: "edge",
  resourceTypes: ["AWS::GlobalAccelerator::Accelerator", "AWS::CloudFront::Distribution"],
});
const asked = definePeriodicRule({
  ...base,
  name: "asked",
  resourceTypes: ["AWS::CloudFront::Distribution"],
  schedule: "One_Hour",
  scope: "global",
  collect: async () => undefined,
});

const managed = (identifier: string): PackEntry => ({ ...managedRule("IAM_PASSWORD_POLICY"), identifier });

describe("an entry stands under", () => {
  test.each<[string, PackEntry, string | undefined]>([
    ["the switch of its home Region", managed("CLOUDFRONT_SNI_ENABLED"), "UsEast1Rules"],
    ["that switch, for WAF", managed("WAF_GLOBAL_WEBACL_NOT_EMPTY"), "UsEast1Rules"],
    ["that switch, for Route 53", managed("ROUTE53_QUERY_LOGGING_ENABLED"), "UsEast1Rules"],
    ["that switch, for Shield, which names no type", managed("SHIELD_DRT_ACCESS"), "UsEast1Rules"],
    [
      "a switch of all Regions that have it",
      managed("IAM_SERVER_CERTIFICATE_EXPIRATION_CHECK"),
      "CnNorth1UsEast1Rules",
    ],
    ["another home Region's", managed("ROUTE53_RECOVERY_CONTROL_CLUSTER_TAGGED"), "UsWest2Rules"],
    ["the global switch, for what is recorded everywhere", managed("IAM_USER_NO_POLICIES_CHECK"), "GlobalRules"],
    ["the global switch, for settings of the account", managed("IAM_PASSWORD_POLICY"), "GlobalRules"],
    ["the global switch, for a policy in use", managed("IAM_POLICY_IN_USE"), "GlobalRules"],
    ["the global switch, for contacts", managed("SECURITY_ACCOUNT_INFORMATION_PROVIDED"), "GlobalRules"],
    [
      "the global switch, for the account's public access block",
      managed("S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC"),
      "GlobalRules",
    ],
    ["no switch, for an analyzer in each Region", managed("IAM_EXTERNAL_ACCESS_ANALYZER_ENABLED"), undefined],
    ["no switch, for a detector in each Region", managed("GUARDDUTY_ENABLED_CENTRALIZED"), undefined],
    ["no switch, where one type is regional", managed("FMS_WEBACL_RESOURCE_POLICY_CHECK"), undefined],
    ["where its items are, for a rule of ours", use(accelerator), "UsWest2UsGovWest1Rules"],
    ["all home Regions of its types", use(edge), "UsEast1UsWest2UsGovWest1Rules"],
    ["the global switch, where only a schedule starts it", use(asked), "GlobalRules"],
    ["no switch, where the rule says it is regional", use({ ...accelerator, scope: "regional" }), undefined],
    [
      "the global switch, where nothing is known of a type",
      use({ ...accelerator, scope: "global", resourceTypes: [untyped("AWS::GlobalAccelerator::New")] }),
      "GlobalRules",
    ],
    [
      "where its items are, for a policy",
      policyRule({ name: "p", guard: "x", resourceTypes: ["AWS::CloudFront::Distribution"] }),
      "UsEast1UsGovWest1Rules",
    ],
    [
      "its own switch, where the pack names Regions",
      managedRule("CLOUDFRONT_SNI_ENABLED", { regions: ["eu-west-1"] }),
      "CloudfrontSniEnabledHasRegion",
    ],
  ])("%s", (_where, entry, condition) => {
    expect(conditionOf(entry).Condition).toBe(condition);
  });
});

test("what its page names is where a managed rule is, whatever its types", () => {
  const named = managedRules().filter(({ regions }) => regions !== undefined);
  expect(named.length).toBeGreaterThan(0);
  for (const { identifier, regions } of named) {
    expect(regionSwitchOf(managed(identifier))?.regions).toEqual(regions);
    expect(isGlobalEntry(managed(identifier))).toBe(true);
  }
});

test("rules of one home Region share a switch, which the stack answers by Region alone", () => {
  const rules = [
    managedRule("CLOUDFRONT_SNI_ENABLED"),
    managedRule("ROUTE53_QUERY_LOGGING_ENABLED"),
    managedRule("IAM_PASSWORD_POLICY"),
  ];
  const pack = defineConformancePack({ name: "test", rules });
  expect(synthesizePack(pack)).toMatchObject({
    Parameters: {
      DeployGlobalRules: { Type: "String", Default: "true" },
      DeployUsEast1Rules: { Type: "String", Default: "true" },
    },
    Conditions: { UsEast1Rules: { "Fn::Equals": [{ Ref: "DeployUsEast1Rules" }, "true"] } },
  });
  const { Parameters, Conditions, Resources } = synthesizeStack(pack, { tool: "t", code: [] });
  expect(Object.keys(Parameters ?? {})).toEqual(["GlobalRulesRegion"]);
  expect(Conditions).toEqual({
    IsGlobalRulesRegion: { "Fn::Equals": [{ Ref: "AWS::Region" }, { Ref: "GlobalRulesRegion" }] },
    UsEast1Rules: { "Fn::Equals": [{ Ref: "AWS::Region" }, "us-east-1"] },
  });
  expect(Resources["ConformancePack"]?.Properties["ConformancePackInputParameters"]).toEqual([
    { ParameterName: "DeployGlobalRules", ParameterValue: { "Fn::If": ["IsGlobalRulesRegion", "true", "false"] } },
    { ParameterName: "DeployUsEast1Rules", ParameterValue: { "Fn::If": ["UsEast1Rules", "true", "false"] } },
  ]);
  expect(manifestOf(pack, "t", [])).toMatchObject({
    rules: [
      { name: "cloudfront-sni-enabled", scope: "global", regions: ["us-east-1"], switch: "DeployUsEast1Rules" },
      { name: "iam-password-policy", scope: "global" },
      { name: "route53-query-logging-enabled", switch: "DeployUsEast1Rules" },
    ],
  });
});

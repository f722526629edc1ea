import { describe, expect, test } from "@jest/globals";
import type { PackDeployment } from "../deployment.ts";
import type { StackResource, StackTemplate, TemplateValue } from "../template.ts";
import { EVERYTHING, packOfAllKinds } from "./fixtures/packs.ts";
import { publishedVersion } from "./published-version.ts";
import { synthesizeStack } from "./synthesize-stack.ts";

const HASH = "0123456789abcdef";
const stackOf = (deployment: PackDeployment, hash = HASH): StackTemplate =>
  synthesizeStack(packOfAllKinds({ ...deployment, publishedVersions: true }), {
    tool: "rulewright 0.1.0",
    code: [{ name: "change", hash }],
  });
const versionsOf = (template: StackTemplate) =>
  Object.entries(template.Resources).flatMap(([id, { Type }]) => (Type === "AWS::Lambda::Version" ? [id] : []));
const versionOf = (deployment: PackDeployment, hash?: string) => versionsOf(stackOf(deployment, hash))[0];

describe("another version is published with", () => {
  const first = versionOf(EVERYTHING);

  test.each<[string, PackDeployment]>([
    ["another path of roles, which replaces them", { rolePath: "/other/" }],
    ["other variables", { environment: { STAGE: "prod" } }],
    ["another key", { kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/other" }],
    ["another network", { vpc: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] } }],
    ["more memory", { change: { memoryMb: 512 } }],
    ["more time", { change: { timeoutSeconds: 31 } }],
  ])("%s", (_what, deployment) => {
    expect(versionOf({ ...EVERYTHING, ...deployment })).not.toBe(first);
  });

  test("other code", () => {
    expect(versionOf(EVERYTHING, "fedcba9876543210")).not.toBe(first);
  });

  test("a path where roles had none", () => {
    const { rolePath: _path, ...without } = EVERYTHING;
    expect(versionOf(without)).not.toBe(versionOf({ ...without, rolePath: "/" }));
  });
});

describe("no other version is asked for, which Lambda would not publish, with", () => {
  const first = versionOf(EVERYTHING);
  const { change, vpc } = EVERYTHING;

  test.each<[string, PackDeployment]>([
    ["other tags", { tags: { team: "other" } }],
    ["no tags", { tags: {} }],
    ["another reserved concurrency", { change: { ...change, reservedConcurrency: 6 } }],
    ["another age of events", { change: { ...change, maximumEventAgeSeconds: 700 } }],
    ["logs that are kept longer", { logRetentionDays: 30 }],
    ["another boundary of roles, which does not replace them", { permissionsBoundary: "arn:aws:iam::aws:policy/x" }],
    ["other alarms", { alarms: false }],
    [
      "the same network in another order",
      {
        vpc: {
          subnetIds: vpc?.subnetIds.toReversed() ?? [],
          securityGroupIds: vpc?.securityGroupIds.toReversed() ?? [],
        },
      },
    ],
  ])("%s", (_what, deployment) => {
    expect(versionOf({ ...EVERYTHING, ...deployment })).toBe(first);
  });
});

test("every property of a function, and every resource it refers to, is known to be of a version or not", () => {
  const { Resources } = stackOf(EVERYTHING);
  const properties = Resources["ChangeFunction"]?.Properties ?? {};
  // one more: does a version hold it? `OF_ALL_VERSIONS` and the tests above want to know
  expect(Object.keys(properties).toSorted()).toEqual([
    "Architectures",
    "Code",
    "Description",
    "Environment",
    "Handler",
    "KmsKeyArn",
    "LoggingConfig",
    "MemorySize",
    "ReservedConcurrentExecutions",
    "Role",
    "Runtime",
    "Tags",
    "Timeout",
    "VpcConfig",
  ]);
  const text = JSON.stringify(properties);
  const ids = Object.keys(Resources).filter((id) => text.includes(`"${id}"`) || text.includes(`\${${id}`));
  // one more: what replaces it? `REPLACING` wants to know, and `publishedVersion` is to be given it
  expect(ids.map((id) => [id, Resources[id]?.Type])).toEqual([
    ["ChangeFunctionLogs", "AWS::Logs::LogGroup"],
    ["ChangeFunctionRole", "AWS::IAM::Role"],
  ]);
});

describe("what may be replaced behind a version", () => {
  const functionWith = (value: TemplateValue): [string, StackResource] => [
    "Function",
    { Type: "AWS::Lambda::Function", Properties: { Value: value } },
  ];
  const idOf = (value: TemplateValue, Type: string, Properties: StackResource["Properties"]) =>
    publishedVersion(functionWith(value), HASH, [["Other", { Type, Properties }]])[0];

  test.each<[string, TemplateValue]>([
    ["Ref", { Ref: "Other" }],
    ["Fn::GetAtt", { "Fn::GetAtt": ["Other", "Arn"] }],
    ["Fn::Sub", { Name: [{ "Fn::Sub": "x-${Other.Arn}" }] }],
    ["a variable of Fn::Sub", { "Fn::Sub": ["${A}", { A: { Ref: "Other" } }] }],
  ])("counts by its properties that replace it, found by %s", (_how, value) => {
    const role = (properties: StackResource["Properties"]) => idOf(value, "AWS::IAM::Role", properties);
    expect(role({ RoleName: "a" })).not.toBe(role({ RoleName: "b" }));
    expect(role({ RoleName: "a", Description: "a" })).toBe(role({ RoleName: "a", Description: "b" }));
    expect(role({ Description: "a" })).toBe(role({})); // so that ids of packs without such a setting stay
  });

  test("counts by all its properties where its type is not known", () => {
    const queue = (VisibilityTimeout: number) => idOf({ Ref: "Other" }, "AWS::SQS::Queue", { VisibilityTimeout });
    expect(queue(1)).not.toBe(queue(2));
  });

  test("does not count where it is not referred to", () => {
    const role = (Path: string) => idOf({ "Fn::Sub": "${!Other}" }, "AWS::IAM::Role", { Path });
    expect(role("/a/")).toBe(role("/b/"));
  });
});

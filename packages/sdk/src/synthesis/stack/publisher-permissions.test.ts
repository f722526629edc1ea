import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { isObject } from "../../core/json.ts";
import { EVERYTHING, packOfAllKinds } from "./fixtures/packs.ts";
import { synthesizeStack } from "./synthesize-stack.ts";

const guide = readFileSync(new URL("../../../../../docs/publishing.md", import.meta.url), "utf8");

interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [String(value)]);

/** The statements of the policy for ordinary stacks, from the page for publishers. */
function documented(): readonly Statement[] {
  const [, block = ""] = /Ordinary stacks[^`]*(?:`[^`]+`[^`]*)*?```json\n([\s\S]*?)\n```/.exec(guide) ?? [];
  const policy: unknown = JSON.parse(block);
  const statements: readonly unknown[] =
    isObject(policy) && Array.isArray(policy["Statement"]) ? policy["Statement"] : [];
  return statements
    .filter(isObject)
    .map(({ Action, Resource }) => ({ actions: list(Action), resources: list(Resource) }));
}

const isLike = (pattern: string, text: string) =>
  new RegExp(
    `^${pattern
      .split("*")
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join(".*")}$`,
    "i",
  ).test(text);
const isAllowed = (action: string, resource: string) =>
  documented().some(
    ({ actions, resources }) =>
      actions.some((each) => isLike(each, action)) && resources.some((each) => isLike(each, resource)),
  );

const PLACE = "eu-west-1:111122223333";
/** A name as CloudFormation makes it. */
const named = (id: string) => `rulewright-everything-${id}-ABCDEFGHIJKL`;

/**
 * What CloudFormation does with resources of a type on its caller's behalf, and to what, in making, updating and removing
 * them; `properties` are updated by actions of their own.
 * @see https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/resource-operations.html
 */
interface Handled {
  readonly arn: (logicalId: string) => string;
  readonly actions: readonly string[];
  readonly properties?: Readonly<Record<string, readonly string[]>>;
}
const onFunction = (actions: readonly string[]): Handled => ({
  arn: (id) => `arn:aws:lambda:${PLACE}:function:${named(id)}`,
  actions: actions.map((each) => `lambda:${each}`),
});
const HANDLED: Readonly<Record<string, Handled>> = {
  "AWS::Lambda::Function": onFunction([
    "CreateFunction",
    "GetFunction",
    "UpdateFunctionCode",
    "UpdateFunctionConfiguration",
    "PutFunctionConcurrency",
    "DeleteFunctionConcurrency",
    "DeleteFunction",
    "TagResource",
    "UntagResource",
  ]),
  "AWS::Lambda::Version": onFunction(["PublishVersion", "GetFunctionConfiguration", "DeleteFunction"]),
  "AWS::Lambda::Permission": onFunction(["AddPermission", "GetPolicy", "RemovePermission"]),
  "AWS::Lambda::EventInvokeConfig": onFunction([
    "PutFunctionEventInvokeConfig",
    "GetFunctionEventInvokeConfig",
    "DeleteFunctionEventInvokeConfig",
  ]),
  "AWS::IAM::Role": {
    arn: (id) => `arn:aws:iam::111122223333:role/${named(id)}`,
    actions: ["CreateRole", "GetRole", "DeleteRole", "PassRole", "ListAttachedRolePolicies", "ListRolePolicies"].map(
      (each) => `iam:${each}`,
    ),
    properties: {
      Description: ["iam:UpdateRole", "iam:UpdateRoleDescription"],
      Path: [],
      PermissionsBoundary: ["iam:PutRolePermissionsBoundary", "iam:DeleteRolePermissionsBoundary"],
      AssumeRolePolicyDocument: ["iam:UpdateAssumeRolePolicy"],
      Policies: ["iam:GetRolePolicy", "iam:PutRolePolicy", "iam:DeleteRolePolicy"],
      Tags: ["iam:TagRole", "iam:UntagRole"],
    },
  },
  "AWS::Logs::LogGroup": {
    arn: (id) => `arn:aws:logs:${PLACE}:log-group:${named(id)}`,
    actions: ["CreateLogGroup", "PutRetentionPolicy", "AssociateKmsKey", "TagResource", "DeleteLogGroup"].map(
      (each) => `logs:${each}`,
    ),
  },
  "AWS::SQS::Queue": {
    arn: (id) => `arn:aws:sqs:${PLACE}:${named(id)}`,
    actions: ["CreateQueue", "GetQueueAttributes", "SetQueueAttributes", "TagQueue", "DeleteQueue"].map(
      (each) => `sqs:${each}`,
    ),
  },
  "AWS::Events::Rule": {
    arn: (id) => `arn:aws:events:${PLACE}:rule/${named(id)}`,
    actions: ["PutRule", "DescribeRule", "PutTargets", "RemoveTargets", "DeleteRule"].map((each) => `events:${each}`),
  },
  "AWS::CloudWatch::Alarm": {
    arn: (id) => `arn:aws:cloudwatch:${PLACE}:alarm:${named(id)}`,
    actions: [
      "PutMetricAlarm",
      "DescribeAlarms",
      "DeleteAlarms",
      "TagResource",
      "UntagResource",
      "ListTagsForResource",
    ].map((each) => `cloudwatch:${each}`),
  },
  "AWS::SSM::Document": {
    arn: (id) => `arn:aws:ssm:${PLACE}:document/${named(id)}`,
    actions: [
      "CreateDocument",
      "GetDocument",
      "DescribeDocument",
      "DeleteDocument",
      "AddTagsToResource",
      "RemoveTagsFromResource",
    ].map((each) => `ssm:${each}`),
  },
  "AWS::SSM::Parameter": {
    arn: (id) => `arn:aws:ssm:${PLACE}:parameter/CFN-${id}-AbCdEfGhIjKl`,
    actions: [
      "PutParameter",
      "GetParameters",
      "DeleteParameter",
      "AddTagsToResource",
      "RemoveTagsFromResource",
      "ListTagsForResource",
    ].map((each) => `ssm:${each}`),
  },
  "AWS::Config::ConformancePack": {
    arn: () => `arn:aws:config:${PLACE}:conformance-pack/everything/conformance-pack-a`,
    actions: [
      "PutConformancePack",
      "DescribeConformancePacks",
      "DescribeConformancePackStatus",
      "DeleteConformancePack",
    ].map((each) => `config:${each}`),
  },
};

/** An action on a resource, for each that the stack of a pack with every setting needs. */
function needed(): (readonly [action: string, arn: string])[] {
  const { Resources } = synthesizeStack(packOfAllKinds(EVERYTHING), { tool: "rulewright 0.1.0", code: [] });
  return Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
    const handled = HANDLED[Type];
    if (!handled) throw new Error(`${Type} has no place in HANDLED.`);
    const { arn, actions, properties } = handled;
    const updating = Object.keys(properties ? Properties : {}).flatMap((name) => {
      const own = properties?.[name];
      if (!own) throw new Error(`${Type} has a property ${name} that HANDLED does not know.`);
      return own;
    });
    return [...actions, ...updating].map((action) => [action, arn(id)] as const);
  });
}

describe("the policy that the page for publishers shows", () => {
  test("allows what CloudFormation does for a stack with every setting", () => {
    const lacking = needed().filter(([action, arn]) => !isAllowed(action, arn));
    expect(lacking).toEqual([]);
    // groups of logs can be described all at once only
    expect(isAllowed("logs:DescribeLogGroups", `arn:aws:logs:${PLACE}:log-group::log-stream:`)).toBe(true);
  });

  test.each([
    ["ssm:GetParameter", `arn:aws:ssm:${PLACE}:parameter/database/password`],
    ["ssm:PutParameter", `arn:aws:ssm:${PLACE}:parameter/CFN-Other-AbCdEfGhIjKl`],
    ["ssm:DeleteParameter", `arn:aws:ssm:${PLACE}:parameter/other`],
    ["ssm:DeleteDocument", `arn:aws:ssm:${PLACE}:document/other`],
    ["iam:PassRole", "arn:aws:iam::111122223333:role/other"],
    ["iam:AttachRolePolicy", `arn:aws:iam::111122223333:role/${named("ChangeFunctionRole")}`],
    ["lambda:UpdateFunctionCode", `arn:aws:lambda:${PLACE}:function:other`],
    ["logs:DeleteLogGroup", `arn:aws:logs:${PLACE}:log-group:other`],
  ])("does not allow %s on %s", (action, arn) => {
    expect(isAllowed(action, arn)).toBe(false);
  });

  test("names what settings need beside it", () => {
    const section = guide.slice(guide.indexOf("Some settings of a pack need more"));
    for (const name of ["kmsKeyArn", "vpc", "{{resolve:ssm:"]) expect(section).toContain(`| \`${name}`);
  });
});

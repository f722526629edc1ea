import { describe, expect, test } from "@jest/globals";
import { isObject } from "../../core/json.ts";
import { extend } from "../extend.ts";
import { merge } from "../merge.ts";
import { defineConformancePack, managedRule, use, type ConformancePack, type PackEntry } from "../pack.ts";
import { splitPack } from "../split-pack.ts";
import { synthesizePack } from "../synthesize-pack.ts";
import type { StackTemplate } from "../template.ts";
import { toYaml } from "../to-yaml.ts";
import { EVERYTHING, MANY_REGIONS, bucket, hybrid, packOfAllKinds, topic, users } from "./fixtures/packs.ts";
import { templateProblems } from "./fixtures/template-problems.ts";
import { isReadAction } from "./read-action.ts";
import { synthesizeStack } from "./synthesize-stack.ts";

const CODE = ["change", "periodic", "topic-encrypted"].map((name) => ({ name, hash: "0123456789abcdef" }));
const stackOf = (pack: ConformancePack, code = CODE) => synthesizeStack(pack, { tool: "rulewright 0.1.0", code });
const managedOnly = defineConformancePack({
  name: "managed",
  rules: [managedRule("S3_BUCKET_VERSIONING_ENABLED", { name: "a" })],
});

const PACKS: readonly (readonly [string, ConformancePack])[] = [
  ["shared functions", packOfAllKinds()],
  ["everything set", packOfAllKinds(EVERYTHING)],
  ["a function per rule", packOfAllKinds({ ...EVERYTHING, functions: "per-rule" })],
  ["no rules of ours", managedOnly],
  ["only periodic rules", defineConformancePack({ name: "periodic", rules: [use(users)] })],
];

const idsOf = (template: StackTemplate, type: string) =>
  Object.entries(template.Resources).flatMap(([id, { Type }]) => (Type === type ? [id] : []));

interface RoleStatement {
  readonly Action: readonly string[];
  readonly Resource: readonly unknown[];
}

/** The statements of every role, by its logical id. */
function statementsOf(template: StackTemplate): Map<string, readonly RoleStatement[]> {
  return new Map(
    idsOf(template, "AWS::IAM::Role").map((id) => {
      const text = JSON.stringify(template.Resources[id]?.Properties["Policies"] ?? []);
      const policies: readonly { PolicyDocument: { Statement: readonly RoleStatement[] } }[] = JSON.parse(text);
      return [id, policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)];
    }),
  );
}

const actionsOf = (template: StackTemplate, role: string) =>
  (statementsOf(template).get(role) ?? []).flatMap(({ Action }) => Action).toSorted();

describe.each(PACKS)("the stack of a pack with %s", (_name, pack) => {
  const template = stackOf(pack);

  test("refers to nothing that is not there, and not in circles", () => {
    expect(templateProblems(template)).toEqual([]);
  });

  test("allows on every resource only what reads, and to report evaluations", () => {
    const loose = [...statementsOf(template).values()]
      .flat()
      .filter(({ Resource }) => Resource.includes("*"))
      .flatMap(({ Action }) => Action);
    expect(loose.filter((action) => !isReadAction(action) && action !== "config:PutEvaluations")).toEqual([]);
  });

  test("allows no action by a pattern, and names no partition, account or Region", () => {
    const { Parameters: _parameters, Conditions: _conditions, ...rest } = template;
    for (const { Action } of [...statementsOf(template).values()].flat()) {
      for (const action of Action) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/);
    }
    expect(JSON.stringify(rest).replaceAll("111122223333", "")).not.toMatch(/arn:aws|\b\d{12}\b|us-east-1/);
  });

  test("is bound, in every role, to one service that must come from its own account", () => {
    for (const id of idsOf(template, "AWS::IAM::Role")) {
      const { AssumeRolePolicyDocument: trust } = template.Resources[id]?.Properties ?? {};
      const isRemediation = id.endsWith("RemediationRole");
      expect(trust).toMatchObject({
        Statement: [
          {
            Principal: { Service: isRemediation ? "ssm.amazonaws.com" : "lambda.amazonaws.com" },
            ...(isRemediation
              ? {
                  Condition: {
                    StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
                    ArnLike: { "aws:SourceArn": { "Fn::Sub": expect.stringContaining(":automation-execution/*") } },
                  },
                }
              : {}),
          },
        ],
      });
    }
  });

  test("does not depend on the order of rules", () => {
    const turned = { ...pack, rules: pack.rules.toReversed() };
    expect(toYaml(stackOf(turned))).toBe(toYaml(template));
  });
});

describe("permissions", () => {
  const shared = stackOf(packOfAllKinds());
  const logs = ["logs:CreateLogStream", "logs:PutLogEvents"];
  /** What the runtime does, by what it needs each action for. */
  const needs = {
    report: ["config:PutEvaluations"],
    readOversizedItems: ["config:GetResourceConfigHistory"],
    clearStaleResults: ["config:GetComplianceDetailsByConfigRule"],
    discoverResources: ["config:ListDiscoveredResources", "config:GetResourceConfigHistory"],
    tellOfFailures: ["sqs:SendMessage"],
    log: logs,
  };
  const actions = (...sources: readonly (readonly string[] | undefined)[]) =>
    [...new Set(sources.flatMap((each) => each ?? []))].toSorted();
  const always = [...needs.report, ...needs.tellOfFailures, ...needs.log];

  test("of functions are those of their rules, and what the runtime needs for their kinds", () => {
    expect(actionsOf(shared, "ChangeFunctionRole")).toEqual(
      actions(topic.permissions, bucket.permissions, needs.readOversizedItems, always),
    );
    expect(actionsOf(shared, "PeriodicFunctionRole")).toEqual(
      actions(users.permissions, hybrid.permissions, needs.clearStaleResults, needs.discoverResources, always),
    );
    const split = stackOf(packOfAllKinds({ functions: "per-rule" }));
    expect(actionsOf(split, "UsersFineFunctionRole")).toEqual(
      actions(users.permissions, needs.clearStaleResults, always),
    );
    expect(actionsOf(split, "BucketBlockedFunctionRole")).toEqual(actions(needs.readOversizedItems, always));
  });

  test("of the re-evaluation are to start rules and to keep its own state", () => {
    expect(actionsOf(shared, "ReevaluationFunctionRole")).toEqual([
      "config:DescribeConfigRules",
      "config:StartConfigRulesEvaluation",
      ...logs,
      "ssm:GetParameter",
      "ssm:PutParameter",
    ]);
    const own = statementsOf(shared).get("ReevaluationFunctionRole") ?? [];
    expect(own.find(({ Action }) => Action.includes("ssm:PutParameter"))?.Resource).toEqual([
      { "Fn::Sub": "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/${ReevaluationState}" },
    ]);
  });

  test("of functions in a network, with a key, are those two needs more", () => {
    const set = stackOf(packOfAllKinds(EVERYTHING));
    const more = actionsOf(set, "ChangeFunctionRole").filter(
      (action) => !actionsOf(shared, "ChangeFunctionRole").includes(action),
    );
    expect(more).toEqual([
      "ec2:AssignPrivateIpAddresses",
      "ec2:CreateNetworkInterface",
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:UnassignPrivateIpAddresses",
      "kms:Decrypt",
      "kms:GenerateDataKey",
    ]);
    const shares = statementsOf(set)
      .get("ChangeFunctionRole")
      ?.filter(({ Resource }) => JSON.stringify(Resource).includes(":*:"));
    expect(shares?.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [
        ["ec2:CreateNetworkInterface"],
        ["subnet", "security-group"].map((type) => ({
          "Fn::Sub": `arn:\${AWS::Partition}:ec2:\${AWS::Region}:*:${type}/*`,
        })),
      ],
    ]);
  });

  test("of a remediation are its rule's, in the stack's own partition and account", () => {
    const statements = statementsOf(shared);
    const ssm = "arn:${AWS::Partition}:ssm:${AWS::Region}";
    const runbook = "AWSConfigRemediation-ConfigureS3BucketPublicAccessBlock";
    expect(statements.get("BucketBlockedRemediationRole")?.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [["s3:PutBucketPublicAccessBlock"], [{ "Fn::Sub": "arn:${AWS::Partition}:s3:::*" }]],
      [
        ["sns:Publish"],
        [
          { "Fn::Sub": "arn:${AWS::Partition}:sns:*:${AWS::AccountId}:ops-*" },
          { "Fn::Sub": "arn:${AWS::Partition}:sns:eu-west-1:111122223333:other" },
        ],
      ],
      [
        ["ssm:StartAutomationExecution"],
        [{ "Fn::Sub": `${ssm}:*:automation-definition/${runbook}:*` }, { "Fn::Sub": `${ssm}:*:document/${runbook}` }],
      ],
      [["ssm:GetAutomationExecution"], [{ "Fn::Sub": `${ssm}:\${AWS::AccountId}:automation-execution/*` }]],
    ]);
    expect(actionsOf(shared, "QueueFineRemediationRole")).toEqual(["sqs:SetQueueAttributes"]); // a runbook of our own
    const without = stackOf(defineConformancePack({ name: "none", rules: [use(bucket, { remediation: false })] }));
    expect(idsOf(without, "AWS::IAM::Role").filter((id) => id.includes("Remediation"))).toEqual([]);
  });
});

describe("the pack's resource", () => {
  test("holds the very text of the pack, its tokens filled in", () => {
    const pack = packOfAllKinds();
    const { Properties, DependsOn } = stackOf(pack).Resources["ConformancePack"] ?? {};
    expect(Properties?.["TemplateBody"]).toEqual({
      "Fn::Sub": [
        toYaml(synthesizePack(pack)),
        {
          BucketBlockedRemediationRoleArn: { "Fn::GetAtt": ["BucketBlockedRemediationRole", "Arn"] },
          ChangeFunctionArn: { "Fn::GetAtt": ["ChangeFunction", "Arn"] },
          PeriodicFunctionArn: { "Fn::GetAtt": ["PeriodicFunction", "Arn"] },
          QueueFineRemediationRoleArn: { "Fn::GetAtt": ["QueueFineRemediationRole", "Arn"] },
          QueueFineRunbookName: { Ref: "QueueFineRunbook" },
        },
      ],
    });
    expect(DependsOn).toEqual([
      "ChangeFunctionPermission",
      "ChangeFunctionInvokeConfig",
      "PeriodicFunctionPermission",
      "PeriodicFunctionInvokeConfig",
    ]);
  });

  test("has policies of AWS in the stack's partition, with tokens around them or not", () => {
    const named = managedRule("IAM_POLICY_IN_USE", { parameters: { policyARN: "arn:aws:iam::aws:policy/A" } });
    const bodyOf = (...rules: readonly PackEntry[]) =>
      stackOf(defineConformancePack({ name: "p", rules })).Resources["ConformancePack"]?.Properties["TemplateBody"];
    const inner = "policyARN:\n          Fn::Sub: arn:${AWS::Partition}:iam::aws:policy/A\n";
    expect(bodyOf(named)).toEqual(expect.stringContaining(inner)); // AWS Config fills it in
    expect(bodyOf(named, use(topic))).toEqual({
      "Fn::Sub": [expect.stringContaining(inner), { ChangeFunctionArn: { "Fn::GetAtt": ["ChangeFunction", "Arn"] } }],
    });
  });

  test("of a pack without tokens is plain text", () => {
    const template = stackOf({ ...managedOnly, rules: managedOnly.rules.map((each) => ({ ...each, name: "b" })) });
    expect(Object.keys(template.Resources)).toEqual(["ConformancePack"]);
    expect(template.Resources["ConformancePack"]?.Properties["TemplateBody"]).toMatch(/^Resources:\n {2}B:\n/);
    expect(template.Parameters).toBeUndefined();
  });

  test("is told what the Region decides, and what the stack's user sets", () => {
    const { Conditions, Parameters, Resources } = stackOf(packOfAllKinds());
    expect(Resources["ConformancePack"]?.Properties["ConformancePackInputParameters"]).toEqual([
      { ParameterName: "EnableAutomaticRemediation", ParameterValue: { Ref: "EnableAutomaticRemediation" } },
      { ParameterName: "DeployGlobalRules", ParameterValue: { "Fn::If": ["IsGlobalRulesRegion", "true", "false"] } },
      { ParameterName: "DeployQueueFine", ParameterValue: { "Fn::If": ["QueueFineHasRegion", "true", "false"] } },
      {
        ParameterName: "DeployS3BucketVersioningEnabled",
        ParameterValue: { "Fn::If": ["S3BucketVersioningEnabledHasRegion", "true", "false"] },
      },
      {
        ParameterName: "AccessKeysRotatedMaxAccessKeyAge",
        ParameterValue: { Ref: "AccessKeysRotatedMaxAccessKeyAge" },
      },
      { ParameterName: "Note", ParameterValue: { Ref: "Note" } },
    ]);
    const equals = (region: string) => ({ "Fn::Equals": [{ Ref: "AWS::Region" }, region] });
    expect(Conditions?.["QueueFineHasRegion"]).toEqual({ "Fn::Or": [equals("eu-west-1"), equals("us-east-1")] });
    expect(Parameters?.["Note"]).toMatchObject({ Type: "String", Default: "", Description: "What ${it} says." });
    expect(Object.keys(Parameters ?? {})).toEqual([
      "CodeBucketPrefix",
      "ChangeCodeKey",
      "PeriodicCodeKey",
      "Runtime",
      "Architecture",
      "GlobalRulesRegion",
      "EnableAutomaticRemediation",
      "AccessKeysRotatedMaxAccessKeyAge",
      "Note",
    ]);
  });

  test("nests conditions of more Regions than one Fn::Or takes, and loses none", () => {
    const condition = stackOf(packOfAllKinds()).Conditions?.["S3BucketVersioningEnabledHasRegion"];
    const regions: string[] = [];
    const walk = (value: unknown) => {
      if (!isObject(value)) return;
      const [or, equals] = [value["Fn::Or"], value["Fn::Equals"]];
      if (Array.isArray(equals)) regions.push(String(equals[1]));
      if (!Array.isArray(or)) return;
      expect([or.length >= 2, or.length <= 10]).toEqual([true, true]);
      or.forEach(walk);
    };
    walk(condition);
    expect(regions.toSorted()).toEqual([...MANY_REGIONS].toSorted());
  });
});

describe("functions", () => {
  const propertiesOf = (template: StackTemplate, id: string) => template.Resources[id]?.Properties ?? {};

  test("have the defaults of their trigger, or the pack's settings", () => {
    const plain = stackOf(packOfAllKinds());
    expect(propertiesOf(plain, "ChangeFunction")).toMatchObject({ Timeout: 60, MemorySize: 256 });
    expect(propertiesOf(plain, "ChangeFunction")).not.toHaveProperty("ReservedConcurrentExecutions");
    expect(propertiesOf(plain, "PeriodicFunction")).toMatchObject({ Timeout: 900, MemorySize: 512 });
    expect(propertiesOf(plain, "ChangeFunctionInvokeConfig")).toMatchObject({
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 21_600,
      Qualifier: "$LATEST",
    });
    expect(propertiesOf(plain, "PeriodicFunctionInvokeConfig")).toMatchObject({ MaximumRetryAttempts: 0 });
    const set = stackOf(packOfAllKinds(EVERYTHING));
    expect(propertiesOf(set, "ChangeFunction")).toMatchObject({
      Timeout: 30,
      MemorySize: 1024,
      ReservedConcurrentExecutions: 5,
      Environment: {
        Variables: {
          STAGE: "test",
          HOME_ARN: { "Fn::Sub": "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${!x}" },
        },
      },
      VpcConfig: { SubnetIds: ["subnet-0123abcd", "{{resolve:ssm:/network/subnet-b}}"] },
      LoggingConfig: { LogFormat: "JSON", LogGroup: { Ref: "ChangeFunctionLogs" } },
    });
    expect(propertiesOf(set, "PeriodicFunction")).toMatchObject({ Timeout: 120, MemorySize: 512 });
    expect(propertiesOf(set, "ChangeFunctionFailures")).not.toHaveProperty("SqsManagedSseEnabled");
    expect(propertiesOf(set, "ChangeFunctionAgeAlarm")).toMatchObject({ Threshold: 300_000 }); // half of 600 seconds
  });

  test("of single rules have settings of their own", () => {
    const template = stackOf(
      packOfAllKinds({
        functions: "per-rule",
        change: { timeoutSeconds: 20 },
        rules: { "topic-encrypted": { memoryMb: 2048 } },
      }),
    );
    expect(propertiesOf(template, "TopicEncryptedFunction")).toMatchObject({ Timeout: 20, MemorySize: 2048 });
    expect(propertiesOf(template, "BucketBlockedFunction")).toMatchObject({ Timeout: 20, MemorySize: 256 });
    const body = JSON.stringify(propertiesOf(template, "ConformancePack"));
    expect(body).toContain("${TopicEncryptedFunctionArn}");
    expect(body).not.toContain("${ChangeFunctionArn}");
  });

  test("that are published get another version with other code or settings, and the pack names it", () => {
    const versionOf = (deployment: object, code = CODE) =>
      idsOf(stackOf(packOfAllKinds({ ...EVERYTHING, ...deployment }), code), "AWS::Lambda::Version")[0];
    const first = versionOf({});
    expect(first).toMatch(/^ChangeFunctionVersion[0-9a-f]{16}$/);
    expect(versionOf({ alarms: false })).toBe(first);
    expect(versionOf({ change: { memoryMb: 512 } })).not.toBe(first);
    expect(versionOf({}, [{ name: "change", hash: "fedcba9876543210" }])).not.toBe(first);
    const template = stackOf(packOfAllKinds(EVERYTHING));
    expect(JSON.stringify(propertiesOf(template, "ConformancePack"))).toContain(
      JSON.stringify({ ChangeFunctionArn: { Ref: first } }).slice(1, -1),
    );
    expect(propertiesOf(template, "ChangeFunctionPermission")).toMatchObject({ FunctionName: { Ref: first } });
    expect(propertiesOf(template, "ChangeFunctionInvokeConfig")).toMatchObject({
      Qualifier: { "Fn::GetAtt": [first, "Version"] },
    });
  });

  test("that are many are not all named in one environment", () => {
    const rules = Array.from({ length: 13 }, (_, index) => use(topic, { name: `topic-${index}` }));
    const pack = defineConformancePack({ name: "many", deployment: { functions: "per-rule" }, rules });
    const { Environment } = propertiesOf(stackOf(pack), "ReevaluationFunction");
    expect(Environment).toEqual({ Variables: { RULEWRIGHT_STATE_PARAMETER: { Ref: "ReevaluationState" } } });
    expect(propertiesOf(stackOf(packOfAllKinds()), "ReevaluationFunction")).toMatchObject({
      Handler: "index.reevaluate",
      Code: { S3Key: { Ref: "ChangeCodeKey" } },
      Environment: {
        Variables: {
          RULEWRIGHT_FUNCTION_ARNS: {
            "Fn::Join": [
              ",",
              [{ "Fn::GetAtt": ["ChangeFunction", "Arn"] }, { "Fn::GetAtt": ["PeriodicFunction", "Arn"] }],
            ],
          },
        },
      },
    });
  });

  test("may do without alarms", () => {
    expect(idsOf(stackOf(packOfAllKinds()), "AWS::CloudWatch::Alarm")).toHaveLength(7);
    expect(idsOf(stackOf(packOfAllKinds({ alarms: false })), "AWS::CloudWatch::Alarm")).toEqual([]);
  });
});

describe("a pack's deployment", () => {
  const [one, other] = [use(topic), use(users)].map((entry, index) =>
    defineConformancePack({ name: `pack-${index}`, deployment: { logRetentionDays: 7 }, rules: [entry] }),
  );
  if (!one || !other) throw new Error("Two packs were made.");

  test("is kept by extend, merge and splitPack", () => {
    expect(extend(one, { name: "more", add: [use(users)] }).deployment).toEqual({ logRetentionDays: 7 });
    expect(extend(one, { name: "more", deployment: {} }).deployment).toEqual({});
    expect(merge([one, other], { name: "all" }).deployment).toEqual({ logRetentionDays: 7 });
    const large = packOfAllKinds({ functions: "per-rule", rules: { "topic-encrypted": { memoryMb: 128 } } });
    const parts = splitPack(large, { rulesPerPack: 4, templateBytes: 51_200 });
    expect(parts.length).toBeGreaterThan(1);
    for (const { rules, deployment } of parts) {
      const has = rules.some(({ name }) => name === "topic-encrypted");
      expect(deployment).toEqual({ functions: "per-rule", rules: has ? { "topic-encrypted": { memoryMb: 128 } } : {} });
    }
  });

  test("that differs between packs is not guessed by merge", () => {
    const differing = { ...other, deployment: { logRetentionDays: 14 } };
    expect(() => merge([one, differing], { name: "all" })).toThrow(/pack-0 and pack-1 are deployed differently/);
    expect(merge([one, differing], { name: "all", deployment: {} }).deployment).toEqual({});
  });
});

describe("the check of references itself", () => {
  const template = stackOf(packOfAllKinds());
  const withResource = (id: string, resource: object): StackTemplate => ({
    ...template,
    Resources: { ...template.Resources, [id]: Object.assign({ Type: "X", Properties: {} }, resource) },
  });

  test.each([
    [{ Properties: { A: { Ref: "Nope" } } }, "Ref Nope is not there"],
    [{ Properties: { A: [{ "Fn::GetAtt": ["Nope", "Arn"] }] } }, "Fn::GetAtt Nope is not there"],
    [{ Properties: { A: { "Fn::Sub": "x${Nope.Arn}${!y}" } } }, "Fn::GetAtt Nope is not there"],
    [{ Properties: { A: { "Fn::Sub": ["${B}", { B: { Ref: "Nope" } }] } } }, "Ref Nope is not there"],
    [{ Properties: { A: { "Fn::Sub": ["text", { B: "" }] } } }, "Fn::Sub has no B in its text"],
    [{ Properties: { A: { "Fn::If": ["Nope", 1, 2] } } }, "Condition Nope is not there"],
    [{ DependsOn: ["Nope"] }, "DependsOn Nope is not there"],
    [{ DependsOn: ["ChangeFunction"], Properties: { A: { Ref: "ChangeFunction" } } }, "ChangeFunction is said twice"],
  ])("sees %j", (resource, problem) => {
    expect(templateProblems(withResource("Extra", resource))).toEqual([expect.stringContaining(problem)]);
  });

  test("sees circles and what is not used", () => {
    const circle = withResource("ChangeFunctionLogs", { Properties: { A: { Ref: "ChangeFunction" } } });
    expect(templateProblems(circle).join("\n")).toMatch(/circle: .*ChangeFunction/);
    const unused = { ...template, Parameters: { ...template.Parameters, Extra: {} } };
    expect(templateProblems(unused)).toEqual(["Extra is not used"]);
  });
});

test("a hybrid's own Region list does not make its function conditional", () => {
  const { Resources } = stackOf(defineConformancePack({ name: "one", rules: [use(hybrid)] }));
  expect(Object.values(Resources).some((resource) => "Condition" in resource)).toBe(false);
});

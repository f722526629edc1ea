import { describe, expect, test } from "@jest/globals";
import { defineRule } from "../core/index.ts";
import { checkPack } from "./check-pack.ts";
import { deployedBytes } from "./deployed-size.ts";
import { packParameter } from "./pack-parameter.ts";
import { defineConformancePack, managedRule, use, type ConformancePack, type PackEntry } from "./pack.ts";
import { splitPack } from "./split-pack.ts";
import { EVERYTHING, packOfAllKinds, topic, users } from "./stack/fixtures/packs.ts";
import { isReadAction } from "./stack/read-action.ts";
import { synthesizePack } from "./synthesize-pack.ts";
import { toYaml } from "./to-yaml.ts";

/** A pack as plain JavaScript may give it. */
const packWith = (deployment: unknown, ...rules: readonly PackEntry[]): ConformancePack =>
  Object.assign(defineConformancePack({ name: "pack", rules: rules.length > 0 ? rules : [use(topic)] }), {
    deployment,
  });
const problemsOf = (pack: ConformancePack) => checkPack(pack).map(({ code, path, severity }) => [code, path, severity]);
const refused = (...keys: readonly string[]) =>
  keys.map((key) => ["RW3018", key === "" ? "pack.deployment" : `pack.deployment.${key}`, "error"]);

describe("a deployment is accepted that", () => {
  test.each([
    ["says nothing", undefined],
    ["says nothing at all", {}],
    ["leaves members undefined", { functions: undefined, change: undefined }],
    ["sets everything", EVERYTHING],
    ["sets single rules", { functions: "per-rule", rules: { "topic-encrypted": { timeoutSeconds: 900 } } }],
    ["takes ids from where they are kept", { kmsKeyArn: "{{resolve:ssm:/keys/rules}}", rolePath: "/" }],
    ["lets Lambda's own settings be", { environment: { AWS_MAX_ATTEMPTS: "5", NODE_OPTIONS: "--x" } }],
  ])("%s", (_what, deployment) => {
    expect(problemsOf(packWith(deployment))).toEqual([]);
  });
});

describe("a deployment is refused that", () => {
  test.each([
    ["is none", "shared", [""]],
    ["has unknown settings", { function: "shared", change: { timeout: 3 } }, ["function", "change.timeout"]],
    ["wants functions of an unknown kind", { functions: "one" }, ["functions"]],
    [
      "has settings out of range",
      {
        change: { timeoutSeconds: 901, memoryMb: 127, reservedConcurrency: 0, maximumEventAgeSeconds: 59 },
        periodic: { timeoutSeconds: 0, memoryMb: 10_241, reservedConcurrency: 1.5, maximumEventAgeSeconds: 21_601 },
      },
      ["change", "periodic"].flatMap((each) =>
        ["timeoutSeconds", "memoryMb", "reservedConcurrency", "maximumEventAgeSeconds"].map((key) => `${each}.${key}`),
      ),
    ],
    [
      "has settings that are none",
      { change: 5, vpc: [], environment: "A=b", tags: 1, rules: 1 },
      ["change", "vpc", "environment", "tags", "rules"],
    ],
    [
      "sets variables that are not its own",
      { environment: { AWS_REGION: "x", _HANDLER: "x", RULEWRIGHT_STATE_PARAMETER: "x", "A-B": "x", OK: 1 } },
      ["AWS_REGION", "_HANDLER", "RULEWRIGHT_STATE_PARAMETER", "A-B", "OK"].map((key) => `environment.${key}`),
    ],
    ["has a large environment", { environment: { LONG: "x".repeat(4093) } }, ["environment"]],
    [
      "has a network by halves",
      { vpc: { subnetIds: ["subnet-0", "vpc-1"], groups: [] } },
      ["vpc.securityGroupIds", "vpc.subnetIds", "vpc.groups"],
    ],
    ["has an empty network", { vpc: { subnetIds: [], securityGroupIds: ["sg-0"] } }, ["vpc.subnetIds"]],
    [
      "has ARNs of other services",
      { kmsKeyArn: "alias/x", permissionsBoundary: "arn:aws:s3:::x", alarmTopicArn: "topic" },
      ["kmsKeyArn", "permissionsBoundary", "alarmTopicArn"],
    ],
    ["has a path without slashes", { rolePath: "rulewright" }, ["rolePath"]],
    ["has tags that AWS refuses", { tags: { "aws:x": "y", empty: "" } }, ["tags.aws:x", "tags.empty"]],
    ["keeps logs for an unknown period", { logRetentionDays: 8 }, ["logRetentionDays"]],
    ["has switches that are none", { alarms: "no", publishedVersions: 1 }, ["alarms", "publishedVersions"]],
    ["sets single rules that share a function", { rules: { "topic-encrypted": {} } }, ["rules"]],
  ])("%s", (_what, deployment, keys) => {
    expect(problemsOf(packWith(deployment))).toEqual(refused(...keys));
  });

  test("names a rule that the pack does not have, which is only a warning", () => {
    const [problem, ...others] = checkPack(packWith({ functions: "per-rule", rules: { "topic-encryptd": {} } }));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: "RW3018",
      severity: "warning",
      path: "pack.deployment.rules.topic-encryptd",
      hint: expect.stringContaining("topic-encrypted"),
    });
  });
});

/** Another word for each number. */
const letters = (index: number) => index.toString().replaceAll(/\d/g, (digit) => "abcdefghij".charAt(Number(digit)));

describe("a stack is refused that", () => {
  const named = (count: number) => Array.from({ length: count }, (_, index) => use(topic, { name: `r${index}` }));

  test("has more resources than CloudFormation takes", () => {
    const problems = checkPack(packWith({ functions: "per-rule" }, ...named(60)));
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ["RW3019", expect.stringMatching(/has 5\d\d resources; CloudFormation takes 500/)],
    ]);
    expect(problems[0]?.hint).toContain("splitPack");
    expect(problemsOf(packWith({ functions: "per-rule" }, ...named(50)))).toEqual([]);
  });

  test("would name two things alike", () => {
    const parameter = use(topic, { parameters: { note: packParameter({ name: "Runtime", default: "x" }) } });
    expect(problemsOf(packWith({}, parameter))).toEqual([["RW3003", "pack.parameters.Runtime", "error"]]);
    const clashing = [
      use(topic, { name: "x" }),
      use(topic, { name: "x-function" }),
      use(topic, { name: "reevaluation" }),
    ];
    expect(problemsOf(packWith({ functions: "per-rule" }, ...clashing))).toEqual(
      expect.arrayContaining([["RW3003", "pack.ReevaluationFunction", "error"]]),
    );
  });

  test("would give a role more policy than IAM takes", () => {
    const permissions = Array.from({ length: 600 }, (_, index) => `service:GetThing${letters(index)}` as const);
    const greedy = defineRule({ ...topic, name: "greedy", permissions });
    expect(problemsOf(packWith({}, use(greedy)))).toEqual([["RW3019", "pack.ChangeFunctionRole", "error"]]);
  });
});

describe("an environment", () => {
  const named = (count: number) => Array.from({ length: count }, (_, index) => use(topic, { name: `r${index}` }));
  /** Whether the pack's own variables may have so many bytes, and one more. */
  const takes = (room: number, deployment: object, ...rules: readonly PackEntry[]) =>
    [room, room + 1].map((bytes) => {
      const environment = { LONG: "x".repeat(bytes - "LONG".length) };
      return problemsOf(packWith({ alarms: false, ...deployment, environment }, ...rules));
    });
  const exactly = [[], refused("environment")];
  const state = "RULEWRIGHT_STATE_PARAMETER".length + "CFN-ReevaluationState-ABCDEFGHIJKL".length;
  const arn = `arn:aws-us-gov:lambda:ap-southeast-1:123456789012:function:${"n".repeat(64)}`.length;
  const arns = (count: number, each = arn) => "RULEWRIGHT_FUNCTION_ARNS".length + count * each + count - 1;

  test("leaves room for the variables of Rulewright's own, at their longest", () => {
    const perRule = { functions: "per-rule" };
    expect(takes(4_096 - state - arns(1), {})).toEqual(exactly);
    expect(takes(4_096 - state - arns(2), {}, use(topic), use(users))).toEqual(exactly);
    expect(takes(4_096 - state - arns(12), perRule, ...named(12))).toEqual(exactly);
    const versions = arns(12, arn + ":1234567".length);
    expect(takes(4_096 - state - versions, { ...perRule, publishedVersions: true }, ...named(12))).toEqual(exactly);
    expect(takes(4_096 - state, perRule, ...named(13))).toEqual(exactly);
  });

  test("is counted with what stands for its pseudo parameters, and not where there are no functions", () => {
    const environment = { LONG: "${AWS::StackName}".repeat(31) };
    expect(problemsOf(packWith({ environment }))).toEqual(refused("environment"));
    expect(problemsOf(packWith({ environment }, managedRule("S3_BUCKET_VERSIONING_ENABLED", { name: "a" })))).toEqual(
      [],
    );
  });
});

describe("the size once deployed", () => {
  test("counts the longest names that may stand for tokens, and the escapes that go", () => {
    const pack = packOfAllKinds();
    const template = synthesizePack(pack);
    const filled = (functionArn: string, roleArn: string) =>
      toYaml(template)
        .replaceAll(/\$\{\w+FunctionArn\}/g, functionArn)
        .replaceAll(/\$\{\w+RoleArn\}/g, roleArn)
        .replaceAll(/\$\{\w+RunbookName\}/g, "d".repeat(128))
        .replaceAll("${!", "${");
    const name = "n".repeat(64);
    const arn = `arn:aws-us-gov:lambda:ap-southeast-1:123456789012:function:${name}`;
    const role = (path: string) => `arn:aws-us-gov:iam::123456789012:role${path}${name}`;
    expect(deployedBytes(template, pack)).toBe(Buffer.byteLength(filled(arn, role("/"))));
    const set = { deployment: { publishedVersions: true, rolePath: "/a/long/path/" } };
    expect(deployedBytes(template, set)).toBe(Buffer.byteLength(filled(`${arn}:1234567`, role("/a/long/path/"))));
  });

  test("decides whether a pack fits, also for splitPack", () => {
    const sized = (count: number) =>
      packWith({}, ...Array.from({ length: count }, (_, i) => use(topic, { name: `r-${i}` })));
    const bytes = (pack: ConformancePack) => Buffer.byteLength(toYaml(synthesizePack(pack)));
    const most =
      Array.from({ length: 129 }, (_, index) => index + 1).findLast((count) => bytes(sized(count)) <= 51_200) ?? 0;
    expect(problemsOf(sized(most))).toEqual([["RW3008", "pack", "error"]]);
    expect(splitPack(sized(most))).toHaveLength(2);
  });
});

describe("actions of a rule's own", () => {
  const asking = (...permissions: readonly `${string}:${string}`[]) =>
    packWith({}, use(defineRule({ ...topic, name: "asking", permissions })));

  test("may only read: others are warned of, since the function would have them on every resource", () => {
    expect(problemsOf(asking("s3:GetBucketAcl", "iam:GenerateCredentialReport"))).toEqual([]);
    const [problem] = checkPack(asking("s3:GetBucketAcl", "s3:DeleteBucket", "iam:PassRole"));
    expect(problem).toMatchObject({ code: "RW3020", severity: "warning", path: "asking.permissions" });
    expect(problem?.message).toContain("s3:DeleteBucket, iam:PassRole");
  });

  test.each([
    ["ec2:DescribeInstances", true],
    ["config:SelectResourceConfig", true],
    ["config:BatchGetResourceConfig", true],
    ["kms:Decrypt", true],
    ["sts:GetSessionToken", false],
    ["s3:PutObject", false],
    ["iam:GenerateSecret", false],
    ["ec2:GetterSet", true],
  ])("%s reads: %s", (action, reads) => {
    expect(isReadAction(action)).toBe(reads);
  });
});

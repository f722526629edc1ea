import { describe, expect, test } from "@jest/globals";
import {
  compliant,
  definePeriodicRule,
  defineRule,
  parameter,
  RESOURCE_ID,
  uncataloguedRunbook,
  type AnyRule,
} from "../core/index.ts";
import { checkPack } from "./check-pack.ts";
import { LIMITS } from "./errors.ts";
import { functionEntry } from "./function-entry.ts";
import { functionsOf } from "./functions.ts";
import { functionOf, literalText, logicalIdOf } from "./names.ts";
import { controlsOf, manifestOf } from "./outputs.ts";
import { packParameter } from "./pack-parameter.ts";
import {
  defineConformancePack,
  isConformancePack,
  managedRule,
  use,
  type ConformancePack,
  type PackEntry,
} from "./pack.ts";
import { boundValues } from "./remediation-configuration.ts";
import { synthesizePack } from "./synthesize-pack.ts";
import { toYaml } from "./to-yaml.ts";

const topic = defineRule({
  name: "topic-encrypted",
  description: "Topics are encrypted.",
  severity: "LOW",
  resourceTypes: ["AWS::SNS::Topic"],
  parameters: {
    note: { type: "string", description: "A note.", maxLength: 2000 },
    ports: { type: "array", items: { type: "integer" }, default: [22, 3389], description: "Ports." },
  },
  controls: ["cis-1.2.0/2.1"],
  permissions: ["sns:GetTopicAttributes"],
  evaluate: () => compliant(),
});

const bucket = defineRule({
  name: "bucket-blocked",
  description: "Buckets are blocked.",
  severity: "HIGH",
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: {
    block: { type: "boolean", default: true, description: "Block." },
    extra: { type: "boolean", description: "Extra." },
  },
  controls: ["cis-1.2.0/2.10", "cis-1.2.0/2.1"],
  remediation: {
    runbook: "AWSConfigRemediation-ConfigureS3BucketPublicAccessBlock",
    parameters: {
      BucketName: RESOURCE_ID,
      BlockPublicAcls: parameter("block"),
      IgnorePublicAcls: parameter("extra"),
      BlockPublicPolicy: true,
    },
    permissions: [{ actions: ["s3:PutBucketPublicAccessBlock"], resources: ["arn:*:s3:::*"] }],
  },
  evaluate: () => compliant(),
});

const account = definePeriodicRule({
  name: "account-checked",
  description: "The account is checked.",
  severity: "LOW",
  schedule: "Six_Hours",
  scope: "global",
  resourceTypes: ["AWS::::Account"],
  permissions: ["iam:ListUsers", "iam:GetUser"],
  collect: async () => undefined,
  evaluate: () => compliant(),
});

const packOf = (...rules: readonly PackEntry[]) => defineConformancePack({ name: "pack", rules });
const problemsOf = (pack: ConformancePack) => checkPack(pack).map(({ code, path }) => [code, path]);

describe("names", () => {
  test.each([
    ["s3-bucket-public-access-blocked", "S3BucketPublicAccessBlocked"],
    ["snake_case-AND-Case", "SnakeCaseANDCase"],
    ["x", "X"],
    ["a--b-", "AB"],
  ])("%s has the logical id %s", (name, id) => {
    expect(logicalIdOf(name)).toBe(id);
  });

  test.each([
    ["plain $text {with} parts", "plain $text {with} parts"],
    ["${token}", "${!token}"],
    ["${!already} ${a}${b}", "${!!already} ${!a}${!b}"],
    ["$${x}", "$${!x}"],
  ])("literal text %s is written %s", (text, written) => {
    expect(literalText(text)).toBe(written);
    expect(written.replaceAll(/\$\{!([^}]*)\}/g, "${$1}")).toBe(text); // what Fn::Sub makes of it
  });

  test("a hybrid is served by the function with the longer time-out", () => {
    expect([topic, account, { ...topic, schedule: "One_Hour" } as const].map(functionOf)).toEqual([
      "change",
      "periodic",
      "periodic",
    ]);
  });
});

describe("bound values", () => {
  test("are the resource's id, literals and the rule's effective parameters, as text; what has no value is left out", () => {
    const bound = { BucketName: "RESOURCE_ID", BlockPublicAcls: ["true"], BlockPublicPolicy: ["true"] };
    expect(boundValues(use(bucket))).toEqual(bound);
    expect(boundValues(use(bucket, { parameters: { block: false, extra: true } }))).toEqual({
      ...bound,
      BlockPublicAcls: ["false"],
      IgnorePublicAcls: ["true"],
    });
  });

  test("keep a list as several values, and a text that says RESOURCE_ID as text", () => {
    const listed: AnyRule = {
      ...topic,
      remediation: {
        runbook: "Own",
        parameters: { Ports: parameter("ports"), Names: ["a", "${b}"], Text: "RESOURCE_ID" },
      },
    };
    expect(boundValues(use(listed))).toEqual({ Ports: ["22", "3389"], Names: ["a", "${b}"], Text: ["RESOURCE_ID"] });
    expect(toYaml(synthesizePack(packOf(use(listed))))).toContain("- ${!b}\n");
  });
});

describe("a template", () => {
  test("has a rule and its remediation, within the condition of its switch", () => {
    const entry = use(bucket, { remediation: { automatic: true, maximumAutomaticAttempts: 3 } });
    expect(synthesizePack(packOf(entry))).toEqual({
      Parameters: { EnableAutomaticRemediation: { Type: "String", Default: "true" } },
      Conditions: { AutomaticRemediation: { "Fn::Equals": [{ Ref: "EnableAutomaticRemediation" }, "true"] } },
      Resources: {
        BucketBlocked: {
          Type: "AWS::Config::ConfigRule",
          Properties: {
            ConfigRuleName: "bucket-blocked",
            Description: "Buckets are blocked.",
            InputParameters: { block: "true" },
            Scope: { ComplianceResourceTypes: ["AWS::S3::Bucket"] },
            Source: {
              Owner: "CUSTOM_LAMBDA",
              SourceIdentifier: "${ChangeFunctionArn}",
              SourceDetails: [
                { EventSource: "aws.config", MessageType: "ConfigurationItemChangeNotification" },
                { EventSource: "aws.config", MessageType: "OversizedConfigurationItemChangeNotification" },
              ],
            },
          },
        },
        BucketBlockedRemediation: {
          Type: "AWS::Config::RemediationConfiguration",
          DependsOn: "BucketBlocked",
          Properties: {
            ConfigRuleName: "bucket-blocked",
            ResourceType: "AWS::S3::Bucket",
            TargetType: "SSM_DOCUMENT",
            TargetId: "AWSConfigRemediation-ConfigureS3BucketPublicAccessBlock",
            Automatic: { "Fn::If": ["AutomaticRemediation", true, false] },
            MaximumAutomaticAttempts: { "Fn::If": ["AutomaticRemediation", 3, { Ref: "AWS::NoValue" }] },
            RetryAttemptSeconds: { "Fn::If": ["AutomaticRemediation", 60, { Ref: "AWS::NoValue" }] },
            Parameters: {
              AutomationAssumeRole: { StaticValue: { Values: ["${BucketBlockedRemediationRoleArn}"] } },
              BucketName: { ResourceValue: { Value: "RESOURCE_ID" } },
              BlockPublicAcls: { StaticValue: { Values: ["true"] } },
              BlockPublicPolicy: { StaticValue: { Values: ["true"] } },
            },
          },
        },
      },
    });
  });

  test("passes its runbook no empty text: the rule's default, or nothing, where the deployment leaves a parameter empty", () => {
    const rule = defineRule({
      name: "bucket-blocked",
      description: "Buckets are blocked.",
      severity: "HIGH",
      resourceTypes: ["AWS::S3::Bucket"],
      parameters: {
        ports: { type: "array", items: { type: "integer" }, description: "Ports.", default: [22, 3389] },
        note: { type: "string", description: "A note." },
        team: { type: "string", description: "A team.", required: true },
      },
      remediation: {
        runbook: uncataloguedRunbook("Own-Runbook"),
        parameters: { Ports: parameter("ports"), Note: parameter("note"), Team: parameter("team") },
        permissions: [],
      },
      evaluate: () => compliant(),
    });
    const promoted = packParameter({});
    const entry = use(rule, { parameters: { ports: promoted, note: promoted, team: promoted } });
    const { Resources } = synthesizePack(packOf(entry));
    expect(Resources["BucketBlockedRemediation"]?.Properties["Parameters"]).toMatchObject({
      Ports: {
        StaticValue: {
          Values: { "Fn::If": ["HasBucketBlockedPorts", [{ Ref: "BucketBlockedPorts" }], ["22", "3389"]] },
        },
      },
      Note: {
        "Fn::If": [
          "HasBucketBlockedNote",
          { StaticValue: { Values: [{ Ref: "BucketBlockedNote" }] } },
          { Ref: "AWS::NoValue" },
        ],
      },
      Team: { StaticValue: { Values: [{ Ref: "BucketBlockedTeam" }] } },
    });
  });

  test("has a remediation by hand without a switch, and none where the pack leaves it out", () => {
    const manual = synthesizePack(packOf(use(bucket)));
    expect(Object.keys(manual)).toEqual(["Resources"]);
    expect(manual.Resources["BucketBlockedRemediation"]?.Properties).toMatchObject({ Automatic: false });
    expect(Object.keys(synthesizePack(packOf(use(bucket, { remediation: false }))).Resources)).toEqual([
      "BucketBlocked",
    ]);
  });

  test("puts global rules, managed ones too, under their condition; a periodic rule has no scope", () => {
    const { Parameters, Resources } = synthesizePack(
      packOf(use(account), managedRule("IAM_PASSWORD_POLICY"), managedRule("S3_BUCKET_VERSIONING_ENABLED")),
    );
    expect(Parameters).toEqual({ DeployGlobalRules: { Type: "String", Default: "true" } });
    expect(Object.entries(Resources).map(([id, each]) => [id, each.Condition])).toEqual([
      ["AccountChecked", "GlobalRules"],
      ["IamPasswordPolicy", "GlobalRules"],
      ["S3BucketVersioningEnabled", undefined],
    ]);
    expect(Resources["AccountChecked"]?.Properties).not.toHaveProperty("Scope");
    expect(Resources["AccountChecked"]?.Properties["Source"]).toMatchObject({
      SourceIdentifier: "${PeriodicFunctionArn}",
      SourceDetails: [{ MessageType: "ScheduledNotification", MaximumExecutionFrequency: "Six_Hours" }],
    });
  });

  test("gives a hybrid all three messages", () => {
    const { Resources } = synthesizePack(packOf(use({ ...topic, schedule: "One_Hour" })));
    expect(Resources["TopicEncrypted"]?.Properties["Source"]).toMatchObject({
      SourceDetails: [{}, {}, { MaximumExecutionFrequency: "One_Hour" }],
    });
  });

  test("gives a managed rule its parameters as text and its schedule", () => {
    const entry = managedRule("ACCESS_KEYS_ROTATED", { parameters: { maxAccessKeyAge: 30 }, schedule: "Three_Hours" });
    expect(synthesizePack(packOf(entry)).Resources["AccessKeysRotated"]?.Properties).toEqual({
      ConfigRuleName: "access-keys-rotated",
      InputParameters: { maxAccessKeyAge: "30" },
      MaximumExecutionFrequency: "Three_Hours",
      Source: { Owner: "AWS", SourceIdentifier: "ACCESS_KEYS_ROTATED" },
    });
  });

  test("has AWS's policies in the partition of the deployment, and other ARNs as they are", () => {
    const input = (policyArns: string) => {
      const entry = managedRule("IAM_POLICY_BLACKLISTED_CHECK", { parameters: { policyArns } });
      return synthesizePack(packOf(entry)).Resources["IamPolicyBlacklistedCheck"]?.Properties["InputParameters"];
    };
    const [aws, own] = ["arn:aws:iam::aws:policy/A", "arn:aws:iam::111122223333:policy/B"];
    expect(input(`${aws},${own}`)).toEqual({
      policyArns: { "Fn::Sub": `arn:\${AWS::Partition}:iam::aws:policy/A,${own}` },
    });
    expect(input(own)).toEqual({ policyArns: own });
    expect(input(`${aws}\${x}`)).toEqual({ policyArns: `${aws}\${!x}` });
  });

  test("has the same bytes for the same entries in any order", () => {
    const entries = [use(topic), use(bucket), use(account), managedRule("IAM_PASSWORD_POLICY")];
    expect(toYaml(synthesizePack(packOf(...entries.toReversed())))).toBe(toYaml(synthesizePack(packOf(...entries))));
  });

  test("quotes what YAML 1.1 would read as something else, and folds nothing", () => {
    const long = `on: ${"word ".repeat(60)}end`;
    const noted = (note: string) => toYaml(synthesizePack(packOf(use(topic, { parameters: { note } }))));
    for (const note of ["on", "yes", "0123", "1e3", "null", "12:30:45", "2026-01-15", "~"]) {
      expect(noted(note)).toMatch(/^ {8}note: (["']).*\1$/m);
    }
    expect(
      noted(long)
        .split("\n")
        .filter((line) => line.includes("word")),
    ).toHaveLength(1);
  });
});

describe("a sound pack", () => {
  test("has no problems", () => {
    expect(
      checkPack(
        packOf(
          use(topic),
          use(topic, { name: "again" }),
          use(bucket, { remediation: { automatic: true, maximumAutomaticAttempts: 25, retryAttemptSeconds: 1 } }),
          use(account),
        ),
      ),
    ).toEqual([]);
  });

  test("is told from other values, whichever copy of the SDK made it", () => {
    expect(isConformancePack(structuredClone({ kind: "conformance-pack" }))).toBe(true);
    for (const value of [null, undefined, "pack", {}, topic]) expect(isConformancePack(value)).toBe(false);
  });
});

describe("an unsound pack", () => {
  /** What plain JavaScript may write. */
  const anyPack = (members: object): ConformancePack => ({ ...packOf(use(topic)), ...members });
  const anyUse = (rule: AnyRule, members: object): PackEntry => ({ ...use(rule), ...members });

  test.each(["", "1st", "under_score", "with space", "a".repeat(257), undefined, 7])("is one named %j", (name) => {
    expect(problemsOf(anyPack({ name }))).toEqual([["RW3001", "name"]]);
  });

  test.each([[[]], [undefined], [{}], ["text"]])("is one with the rules %j", (rules) => {
    expect(problemsOf(anyPack({ rules }))).toEqual([["RW3002", "pack.rules"]]);
  });

  test("is one with entries that are none; the others are checked", () => {
    const rules = [topic, undefined, { kind: "custom" }, anyUse(topic, { name: "has space" })];
    expect(problemsOf(anyPack({ rules }))).toEqual([
      ["RW3017", "pack.rules[0]"],
      ["RW3017", "pack.rules[1]"],
      ["RW3017", "pack.rules[2]"],
      ["RW3009", "has space"],
    ]);
  });

  test("has names that are taken, by themselves or by their logical ids", () => {
    const entries = [
      use(topic),
      use(topic),
      use(topic, { name: "topic_encrypted" }),
      use(topic, { name: "topic-encrypted-remediation" }),
    ];
    expect(checkPack(packOf(...entries)).map(({ code, message }) => [code, message])).toEqual([
      ["RW3003", "The pack has two rules named topic-encrypted."],
      ["RW3003", "The rules topic-encrypted and topic_encrypted both get the logical id TopicEncrypted."],
      [
        "RW3003",
        "The rules topic-encrypted and topic-encrypted-remediation both get the logical id TopicEncryptedRemediation.",
      ],
    ]);
  });

  test("has parameters with the names of switches, or of what else is in a template", () => {
    const noted = (name: string, ...others: readonly PackEntry[]) =>
      packOf(use(topic, { parameters: { note: packParameter({ name, default: "" }) } }), ...others);
    const taken = (pack: ConformancePack) => checkPack(pack).map(({ code, message }) => [code, message]);
    const isSwitch = (name: string) =>
      `The pack's parameter ${name} has the name of a switch, which decides what is deployed.`;
    for (const name of ["DeployGlobalRules", "EnableAutomaticRemediation"]) {
      expect(taken(noted(name))).toEqual([["RW3003", isSwitch(name)]]);
    }
    const limited = managedRule("CLOUDFRONT_SNI_ENABLED");
    expect(taken(noted("DeployUsEast1Rules", limited))).toEqual([["RW3003", isSwitch("DeployUsEast1Rules")]]);
    expect(taken(noted("DeployUsEast1Rules"))).toEqual([]);
    expect(taken(noted("UsEast1Rules", limited))).toEqual([
      ["RW3003", "The pack would have a parameter and a condition named UsEast1Rules."],
    ]);
    for (const name of ["TopicEncrypted", "BucketBlockedRemediation"]) {
      expect(taken(noted(name, use(bucket)))).toEqual([
        ["RW3003", `The pack would have a parameter and a resource named ${name}.`],
      ]);
    }
    for (const name of ["ConformancePack", "BucketBlockedRemediationRole", "ChangeFunction"]) {
      expect(taken(noted(name, use(bucket)))).toEqual([
        ["RW3003", `The stack would have a parameter and a resource named ${name}.`],
      ]);
    }
    expect(taken(packOf(use(account), use(topic, { name: "global-rules" })))).toEqual([
      ["RW3003", "The pack would have a condition and a resource named GlobalRules."],
    ]);
  });

  test("has names that do not fit", () => {
    const names = ["a".repeat(102), "1a", "ä"];
    expect(problemsOf(packOf(...names.map((name) => use(topic, { name }))))).toEqual(
      names.map((name) => ["RW3009", name]),
    );
    expect(problemsOf(packOf(use(topic, { name: "a".repeat(101) })))).toEqual([]);
  });

  test("has parameters that are unknown, bad or too long together", () => {
    const parameters = { nope: 1, ports: ["ssh"] };
    expect(problemsOf(packOf(anyUse(topic, { parameters })))).toEqual([
      ["RW1002", "topic-encrypted.parameters.ports"],
      ["RW3004", "topic-encrypted.parameters.nope"],
    ]);
    const note = (length: number) => packOf(use(topic, { parameters: { note: "x".repeat(length) } }));
    const rest = JSON.stringify({ note: "", ports: "22,3389" }).length;
    expect(problemsOf(note(LIMITS.inputParametersLength - rest))).toEqual([]);
    expect(problemsOf(note(LIMITS.inputParametersLength - rest + 1))).toEqual([
      ["RW3005", "topic-encrypted.parameters"],
    ]);
  });

  test("has managed rules that AWS does not have, or not this way", () => {
    const managed = (identifier: string, parameters = {}): PackEntry => ({
      ...managedRule("IAM_PASSWORD_POLICY"),
      name: "m",
      identifier,
      parameters,
    });
    const found = (entry: PackEntry) => checkPack(packOf(entry)).map(({ code, path, hint }) => [code, path, hint]);
    expect(found(managed("ACCESS_KEY_ROTATED"))).toEqual([["RW3010", "m", "Did you mean ACCESS_KEYS_ROTATED?"]]);
    expect(found(managed("access-keys-rotated"))).toEqual([["RW3010", "m", "Did you mean ACCESS_KEYS_ROTATED?"]]);
    expect(found(managed("constructor"))).toEqual([["RW3010", "m", expect.any(String)]]);
    expect(found(managed("ACCESS_KEYS_ROTATED", { maxAccesKeyAge: 1 }))).toEqual([
      ["RW3004", "m.parameters.maxAccesKeyAge", "Did you mean maxAccessKeyAge?"],
      ["RW3004", "m.parameters.maxAccessKeyAge", "The console fills in 90."],
    ]);
  });

  test.each([
    [{ automatic: true, maximumAutomaticAttempts: 0 }, "maximumAutomaticAttempts"],
    [{ automatic: true, maximumAutomaticAttempts: 26 }, "maximumAutomaticAttempts"],
    [{ automatic: true, maximumAutomaticAttempts: 1.5 }, "maximumAutomaticAttempts"],
    [{ automatic: true, retryAttemptSeconds: 0 }, "retryAttemptSeconds"],
    [{ automatic: true, retryAttemptSeconds: 2_678_001 }, "retryAttemptSeconds"],
  ])("has remediation settings out of range: %j", (remediation, key) => {
    expect(problemsOf(packOf(use(bucket, { remediation })))).toEqual([["RW3007", `bucket-blocked.remediation.${key}`]]);
  });

  test("passes a runbook more values of one parameter than AWS Config takes", () => {
    const passing = (count: number) => {
      const values = Array.from({ length: count }, (_, index) => String(index));
      const remediation = { runbook: "Own-Runbook", parameters: { Ports: values }, permissions: [] };
      return problemsOf(packOf(use({ ...bucket, remediation })));
    };
    expect(passing(LIMITS.staticValues)).toEqual([]);
    expect(passing(LIMITS.staticValues + 1)).toEqual([["RW3007", "bucket-blocked.remediation.parameters.Ports"]]);
  });

  test("sets a remediation that the rule does not have", () => {
    expect(problemsOf(packOf(use(topic, { remediation: { automatic: true } })))).toEqual([
      ["RW3006", "topic-encrypted.remediation"],
    ]);
    expect(problemsOf(packOf(use(topic, { remediation: false })))).toEqual([]);
  });

  test("has a remediation that its runbook refuses", () => {
    const remedied = (members: object, rule: AnyRule = bucket): PackEntry =>
      anyUse(rule, { rule: { ...rule, remediation: { ...bucket.remediation, ...members } } });
    const path = "bucket-blocked.remediation";
    expect(problemsOf(packOf(remedied({ parameters: { BucketName: RESOURCE_ID, Nope: "x" } })))).toEqual([
      ["RW3007", `${path}.parameters.Nope`],
    ]);
    expect(problemsOf(packOf(remedied({ parameters: {} })))).toEqual([["RW3007", `${path}.parameters`]]);
    expect(problemsOf(packOf(remedied({ parameters: { BucketName: "" } })))).toEqual([
      ["RW3007", `${path}.parameters.BucketName`],
    ]);
    expect(problemsOf(packOf(remedied({}, topic)))).toEqual(
      expect.arrayContaining([["RW3007", "topic-encrypted.remediation.runbook"]]),
    );
  });

  test("says one thing of a bad parameter that its remediation is bound to", () => {
    const remediation = { runbook: bucket.remediation?.runbook ?? "", parameters: { BucketName: parameter("block") } };
    const broken = anyUse(
      { ...bucket, remediation },
      { parameters: { block: "maybe" }, remediation: { automatic: true, retryAttemptSeconds: 0 } },
    );
    expect(problemsOf(packOf(broken))).toEqual([
      ["RW1002", "bucket-blocked.parameters.block"],
      ["RW3007", "bucket-blocked.remediation.retryAttemptSeconds"],
    ]);
  });

  test("is too large, by rules or by bytes", () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => use(account, { name: `rule-${index}` }));
    expect(problemsOf(packOf(...many(130)))).toEqual([["RW3008", "pack"]]); // 130 custom rules exceed the inline bytes
    expect(problemsOf(packOf(...many(131)))).toEqual([
      ["RW3008", "pack.rules"],
      ["RW3008", "pack"],
    ]);
    const managed = (count: number) =>
      Array.from({ length: count }, (_, index) => managedRule("IAM_PASSWORD_POLICY", { name: `m-${index}` }));
    expect(problemsOf(packOf(...managed(130)))).toEqual([]);
    expect(problemsOf(packOf(...managed(131)))).toEqual([["RW3008", "pack.rules"]]);
  });
});

describe("what is written beside the template", () => {
  const pack = packOf(
    use(topic),
    use(topic, { name: "again", onError: "keep" }),
    use(bucket),
    use(account),
    managedRule("IAM_PASSWORD_POLICY", { controls: ["cis-1.2.0/1.5"] }),
  );

  test("functions: each with its rules, by name; none without rules", () => {
    expect(functionsOf(pack).map(({ name, entries }) => [name, entries.map((entry) => entry.name)])).toEqual([
      ["change", ["again", "bucket-blocked", "topic-encrypted"]],
      ["periodic", ["account-checked"]],
    ]);
    expect(functionsOf(packOf(managedRule("IAM_PASSWORD_POLICY")))).toEqual([]);
  });

  test("controls: in numeric order, with the rules that prove them", () => {
    expect(controlsOf(pack)).toEqual({
      version: 1,
      pack: "pack",
      controls: [
        { control: "cis-1.2.0/1.5", rules: ["iam-password-policy"] },
        { control: "cis-1.2.0/2.1", rules: ["again", "bucket-blocked", "topic-encrypted"] },
        { control: "cis-1.2.0/2.10", rules: ["bucket-blocked"] },
      ],
    });
  });

  test("manifest: tokens, functions with their permissions, and what each rule became", () => {
    const files = [{ path: "conformance-pack.yaml", bytes: 1, sha256: "0" }];
    expect(manifestOf(pack, "rulewright 0.1.0", files)).toMatchObject({
      version: 1,
      tool: "rulewright 0.1.0",
      pack: { name: "pack" },
      tokens: [
        { name: "ChangeFunctionArn" },
        { name: "PeriodicFunctionArn" },
        { name: "BucketBlockedRemediationRoleArn" },
      ],
      functions: [
        { name: "change", handler: "index.handler", permissions: ["sns:GetTopicAttributes"] },
        { name: "periodic", handler: "index.handler", permissions: ["iam:GetUser", "iam:ListUsers"] },
      ],
      rules: [
        { name: "account-checked", logicalId: "AccountChecked", scope: "global", function: "periodic" },
        { name: "again", rule: "topic-encrypted", scope: "regional", onError: "keep" },
        { name: "bucket-blocked", remediation: { logicalId: "BucketBlockedRemediation", automatic: false } },
        { name: "iam-password-policy", identifier: "IAM_PASSWORD_POLICY", scope: "global" },
        { name: "topic-encrypted", function: "change", onError: "not-applicable" },
      ],
      files,
    });
  });

  test("a function's entry: each rule under its deployed name, imported when it is needed", () => {
    const entry = functionEntry([use(topic, { name: 'a"b' })], ({ name }) => `rule:${name}`);
    expect(entry).toMatch(
      /^import \{ createHandler \} from "@rulewright\/sdk\/runtime";\nexport const handler = createHandler\(\{\n/,
    );
    expect(entry).toContain('"a\\"b": { load: () => import("rule:a\\"b").then((module) => module.default)');
    expect(entry).toMatch(/"?onError"?: ?"not-applicable"/);
  });
});

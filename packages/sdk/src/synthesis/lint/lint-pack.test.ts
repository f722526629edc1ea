import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { stringify } from "yaml";
import { LINT_ERRORS, type LintErrorEntry } from "./errors/index.ts";
import { CLEAN_PACK, altered } from "./fixtures/clean-pack.ts";
import { lintPack } from "./lint-pack.ts";

type Key = keyof typeof LINT_ERRORS;

const byText = (a: string | undefined, b: string | undefined) => String(a).localeCompare(String(b));
const KEY_OF = new Map(Object.entries(LINT_ERRORS).map(([key, { code }]) => [code, key]));

function keysOf(text: string, options?: Parameters<typeof lintPack>[1]): (string | undefined)[] {
  return lintPack(text, options).map(({ code }) => KEY_OF.get(code));
}

test("finds nothing in a sound pack, YAML or JSON", () => {
  expect(lintPack(CLEAN_PACK)).toEqual([]);
  expect(
    lintPack(
      '{\n\t"Resources": {\n\t"A": {"Type":"AWS::Config::ConfigRule","Properties":{"ConfigRuleName":"a",\n\t"Source":{"Owner":"AWS","SourceIdentifier":"IAM_ROOT_ACCESS_KEY_CHECK"}}}}}',
    ),
  ).toEqual([]);
});

/** Each row alters one part of the clean pack; the problem stands on the line marked `# !!`. */
const ROWS: readonly (readonly [what: string, part: string, replacement: string, ...keys: Key[]])[] = [
  ["broken YAML", "Mode: DETECTIVE", "Mode: @DETECTIVE # !!", "YAML_SYNTAX"],
  ["a duplicate key", "Conditions:\n", "Resources: {}\nConditions:\n", "KEY_DUPLICATE"],
  [
    "a duplicate key inside",
    "Properties:\n      ConfigRuleName: topic-named",
    "Properties:\n      ConfigRuleName: a\n      ConfigRuleName: topic-named # !!",
    "KEY_DUPLICATE",
  ],
  [
    "an anchor and its alias",
    'Type: String\n    Default: "90"\n',
    "Type: &text String\n    Default: *text\n",
    "ANCHOR_UNUSABLE",
    "ALIAS_UNSUPPORTED",
  ],
  ["a merge key", "SsmControls:\n", "SsmControls:\n          <<: {} # !!\n", "ALIAS_UNSUPPORTED"],
  [
    "a short function",
    "SourceIdentifier:\n          Ref: FunctionArn",
    "SourceIdentifier: !Ref FunctionArn # !!",
    "TAG_SHORT",
  ],
  [
    "a short function of no sample",
    "SourceIdentifier:\n          Ref: FunctionArn",
    "SourceIdentifier: !Sub '${FunctionArn}' # !!",
    "TAG_SHORT",
    "FUNCTION_UNSURE",
  ],
  ["a tag that nobody knows", "Mode: DETECTIVE", "Mode: !Mode DETECTIVE # !!", "TAG_UNSUPPORTED"],
  [
    "a typed tag of YAML",
    "Description: Buckets use the approved key.",
    "Description: !!binary aGk= # !!",
    "TAG_UNSUPPORTED",
  ],
  ["a second document", "Resources:\n", "---\nResources:\n", "NOT_A_PACK", "DOCUMENTS_SEVERAL"],
  ["a section that packs may not know", "Conditions:\n", "Outputs: {} # !!\nConditions:\n", "SECTION_UNSURE"],
  ["an unknown section", "Conditions:\n", "Parameter: {} # !!\nConditions:\n", "SECTION_UNKNOWN"],
  [
    "another type of resource",
    "  TopicNamed:\n    Type: AWS::Config::ConfigRule",
    "  TopicNamed:\n    Type: AWS::SNS::Topic # !!",
    "RESOURCE_TYPE",
  ],
  [
    "a resource without a type",
    "  TopicNamed:\n    Type: AWS::Config::ConfigRule",
    "  TopicNamed: # !!",
    "VALUE_MISSING",
  ],
  ["a resource that is text", "  TopicNamed:\n", "  Text: text # !!\n  TopicNamed:\n", "VALUE_KIND"],
  ["a logical id with a hyphen", "  TopicNamed:\n", "  Topic-Named: # !!\n", "LOGICAL_ID"],
  [
    "a parameter and a resource of one name",
    "  FunctionArn:\n",
    "  TopicNamed: { Type: String } # !!\n  FunctionArn:\n",
    "PARAMETER_UNUSED",
    "LOGICAL_ID",
  ],
  [
    "an unknown attribute",
    "DependsOn: BucketKey\n",
    "DependsOn: BucketKey\n    DependOn: BucketKey # !!\n",
    "KEY_UNKNOWN",
  ],
  ["an unknown property", "EvaluationModes:", "Tags: [] # !!\n      EvaluationModes:", "KEY_UNKNOWN"],
  ["a dangling DependsOn", "DependsOn: BucketKey\n", "DependsOn: [BucketKey, BucketKeys] # !!\n", "DEPENDS_ON"],
  [
    "resources that wait for each other",
    "  BucketKey:\n",
    "  BucketKey: # !!\n    DependsOn: BucketKeyRemediation\n",
    "DEPENDS_ON",
  ],
  ["a dangling condition", "  TopicNamed:\n", "  TopicNamed:\n    Condition: Repair # !!\n", "CONDITION_UNKNOWN"],
  [
    "a dangling condition of Fn::If",
    "- HasMaximumAge",
    "- hasMaximumAge # !!",
    "CONDITION_UNUSED",
    "CONDITION_UNKNOWN",
  ],
  [
    "conditions in a loop",
    "Conditions:\n",
    "Conditions:\n  A: { Condition: B } # !!\n  B: { Fn::Not: [{ Condition: A }] }\n",
    "CONDITION_LOOP",
  ],
  ["a condition that is text", "Conditions:\n", "Conditions:\n  A: yes # !!\n", "CONDITION_UNUSED", "FUNCTION_SHAPE"],
  [
    "a function with too few arguments",
    "Fn::If: [Repairs, true, false]",
    "Fn::If: [Repairs, true] # !!",
    "FUNCTION_SHAPE",
  ],
  ["a function beside other keys", "Ref: FunctionArn", "Ref: FunctionArn\n          Other: 1", "FUNCTION_SHAPE"],
  [
    "a function that no sample uses",
    "kmsKeyArn: arn:aws:kms:eu-west-1:111122223333:key/x",
    "kmsKeyArn: { Fn::Join: [a, [b]] } # !!",
    "FUNCTION_UNSURE",
  ],
  [
    "Fn::Sub for more than the place of deployment",
    "kmsKeyArn: arn:aws:kms:eu-west-1:111122223333:key/x",
    'kmsKeyArn: { Fn::Sub: "arn:${AWS::Partition}:${FunctionArn}" } # !!',
    "FUNCTION_UNSURE",
  ],
  [
    "a function that does not exist",
    "kmsKeyArn: arn:aws:kms:eu-west-1:111122223333:key/x",
    "kmsKeyArn: { Fn::Equal: [a, b] } # !!",
    "FUNCTION_UNKNOWN",
  ],
  ["a dangling Ref", "Ref: FunctionArn", "Ref: FunctionARN # !!", "PARAMETER_UNUSED", "REF_UNKNOWN"],
  [
    "a Ref to a pseudo parameter",
    "kmsKeyArn: arn:aws:kms:eu-west-1:111122223333:key/x",
    "kmsKeyArn: { Ref: AWS::AccountId } # !!",
    "REF_UNSURE",
  ],
  [
    "a parameter of another type",
    "Repair:\n    Type: String",
    "Repair:\n    Type: Number # !!",
    "PARAMETER_TYPE_UNSURE",
  ],
  ["a parameter of no type", "Repair:\n    Type: String", "Repair:\n    Type: string # !!", "PARAMETER_INVALID"],
  ["a parameter that refers to another", 'Default: "true"', "Default: { Ref: MaximumAge } # !!", "PARAMETER_INVALID"],
  [
    "a default that is not allowed",
    'Default: "true"',
    'Default: "true" # !!\n    AllowedValues: ["yes", "no"]',
    "PARAMETER_INVALID",
  ],
  [
    "a parameter with a hyphen",
    "Parameters:\n",
    "Parameters:\n  a-b: { Type: String } # !!\n",
    "PARAMETER_INVALID",
    "PARAMETER_UNUSED",
  ],
  ["a default that is too long", 'Default: "true"', `Default: ${"x".repeat(4097)} # !!`, "PARAMETER_TOO_LONG"],
  ["an unused parameter", "Parameters:\n", "Parameters:\n  Unused: { Type: String } # !!\n", "PARAMETER_UNUSED"],
  ["a rule without a name", "      ConfigRuleName: topic-named\n", "", "RULE_NAME_MISSING"],
  [
    "a name that is too long once deployed",
    "topic-named",
    `${"t".repeat(102)} # !!`,
    "RULE_NAME_TOO_LONG",
    "RULE_NAME_QUERIES",
  ],
  [
    "a name too long for Audit Manager",
    "topic-named",
    `${"t".repeat(77)} # !!`,
    "RULE_NAME_AUDIT_MANAGER",
    "RULE_NAME_QUERIES",
  ],
  ["a name too long for some operations", "topic-named", `${"t".repeat(38)} # !!`, "RULE_NAME_QUERIES"],
  ["a name with a blank", "topic-named", "topic named # !!", "RULE_NAME_CHARACTERS"],
  ["a name twice", "topic-named", "bucket-key # !!", "RULE_NAME_TAKEN"],
  ["a name twice but for case", "topic-named", "Bucket-Key # !!", "RULE_NAME_CASE"],
  ["the name of a managed rule", "topic-named", "restricted-ssh # !!", "RULE_NAME_OF_MANAGED"],
  ["the name of another managed rule", "access-keys-rotated", "iam-root-access-key-check # !!", "RULE_NAME_OF_MANAGED"],
  ["a name as packs make it", "topic-named", "bucket-key-conformance-pack-abc # !!", "RULE_NAME_OF_SERVICE"],
  ["a name as organizations make it", "topic-named", "OrgConfigRule-topic-abc12345 # !!", "RULE_NAME_OF_SERVICE"],
  ["a description that is too long", "Buckets use the approved key.", `${"x".repeat(257)} # !!`, "DESCRIPTION_LENGTH"],
  ["an unknown owner", "Owner: AWS\n", "Owner: AMAZON # !!\n", "OWNER"],
  [
    "an unknown managed rule",
    "SourceIdentifier: ACCESS_KEYS_ROTATED",
    "SourceIdentifier: ACCESS_KEY_ROTATED # !!",
    "MANAGED_UNKNOWN",
  ],
  [
    "no ARN of a function",
    "SourceIdentifier:\n          Ref: FunctionArn",
    "SourceIdentifier: my-function # !!",
    "PARAMETER_UNUSED",
    "FUNCTION_ARN",
  ],
  [
    "a placeholder in the ARN of a function",
    "SourceIdentifier:\n          Ref: FunctionArn",
    "SourceIdentifier: arn:aws:lambda:us-east-1:<Account-Id>:function:x # !!",
    "PARAMETER_UNUSED",
    "PLACEHOLDER",
  ],
  ["a placeholder elsewhere", "Values: [AES256]", 'Values: ["<your key>"] # !!', "PLACEHOLDER_TEXT"],
  [
    "a token of a rule that is not there",
    "SourceIdentifier:\n          Ref: FunctionArn",
    "SourceIdentifier: ${BucketKeysFunctionArn} # !!",
    "PARAMETER_UNUSED",
    "TOKEN_UNKNOWN",
  ],
  [
    "a token inside a text",
    "SourceIdentifier:\n          Ref: FunctionArn",
    "SourceIdentifier: ${ChangeFunctionArn}:live # !!",
    "PARAMETER_UNUSED",
    "TOKEN_UNKNOWN",
  ],
  [
    "a role's token for a function",
    "SourceIdentifier:\n          Ref: FunctionArn",
    "SourceIdentifier: ${BucketKeyRemediationRoleArn} # !!",
    "PARAMETER_UNUSED",
    "TOKEN_UNKNOWN",
  ],
  ["an unknown frequency", "Six_Hours", "6_Hours # !!", "FREQUENCY"],
  [
    "a frequency of a Guard policy",
    "      ConfigRuleName: topic-named\n",
    "      ConfigRuleName: topic-named\n      MaximumExecutionFrequency: Six_Hours # !!\n",
    "FREQUENCY_IGNORED",
  ],
  [
    "an unknown message type",
    "MessageType: ScheduledNotification",
    "MessageType: ScheduleNotification # !!",
    "TRIGGER",
    "TRIGGER",
  ],
  [
    "a frequency of a change",
    "MessageType: ConfigurationItemChangeNotification\n          - ",
    "MessageType: ConfigurationItemChangeNotification\n            MaximumExecutionFrequency: One_Hour # !!\n          - ",
    "TRIGGER",
  ],
  [
    "a rule that nothing starts",
    "        SourceDetails:\n          - EventSource: aws.config\n            MessageType: ConfigurationItemChangeNotification\n        Custom",
    "        Custom",
    "TRIGGER_MISSING",
  ],
  [
    "one of two change messages",
    "          - EventSource: aws.config\n            MessageType: OversizedConfigurationItemChangeNotification\n",
    "",
    "TRIGGER_HALF",
  ],
  ["a runtime that Guard does not have", "guard-2.x.x", "guard-3.x.x # !!", "POLICY"],
  ["a policy that is too long", "rule named", `rule ${"n".repeat(10_000)}`, "POLICY"],
  [
    "a Guard policy with an identifier",
    "Owner: CUSTOM_POLICY",
    "Owner: CUSTOM_POLICY\n        SourceIdentifier: x # !!",
    "POLICY",
  ],
  ["an unknown evaluation mode", "DETECTIVE", "PREVENTIVE # !!", "EVALUATION_MODE"],
  [
    "a tag value without its key",
    "ComplianceResourceTypes: [AWS::SNS::Topic]",
    "ComplianceResourceTypes: [AWS::SNS::Topic]\n        TagValue: x # !!",
    "SCOPE",
  ],
  [
    "a resource id for two types",
    "ComplianceResourceTypes: [AWS::SNS::Topic]",
    "ComplianceResourceTypes: [AWS::SNS::Topic, AWS::S3::Bucket]\n        ComplianceResourceId: x # !!",
    "SCOPE",
  ],
  [
    "a scope that is ignored",
    "      MaximumExecutionFrequency: Six_Hours\n",
    "      Scope: { ComplianceResourceTypes: [AWS::IAM::User] } # !!\n",
    "SCOPE_IGNORED",
  ],
  ["a rule for everything", "      Scope:\n        ComplianceResourceTypes: [AWS::SNS::Topic]\n", "", "SCOPE_MISSING"],
  ["an unknown resource type", "[AWS::SNS::Topic]", "[AWS::SNS::Topics] # !!", "RESOURCE_TYPE_UNKNOWN"],
  [
    "parameters that are no JSON",
    "InputParameters:\n        kmsKeyArn: arn:aws:kms:eu-west-1:111122223333:key/x",
    "InputParameters: '{\"a\":' # !!",
    "INPUT_UNREADABLE",
  ],
  ["an unknown parameter", "maxAccessKeyAge:", "MaxAccessKeyAge: # !!", "INPUT_MISSING", "INPUT_UNKNOWN"],
  ["a parameter of another kind", 'Default: "90"', "Default: ninety # !!", "INPUT_KIND"],
  [
    "parameters that are too long",
    "kmsKeyArn: arn:aws:kms:eu-west-1:111122223333:key/x",
    `kmsKeyArn: ${"x".repeat(1024)}`,
    "INPUT_TOO_LONG",
  ],
  [
    "a remediation of no rule",
    "ConfigRuleName: bucket-key\n      ResourceType",
    "ConfigRuleName: BucketKey # !!\n      ResourceType",
    "REMEDIATION_RULE",
  ],
  [
    "a remediation whose rule is computed",
    "ConfigRuleName: bucket-key\n      ResourceType",
    "ConfigRuleName: { Ref: BucketKey } # !!\n      ResourceType",
    "REMEDIATION_LITERAL",
    "REF_UNSURE",
  ],
  [
    "a role that is computed",
    'Values: ["arn:aws:iam::111122223333:role/Repair"]',
    "Values: [{ Ref: FunctionArn }] # !!",
    "REMEDIATION_LITERAL",
  ],
  [
    "a placeholder in a role",
    "arn:aws:iam::111122223333:role/Repair",
    "arn:aws:iam::<Account-Id>:role/Repair",
    "PLACEHOLDER",
  ],
  ["a role that is no ARN", "arn:aws:iam::111122223333:role/Repair", "Repair", "ROLE"],
  [
    "an automatic remediation without a role",
    '        AutomationAssumeRole:\n          StaticValue:\n            Values: ["arn:aws:iam::111122223333:role/Repair"]\n',
    "",
    "ROLE",
  ],
  ["a remediation that may come before its rule", "    DependsOn: BucketKey\n", "", "REMEDIATION_ORDER"],
  [
    "a remediation of a rule that may be missing",
    "  BucketKey:\n",
    "  BucketKey:\n    Condition: Repairs\n",
    "REMEDIATION_CONDITION",
  ],
  ["another target type", "SSM_DOCUMENT", "LAMBDA # !!", "REMEDIATION_TARGET"],
  [
    "a target that is no name",
    "TargetId: AWS-EnableS3BucketEncryption",
    "TargetId: my document # !!",
    "REMEDIATION_TARGET",
  ],
  [
    "a runbook that AWS does not have",
    "TargetId: AWS-EnableS3BucketEncryption",
    "TargetId: AWS-EnableS3BucketEncryptions # !!",
    "RUNBOOK_UNKNOWN",
  ],
  ["too many attempts", "MaximumAutomaticAttempts: 5", "MaximumAutomaticAttempts: 26 # !!", "REMEDIATION_RANGE"],
  ["no time between attempts", "RetryAttemptSeconds: 60", "RetryAttemptSeconds: 0 # !!", "REMEDIATION_RANGE"],
  ["more than all of it", "ErrorPercentage: 10", "ErrorPercentage: 101 # !!", "REMEDIATION_RANGE"],
  ["a value that is not in a list", "Values: [AES256]", "Values: AES256 # !!", "VALUE_KIND"],
  ["a value that is too long", "Values: [AES256]", `Values: [${"x".repeat(257)}] # !!`, "REMEDIATION_PARAMETERS"],
  [
    "both kinds of a value",
    "Value: RESOURCE_ID\n",
    "Value: RESOURCE_ID\n          StaticValue: { Values: [x] }\n",
    "REMEDIATION_PARAMETERS",
  ],
  ["another resource value", "Value: RESOURCE_ID", "Value: RESOURCE_ARN # !!", "REMEDIATION_PARAMETERS"],
  ["an unknown parameter of a runbook", "SSEAlgorithm:", "SseAlgorithm: # !!", "RUNBOOK_PARAMETER"],
  [
    "a missing parameter of a runbook",
    "        BucketName:\n          ResourceValue:\n            Value: RESOURCE_ID\n",
    "",
    "RUNBOOK_PARAMETER",
  ],
  [
    "a runbook for another resource type",
    "TargetId: AWS-EnableS3BucketEncryption",
    "TargetId: AWS-StopRdsInstance # !!",
    "RUNBOOK_FOREIGN",
    "RUNBOOK_PARAMETER",
    "RUNBOOK_PARAMETER",
    "RUNBOOK_PARAMETER",
  ],
];

function packOf(rules: number, remediations = 0, more: object = {}): string {
  const ids = Array.from({ length: rules }, (_, index) => `Rule${index}`);
  const Source = { Owner: "AWS", SourceIdentifier: "IAM_ROOT_ACCESS_KEY_CHECK" };
  const Resources = Object.fromEntries([
    ...ids.map((id) => [id, { Type: "AWS::Config::ConfigRule", Properties: { ConfigRuleName: id, Source } }]),
    ...ids.slice(0, remediations).map((id) => [
      `${id}Remediation`,
      {
        Type: "AWS::Config::RemediationConfiguration",
        DependsOn: id,
        Properties: { ConfigRuleName: id, TargetType: "SSM_DOCUMENT", TargetId: "Own-Runbook" },
      },
    ]),
  ]);
  return stringify({ ...more, Resources }, { aliasDuplicateObjects: false });
}

function managedPack(identifier: string, properties: object = {}): string {
  const Source = { Owner: "AWS", SourceIdentifier: identifier };
  const Properties = { ConfigRuleName: "the-rule", Source, ...properties };
  return stringify({ Resources: { Rule: { Type: "AWS::Config::ConfigRule", Properties } } });
}

function repairingPack(runbook: string, passed: object, resourceType?: string, more: object = {}): string {
  const Parameters = Object.fromEntries(
    Object.entries(passed).map(([name, value]) => [
      name,
      value === "RESOURCE_ID" ? { ResourceValue: { Value: value } } : { StaticValue: { Values: [value].flat() } },
    ]),
  );
  const Properties = {
    ConfigRuleName: "the-rule",
    TargetType: "SSM_DOCUMENT",
    TargetId: runbook,
    ...(resourceType ? { ResourceType: resourceType } : {}),
    Parameters,
    ...more,
  };
  const Source = { Owner: "AWS", SourceIdentifier: "IAM_ROOT_ACCESS_KEY_CHECK" };
  const rule = { Type: "AWS::Config::ConfigRule", Properties: { ConfigRuleName: "the-rule", Source } };
  const repair = { Type: "AWS::Config::RemediationConfiguration", DependsOn: "Rule", Properties };
  return stringify({ Resources: { Rule: rule, Repair: repair } });
}

const ROLE = "arn:aws:iam::111122223333:role/Repair";
const TWIN = `  Twin:
    Type: AWS::Config::RemediationConfiguration
    DependsOn: Rule
    Properties: { ConfigRuleName: the-rule, TargetType: SSM_DOCUMENT, TargetId: Own }
`;
const FREQUENT = { MaximumExecutionFrequency: "One_Hour" };
const SOME_POLICIES = {
  AllowUsersToChangePassword: "true",
  HardExpiry: "false",
  MaxPasswordAge: "90",
  MinimumPasswordLength: "14",
};

const ALL_POLICIES = {
  ...SOME_POLICIES,
  AutomationAssumeRole: ROLE,
  PasswordReusePrevention: "24",
  RequireLowercaseCharacters: "true",
  RequireNumbers: "true",
  RequireSymbols: "true",
  RequireUppercaseCharacters: "true",
};

/** Whole packs. */
const PACKS: readonly (readonly [what: string, text: string, ...keys: Key[]])[] = [
  ["an empty file", "", "DOCUMENT_EMPTY"],
  ["a comment alone", "# nothing yet\n", "DOCUMENT_EMPTY"],
  ["an empty document", "---\n", "DOCUMENT_EMPTY"],
  ["a text", "a text", "NOT_A_PACK"],
  ["a list", "[1, 2]", "NOT_A_PACK"],
  ["a mapping of something else", "apiVersion: v1\n", "NOT_A_PACK"],
  ["a pack without rules", "Resources: {}\n", "RULES_NONE"],
  ["text where resources belong", "Resources: none\n", "RULES_NONE", "VALUE_KIND"],
  ["brackets without end", "[".repeat(20_000), "TOO_DEEP"],
  ["sequences without end", "- ".repeat(20_000), "TOO_DEEP"],
  [
    "mappings without end",
    Array.from({ length: 300 }, (_, depth) => `${"  ".repeat(depth)}a:`).join("\n"),
    "TEMPLATE_OVER_INLINE",
    "TOO_DEEP",
  ],
  [
    "a rule that nests deeply",
    managedPack("IAM_ROOT_ACCESS_KEY_CHECK", { Scope: nested(70) }),
    "KEY_UNKNOWN",
    "SCOPE_IGNORED",
    "TOO_DEEP",
  ],
  ["131 rules", packOf(131), "RULES_TOO_MANY"],
  ["130 rules", packOf(130)],
  ["rules and remediations above the limit", packOf(100, 31), "RESOURCES_MANY"],
  ["60 parameters", packOf(1, 0, { Parameters: parameters(60) }), ...used(60)],
  ["61 parameters", packOf(1, 0, { Parameters: parameters(61) }), "PARAMETERS_TOO_MANY", ...used(61)],
  ["more than a request takes", `${packOf(1)}#${"x".repeat(51_200)}\n`, "TEMPLATE_OVER_INLINE"],
  ["more than S3 takes", `${packOf(1)}#${"x".repeat(307_200)}\n`, "TEMPLATE_TOO_LARGE"],
  ["more than is read", "x".repeat(2_000_001), "TEMPLATE_TOO_LARGE"],
  ["a process check", managedPack("AWS_CONFIG_PROCESS_CHECK")],
  ["a rule that AWS no longer offers", managedPack("FMS_SECURITY_GROUP_AUDIT_POLICY_CHECK"), "MANAGED_LEGACY"],
  ["a frequency that is ignored", managedPack("S3_BUCKET_VERSIONING_ENABLED", FREQUENT), "FREQUENCY_IGNORED"],
  ["a hybrid rule's frequency", managedPack("S3_BUCKET_PUBLIC_READ_PROHIBITED", FREQUENT)],
  [
    "a scope that the managed rule does not judge",
    managedPack("S3_BUCKET_VERSIONING_ENABLED", { Scope: { ComplianceResourceTypes: ["AWS::EC2::Volume"] } }),
    "SCOPE_FOREIGN",
  ],
  ["a missing parameter", managedPack("ACCESS_KEYS_ROTATED"), "INPUT_MISSING"],
  ["parameters as JSON", managedPack("ACCESS_KEYS_ROTATED", { InputParameters: '{"maxAccessKeyAge":90}' })],
  [
    "wrong parameters as JSON",
    managedPack("ACCESS_KEYS_ROTATED", { InputParameters: '{"maxAccessKeyAge":"x"}' }),
    "INPUT_KIND",
  ],
  ["no mapping as JSON", managedPack("ACCESS_KEYS_ROTATED", { InputParameters: "[]" }), "INPUT_UNREADABLE"],
  ["a rule without Source", managedPack("X").replace(/ +Source:[^]*/, ""), "VALUE_MISSING"],
  [
    "a resource id where a name is wanted",
    repairingPack(
      "AWS-StopRdsInstance",
      { AutomationAssumeRole: ROLE, InstanceId: "RESOURCE_ID" },
      "AWS::RDS::DBInstance",
    ),
    "RUNBOOK_IDENTIFIER",
  ],
  [
    "a resource id for another parameter",
    repairingPack("AWS-EnableS3BucketEncryption", { BucketName: "b", SSEAlgorithm: "RESOURCE_ID" }),
    "RUNBOOK_IDENTIFIER",
  ],
  [
    "a runbook that resets",
    repairingPack("AWSConfigRemediation-SetIAMPasswordPolicy", { ...SOME_POLICIES, AutomationAssumeRole: ROLE }),
    "RUNBOOK_RESETS",
  ],
  [
    "several values for one",
    repairingPack("AWS-EnableS3BucketEncryption", { BucketName: ["a", "b"], SSEAlgorithm: ["AES256", "AES256"] }),
    "RUNBOOK_PARAMETER",
    "RUNBOOK_PARAMETER",
  ],
  [
    "a role that the runbook demands",
    repairingPack("AWSConfigRemediation-EnforceHttpsOnEsDomain", { DomainName: "d" }),
    "RUNBOOK_PARAMETER",
    "RUNBOOK_SUPERSEDED",
  ],
  [
    "no whole number",
    repairingPack("AWSConfigRemediation-SetIAMPasswordPolicy", { ...ALL_POLICIES, MaxPasswordAge: "x" }),
    "RUNBOOK_PARAMETER",
  ],
  [
    "two remediations of one rule",
    repairingPack("Own", {}).replace("Resources:\n", `Resources:\n${TWIN}`),
    "REMEDIATION_TWICE",
  ],
  [
    "26 parameters",
    repairingPack("Own", Object.fromEntries(Array.from({ length: 26 }, (_, i) => [`p${i}`, "x"]))),
    "REMEDIATION_PARAMETERS",
  ],
  ["26 values", repairingPack("Own", { list: Array.from({ length: 26 }, () => "x") }), "REMEDIATION_PARAMETERS"],
];

function nested(depth: number): object {
  return depth === 0 ? {} : { a: nested(depth - 1) };
}

function parameters(number: number): object {
  return Object.fromEntries(Array.from({ length: number }, (_, index) => [`P${index}`, { Type: "String" }]));
}

function used(number: number): Key[] {
  return Array.from({ length: number }, () => "PARAMETER_UNUSED");
}

test("takes Fn::Sub for the place of deployment, as AWS's samples do", () => {
  const key = "arn:aws:kms:eu-west-1:111122223333:key/x";
  const substituted = '{ Fn::Sub: "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/${!x}" }';
  expect(lintPack(altered(`kmsKeyArn: ${key}`, `kmsKeyArn: ${substituted}`).text)).toEqual([]);
});

describe("finds", () => {
  test.each(PACKS)("%s", (_what, text, ...keys) => {
    expect(keysOf(text).sort(byText)).toEqual([...keys].sort(byText));
  });

  test.each(ROWS)("%s", (_what, part, replacement, ...keys) => {
    const { text, line } = altered(part, replacement);
    const problems = lintPack(text);
    expect(problems.map(({ code }) => KEY_OF.get(code)).sort(byText)).toEqual([...keys].sort(byText));
    if (line !== undefined) expect(problems.map((problem) => problem.line)).toContain(line);
  });
});

describe("tells", () => {
  test("file, keys, line, column and source of a problem, and what to do", () => {
    const { text } = altered("Owner: AWS\n", "Owner: AMAZON\n");
    expect(lintPack(text, { file: "packs/my.yaml" })).toEqual([
      {
        code: "RW3161",
        message: 'There is no owner "AMAZON".',
        path: "packs/my.yaml: Resources.KeysRotated.Properties.Source.Owner",
        hint: "Write AWS, CUSTOM_LAMBDA or CUSTOM_POLICY.",
        severity: "error",
        line: 82,
        column: 9,
        source: "https://docs.aws.amazon.com/config/latest/APIReference/API_Source.html",
        file: "packs/my.yaml",
      },
    ]);
    expect(lintPack("", { file: "my.yaml" })[0]?.path).toBe("my.yaml");
    expect(lintPack("")[0]?.path).toBe("");
  });

  test("all problems, by line", () => {
    const text = CLEAN_PACK.replace("Owner: AWS", "Owner: X")
      .replace("DETECTIVE", "Y")
      .replace("- HasMaximumAge", "- Z");
    const lines = lintPack(text).map(({ line = 0 }) => line);
    expect(lines).toHaveLength(4);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });

  test("only the first hundred problems of a code, and how many more there are", () => {
    const problems = lintPack(packOf(1, 0, { Parameters: parameters(350) }));
    const unused = problems.filter(({ code }) => code === LINT_ERRORS.PARAMETER_UNUSED.code);
    expect(unused).toHaveLength(101);
    expect(unused.at(-1)?.message).toBe("250 more problems like this.");
  });

  test.each([
    [
      "an identifier in lower case",
      managedPack("iam_root_access_key_check"),
      "Did you mean IAM_ROOT_ACCESS_KEY_CHECK?",
    ],
    ["a rule's name as identifier", managedPack("restricted-ssh"), "Did you mean INCOMING_SSH_DISABLED?"],
    ["the newest name as identifier", managedPack("INCOMING_SSH_DISABLE"), "Did you mean INCOMING_SSH_DISABLED?"],
    [
      "a parameter in another case",
      managedPack("IAM_PASSWORD_POLICY", { InputParameters: { minimumPasswordLength: "14" } }),
      "Did you mean MinimumPasswordLength?",
    ],
    [
      "a parameter of a rule without any",
      managedPack("IAM_ROOT_ACCESS_KEY_CHECK", { InputParameters: { a: "1" } }),
      "It has none.",
    ],
    [
      "a logical id as rule name",
      altered("ConfigRuleName: bucket-key\n      Res", "ConfigRuleName: BucketKey\n      Res").text,
      "BucketKey is a logical id; the rule's name is bucket-key.",
    ],
    ["a dangling Ref", altered("Ref: FunctionArn", "Ref: FunctionARN").text, "Did you mean FunctionArn?"],
    [
      "a misspelt token",
      altered("TargetId: AWS-EnableS3BucketEncryption", "TargetId: ${BucketKeyRunbokName}").text,
      "Did you mean BucketKeyRunbookName?",
    ],
  ])("what is meant by %s", (_what, text, hint) => {
    expect(lintPack(text).map((problem) => problem.hint)).toContain(hint);
  });
});

describe("tokens of synth", () => {
  const text = CLEAN_PACK.replace(
    "SourceIdentifier:\n          Ref: FunctionArn",
    "SourceIdentifier: ${BucketKeyFunctionArn}",
  )
    .replace("  FunctionArn:\n    Type: String\n", "")
    .replace("arn:aws:iam::111122223333:role/Repair", "${BucketKeyRemediationRoleArn}")
    .replace("TargetId: AWS-EnableS3BucketEncryption", "TargetId: ${BucketKeyRunbookName}");

  test("are accepted as whole values, and other texts are escaped", () => {
    expect(keysOf(text)).toEqual([]);
    expect(keysOf(text.replace("${BucketKeyFunctionArn}", "${ChangeFunctionArn}"))).toEqual([]);
    expect(keysOf(text.replace("${BucketKeyFunctionArn}", "${PeriodicFunctionArn}"))).toEqual([]);
    expect(keysOf(text.replace("arn:aws:kms:eu-west-1:111122223333:key/x", "${!not.a.token}"))).toEqual([]);
    expect(keysOf(text.replace("arn:aws:kms:eu-west-1:111122223333:key/x", "${a.token}"))).toEqual(["TOKEN_UNKNOWN"]);
  });

  test("are refused where nothing fills them in", () => {
    expect(keysOf(text, { tokens: "refused" })).toEqual(["TOKEN_UNKNOWN", "TOKEN_UNKNOWN", "TOKEN_UNKNOWN"]);
  });
});

describe("compares with the previous manifest", () => {
  const rule = (name: string, logicalId: string, more: object = {}) => ({ name, logicalId, ...more });
  const before = [
    rule("bucket-key", "BucketKey"),
    rule("access-keys-rotated", "KeysRotated", { identifier: "ACCESS_KEYS_ROTATED" }),
    rule("topic-named", "TopicNamed"),
  ];
  const lintAgainst = (text: string, rules: readonly object[], manifest?: object) =>
    keysOf(text, { previousManifest: { rules }, ...(manifest ? { manifest } : {}) });

  test.each<[string, string, readonly object[], ...Key[]]>([
    ["nothing new", CLEAN_PACK, before],
    ["a rule more and a rule less", CLEAN_PACK, [...before.slice(1), rule("other", "Other")]],
    ["another logical id", CLEAN_PACK, [rule("bucket-key", "BucketsKey"), ...before.slice(1)], "RULE_RENAMED"],
    ["another name", CLEAN_PACK, [rule("bucket-cmk", "BucketKey"), ...before.slice(1)], "RULE_RENAMED"],
    ["much the same name", CLEAN_PACK, [rule("buckets-key", "BucketsKey"), ...before.slice(1)], "RULE_PERHAPS_RENAMED"],
    [
      "the same managed rule",
      CLEAN_PACK,
      [rule("key-age", "KeyAge", { identifier: "ACCESS_KEYS_ROTATED" }), before[0] ?? {}, before[2] ?? {}],
      "RULE_PERHAPS_RENAMED",
    ],
    ["a manifest of something else", CLEAN_PACK, [{ name: 1 }, "text" as never]],
  ])("%s", (_what, text, rules, ...keys) => {
    expect(lintAgainst(text, rules)).toEqual(keys);
  });

  test("a rename that the rule's previousNames tell", () => {
    const rules = [rule("bucket-cmk", "BucketKey"), ...before.slice(1)];
    const manifest = { rules: [rule("bucket-key", "BucketKey", { previousNames: ["bucket-cmk"] })] };
    expect(lintAgainst(CLEAN_PACK, rules, manifest)).toEqual([]);
  });
});

test("names a page of AWS's documentation for every code, and has a test for each", () => {
  const entries: readonly (readonly [string, LintErrorEntry])[] = Object.entries(LINT_ERRORS);
  for (const [, { source }] of entries) expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+\.html$/);
  const tested = new Set<string>([
    ...ROWS.flatMap(([, , , ...keys]) => keys),
    ...PACKS.flatMap(([, , ...keys]) => keys),
  ]);
  const untested = entries.map(([key]) => key).filter((key) => !tested.has(key));
  expect(untested).toEqual(["RULE_RENAMED", "RULE_PERHAPS_RENAMED"]); // above
});

const SAMPLES = process.env["RULEWRIGHT_SAMPLE_PACKS"];

/** Errors that AWS's sample packs have indeed: account ids that their users are to fill in. */
(SAMPLES === undefined ? describe.skip : describe)(
  "AWS's sample packs in RULEWRIGHT_SAMPLE_PACKS (skipped where unset)",
  () => {
    const folder = SAMPLES ?? "";
    const files = SAMPLES === undefined ? [] : readdirSync(folder).filter((name) => /\.(ya?ml|json)$/.test(name));

    test.each(files.map((file) => [file]))("%s", (file) => {
      const problems = lintPack(readFileSync(join(folder, file), "utf8"), { file });
      const errors = problems.filter(
        ({ severity, code }) => severity === "error" && code !== LINT_ERRORS.PLACEHOLDER.code,
      );
      expect(errors).toEqual([]);
    });
  },
);

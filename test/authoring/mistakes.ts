/**
 * Mistakes that rule authors make. Each begins with a comment of its number and what is wrong, must not compile, and
 * its message is kept in a snapshot: read the messages as the author would when they change.
 */
import { IAMClient, ListAccessKeysCommand } from "@aws-sdk/client-iam";
import {
  RESOURCE_ID,
  compliant,
  definePeriodicRule,
  defineRule,
  defineRunbook,
  nonCompliant,
  parameter,
} from "@rulewright/sdk";
import { managedRule, use } from "@rulewright/sdk/synthesis";
import { casesFor } from "@rulewright/testing";
import { change, changeCollect, listCollect, ownRunbook } from "./ok.ts";

const texts = { name: "mistake", description: "A mistake.", severity: "LOW" } as const;

// 1 evaluate above collect
export const evaluateFirst = defineRule({
  ...texts,
  resourceTypes: ["AWS::IAM::User"],
  permissions: ["iam:ListAccessKeys"],
  evaluate({ evidence }) {
    return evidence.length > 1 ? nonCompliant("Two keys.") : compliant();
  },
  async collect({ aws }) {
    const { AccessKeyMetadata } = await aws.client(IAMClient).send(new ListAccessKeysCommand({}));
    return AccessKeyMetadata ?? [];
  },
});

// 2 evidence without collect
export const noCollect = defineRule({
  ...texts,
  resourceTypes: ["AWS::IAM::User"],
  evaluate({ evidence }) {
    return evidence.length > 1 ? nonCompliant("Two keys.") : compliant();
  },
});

// 3 a periodic rule that wants the configuration item
export const periodicItem = definePeriodicRule({
  ...texts,
  schedule: "One_Hour",
  scope: "global",
  resourceTypes: ["AWS::IAM::User"],
  evaluate({ configurationItem }) {
    return configurationItem ? compliant() : nonCompliant("No item.");
  },
});

// 4 a change rule that wants the subject
export const changeSubject = defineRule({
  ...texts,
  resourceTypes: ["AWS::IAM::User"],
  evaluate({ subject }) {
    return subject ? compliant() : nonCompliant("No subject.");
  },
});

// 5 a list without a schedule
export const listInChangeRule = defineRule({
  ...texts,
  resourceTypes: ["AWS::IAM::User"],
  async *list() {
    yield { resourceId: "AIDA" };
  },
  evaluate() {
    return compliant();
  },
});

// 6 a schedule that AWS Config does not have
export const badSchedule = definePeriodicRule({
  ...texts,
  schedule: "Hourly",
  scope: "global",
  resourceTypes: ["AWS::::Account"],
  evaluate() {
    return compliant();
  },
});

// 7 a subject without resourceId
export const noResourceId = definePeriodicRule({
  ...texts,
  schedule: "One_Hour",
  scope: "global",
  resourceTypes: ["AWS::IAM::User"],
  async *list() {
    yield { id: "AIDA" };
  },
  evaluate({ subject }) {
    return compliant(subject.resourceId);
  },
});

// 8 a misspelt resource type
export const badType = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Buckett"],
  evaluate() {
    return compliant();
  },
});

// 9 a misspelt property of the configuration
export const badProperty = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  evaluate({ configurationItem }) {
    return configurationItem.configuration.nam ? compliant() : nonCompliant("No name.");
  },
});

// 10 a default of another kind
export const badDefault = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: { days: { type: "integer", default: "14", description: "Days." } },
  evaluate() {
    return compliant();
  },
});

// 11 a parameter type that does not exist
export const badParameterType = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: { days: { type: "int", description: "Days." } },
  evaluate() {
    return compliant();
  },
});

// 12 a parameter that is not declared
export const undeclared = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: { days: { type: "integer", default: 14, description: "Days." } },
  evaluate({ parameters }) {
    return parameters.hours > 1 ? compliant() : nonCompliant("Too short.");
  },
});

// 13 a text instead of a verdict
export const textVerdict = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  evaluate() {
    return "COMPLIANT";
  },
});

// 14 a path without a verdict
export const missingReturn = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  evaluate({ configurationItem }) {
    if (configurationItem.configuration.name) return compliant();
  },
});

// 15 a misspelt key of the rule
export const badKey = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  shedule: "One_Hour",
  evaluate() {
    return compliant();
  },
});

// 16 an async evaluate
export const asyncEvaluate = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  async evaluate() {
    return compliant();
  },
});

// 17 a misspelt key of a parameter
export const badSpecKey = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: { days: { type: "integer", minimun: 3, description: "Days." } },
  evaluate() {
    return compliant();
  },
});

// 18 a bound that the parameter's type does not have
export const foreignSpecKey = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: { prefix: { type: "string", minimum: 3, description: "A prefix." } },
  evaluate() {
    return compliant();
  },
});

// 19 a permission without an action
export const badPermission = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  permissions: ["iam"],
  evaluate() {
    return compliant();
  },
});

// 20 use() with a value of the wrong kind
use(change, { parameters: { ports: ["22"] } });

// 21 use() with an unknown parameter
use(change, { parameters: { port: [22] } });

// 22 managedRule() with an unknown identifier
managedRule("INCOMING_SHH_DISABLED");

// 23 managedRule() with an unknown parameter
managedRule("ACCESS_KEYS_ROTATED", { parameters: { maxAccessKeyAgeDays: 90 } });

// 24 managedRule() with a value of the wrong kind
managedRule("ACCESS_KEYS_ROTATED", { parameters: { maxAccessKeyAge: true } });

// 25 a case with a misspelt property
casesFor(change, [{ when: "open", configuration: { ipPermission: [] }, expect: "COMPLIANT" }]);

// 26 a NON_COMPLIANT case without an annotation
casesFor(change, [{ when: "open", configuration: {}, expect: "NON_COMPLIANT" }]);

// 27 a case with evidence of another shape
casesFor(changeCollect, [{ when: "old", evidence: [{ id: 1, createdAt: new Date(0) }], expect: "COMPLIANT" }]);

// 28 a case without the evidence that the rule collects
casesFor(listCollect, [{ when: "none", subject: { resourceId: "r", userName: "u" }, expect: "COMPLIANT" }]);

// 29 a runbook bound to a parameter that is not declared
export const badReference = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: { state: { type: "string", default: "Enabled", description: "The state wanted." } },
  remediation: {
    runbook: "AWS-ConfigureS3BucketVersioning",
    parameters: { BucketName: RESOURCE_ID, VersioningState: parameter("status") },
  },
  evaluate() {
    return compliant();
  },
});

// 30 a periodic rule without a scope
export const noScope = definePeriodicRule({
  ...texts,
  schedule: "One_Hour",
  resourceTypes: ["AWS::::Account"],
  evaluate() {
    return compliant();
  },
});

// 31 a value that may be one or many, read as one
export const readAsOne = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  evaluate({ configurationItem }) {
    const website = configurationItem.supplementaryConfiguration.BucketWebsiteConfiguration;
    return website?.errorDocument?.endsWith(".html") ? compliant() : nonCompliant("No error document.");
  },
});

// 32 a misspelt key of an array parameter's elements
export const badItemKey = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: { ports: { type: "array", items: { type: "integer", maximun: 65_535 }, description: "Ports." } },
  evaluate() {
    return compliant();
  },
});

// 33 a runbook that repairs another resource type
export const foreignRunbook = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  remediation: { runbook: "AWS-DisablePublicAccessForSecurityGroup", parameters: { GroupId: RESOURCE_ID } },
  evaluate() {
    return compliant();
  },
});

// 34 a runbook without a parameter that it requires
export const incompleteRunbook = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  remediation: { runbook: "AWS-ConfigureS3BucketVersioning", parameters: {} },
  evaluate() {
    return compliant();
  },
});

// 35 an own runbook without a parameter that it requires
export const ownIncomplete = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  remediation: { runbook: ownRunbook, parameters: { BucketName: RESOURCE_ID } },
  evaluate() {
    return compliant();
  },
});

// 36 an own runbook with a parameter that it does not have
export const ownUnknown = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  remediation: { runbook: ownRunbook, parameters: { BucketName: RESOURCE_ID, Force: true, Stat: "Enabled" } },
  evaluate() {
    return compliant();
  },
});

// 37 an own runbook with a value of another kind
export const ownKind = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  remediation: { runbook: ownRunbook, parameters: { BucketName: RESOURCE_ID, Force: "yes" } },
  evaluate() {
    return compliant();
  },
});

// 38 an own runbook with a value that it does not allow
export const ownValue = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  remediation: { runbook: ownRunbook, parameters: { BucketName: RESOURCE_ID, Force: true, State: "On" } },
  evaluate() {
    return compliant();
  },
});

// 39 an own runbook bound to a parameter that is not declared
export const ownReference = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  remediation: { runbook: ownRunbook, parameters: { BucketName: RESOURCE_ID, Force: parameter("force") } },
  evaluate() {
    return compliant();
  },
});

// 40 RESOURCE_ID for a parameter that is no text
export const ownResource = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  remediation: { runbook: ownRunbook, parameters: { BucketName: RESOURCE_ID, Force: RESOURCE_ID } },
  evaluate() {
    return compliant();
  },
});

// 41 a misspelt key of an own runbook's parameter
export const badRunbookKey = defineRunbook({
  description: "Does nothing.",
  parameters: { Days: { type: "Integer", allowedPattern: "[0-9]+", description: "Days." } },
  steps: [{ name: "Wait", action: "aws:sleep", inputs: { Duration: "PT1S" } }],
});

// 42 a step with an action that does not exist
export const badAction = defineRunbook({
  description: "Does nothing.",
  steps: [{ name: "Wait", action: "aws:wait", inputs: { Duration: "PT1S" } }],
});

// 43 a step without an input that its action needs
export const badInputs = defineRunbook({
  description: "Asserts nothing.",
  steps: [{ name: "Assert", action: "aws:assertAwsResourceProperty", inputs: { Service: "s3", Api: "ListBuckets" } }],
});

// 44 a default that is none of the enum
export const defaultOffEnum = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: { days: { type: "integer", enum: [1, 2], default: 5, description: "Days." } },
  evaluate() {
    return compliant();
  },
});

// 45 a default of a required parameter
export const requiredDefault = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: { days: { type: "integer", required: true, default: 1, description: "Days." } },
  evaluate() {
    return compliant();
  },
});

// 46 a list's default with an element of another kind
export const badElement = defineRule({
  ...texts,
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: { ports: { type: "array", items: { type: "integer" }, default: [22, "ssh"], description: "Ports." } },
  evaluate() {
    return compliant();
  },
});

// 47 a subject that does not say which of two resource types it has
export const noSubjectType = definePeriodicRule({
  ...texts,
  schedule: "One_Hour",
  scope: "global",
  resourceTypes: ["AWS::IAM::User", "AWS::IAM::Group"],
  permissions: ["iam:ListUsers"],
  async *list() {
    yield { resourceId: "AIDA" };
  },
  evaluate() {
    return compliant();
  },
});

// 48 a map as evidence
export const mapEvidence = defineRule({
  ...texts,
  resourceTypes: ["AWS::IAM::User"],
  permissions: ["iam:ListAccessKeys"],
  collect: async () => ({ keys: new Map([["AKIA", 1]]) }),
  evaluate({ evidence }) {
    return evidence.keys.size > 1 ? nonCompliant("Two keys.") : compliant();
  },
});

// 49 a bigint as evidence
export const bigintEvidence = definePeriodicRule({
  ...texts,
  schedule: "One_Hour",
  scope: "global",
  resourceTypes: ["AWS::::Account"],
  permissions: ["iam:ListUsers"],
  async collect() {
    return 10n;
  },
  evaluate({ evidence }) {
    return evidence > 1 ? nonCompliant("Two.") : compliant();
  },
});

// 50 a function as evidence
export const functionEvidence = defineRule({
  ...texts,
  resourceTypes: ["AWS::IAM::User"],
  permissions: ["iam:ListAccessKeys"],
  collect: async () => [{ isOld: () => true }],
  evaluate({ evidence }) {
    return evidence.some((key) => key.isOld()) ? nonCompliant("An old key.") : compliant();
  },
});

// 51 a case with a misspelt parameter
casesFor(change, [{ when: "open", configuration: {}, ruleParameters: { port: "80" }, expect: "COMPLIANT" }]);

// 52 a case with a parameter, of a rule without any
casesFor(listCollect, [
  {
    when: "none",
    subject: { resourceId: "r", userName: "u" },
    evidence: [],
    ruleParameters: { days: "1" },
    expect: "COMPLIANT",
  },
]);

// 53 a case with a misspelt member
casesFor(change, [{ when: "open", configuration: {}, tag: { owner: "ada" }, expect: "COMPLIANT" }]);

// 54 a case of a resource type that the rule does not judge
casesFor(change, [{ when: "open", resourceType: "AWS::S3::Bucket", expect: "COMPLIANT" }]);

// 55 a case that expects an error, of whatever message
casesFor(change, [{ when: "open", configuration: {}, expect: "ERROR" }]);

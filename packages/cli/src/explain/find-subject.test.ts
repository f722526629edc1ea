import { expect, test } from "@jest/globals";
import { compliant, defineRule } from "@rulewright/sdk";
import { findSubject } from "./find-subject.ts";

const rules = [
  defineRule({
    name: "sns-topic-encrypted",
    description: "Topics are encrypted.",
    severity: "LOW",
    resourceTypes: ["AWS::SNS::Topic"],
    evaluate: () => compliant(),
  }),
];

test.each([
  ["sns-topic-encrypted", { kind: "rule", rule: { name: "sns-topic-encrypted" } }],
  ["SNS-Topic-Encrypted", { kind: "rule" }],
  ["INCOMING_SSH_DISABLED", { kind: "managed-rule", managedRule: { identifier: "INCOMING_SSH_DISABLED" } }],
  ["incoming_ssh_disabled", { kind: "managed-rule", managedRule: { identifier: "INCOMING_SSH_DISABLED" } }],
  ["Restricted-SSH", { kind: "managed-rule", managedRule: { identifier: "INCOMING_SSH_DISABLED" } }],
  ["cis-1.2.0/1.9", { kind: "control", control: { id: "cis-1.2.0/1.9" } }],
  ["securityhub/iam.15", { kind: "control", control: { id: "securityhub/IAM.15" } }],
  ["IAM.15", { kind: "control", control: { id: "securityhub/IAM.15" } }],
  ["nist-800-53-r5/ac-2(1)", { kind: "control", control: { id: "nist-800-53-r5/AC-2(1)" } }],
])("%s is found", (name, subject) => {
  expect(findSubject(name, rules)).toMatchObject(subject);
});

test.each([
  ["sns-topic-encryptd", "Did you mean sns-topic-encrypted?"],
  ["IAM_PASWORD_POLICY", "Did you mean IAM_PASSWORD_POLICY?"],
  ["cis-1.2.0/1.99", "Did you mean cis-1.2.0/1.9?"],
  ["IAM.155", "Did you mean IAM.15?"],
  ["nothing whatsoever", expect.stringContaining("rulewright rules")],
])("%s is refused with the nearest name", (name, hint) => {
  expect(() => findSubject(name, rules)).toThrow(expect.objectContaining({ code: "RW5031", hint }));
});

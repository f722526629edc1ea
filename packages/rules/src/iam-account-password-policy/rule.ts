import {
  GetAccountPasswordPolicyCommand,
  IAMClient,
  NoSuchEntityException,
  type PasswordPolicy,
} from "@aws-sdk/client-iam";
import { compliant, definePeriodicRule, nonCompliant, parameter } from "@rulewright/sdk";
import { shortfalls } from "./shortfalls.ts";

/** The account's IAM password policy is at least as strict as the parameters ask. */
export default definePeriodicRule({
  name: "iam-account-password-policy",
  description: "The account has an IAM password policy that is at least as strict as the rule's parameters ask.",
  severity: "MEDIUM",
  rationale:
    "Passwords of IAM users open the console from anywhere; the policy is the one place that keeps them strong.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html",
    "https://docs.aws.amazon.com/config/latest/developerguide/iam-password-policy.html",
    "https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-aws-set-iam-policy.html",
  ],
  resourceTypes: ["AWS::::Account"],
  schedule: "TwentyFour_Hours",
  scope: "global",
  replaces: ["IAM_PASSWORD_POLICY"],
  parameters: {
    RequireUppercaseCharacters: {
      type: "boolean",
      default: true,
      description: "Whether passwords must have an uppercase letter.",
    },
    RequireLowercaseCharacters: {
      type: "boolean",
      default: true,
      description: "Whether passwords must have a lowercase letter.",
    },
    RequireSymbols: { type: "boolean", default: true, description: "Whether passwords must have a symbol." },
    RequireNumbers: { type: "boolean", default: true, description: "Whether passwords must have a digit." },
    MinimumPasswordLength: {
      type: "integer",
      minimum: 6,
      maximum: 128,
      default: 14,
      description: "Fewest characters that the policy may ask of a password.",
    },
    PasswordReusePrevention: {
      type: "integer",
      minimum: 1,
      maximum: 24,
      default: 24,
      description: "Fewest earlier passwords that the policy may refuse.",
    },
    MaxPasswordAge: {
      type: "integer",
      minimum: 1,
      maximum: 1095,
      default: 90,
      description: "Most days after which the policy may let passwords expire.",
    },
    AllowUsersToChangePassword: {
      type: "boolean",
      default: true,
      description: "Whether IAM users must be allowed to change their own password.",
    },
    HardExpiry: {
      type: "boolean",
      default: false,
      description: "Whether users must be kept from setting a new password in the console once theirs has expired.",
    },
  },
  controls: [
    "cis-1.2.0/1.5",
    "cis-1.2.0/1.6",
    "cis-1.2.0/1.7",
    "cis-1.2.0/1.8",
    "cis-1.2.0/1.9",
    "cis-1.2.0/1.10",
    "cis-1.2.0/1.11",
    "cis-1.4.0/1.8",
    "cis-1.4.0/1.9",
    "cis-3.0.0/1.8",
    "cis-3.0.0/1.9",
    "cis-5.0.0/1.7",
    "cis-5.0.0/1.8",
    "securityhub/IAM.7",
    "securityhub/IAM.10",
    "securityhub/IAM.11",
    "securityhub/IAM.12",
    "securityhub/IAM.13",
    "securityhub/IAM.14",
    "securityhub/IAM.15",
    "securityhub/IAM.16",
    "securityhub/IAM.17",
  ],
  permissions: ["iam:GetAccountPasswordPolicy"],
  remediation: {
    runbook: "AWSConfigRemediation-SetIAMPasswordPolicy",
    // Every setting: the runbook sets those it is not given back to its own loose defaults.
    parameters: {
      RequireUppercaseCharacters: parameter("RequireUppercaseCharacters"),
      RequireLowercaseCharacters: parameter("RequireLowercaseCharacters"),
      RequireSymbols: parameter("RequireSymbols"),
      RequireNumbers: parameter("RequireNumbers"),
      MinimumPasswordLength: parameter("MinimumPasswordLength"),
      PasswordReusePrevention: parameter("PasswordReusePrevention"),
      MaxPasswordAge: parameter("MaxPasswordAge"),
      AllowUsersToChangePassword: parameter("AllowUsersToChangePassword"),
      HardExpiry: parameter("HardExpiry"),
    },
    // Both actions are about the account itself: IAM has no resource that they could be narrowed to.
    permissions: [{ actions: ["iam:GetAccountPasswordPolicy", "iam:UpdateAccountPasswordPolicy"], resources: ["*"] }],
  },
  collect: ({ aws }) => fetchPasswordPolicy(aws.client(IAMClient)),
  evaluate({ evidence: policy, parameters }) {
    if (policy === undefined) return nonCompliant("The account has no IAM password policy of its own.");
    const short = shortfalls(policy, parameters);
    return short.length === 0 ? compliant() : nonCompliant(short.join("; "));
  },
});

/** Fetches the password policy; `undefined` where the account has none. */
async function fetchPasswordPolicy(iam: IAMClient): Promise<PasswordPolicy | undefined> {
  try {
    const { PasswordPolicy } = await iam.send(new GetAccountPasswordPolicyCommand({}));
    if (PasswordPolicy === undefined) throw new Error("IAM answered GetAccountPasswordPolicy without a policy.");
    return PasswordPolicy;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
}

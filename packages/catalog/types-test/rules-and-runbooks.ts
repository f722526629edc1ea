import type { ManagedRuleIdentifier, ManagedRules, RunbookName, Runbooks } from "@rulewright/catalog";
import type { Control, FrameworkId } from "@rulewright/catalog/controls";

// Parameters of managed rules: required or not, with the value kinds their types allow.
export const rotated: ManagedRules["ACCESS_KEYS_ROTATED"] = { maxAccessKeyAge: 90 };
export const rotatedText: ManagedRules["ACCESS_KEYS_ROTATED"] = { maxAccessKeyAge: "90" };
// @ts-expect-error the parameter is required
export const missing: ManagedRules["ACCESS_KEYS_ROTATED"] = {};
// @ts-expect-error the wire's spelling has a small m
export const misspelt: ManagedRules["ACCESS_KEYS_ROTATED"] = { maxAccessKeyAge: 90, MaxAccessKeyAge: 90 };
// @ts-expect-error not a number
export const wrongKind: ManagedRules["ACCESS_KEYS_ROTATED"] = { maxAccessKeyAge: true };
export const password: ManagedRules["IAM_PASSWORD_POLICY"] = {
  RequireSymbols: "true",
  RequireNumbers: true,
  MinimumPasswordLength: 14,
};
// @ts-expect-error not a boolean
export const yes: ManagedRules["IAM_PASSWORD_POLICY"] = { RequireSymbols: "yes" };
export const list: ManagedRules["DESIRED_INSTANCE_TYPE"] = { instanceType: ["t3.micro", "t3.small"] };
export const none: ManagedRules["INCOMING_SSH_DISABLED"] = {};
// @ts-expect-error the rule takes no parameters
export const some: ManagedRules["INCOMING_SSH_DISABLED"] = { port: 22 };
export const unlisted: ManagedRules["EFS_FILESYSTEM_MULTI_AZ"] = { anything: 1 };
// @ts-expect-error the identifier of restricted-ssh is INCOMING_SSH_DISABLED
export const identifier: ManagedRuleIdentifier = "RESTRICTED_SSH";

// Runbooks say which parameter takes the resource, and whether RESOURCE_ID fits.
type Close = Runbooks["AWS-CloseSecurityGroup"];
export const close: Close["parameters"] = { SecurityGroupId: "sg-1" };
// @ts-expect-error the group is required
export const closeNothing: Close["parameters"] = {};
export const resource: Close["resourceParameter"] = "SecurityGroupId";
export const required: Close["required"] = "SecurityGroupId";
// @ts-expect-error the role is optional
export const notRequired: Close["required"] = "AutomationAssumeRole";
export const fits: Close["resourceIdFits"] = "yes";
export const type: Close["resourceTypes"] = "AWS::EC2::SecurityGroup";
export const accountWide: null =
  null satisfies Runbooks["AWSConfigRemediation-SetIAMPasswordPolicy"]["resourceParameter"];
// @ts-expect-error no such runbook
export const runbook: RunbookName = "AWS-CloseSecurityGroups";

export const framework: FrameworkId = "cis-5.0.0";
// @ts-expect-error the catalogue does not have it
export const unknownFramework: FrameworkId = "cis-2.0.0";
declare const control: Control;
// @ts-expect-error read-only
control.rules.push("X");

import type { AnyRule } from "../core/any-rule.ts";

/** The functions that serve a pack: different time-outs, retries and blast radius. */
export type FunctionName = "change" | "periodic";

/** The function that serves a rule; a hybrid's schedule needs the longer time-out. */
export function functionOf(rule: AnyRule): FunctionName {
  return rule.schedule === undefined ? "change" : "periodic";
}

/** `s3-bucket-public-access-blocked` → `S3BucketPublicAccessBlocked`. Logical ids come from rule names only. */
export function logicalIdOf(ruleName: string): string {
  return ruleName
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/**
 * Tokens of a pack: what is known only at deployment. Each stands as a whole scalar, so the pack's text is at once the
 * outer `Fn::Sub` of a stack; any other `${` is written `${!`.
 */
export const tokens = {
  functionArn: (name: FunctionName): string => (name === "change" ? "ChangeFunctionArn" : "PeriodicFunctionArn"),
  ruleFunctionArn: (ruleName: string): string => `${logicalIdOf(ruleName)}FunctionArn`,
  runbookName: (ruleName: string): string => `${logicalIdOf(ruleName)}RunbookName`,
  remediationRoleArn: (ruleName: string): string => `${logicalIdOf(ruleName)}RemediationRoleArn`,
};

/** A token as it stands in the template. */
export function tokenText(token: string): string {
  return `\${${token}}`;
}

/** Text that is not a token, safe under `Fn::Sub`. */
export function literalText(text: string): string {
  return text.replaceAll("${", "${!");
}

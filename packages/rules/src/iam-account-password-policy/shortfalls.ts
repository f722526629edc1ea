import type { PasswordPolicy } from "@aws-sdk/client-iam";

/** What the rule asks for: its parameters. */
export interface WantedPolicy {
  readonly MinimumPasswordLength: number;
  readonly PasswordReusePrevention: number;
  readonly MaxPasswordAge: number;
  readonly RequireUppercaseCharacters: boolean;
  readonly RequireLowercaseCharacters: boolean;
  readonly RequireSymbols: boolean;
  readonly RequireNumbers: boolean;
  readonly AllowUsersToChangePassword: boolean;
  readonly HardExpiry: boolean;
}

/** `true` asks for the setting; `false` asks for nothing, so that a stricter policy complies. */
const FLAGS = [
  "RequireUppercaseCharacters",
  "RequireLowercaseCharacters",
  "RequireSymbols",
  "RequireNumbers",
  "AllowUsersToChangePassword",
  "HardExpiry",
] as const;

/**
 * Names every setting of a password policy that falls short, with what was found and what was wanted. Terse, so that
 * the whole list fits an annotation; a setting that the policy does not have falls short.
 */
export function shortfalls(policy: PasswordPolicy, wanted: WantedPolicy): readonly string[] {
  const { MinimumPasswordLength, PasswordReusePrevention } = policy;
  // IAM reports an age of 0, or none, where passwords never expire.
  const age = policy.ExpirePasswords === true && policy.MaxPasswordAge ? policy.MaxPasswordAge : undefined;
  const off = FLAGS.filter((flag) => wanted[flag] && policy[flag] !== true);
  return [
    ...atLeast("MinimumPasswordLength", MinimumPasswordLength, wanted.MinimumPasswordLength),
    ...atLeast("PasswordReusePrevention", PasswordReusePrevention, wanted.PasswordReusePrevention),
    ...(age !== undefined && age <= wanted.MaxPasswordAge
      ? []
      : [`MaxPasswordAge ${age ?? "none"}, wanted <=${wanted.MaxPasswordAge}`]),
    ...(off.length === 0 ? [] : [`off: ${off.join(", ")}`]),
  ];
}

function atLeast(setting: string, found: number | undefined, wanted: number): readonly string[] {
  return found !== undefined && found >= wanted ? [] : [`${setting} ${found ?? "none"}, wanted >=${wanted}`];
}

import type { ErrorEntry } from "../core/errors.ts";

/** Codes of synthesis (`RW3…`). */
export const SYNTHESIS_ERRORS = {
  PACK_NAME: {
    code: "RW3001",
    hint: "A pack's name begins with a letter and holds letters, digits and hyphens, at most 256.",
  },
  PACK_EMPTY: { code: "RW3002", hint: "Give the pack at least one rule." },
  NAME_TAKEN: { code: "RW3003", hint: "Give one of the two another name: use(rule, { name })." },
  PARAMETER_REFUSED: { code: "RW3004", hint: "Correct the parameter in the pack." },
  PARAMETERS_TOO_LONG: {
    code: "RW3005",
    hint: "Shorten the values: AWS Config takes 1,024 characters of input parameters.",
  },
  REMEDIATION_MISSING: { code: "RW3006", hint: "Remove `remediation` from the pack's entry, or give the rule one." },
  REMEDIATION_REFUSED: { code: "RW3007", hint: "Correct the remediation." },
  PACK_TOO_LARGE: { code: "RW3008", hint: "Export splitPack(pack) instead: it cuts the pack into parts that fit." },
  RULE_NAME: {
    code: "RW3009",
    hint: "A rule's name begins with a letter and holds letters, digits, hyphens and underscores.",
  },
  MANAGED_RULE_UNKNOWN: {
    code: "RW3010",
    hint: "Write the identifier of an AWS managed rule, such as S3_BUCKET_VERSIONING_ENABLED.",
  },
  ENTRY_UNKNOWN: { code: "RW3017", hint: "Write use(rule), or managedRule(identifier) for a rule of AWS." },
  FRAMEWORK_UNKNOWN: {
    code: "RW3011",
    hint: "Name a framework of the catalogue: `rulewright explain cis-5.0.0` shows one with its controls.",
  },
  RULE_NOT_IN_PACK: { code: "RW3012", hint: "Name a rule of the pack that is extended." },
  MERGE_CONFLICT: {
    code: "RW3013",
    hint: "Set it alike in both packs, drop the rule from one with `extend`, or give one another name.",
  },
  LOOSER_THAN_CONTROL: { code: "RW3014", hint: "Set a value within the bound, or do not name the framework." },
  UNREVIEWED_VALUE: { code: "RW3015", hint: "Look the control up, and keep the value only if it still proves it." },
  POLICY_REFUSED: { code: "RW3016", hint: "Correct the Guard policy's entry." },
  DEPLOYMENT_REFUSED: { code: "RW3018", hint: "Correct the pack's `deployment`." },
  STACK_TOO_LARGE: {
    code: "RW3019",
    hint: 'Let rules share functions (`functions: "shared"`), or export splitPack(pack) instead.',
  },
  WRITE_PERMISSION: {
    code: "RW3020",
    hint: "A rule only reads. What changes resources belongs to the `permissions` of its remediation, with resources.",
  },
  SETTING_REFUSED: { code: "RW3021", hint: "Correct the setting in the pack." },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

/** AWS's limits of a conformance pack. @see https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html */
export const LIMITS = {
  packNameLength: 256,
  rulesPerPack: 130,
  templateBytes: 51_200,
  inputParametersLength: 1_024,
  descriptionLength: 256,
  guardPolicyLength: 10_000,
  packParameters: 60,
  packParameterLength: 4_096,
  remediationParameters: 25,
  staticValues: 25,
  staticValueLength: 256,
  /** An SSM document: 64 KB. */
  runbookBytes: 65_536,
  automaticAttempts: [1, 25],
  retrySeconds: [1, 2_678_000],
} as const;

/**
 * AWS's limits of a stack and of what is in it.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const STACK_LIMITS = {
  resources: 500,
  parameters: 200,
  /** A template in a bucket: 1 MB. */
  templateBytes: 1_000_000,
  /** All inline policies of a role, in characters without white space. */
  rolePolicyLength: 10_240,
  timeoutSeconds: [1, 900],
  memoryMb: [128, 10_240],
  reservedConcurrency: [1, 1_000_000],
  eventAgeSeconds: [60, 21_600],
  environmentBytes: 4_096,
  tags: 50,
} as const;

import { error, warning } from "./entry.ts";
import { SOURCES } from "./sources.ts";

/** Config rules. */
export const RULE_ERRORS = {
  RULE_NAME_MISSING: warning(
    "RW3150",
    SOURCES.cfnConfigRule,
    "Give it a ConfigRuleName that reports and remediations can use.",
  ),
  RULE_NAME_TOO_LONG: error(
    "RW3151",
    SOURCES.configRule,
    "Shorten it to 101 characters: the service appends 27, and a rule's name has 128.",
  ),
  RULE_NAME_AUDIT_MANAGER: warning(
    "RW3152",
    SOURCES.auditManager,
    "Shorten it to 76 characters, or Audit Manager cannot name it as evidence.",
  ),
  RULE_NAME_QUERIES: warning(
    "RW3153",
    SOURCES.complianceDetails,
    "Prefer names of at most 37 characters: some operations are modelled to take 64 with the service's suffix.",
  ),
  RULE_NAME_CHARACTERS: warning(
    "RW3154",
    SOURCES.organizationPacks,
    "Keep to letters, digits, hyphens and underscores.",
  ),
  RULE_NAME_TAKEN: error("RW3155", SOURCES.configRule, "Give one of the two another name."),
  RULE_NAME_CASE: warning("RW3156", SOURCES.configRule, "Give them names that differ by more than case."),
  RULE_NAME_OF_MANAGED: warning(
    "RW3157",
    SOURCES.managedRules,
    "Choose another name, or readers take it for AWS's rule.",
  ),
  RULE_NAME_OF_SERVICE: warning(
    "RW3158",
    SOURCES.customPack,
    "Choose another name: services mark the rules that they create this way.",
  ),
  DESCRIPTION_LENGTH: error("RW3160", SOURCES.configRule, "Write 1 to 256 characters, or leave it out."),
  OWNER: error("RW3161", SOURCES.source, "Write AWS, CUSTOM_LAMBDA or CUSTOM_POLICY."),
  MANAGED_UNKNOWN: error(
    "RW3162",
    SOURCES.managedRules,
    "Write the identifier of an AWS managed rule, such as S3_BUCKET_VERSIONING_ENABLED.",
  ),
  MANAGED_LEGACY: warning("RW3163", SOURCES.managedRules, "Choose a rule that AWS still offers."),
  FUNCTION_ARN: error(
    "RW3164",
    SOURCES.source,
    "Write arn:aws:lambda:REGION:ACCOUNT:function:NAME, or a Ref to a parameter that holds it.",
  ),
  PLACEHOLDER: error("RW3165", SOURCES.packRemediation, "Replace the placeholder by the real value."),
  PLACEHOLDER_TEXT: warning("RW3166", SOURCES.packRemediation, "Replace it if it stands for a value."),
  TOKEN_UNKNOWN: error(
    "RW3167",
    SOURCES.cfnSub,
    "Only the tokens that rulewright synth writes are filled in, each as a whole value; write any other ${ as ${!.",
  ),
  FREQUENCY: error(
    "RW3168",
    SOURCES.configRule,
    "Write One_Hour, Three_Hours, Six_Hours, Twelve_Hours or TwentyFour_Hours.",
  ),
  FREQUENCY_IGNORED: warning("RW3169", SOURCES.configRule, "Remove it, or write it where the rule's schedule is."),
  TRIGGER: error("RW3170", SOURCES.sourceDetail, "Correct the message type."),
  TRIGGER_MISSING: error("RW3171", SOURCES.source, "Say in SourceDetails what starts the rule."),
  TRIGGER_HALF: warning(
    "RW3172",
    SOURCES.sourceDetail,
    "Declare both change messages: CloudFormation adds the missing one and then reports drift.",
  ),
  POLICY: error(
    "RW3173",
    SOURCES.customPolicy,
    "Give PolicyRuntime guard-2.x.x and a PolicyText of at most 10,000 characters.",
  ),
  EVALUATION_MODE: error("RW3174", SOURCES.evaluationMode, "Write { Mode: DETECTIVE } or { Mode: PROACTIVE }."),
  SCOPE: error("RW3175", SOURCES.scope, "Correct the scope."),
  SCOPE_IGNORED: warning(
    "RW3176",
    SOURCES.triggers,
    "Remove it: a rule that only runs on a schedule ignores its scope.",
  ),
  SCOPE_MISSING: warning("RW3177", SOURCES.scope, "Name the resource types, or it runs for every recorded change."),
  SCOPE_FOREIGN: warning("RW3178", SOURCES.managedRules, "Name resource types that the managed rule judges."),
  RESOURCE_TYPE_UNKNOWN: warning(
    "RW3179",
    SOURCES.resourceTypes,
    "Check the name: AWS Config records no such type, as far as known.",
  ),
  INPUT_UNREADABLE: error("RW3180", SOURCES.configRule, "Write a mapping from name to text, or the JSON of one."),
  INPUT_UNKNOWN: error("RW3181", SOURCES.managedRules, "Remove the parameter, or correct its name; the case matters."),
  INPUT_MISSING: error("RW3182", SOURCES.managedRules, "Add it: the console's defaults do not apply in packs."),
  INPUT_KIND: error("RW3183", SOURCES.managedRules, "Write a value of the parameter's kind."),
  INPUT_TOO_LONG: error("RW3184", SOURCES.configRule, "Shorten the values: 1,024 characters of JSON fit."),
} as const;

import { error, warning } from "./entry.ts";
import { SOURCES } from "./sources.ts";

/** Remediation configurations. */
export const REMEDIATION_ERRORS = {
  REMEDIATION_TWICE: error(
    "RW3185",
    SOURCES.remediationConfiguration,
    "Keep one: a rule has one remediation for a resource type.",
  ),
  REMEDIATION_ORDER: warning(
    "RW3186",
    SOURCES.packRemediation,
    "Add DependsOn with the rule's logical id: the rule must exist first.",
  ),
  REMEDIATION_CONDITION: warning(
    "RW3187",
    SOURCES.packRemediation,
    "Put both under the same Condition, or the remediation is made for a rule that is not there.",
  ),
  RUNBOOK_RESETS: warning("RW3188", SOURCES.runbooks, "Pass all of its parameters."),
  RUNBOOK_SUPERSEDED: warning("RW3189", SOURCES.runbooks, "Use the newer runbook."),
  REMEDIATION_RULE: error(
    "RW3190",
    SOURCES.packRemediation,
    "Name a rule of the pack by its ConfigRuleName, without any suffix.",
  ),
  REMEDIATION_LITERAL: error(
    "RW3191",
    SOURCES.packRemediation,
    "Write the value itself: functions are not resolved here.",
  ),
  REMEDIATION_TARGET: error(
    "RW3192",
    SOURCES.remediationConfiguration,
    "Write TargetType SSM_DOCUMENT and a runbook's name.",
  ),
  RUNBOOK_UNKNOWN: warning("RW3193", SOURCES.runbooks, "Check the runbook's name: AWS documents none of this name."),
  ROLE: error(
    "RW3194",
    SOURCES.remediation,
    "Pass AutomationAssumeRole as a static value: arn:aws:iam::ACCOUNT:role/NAME.",
  ),
  REMEDIATION_RANGE: error("RW3195", SOURCES.remediationConfiguration, "Write a whole number in the range."),
  REMEDIATION_PARAMETERS: error(
    "RW3196",
    SOURCES.remediationParameter,
    "Write { StaticValue: { Values: [text] } } or { ResourceValue: { Value: RESOURCE_ID } }.",
  ),
  RUNBOOK_PARAMETER: error("RW3197", SOURCES.runbooks, "Pass the parameters that the runbook has."),
  RUNBOOK_IDENTIFIER: error(
    "RW3198",
    SOURCES.resourceValue,
    "Use a runbook of your own that looks the identifier up from the resource id.",
  ),
  RUNBOOK_FOREIGN: error("RW3199", SOURCES.runbooks, "Choose a runbook for the rule's resource type."),
} as const;

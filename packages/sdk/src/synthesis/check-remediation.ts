import { findRunbook } from "@rulewright/catalog/runbooks";
import { shown } from "../core/json.ts";
import { LIMITS, SYNTHESIS_ERRORS } from "./errors.ts";
import type { CustomEntry } from "./pack.ts";
import type { ReportProblem } from "./report-problem.ts";
import { boundValues, isAutomatic } from "./remediation-configuration.ts";

/** Checks an entry's remediation against AWS Config's limits and the catalogue's runbooks. */
export function checkRemediation(entry: CustomEntry, report: ReportProblem): void {
  const { rule, name, remediation: settings } = entry;
  if (settings === false) return;
  if (!rule.remediation) {
    if (settings)
      report(SYNTHESIS_ERRORS.REMEDIATION_MISSING, `${name}.remediation`, `Rule ${name} has no remediation to set.`);
    return;
  }
  const refuse = (key: string, message: string, hint?: string) =>
    report(
      SYNTHESIS_ERRORS.REMEDIATION_REFUSED,
      `${name}.remediation.${key}`,
      `Remediation of ${name}: ${message}`,
      hint,
    );
  if (settings && isAutomatic(entry)) {
    checkRange("maximumAutomaticAttempts", settings.maximumAutomaticAttempts, LIMITS.automaticAttempts, refuse);
    checkRange("retryAttemptSeconds", settings.retryAttemptSeconds, LIMITS.retrySeconds, refuse);
  }
  const bound = boundValues(entry);
  checkValues(bound, refuse);
  checkRunbook(rule.remediation.runbook, Object.keys(bound), rule.resourceTypes, refuse);
}

type Refuse = (key: string, message: string, hint?: string) => void;

function checkRange(
  key: string,
  value: number | undefined,
  [low, high]: readonly [number, number],
  refuse: Refuse,
): void {
  if (value === undefined || (Number.isInteger(value) && value >= low && value <= high)) return;
  refuse(key, `${key} ${shown(value)} is not an integer from ${low} to ${high}.`);
}

function checkValues(bound: { readonly [name: string]: unknown }, refuse: Refuse): void {
  const entries = Object.entries(bound);
  // one more stands for the role
  if (entries.length + 1 > LIMITS.remediationParameters) {
    refuse(
      "parameters",
      `it passes ${entries.length + 1} parameters; AWS Config takes ${LIMITS.remediationParameters}.`,
    );
  }
  for (const [parameter, value] of entries) {
    for (const each of Array.isArray(value) ? value : [value]) {
      const { length } = String(each);
      if (length < 1 || length > LIMITS.staticValueLength) {
        refuse(
          `parameters.${parameter}`,
          `${parameter} has a value of ${length} characters; AWS Config takes 1 to ${LIMITS.staticValueLength}.`,
        );
      }
    }
  }
}

/** Compares with the catalogue, where it knows the runbook's parameters. */
function checkRunbook(
  runbook: string,
  passed: readonly string[],
  resourceTypes: readonly string[],
  refuse: Refuse,
): void {
  const facts = findRunbook(runbook);
  if (!facts) return;
  const names = facts.parameters.map((parameter) => parameter.name);
  for (const name of passed) {
    if (!names.includes(name))
      refuse(`parameters.${name}`, `${runbook} has no parameter ${name}.`, `It has ${names.join(", ")}.`);
  }
  for (const { name, required } of facts.parameters) {
    if (required && name !== "AutomationAssumeRole" && !passed.includes(name)) {
      refuse("parameters", `${runbook} needs its parameter ${name}.`);
    }
  }
  const foreign = resourceTypes.filter((type) => facts.resourceTypes.length > 0 && !facts.resourceTypes.includes(type));
  if (foreign.length > 0) {
    refuse("runbook", `${runbook} repairs ${facts.resourceTypes.join(", ")}, not ${foreign.join(", ")}.`);
  }
}

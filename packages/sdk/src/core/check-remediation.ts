import type { AnyRule } from "./any-rule.ts";
import { didYouMean } from "./did-you-mean.ts";
import { CORE_ERRORS } from "./errors.ts";
import { isObject, shown, type JsonObject } from "./json.ts";
import { problem, type Problem } from "./problem.ts";
import type { AnyRemediation } from "./remediation.ts";
import { isParameterReference, isResourceId } from "./remediation-values.ts";
import { checkArguments, type Argument } from "./runbook/check-arguments.ts";
import { checkPermissions } from "./runbook/check-permissions.ts";
import { checkRunbook } from "./runbook/check-runbook.ts";
import type { ReportRunbook } from "./runbook/report-runbook.ts";
import { isRunbook, type AnyRunbook } from "./runbook/runbook.ts";
import { toWireValue } from "./wire.ts";

/** Finds what is wrong with a rule's remediation: its runbook, where that is our own, and what is passed to it. */
export function checkRemediation(
  rule: AnyRule,
  facts: { runbookExists?(name: string): boolean | undefined },
): readonly Problem[] {
  const { remediation } = rule;
  if (!isObject(remediation)) return []; // `checkMembers` refuses what is there and no object
  const found: Problem[] = [];
  const report: ReportRunbook = (key, message, { entry = CORE_ERRORS.RUNBOOK_INVALID, ...options } = {}) =>
    found.push(problem(entry, `${rule.name}.remediation.${key}`, `Rule ${rule.name}: ${message}`, options));
  checkKeys(remediation, report);
  const { runbook }: { readonly runbook: unknown } = remediation;
  if (isRunbook(runbook)) checkRunbook(runbook, report);
  else if (typeof runbook !== "string") {
    const hint = "Name an AWS-owned runbook, or pass what defineRunbook returned.";
    report("runbook", `${shown(runbook)} is no runbook.`, { hint });
  } else if (facts.runbookExists?.(runbook) === false) {
    report("runbook", `AWS has no runbook ${shown(runbook)}.`, { entry: CORE_ERRORS.RUNBOOK_UNKNOWN });
  }
  checkPermissions(isRunbook(runbook) ? runbook : undefined, remediation.permissions, report);
  const { parameters }: { readonly parameters: unknown } = remediation;
  if (!isObject(parameters)) {
    report("parameters", "the remediation's parameters are no object.");
    return found;
  }
  const areValues = checkValues(parameters, report);
  if (areValues && isRunbook(runbook)) checkOwn(runbook, parameters, report);
  checkReferences(rule, parameters, report);
  return found;
}

const KEYS: readonly string[] = ["runbook", "parameters", "permissions"];

function checkKeys(remediation: AnyRemediation, report: ReportRunbook): void {
  for (const key of Object.keys(remediation)) {
    if (KEYS.includes(key)) continue;
    const hint = didYouMean(key, KEYS) || "What a pack decides (automatic, retries …) stands in the pack's use().";
    report(key, `${key} is not a key of a remediation.`, { entry: CORE_ERRORS.DEFINITION_INVALID, hint });
  }
}

function checkValues(parameters: JsonObject, report: ReportRunbook): boolean {
  const wrong = Object.entries(parameters).filter(([, value]) => !isRunbookValue(value));
  for (const [name, value] of wrong) {
    const message = `the runbook's ${name} is ${shown(value)}, which cannot be passed to it.`;
    const hint = "Write RESOURCE_ID, a text, a number, true or false, a list of texts, or parameter(name).";
    report(`parameters.${name}`, message, { entry: CORE_ERRORS.DEFINITION_INVALID, hint });
  }
  return wrong.length === 0;
}

/** Whether a value is of the type `RunbookValue`. */
function isRunbookValue(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every((element) => typeof element === "string");
  if (isParameterReference(value)) return typeof value["~parameter"] === "string";
  return typeof value === "string" || typeof value === "boolean" || isResourceId(value);
}

function checkOwn(runbook: AnyRunbook, parameters: JsonObject, report: ReportRunbook): void {
  const given = Object.entries(parameters).map(([name, value]): [string, Argument] => [name, toArgument(value)]);
  if (isObject(runbook.parameters ?? {})) checkArguments(runbook.parameters ?? {}, Object.fromEntries(given), report);
}

function toArgument(value: unknown): Argument {
  if (isResourceId(value)) return "RESOURCE_ID";
  if (isParameterReference(value)) return "DEPLOYMENT";
  return Array.isArray(value) ? value.map(toWireValue) : [toWireValue(value)];
}

function checkReferences(rule: AnyRule, parameters: JsonObject, report: ReportRunbook): void {
  const declared = Object.keys(rule.parameters ?? {});
  for (const [name, value] of Object.entries(parameters)) {
    if (!isParameterReference(value) || !isRunbookValue(value) || declared.includes(value["~parameter"])) continue;
    const message = `the runbook's ${name} refers to a parameter ${shown(value["~parameter"])} that the rule does not have.`;
    const hint = didYouMean(value["~parameter"], declared) || CORE_ERRORS.DEFINITION_INVALID.hint;
    report(`parameters.${name}`, message, { entry: CORE_ERRORS.DEFINITION_INVALID, hint });
  }
}

import type { AnyRule } from "./any-rule.ts";
import { didYouMean } from "./did-you-mean.ts";
import { CORE_ERRORS } from "./errors.ts";
import { isObject, shown } from "./json.ts";
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
  if (!remediation) return [];
  const found: Problem[] = [];
  const report: ReportRunbook = (key, message, { entry = CORE_ERRORS.RUNBOOK_INVALID, ...options } = {}) =>
    found.push(problem(entry, `${rule.name}.remediation.${key}`, `Rule ${rule.name}: ${message}`, options));
  const { runbook }: { readonly runbook: unknown } = remediation;
  if (isRunbook(runbook)) checkOwn(runbook, remediation, report);
  else if (typeof runbook !== "string") {
    const hint = "Name an AWS-owned runbook, or pass what defineRunbook returned.";
    report("runbook", `${shown(runbook)} is no runbook.`, { hint });
  } else if (facts.runbookExists?.(runbook) === false) {
    report("runbook", `AWS has no runbook ${shown(runbook)}.`, { entry: CORE_ERRORS.RUNBOOK_UNKNOWN });
  }
  checkReferences(rule, remediation, report);
  return found;
}

function checkOwn(runbook: AnyRunbook, remediation: AnyRemediation, report: ReportRunbook): void {
  checkRunbook(runbook, report);
  checkPermissions(runbook, remediation.permissions, report);
  const { parameters }: { readonly parameters: unknown } = remediation;
  if (!isObject(parameters)) return report("parameters", "the remediation's parameters are no object.");
  const given = Object.entries(parameters).map(([name, value]): [string, Argument] => [name, toArgument(value)]);
  if (isObject(runbook.parameters ?? {})) checkArguments(runbook.parameters ?? {}, Object.fromEntries(given), report);
}

function toArgument(value: unknown): Argument {
  if (isResourceId(value)) return "RESOURCE_ID";
  if (isParameterReference(value)) return "DEPLOYMENT";
  return Array.isArray(value) ? value.map(toWireValue) : [toWireValue(value)];
}

function checkReferences(rule: AnyRule, { parameters }: AnyRemediation, report: ReportRunbook): void {
  const declared = Object.keys(rule.parameters ?? {});
  for (const [name, value] of Object.entries(parameters ?? {})) {
    if (!isParameterReference(value) || declared.includes(value["~parameter"])) continue;
    const message = `the runbook's ${name} refers to a parameter ${shown(value["~parameter"])} that the rule does not have.`;
    const hint = didYouMean(value["~parameter"], declared) || CORE_ERRORS.DEFINITION_INVALID.hint;
    report(`parameters.${name}`, message, { entry: CORE_ERRORS.DEFINITION_INVALID, hint });
  }
}

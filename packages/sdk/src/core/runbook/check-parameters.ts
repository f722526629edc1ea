import { didYouMean } from "../did-you-mean.ts";
import { isObject, shown } from "../json.ts";
import { toWireValue } from "../wire.ts";
import { wantedInstead } from "./accepted.ts";
import { ASSUME_ROLE } from "./check-arguments.ts";
import { RUNBOOK_PARAMETER_KEYS, type RunbookParameterSpec } from "./parameter.ts";
import type { ReportRunbook } from "./report-runbook.ts";

/**
 * Longest name that StartAutomationExecution takes.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 */
const MAXIMUM_NAME_LENGTH = 50;

/** Checks a runbook's parameters, for plain JavaScript and for what types do not see. */
export function checkRunbookParameters(specs: unknown, report: ReportRunbook): void {
  if (!isObject(specs)) return report("runbook.parameters", "the runbook's parameters are no object.");
  for (const [name, spec] of Object.entries(specs)) {
    const key = `runbook.parameters.${name}`;
    if (name === ASSUME_ROLE) report(key, `${ASSUME_ROLE} is added to every runbook.`, { hint: "Leave it out." });
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) {
      report(key, `${shown(name)} is no name for a runbook's parameter: a letter, then letters, digits and _.`);
    }
    if (name.length > MAXIMUM_NAME_LENGTH) {
      report(key, `the parameter's name has ${name.length} characters; an execution takes ${MAXIMUM_NAME_LENGTH}.`);
    }
    if (isSpec(spec)) checkSpec(name, spec, key, report);
    else {
      const hint = `Write { type, description }, where type is ${Object.keys(RUNBOOK_PARAMETER_KEYS).join(", ")}.`;
      report(key, `${shown(spec)} is not the form of a runbook's parameter.`, { hint });
    }
  }
}

function isSpec(spec: unknown): spec is RunbookParameterSpec {
  return isObject(spec) && typeof spec["type"] === "string" && Object.hasOwn(RUNBOOK_PARAMETER_KEYS, spec["type"]);
}

function checkSpec(name: string, spec: RunbookParameterSpec, key: string, report: ReportRunbook): void {
  const keys: readonly string[] = ["type", "description", ...RUNBOOK_PARAMETER_KEYS[spec.type]];
  for (const member of Object.keys(spec)) {
    if (keys.includes(member)) continue;
    const hint = didYouMean(member, keys) || `It has ${keys.join(", ")}.`;
    report(`${key}.${member}`, `${member} is not a key of a runbook's ${spec.type} parameter.`, { hint });
  }
  const standard: unknown = spec.default;
  if (standard === undefined) return;
  const texts = Array.isArray(standard) ? standard.map(toWireValue) : [toWireValue(standard)];
  const wanted = wantedInstead(spec, texts);
  if (wanted !== undefined) report(`${key}.default`, `${name} takes ${wanted}; its default is ${shown(standard)}.`);
}

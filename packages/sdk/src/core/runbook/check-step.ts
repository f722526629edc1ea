import { didYouMean } from "../did-you-mean.ts";
import { isObject, shown, type JsonObject } from "../json.ts";
import { checkInputs } from "./check-inputs.ts";
import { RUNBOOK_PARAMETER_KEYS } from "./parameter.ts";
import type { ReportRunbook } from "./report-runbook.ts";
import { RUNBOOK_ACTIONS, RUNBOOK_STEP_KEYS } from "./step.ts";

/** Checks what one step says of itself; tells whether the others' relation to it can be looked at. */
export function checkStep(step: unknown, key: string, report: ReportRunbook): boolean {
  if (!isObject(step)) {
    report(key, `${shown(step)} is no step of a runbook.`);
    return false;
  }
  checkKeys(step, key, report);
  const { name, inputs } = step;
  const isNamed = typeof name === "string" && /^[a-zA-Z0-9_]+$/.test(name);
  if (!isNamed) report(`${key}.name`, `${shown(name)} is no name for a step: letters, digits and _.`);
  const action = knownAction(step["action"], key, report);
  if (!isObject(inputs)) report(`${key}.inputs`, "the step has no inputs.");
  const areMembersRight = checkMembers(step, key, report);
  if (!isNamed || action === undefined || !isObject(inputs) || !areMembersRight) return false;
  return checkInputs(action, inputs, `${key}.inputs`, report);
}

function checkKeys(step: JsonObject, key: string, report: ReportRunbook): void {
  for (const member of Object.keys(step)) {
    if (RUNBOOK_STEP_KEYS.includes(member)) continue;
    const hint = didYouMean(member, RUNBOOK_STEP_KEYS);
    report(`${key}.${member}`, `${member} is not a key of a runbook's step.`, hint ? { hint } : {});
  }
}

function knownAction(action: unknown, key: string, report: ReportRunbook): string | undefined {
  if (typeof action === "string" && RUNBOOK_ACTIONS.includes(action)) return action;
  const hint = typeof action === "string" ? didYouMean(action, RUNBOOK_ACTIONS) : "";
  report(`${key}.action`, `there is no action ${shown(action)}.`, hint ? { hint } : {});
  return undefined;
}

/** The form of every member that a step need not have. */
const MEMBERS: readonly (readonly [member: string, form: string, isRight: (value: unknown) => boolean])[] = [
  ["maxAttempts", "a whole number above 0", isPositive],
  ["timeoutSeconds", "a whole number above 0", isPositive],
  ["isEnd", "true or false", isBoolean],
  ["isCritical", "true or false", isBoolean],
  ["onFailure", "Abort, Continue or step:NAME", (value) => /^(Abort|Continue|step:.+)$/.test(textOf(value))],
  ["onCancel", "Abort or step:NAME", (value) => /^(Abort|step:.+)$/.test(textOf(value))],
  ["nextStep", "the name of a step", (value) => textOf(value) !== ""],
  [
    "outputs",
    "a list of { Name, Selector, Type }, where Selector begins with $",
    (value) => Array.isArray(value) && value.every(isOutput),
  ],
];

function checkMembers(step: JsonObject, key: string, report: ReportRunbook): boolean {
  const wrong = MEMBERS.filter(([member, , isRight]) => step[member] !== undefined && !isRight(step[member]));
  for (const [member, form] of wrong) {
    report(`${key}.${member}`, `${member} is ${form}; this is ${shown(step[member])}.`);
  }
  return wrong.length === 0;
}

function isPositive(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) > 0;
}

function isBoolean(value: unknown): boolean {
  return typeof value === "boolean";
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isOutput(output: unknown): boolean {
  if (!isObject(output)) return false;
  const { Name, Selector, Type } = output;
  const isType = typeof Type === "string" && Object.hasOwn(RUNBOOK_PARAMETER_KEYS, Type);
  return isType && /^[A-Za-z0-9_]+$/.test(textOf(Name)) && textOf(Selector).startsWith("$");
}

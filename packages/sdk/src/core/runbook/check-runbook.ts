import { didYouMean } from "../did-you-mean.ts";
import { CORE_ERRORS } from "../errors.ts";
import { shown } from "../json.ts";
import { checkRunbookParameters } from "./check-parameters.ts";
import { checkReferences } from "./check-references.ts";
import { checkStep } from "./check-step.ts";
import { reachableFrom, targetsOf } from "./flow.ts";
import { isReading } from "./is-reading.ts";
import type { ReportRunbook } from "./report-runbook.ts";
import type { AnyRunbook } from "./runbook.ts";
import type { RunbookStep } from "./step.ts";

const KEYS: readonly string[] = ["kind", "description", "parameters", "steps", "outputs"];

/**
 * Finds what would keep a runbook of ours from running, or from being right. Ways and references are followed only
 * where each step is sound.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html
 */
export function checkRunbook(runbook: AnyRunbook, report: ReportRunbook): void {
  checkKeys(runbook, report);
  checkRunbookParameters(runbook.parameters ?? {}, report);
  const areOutputsRight = areTexts(runbook.outputs ?? []);
  if (!areOutputsRight) report("runbook.outputs", "the runbook's outputs are a list of texts.");
  const { steps }: { readonly steps: unknown } = runbook;
  if (!Array.isArray(steps) || steps.length === 0) return report("runbook.steps", "its runbook has no steps.");
  const sound = steps.map((step, position) => checkStep(step, `runbook.steps[${position}]`, report));
  if (sound.includes(false) || !areOutputsRight) return;
  if (!checkNames(runbook.steps, report)) return;
  checkFlow(runbook.steps, report);
  checkReferences(runbook, report);
}

function checkKeys(runbook: AnyRunbook, report: ReportRunbook): void {
  for (const key of Object.keys(runbook)) {
    if (KEYS.includes(key)) continue;
    const hint = didYouMean(key, KEYS);
    report(`runbook.${key}`, `${key} is not a key of a runbook.`, hint ? { hint } : {});
  }
  const { description }: { readonly description: unknown } = runbook;
  if (typeof description === "string" && description.trim() !== "") return;
  report("runbook.description", "its runbook has no description.", { severity: "warning" });
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((element) => typeof element === "string");
}

/** Whether every step has a name of its own, and names steps that there are. */
function checkNames(steps: readonly RunbookStep[], report: ReportRunbook): boolean {
  const names = steps.map(({ name }) => name);
  let isRight = true;
  const refuse = (key: string, message: string, hint: string) => {
    isRight = false;
    report(key, message, hint ? { hint } : {});
  };
  for (const [position, step] of steps.entries()) {
    const key = `runbook.steps[${position}]`;
    if (names.indexOf(step.name) !== position)
      refuse(`${key}.name`, `the runbook has two steps named ${step.name}.`, "");
    for (const target of targetsOf(step)) {
      if (names.includes(target.name)) continue;
      refuse(`${key}.${target.key}`, `the runbook has no step ${shown(target.name)}.`, didYouMean(target.name, names));
    }
  }
  return isRight;
}

function checkFlow(steps: readonly RunbookStep[], report: ReportRunbook): void {
  const first = reachableFrom(steps, 0);
  for (const [position, step] of steps.entries()) {
    const key = `runbook.steps[${position}]`;
    if (position > 0 && !first.has(position)) {
      report(key, `no way leads to the runbook's step ${step.name}.`, { severity: "warning" });
    }
    if (!isWriting(step)) continue;
    const later = reachableFrom(steps, position);
    if (steps.some((each, other) => later.has(other) && VERIFYING.has(each.action))) continue;
    const entry = CORE_ERRORS.RUNBOOK_UNVERIFIED;
    report(key, `nothing verifies what the runbook's step ${step.name} changed.`, { entry, severity: "warning" });
  }
}

/** A script may verify; whether it does is for the reader to see. */
const VERIFYING: ReadonlySet<string> = new Set([
  "aws:assertAwsResourceProperty",
  "aws:waitForAwsResourceProperty",
  "aws:executeScript",
]);

function isWriting(step: RunbookStep): boolean {
  return step.action === "aws:executeAwsApi" && !isReading(step.inputs.Api);
}

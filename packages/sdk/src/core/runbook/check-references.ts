import { didYouMean } from "../did-you-mean.ts";
import { CORE_ERRORS } from "../errors.ts";
import { ASSUME_ROLE } from "./check-arguments.ts";
import { reachableFrom } from "./flow.ts";
import { referencesIn, textsWithin } from "./references.ts";
import type { ReportRunbook } from "./report-runbook.ts";
import type { AnyRunbook } from "./runbook.ts";
import type { RunbookStep } from "./step.ts";

/**
 * What Systems Manager knows of an execution.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-variables.html
 */
const SYSTEM_VARIABLES: readonly string[] = [
  "global:ACCOUNT_ID",
  "global:AWS_PARTITION",
  "global:DATE",
  "global:DATE_TIME",
  "global:REGION",
  "automation:EXECUTION_ID",
];

/** Finds references, in steps and outputs, that nothing fills in. The steps' own shape is known to be right. */
export function checkReferences(runbook: AnyRunbook, report: ReportRunbook): void {
  const { steps, outputs = [] } = runbook;
  const parameters = [...Object.keys(runbook.parameters ?? {}), ASSUME_ROLE];
  for (const [position, step] of steps.entries()) {
    const earlier = steps.filter((_step, other) => reachableFrom(steps, other).has(position));
    const known = [...parameters, ...SYSTEM_VARIABLES, ...earlier.flatMap(outputNames)];
    for (const { path, text } of textsWithin(step.inputs, `runbook.steps[${position}].inputs`)) {
      if (isScript(step, path)) {
        checkScript(text, path, report);
        continue;
      }
      for (const reference of referencesIn(text)) {
        if (isKnown(reference, known)) continue;
        reportReference(`{{ ${reference} }}`, path, hintFor(reference, steps, known), report);
      }
    }
  }
  const all = steps.flatMap(outputNames);
  for (const [index, output] of outputs.entries()) {
    if (isKnown(output, all)) continue;
    reportReference(output, `runbook.outputs[${index}]`, didYouMean(output, all) || "Write step.Output.", report);
  }
}

/** Actions whose outputs we do not list: all names are taken. */
const ANY = "*";
const WITHOUT_OUTPUTS: ReadonlySet<string> = new Set([
  "aws:executeAwsApi",
  "aws:assertAwsResourceProperty",
  "aws:waitForAwsResourceProperty",
  "aws:branch",
  "aws:sleep",
]);

function outputNames({ name, action, outputs = [] }: RunbookStep): string[] {
  const declared = outputs.map((output) => `${name}.${output.Name}`);
  if (WITHOUT_OUTPUTS.has(action)) return declared;
  return [...declared, action === "aws:executeScript" ? `${name}.Payload` : `${name}.${ANY}`];
}

function isKnown(reference: string, known: readonly string[]): boolean {
  if (!/^[A-Za-z0-9_.:]+$/.test(reference)) return false;
  return known.includes(reference) || known.includes(`${reference.slice(0, reference.indexOf("."))}.${ANY}`);
}

function hintFor(reference: string, steps: readonly RunbookStep[], known: readonly string[]): string {
  const [name, output] = reference.split(".");
  const step = output === undefined ? undefined : steps.find((each) => each.name === name);
  if (step === undefined) return didYouMean(reference, known);
  if (outputNames(step).includes(reference)) return `Step ${step.name} does not run before this one.`;
  return didYouMean(reference, outputNames(step)) || `Declare it in the outputs of step ${step.name}.`;
}

function reportReference(reference: string, path: string, hint: string, report: ReportRunbook): void {
  const entry = CORE_ERRORS.RUNBOOK_REFERENCE;
  report(path, `nothing fills in the runbook's ${reference}.`, { entry, ...(hint === "" ? {} : { hint }) });
}

function isScript({ action }: RunbookStep, path: string): boolean {
  return action === "aws:executeScript" && path.endsWith(".inputs.Script");
}

/** A value that is put into a script's text is run with it. */
function checkScript(script: string, path: string, report: ReportRunbook): void {
  const [reference] = referencesIn(script);
  if (reference === undefined) return;
  const hint = "Pass the value by InputPayload; in a format string of the script's own write the braces apart.";
  report(path, `the script holds {{ ${reference} }}, which would become part of it.`, {
    entry: CORE_ERRORS.RUNBOOK_REFERENCE,
    hint,
  });
}

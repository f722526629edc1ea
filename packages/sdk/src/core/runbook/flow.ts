import type { RunbookStep } from "./step.ts";

/** A step that another names as one to go to. */
export interface Target {
  /** Where it is named, below the step. */
  readonly key: string;
  readonly name: string;
}

/** The steps that a step names, beside the one that follows it in the list. */
export function targetsOf(step: RunbookStep): Target[] {
  const targets: Target[] = [];
  if (step.nextStep !== undefined) targets.push({ key: "nextStep", name: step.nextStep });
  for (const key of ["onFailure", "onCancel"] as const) {
    if (step[key]?.startsWith("step:")) targets.push({ key, name: step[key].slice("step:".length) });
  }
  if (step.action !== "aws:branch") return targets;
  const { Choices, Default } = step.inputs;
  for (const [index, { NextStep }] of Choices.entries()) {
    targets.push({ key: `inputs.Choices[${index}].NextStep`, name: NextStep });
  }
  if (Default !== undefined) targets.push({ key: "inputs.Default", name: Default });
  return targets;
}

/** The positions of the steps that may run at any time after one: itself only where the runbook goes back. */
export function reachableFrom(steps: readonly RunbookStep[], start: number): ReadonlySet<number> {
  const reached = new Set<number>();
  const open = [...successorsOf(steps, start)];
  for (let position = open.pop(); position !== undefined; position = open.pop()) {
    if (reached.has(position)) continue;
    reached.add(position);
    open.push(...successorsOf(steps, position));
  }
  return reached;
}

function successorsOf(steps: readonly RunbookStep[], position: number): readonly number[] {
  const step = steps[position];
  if (step === undefined) return [];
  const named = targetsOf(step)
    .filter(({ key }) => key !== "nextStep" || step.isEnd !== true)
    .map(({ name }) => steps.findIndex((each) => each.name === name))
    .filter((each) => each >= 0);
  const leaves = step.isEnd === true || step.nextStep !== undefined || hasDefault(step);
  return leaves || position + 1 >= steps.length ? named : [...named, position + 1];
}

function hasDefault(step: RunbookStep): boolean {
  return step.action === "aws:branch" && step.inputs.Default !== undefined;
}

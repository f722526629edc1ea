import { expect, test } from "@jest/globals";
import { reachableFrom, targetsOf } from "./flow.ts";
import type { RunbookStep } from "./step.ts";

/** A step that does nothing, and what it says of the way on. */
function step(name: string, members: Partial<Omit<RunbookStep, "action" | "inputs">> = {}): RunbookStep {
  return { name, action: "aws:sleep", inputs: { Duration: "PT1S" }, ...members };
}
function branch(name: string, targets: readonly string[], otherwise?: string): RunbookStep {
  const Choices = targets.map((NextStep) => ({ NextStep, Variable: "{{ A }}", StringEquals: "a" }));
  return {
    name,
    action: "aws:branch",
    inputs: { Choices, ...(otherwise === undefined ? {} : { Default: otherwise }) },
  };
}

test.each<[string, readonly RunbookStep[], string[]]>([
  ["the next in the list, to the end", [step("a"), step("b"), step("c")], ["b", "c"]],
  ["none after the end", [step("a", { isEnd: true }), step("b")], []],
  [
    "the named step and what follows, without those between",
    [step("a", { nextStep: "c" }), step("b"), step("c")],
    ["c"],
  ],
  ["none after the end, though it names one", [step("a", { isEnd: true, nextStep: "b" }), step("b")], []],
  ["the one for failures too", [step("a", { isEnd: true, onFailure: "step:c" }), step("b"), step("c")], ["c"]],
  [
    "the one for cancelling too",
    [step("a", { nextStep: "b", onCancel: "step:c" }), step("b", { isEnd: true }), step("c")],
    ["b", "c"],
  ],
  [
    "the choices and the default",
    [branch("a", ["c"], "d"), step("b"), step("c", { isEnd: true }), step("d")],
    ["c", "d"],
  ],
  [
    "the choices and, without a default, the next",
    [branch("a", ["c"]), step("b", { isEnd: true }), step("c")],
    ["b", "c"],
  ],
  ["itself where the runbook goes back", [step("a"), step("b", { nextStep: "a" })], ["a", "b"]],
  ["none that does not exist", [step("a", { nextStep: "x" }), step("b")], []],
])("after a step may run %s", (_what, steps, reached) => {
  const names = [...reachableFrom(steps, 0)].map((position) => steps[position]?.name ?? "");
  expect(names.toSorted()).toEqual(reached);
});

test("a step's targets say where they are named", () => {
  expect(targetsOf(step("a", { nextStep: "b", onFailure: "Continue", onCancel: "step:c" }))).toEqual([
    { key: "nextStep", name: "b" },
    { key: "onCancel", name: "c" },
  ]);
  expect(targetsOf(branch("a", ["b", "c"], "d"))).toEqual([
    { key: "inputs.Choices[0].NextStep", name: "b" },
    { key: "inputs.Choices[1].NextStep", name: "c" },
    { key: "inputs.Default", name: "d" },
  ]);
});

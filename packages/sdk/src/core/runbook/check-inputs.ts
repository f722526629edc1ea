import { isObject, shown, type JsonObject } from "../json.ts";
import type { ReportRunbook } from "./report-runbook.ts";

const RUNTIMES: readonly unknown[] = ["python3.10", "python3.11", "python3.12", "PowerShell 7.4"];

type Refuse = (key: string, message: string, hint?: string) => void;

/** Checks the inputs of the actions that are known; tells whether the flow can be read from them. */
export function checkInputs(action: string, inputs: JsonObject, key: string, report: ReportRunbook): boolean {
  const before = { refused: false };
  const refuse: Refuse = (member, message, hint) => {
    before.refused = true;
    report(`${key}.${member}`, message, hint ? { hint } : {});
  };
  if (action === "aws:branch") checkBranch(inputs, refuse);
  if (action === "aws:executeScript") checkScript(inputs, refuse);
  if (action === "aws:sleep" && isText(inputs["Duration"]) === isText(inputs["Timestamp"])) {
    refuse("Duration", "aws:sleep takes either Duration or Timestamp.", 'Write Duration: "PT30S".');
  }
  if (!/Api$|AwsResourceProperty$/.test(action)) return !before.refused;
  for (const member of ["Service", "Api"]) {
    if (!isText(inputs[member])) refuse(member, `${action} needs ${member}.`);
  }
  if (action !== "aws:executeAwsApi") checkProperty(action, inputs, refuse);
  return !before.refused;
}

function checkBranch({ Choices, Default }: JsonObject, refuse: Refuse): void {
  const hint = "Write { NextStep, Variable, StringEquals }, or another comparison.";
  if (!Array.isArray(Choices) || Choices.length === 0) return refuse("Choices", "aws:branch needs Choices.", hint);
  for (const [index, choice] of Choices.entries()) {
    if (!isObject(choice) || !isText(choice["NextStep"])) {
      refuse(`Choices[${index}]`, "a choice of aws:branch names its NextStep.", hint);
    }
  }
  if (Default !== undefined && !isText(Default)) refuse("Default", "Default names a step.");
}

function checkScript({ Runtime, Handler, Script }: JsonObject, refuse: Refuse): void {
  if (!RUNTIMES.includes(Runtime)) {
    refuse("Runtime", `there is no runtime ${shown(Runtime)}.`, `Write ${RUNTIMES.join(", ")}.`);
  }
  if (!isText(Script)) return refuse("Script", "aws:executeScript needs a Script.");
  if (typeof Runtime !== "string" || !Runtime.startsWith("python")) return;
  if (!isText(Handler)) return refuse("Handler", "aws:executeScript needs the name of its Handler.");
  if (!new RegExp(`^def ${Handler.replaceAll(/\W/g, "\\$&")}\\(`, "m").test(Script)) {
    refuse("Handler", `the script defines no function ${Handler}.`, `Write def ${Handler}(events, context):`);
  }
}

function checkProperty(action: string, { PropertySelector, DesiredValues }: JsonObject, refuse: Refuse): void {
  if (!isText(PropertySelector) || !PropertySelector.startsWith("$")) {
    refuse("PropertySelector", `${action} needs a PropertySelector.`, "Write a JSONPath, such as $.Status.");
  }
  if (!Array.isArray(DesiredValues) || DesiredValues.length === 0) {
    refuse("DesiredValues", `${action} needs DesiredValues.`);
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

import { Option } from "commander";
import { RulewrightError } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";

/** What is printed in one of several forms. */
export type Printed = "result" | "findings";

/** Options that choose the form of what is printed; `--json` is short for one of them. */
export function formatOptions(printed: Printed, formats: readonly string[]): readonly Option[] {
  return [
    new Option("--format <format>", `form of the ${printed}`).choices(formats).default("table"),
    new Option("--json", "the same as --format json").implies({ format: "json" }),
  ];
}

/** Refuses `--json` beside another format. @throws RulewrightError `RW5001`. */
export function mustBeOneFormat(
  printed: Printed,
  { json, format }: { readonly json?: boolean; readonly format: string },
): void {
  if (json !== true || format === "json") return;
  const message = `--json and --format ${format} ask for two forms of the ${printed}.`;
  throw new RulewrightError(CLI_ERRORS.USAGE, message, { hint: "Give one of them." });
}

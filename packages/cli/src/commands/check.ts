import { RulewrightError, type AnyRule, type CheckResult } from "@rulewright/sdk";
import type { CheckFormat } from "../check-formats.ts";
import { CLI_ERRORS } from "../errors.ts";
import { findInputs } from "../inputs/find-inputs.ts";
import { checkFiles } from "../inputs/check-files.ts";
import { createProgress } from "./check-progress.ts";
import { templateSettings, type TemplateOptions } from "./template-settings.ts";
import { EXIT, type ExitCode, type Io } from "../io.ts";
import { renderResult } from "../render-result.ts";
import { selectRules, type RuleSelection } from "../select-rules.ts";
import { writeOutput } from "../write-output.ts";
import { TOOL } from "../version.ts";

/** Options of `rulewright check`. */
export interface CheckCommandOptions extends RuleSelection, TemplateOptions {
  readonly format: CheckFormat;
  readonly json?: boolean;
  readonly output?: string;
  /** ISO 8601. */
  readonly now?: string;
  readonly evidence?: readonly string[];
  readonly allowUnreadable?: boolean;
}

/** Formats that hold evaluations only: what could not be judged goes to standard error. */
const LISTS: ReadonlySet<CheckFormat> = new Set(["jsonl", "csv"]);

/** Judges configuration items offline and prints the result. */
export async function checkCommand(inputs: readonly string[], options: CheckCommandOptions, io: Io): Promise<ExitCode> {
  if (inputs.length === 0) throw new RulewrightError(CLI_ERRORS.NO_INPUTS, "There is nothing to check.");
  const now = readNow(options.now);
  const rules: readonly AnyRule[] = await selectRules(options, io);
  const files = await findInputs([...inputs, ...(options.evidence ?? [])]);
  const result = await judge(rules, files, options, now, io);
  const format = options.json ? "json" : options.format;
  await writeOutput(
    await renderResult(result, format, rules, { ...io, color: io.color && options.output === undefined }),
    options.output,
    io,
  );
  if (LISTS.has(format)) for (const { code, message } of result.errors) io.err(`${code}: ${message}\n`);
  if (result.errors.length > 0 && !options.allowUnreadable) return EXIT.FAILED;
  return result.summary.nonCompliant > 0 ? EXIT.NON_COMPLIANT : EXIT.CLEAN;
}

async function judge(
  rules: readonly AnyRule[],
  files: readonly string[],
  options: CheckCommandOptions,
  now: Date | undefined,
  io: Io,
): Promise<CheckResult> {
  const progress = createProgress(io);
  const { rules: paths, only } = options;
  const result = await checkFiles(rules, files, {
    tool: TOOL,
    generatedAt: new Date(),
    templates: templateSettings(options, now),
    tick: progress.tick,
    selection: { ...(paths ? { rules: paths } : {}), ...(only ? { only } : {}) },
    ...(now ? { now } : {}),
  });
  progress.end();
  return result;
}

function readNow(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const date = new Date(/^\d{4}-\d\d-\d\d/.test(text) ? text : Number.NaN);
  if (!Number.isNaN(date.getTime())) return date;
  throw new RulewrightError(CLI_ERRORS.USAGE, `--now ${text} is no ISO 8601 time.`, {
    hint: "Write 2026-11-20T06:00:00Z.",
  });
}

import { resolve } from "node:path";
import { counted } from "@rulewright/reports";
import { RulewrightError, type CheckResult } from "@rulewright/sdk";
import type { CheckFormat } from "../check-formats.ts";
import { compareWith, comparisonText, readEarlier, type ComparedResult } from "../check/comparison.ts";
import type { LiveCheckOptions } from "../check/live-feed.ts";
import { checkerOptionsOf, planRules, ruleChoiceOf, type RuleChoice, type RulePlan } from "../check/rule-plan.ts";
import { CLI_ERRORS } from "../errors.ts";
import { loadRunExemptions, type ExemptionOptions, type RunExemptions } from "../exemptions/run-exemptions.ts";
import { checkFiles, type CheckFilesOptions } from "../inputs/check-files.ts";
import { findInputs } from "../inputs/find-inputs.ts";
import { createProgress } from "./check-progress.ts";
import { templateSettings, type TemplateOptions } from "./template-settings.ts";
import type { ExitCode, Io } from "../io.ts";
import { renderResult } from "../render-result.ts";
import { parseFailOn } from "../selection/fail-on.ts";
import { writeOutput } from "../write-output.ts";
import { TOOL } from "../version.ts";

/** Options of `rulewright check`. */
export interface CheckCommandOptions extends RuleChoice, TemplateOptions, LiveCheckOptions, ExemptionOptions {
  readonly format: CheckFormat;
  readonly json?: boolean;
  readonly output?: string;
  /** ISO 8601. */
  readonly now?: string;
  readonly evidence?: readonly string[];
  /** An earlier result. */
  readonly compare?: string;
  readonly failOn?: readonly string[];
  readonly allowUnreadable?: boolean;
}

/** Formats that hold evaluations only: what could not be judged goes to standard error. */
const LISTS: ReadonlySet<CheckFormat> = new Set(["jsonl", "csv"]);

/** Judges configuration items and prints the result. */
export async function checkCommand(inputs: readonly string[], options: CheckCommandOptions, io: Io): Promise<ExitCode> {
  const isLive = options.live === true || options.aggregator !== undefined;
  if (inputs.length === 0 && !isLive) throw new RulewrightError(CLI_ERRORS.NO_INPUTS, "There is nothing to check.");
  const now = readNow(options.now);
  const failOn = parseFailOn(options.failOn, options.allowUnreadable);
  const earlier = options.compare === undefined ? undefined : await readEarlier(options.compare);
  const plan = await planRules(ruleChoiceOf(options), io);
  const generatedAt = new Date();
  const exemptions = await loadRunExemptions(options, plan.all, now ?? generatedAt, io);
  const files = await inputFiles([...inputs, ...(options.evidence ?? [])], exemptions?.path, io);
  const feed = isLive ? await liveFeed(options, plan) : undefined;
  tellNotJudgeable(plan, io);
  const judged = await judge(plan, files, options, io, { generatedAt, now, feed, exemptions });
  if (!isLive) tellAbsent(plan, judged, io);
  const isNamed = options.only !== undefined;
  const result = earlier ? { ...judged, comparison: compareWith(earlier, judged, plan, isNamed) } : judged;
  await print(result, plan, options, io);
  exemptions?.report();
  return failOn(result);
}

/** The exemptions themselves are no input, though they may lie in a folder that is one. */
async function inputFiles(paths: readonly string[], exemptions: string | undefined, io: Io): Promise<string[]> {
  if (paths.length === 0) return [];
  const files = await findInputs(paths, (note) => io.err(`${note}\n`));
  return exemptions === undefined ? files : files.filter((file) => resolve(file) !== resolve(exemptions));
}

/** The SDK's clients are loaded by a run that asks AWS. */
async function liveFeed(options: LiveCheckOptions, { narrowed }: RulePlan): Promise<CheckFilesOptions["feed"]> {
  const { createLiveFeed } = await import("../check/live-feed.ts");
  return createLiveFeed(options, narrowed?.selection);
}

interface RunSettings {
  readonly generatedAt: Date;
  readonly now: Date | undefined;
  readonly feed: CheckFilesOptions["feed"] | undefined;
  readonly exemptions: RunExemptions | undefined;
}

async function judge(
  plan: RulePlan,
  files: readonly string[],
  options: CheckCommandOptions,
  io: Io,
  { generatedAt, now, feed, exemptions }: RunSettings,
): Promise<CheckResult> {
  const progress = createProgress(io);
  try {
    return await checkFiles(plan.rules, files, {
      tool: TOOL,
      generatedAt,
      templates: templateSettings(options, now),
      tick: progress.tick,
      ruleSource: plan.source,
      ...checkerOptionsOf(plan),
      ...(now ? { now } : {}),
      ...(feed ? { feed } : {}),
      ...(exemptions ? { exemptions: exemptions.matcher } : {}),
    });
  } finally {
    progress.end();
  }
}

async function print(result: ComparedResult, plan: RulePlan, options: CheckCommandOptions, io: Io): Promise<void> {
  const { output } = options;
  const format = options.json ? "json" : options.format;
  const rendered = await renderResult(result, format, plan.rules, { ...io, color: io.color && output === undefined });
  const { inside, beside } = comparisonText(result, format);
  await writeOutput(inside === "" ? rendered : [...rendered, inside], output, io);
  if (LISTS.has(format)) for (const { code, message } of result.errors) io.err(`${code}: ${message}\n`);
  io.err(beside);
}

/** A pack that is judged in part is not taken for a whole one. */
function tellNotJudgeable({ notJudgeable }: RulePlan, io: Io): void {
  if (notJudgeable.length === 0) return;
  const some = `${notJudgeable.slice(0, 5).join(", ")}${notJudgeable.length > 5 ? " …" : ""}`;
  io.err(`Not judged, as their logic is in AWS Config alone: ${counted(notJudgeable.length, "rule")}, ${some}\n`);
}

/** An account that was asked for and is not there is not taken for a clean one. */
function tellAbsent({ narrowed }: RulePlan, { summary }: CheckResult, io: Io): void {
  for (const [option, asked, found] of [
    ["--accounts", narrowed?.selection.accounts, summary.accounts],
    ["--regions", narrowed?.selection.regions?.filter((region) => region !== "global"), summary.regions],
  ] as const) {
    const absent = new Set(asked).size - found;
    if (absent > 0) io.err(`Nothing was judged of ${absent} of the ${new Set(asked).size} that ${option} names.\n`);
  }
}

function readNow(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const date = new Date(/^\d{4}-\d\d-\d\d/.test(text) ? text : Number.NaN);
  if (!Number.isNaN(date.getTime())) return date;
  throw new RulewrightError(CLI_ERRORS.USAGE, `--now ${text} is no ISO 8601 time.`, {
    hint: "Write 2026-11-20T06:00:00Z.",
  });
}

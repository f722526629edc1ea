import { inertText, summaryLine } from "@rulewright/reports";
import { RulewrightError, type CheckResult } from "@rulewright/sdk";
import type { CheckFormat } from "../check-formats.ts";
import { tellNotJudgeable, tellUnmet } from "../check/absences.ts";
import { beginInputs, type BegunInputs } from "../check/begin-inputs.ts";
import { compareWith, comparisonText, readEarlier, type ComparedResult } from "../check/comparison.ts";
import { judge, type JudgeSettings } from "../check/judge.ts";
import type { LiveCheckOptions, LiveFeed } from "../check/live-feed.ts";
import { planRules, ruleChoiceOf, type RuleChoice, type RulePlan } from "../check/rule-plan.ts";
import { keepThrown } from "../check/thrown.ts";
import { CLI_ERRORS } from "../errors.ts";
import { loadRunExemptions, type ExemptionOptions, type RunExemptions } from "../exemptions/run-exemptions.ts";
import type { ReadyInputs } from "../inputs/ready-inputs.ts";
import type { ExitCode, Io } from "../io.ts";
import { refuseOverwriting } from "../refuse-overwriting.ts";
import { renderResult } from "../render-result.ts";
import { parseFailOn } from "../selection/fail-on.ts";
import { writeOutput } from "../write-output.ts";
import { createProgress } from "./check-progress.ts";
import { readTemplateOptions, type RunTemplates, type TemplateOptions } from "./template-settings.ts";

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
  /** Print where rules throw. */
  readonly verbose?: boolean;
}

/** Formats that hold evaluations only: what could not be judged goes to standard error. */
const LISTS: ReadonlySet<CheckFormat> = new Set(["jsonl", "csv"]);

/** Judges configuration items and prints the result. */
export async function checkCommand(inputs: readonly string[], options: CheckCommandOptions, io: Io): Promise<ExitCode> {
  if (inputs.length === 0 && !isLive(options))
    throw new RulewrightError(CLI_ERRORS.NO_INPUTS, "There is nothing to check.");
  const now = readNow(options.now);
  const failOn = parseFailOn(options.failOn, options.allowUnreadable);
  const templates = readTemplateOptions(options, now);
  const earlier = options.compare === undefined ? undefined : await readEarlier(options.compare);
  const begun = beginInputs([...inputs, ...(options.evidence ?? [])]);
  try {
    const plan = await planRules(ruleChoiceOf(options), io);
    const { judged, exemptions } = await run(plan, begun, options, { now, templates }, io);
    const { rules, only, pack } = options;
    if ([rules, only, pack].some((each) => each !== undefined)) tellUnmet(plan, judged, io);
    const isNamed = options.only !== undefined;
    const result = earlier ? { ...judged, comparison: compareWith(earlier, judged, plan, isNamed) } : judged;
    await print(result, plan, options, io);
    exemptions?.report();
    return failOn(result);
  } finally {
    begun.close();
  }
}

function isLive({ live, aggregator }: CheckCommandOptions): boolean {
  return live === true || aggregator !== undefined;
}

interface Run {
  readonly judged: CheckResult;
  readonly exemptions: RunExemptions | undefined;
}

async function run(
  plan: RulePlan,
  begun: BegunInputs,
  options: CheckCommandOptions,
  { now, templates }: { readonly now: Date | undefined; readonly templates: RunTemplates },
  io: Io,
): Promise<Run> {
  const generatedAt = new Date();
  const exemptions = await loadRunExemptions(options, plan.all, now ?? generatedAt, io);
  const ready = await begun.ready(exemptions?.path, io);
  const read = [...ready.inputs.map(({ file }) => file), ...(exemptions ? [exemptions.path] : [])];
  await refuseOverwriting(
    options.output,
    [...read, ...(options.rules ?? []), ...(options.pack ?? [])],
    options.compare,
  );
  const feed = isLive(options) ? await liveFeed(options, plan) : undefined;
  const thrown = options.verbose ? keepThrown() : undefined;
  tellNotJudgeable(plan, io);
  const settings = { generatedAt, templates: templates.settings, now, feed, exemptions, thrown };
  const judged = await judgeShowing(plan, ready, settings, io);
  thrown?.print(io);
  templates.refuseUnknown(judged);
  return { judged, exemptions };
}

/** Judges, and shows how far it is. */
async function judgeShowing(
  plan: RulePlan,
  ready: ReadyInputs,
  settings: Omit<JudgeSettings, "tick">,
  io: Io,
): Promise<CheckResult> {
  const progress = createProgress(io);
  try {
    return await judge(plan, ready, { ...settings, tick: progress.tick });
  } finally {
    progress.end();
  }
}

/** The SDK's clients are loaded by a run that asks AWS. */
async function liveFeed(options: LiveCheckOptions, { narrowed }: RulePlan): Promise<LiveFeed> {
  const { createLiveFeed } = await import("../check/live-feed.ts");
  return createLiveFeed(options, narrowed?.selection);
}

async function print(result: ComparedResult, plan: RulePlan, options: CheckCommandOptions, io: Io): Promise<void> {
  const { output } = options;
  const format = options.json ? "json" : options.format;
  const rendered = await renderResult(result, format, plan.rules, { ...io, color: io.color && output === undefined });
  const { inside, beside } = comparisonText(result, format);
  await writeOutput(inside === "" ? rendered : [...rendered, inside], output, io);
  if (LISTS.has(format)) tellBeside(result, io);
  io.err(beside);
  if (output !== undefined) io.err(`Wrote ${output}: ${summaryLine(result.summary)}\n`);
}

/** What lists of evaluations have no place for. */
function tellBeside({ errors, notJudged = [] }: CheckResult, io: Io): void {
  for (const { code, message } of errors) io.err(`${inertText(`${code}: ${message}`)}\n`);
  for (const { logicalId, reason, source } of notJudged)
    io.err(`${inertText(`Not judged: ${logicalId} of ${source.file}: ${reason}`)}\n`);
}

function readNow(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const [day = ""] = /^\d{4}-\d\d-\d\d(?=T|$)/.exec(text) ?? [];
  const isDay = day !== "" && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day);
  // of no zone it is UTC, as all of AWS Config's times are, whatever this machine's is
  const date = new Date(isDay ? text.replace(/(T[\d:.,]+)$/, "$1Z") : Number.NaN);
  if (!Number.isNaN(date.getTime())) return date;
  throw new RulewrightError(CLI_ERRORS.USAGE, `--now ${text} is no ISO 8601 time.`, {
    hint: "Write 2026-11-20T06:00:00Z.",
  });
}

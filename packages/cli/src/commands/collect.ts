import {
  RulewrightError,
  isRegion,
  partitionOf,
  toEvidenceFile,
  type Account,
  type AnyRule,
  type Aws,
} from "@rulewright/sdk";
import { collectRule, type Collected } from "../collect/collect-rule.ts";
import { needsEvidence, planJobs, type CollectJob } from "../collect/jobs.ts";
import { summarizeCollected, summaryText, type CollectSummary } from "../collect/summary.ts";
import { CLI_ERRORS } from "../errors.ts";
import { EXIT, type ExitCode, type Io } from "../io.ts";
import { fetchCallerIdentity } from "../live/caller-identity.ts";
import { eachConcurrently } from "../live/concurrency.ts";
import { createLiveAws, regionOfChain } from "../live/live-aws.ts";
import { parseSettings } from "../selection/parameters.ts";
import { selectRules, type RuleSelection } from "../select-rules.ts";
import { refuseOverwriting } from "../refuse-overwriting.ts";
import { writeOutput } from "../write-output.ts";
import { createCollectProgress, type CollectProgress } from "./collect-progress.ts";

/** Options of `rulewright collect`. */
export interface CollectOptions extends RuleSelection {
  readonly output: string;
  /** Of the standard chain where absent. */
  readonly regions?: readonly string[];
  /** Twelve digits; STS is asked where absent. */
  readonly account?: string;
  /** `rule-name.ParameterName=value` */
  readonly parameter?: readonly string[];
  readonly json?: boolean;
}

/** Rules at a time. */
const CONCURRENCY = 4;

/** Runs `list` and `collect` of rules against an account and writes what they find to an evidence file. */
export async function collectCommand(options: CollectOptions, io: Io): Promise<ExitCode> {
  await refuseOverwriting(options.output, options.rules ?? []);
  const rules = rulesToCollect(await selectRules(options, io), options.only);
  const settings = parseSettings(options.parameter ?? [], rules);
  const regions = await regionsOf(options.regions);
  const account = await accountOf(options.account, regions[0]);
  const { jobs, nowhere } = planJobs(rules, settings, account, regions);
  const collectedAt = new Date();
  const collected = await collectAll(jobs, collectedAt, createCollectProgress(io, jobs.length));
  const evidence = toEvidenceFile(collected.map(({ entry }) => entry));
  await writeOutput([`${JSON.stringify(evidence, null, 2)}\n`], options.output, io);
  const summary: CollectSummary = {
    version: 1,
    file: options.output,
    accountId: account.accountId,
    collectedAt: collectedAt.toISOString(),
    ...summarizeCollected(collected),
    notAvailable: nowhere,
  };
  io.out(options.json ? `${JSON.stringify(summary, null, 2)}\n` : summaryText(summary));
  return summary.failures.length > 0 ? EXIT.FAILED : EXIT.CLEAN;
}

/** A rule that was named and needs no evidence is told of, rather than left out in silence. */
function rulesToCollect(rules: readonly AnyRule[], only: readonly string[] | undefined): readonly AnyRule[] {
  const needing = rules.filter(needsEvidence);
  const others = rules.filter((rule) => !needsEvidence(rule)).map(({ name }) => name);
  if (needing.length > 0 && (only === undefined || others.length === 0)) return needing;
  const message = only ? `These rules need no evidence: ${others.join(", ")}.` : "None of the rules needs evidence.";
  throw new RulewrightError(CLI_ERRORS.NOTHING_TO_COLLECT, message);
}

async function regionsOf(given: readonly string[] | undefined): Promise<readonly [string, ...string[]]> {
  const words = (given ?? []).flatMap((text) => text.split(",")).map((word) => word.trim());
  const bad = words.find((word) => !isRegion(word));
  if (bad !== undefined) {
    const hint = "Write Regions as eu-west-1.";
    throw new RulewrightError(CLI_ERRORS.USAGE, `--regions ${bad} is no Region.`, { hint });
  }
  const [first = await regionOfChain(), ...others] = new Set(words);
  return [first, ...others];
}

async function accountOf(given: string | undefined, region: string): Promise<Pick<Account, "accountId" | "partition">> {
  if (given === undefined) return fetchCallerIdentity(region, { canBeNamed: true });
  if (/^\d{12}$/.test(given)) return { accountId: given, partition: partitionOf(region) };
  const hint = "Account ids have twelve digits.";
  throw new RulewrightError(CLI_ERRORS.USAGE, `--account ${given} is no account.`, { hint });
}

/** The results are in the order of the jobs, whichever ends first. */
async function collectAll(
  jobs: readonly CollectJob[],
  collectedAt: Date,
  progress: CollectProgress,
): Promise<readonly Collected[]> {
  const byRegion = new Map<string, Aws>();
  const collected: Collected[] = [];
  await eachConcurrently(jobs, CONCURRENCY, async (job, index) => {
    const { region } = job.account;
    const aws = byRegion.get(region) ?? createLiveAws(region);
    byRegion.set(region, aws);
    const result = await collectRule(job, aws, collectedAt, (isFailed) => progress.subject(job, isFailed));
    collected[index] = result;
    progress.rule(job, result.listingError !== undefined);
  });
  progress.end();
  return collected;
}

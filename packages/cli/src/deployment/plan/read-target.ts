import { REGION, RulewrightError, problem, type Problem } from "@rulewright/sdk";
import { ProblemsError } from "../../problems-error.ts";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import { partitionConflict } from "./partition.ts";
import { TOPOLOGIES, type Rollout, type Target, type Topology } from "./target.ts";

/** The options of `publish` that say where to, as they were typed. */
export interface TargetOptions {
  readonly topology?: string;
  readonly regions?: readonly string[];
  readonly globalRulesRegion?: string;
  readonly ous?: readonly string[];
  readonly accounts?: readonly string[];
  readonly excludeAccounts?: readonly string[];
  readonly bucketPrefix?: string;
  readonly parameter?: readonly string[];
  readonly callAs?: string;
}

/** The options that say how to go about it, as they were typed. */
export interface RolloutOptions {
  readonly waves?: boolean;
  readonly firstAccount?: string;
  readonly bakeMinutes?: string;
  readonly failureTolerance?: string;
  readonly concurrency?: string;
}

/** What the options say, checked. */
export interface Intent {
  readonly target: Target;
  readonly rollout: Rollout;
  /** Values of the stack's parameters, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The Region of rules about the account itself was named; else a pack that is published already keeps its own. */
  readonly namesGlobalRegion: boolean;
}

const ACCOUNT = /^\d{12}$/;
/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html */
const ORGANIZATIONAL_UNIT = /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/;
/** What is left of a bucket's 63 characters when `-<Region>` of up to 16 follows. */
const BUCKET_PREFIX = /^[a-z0-9][a-z0-9-]{1,45}$/;
/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConformancePack.html */
const MOST_EXCLUSIONS = 1_000;
/** What to do about Regions of several partitions. */
export const ONE_PARTITION = "Publish once for each partition, with the credentials and the buckets that belong there.";
/** Where rules about the account itself go, when it is among the Regions and nobody says otherwise. */
const USUAL_GLOBAL_REGION = "us-east-1";

type Report = (message: string, hint?: string, entry?: { readonly code: string; readonly hint: string }) => void;

/**
 * Reads the options together. `fallbackRegion` stands where no Region is named.
 * @throws ProblemsError with everything that is wrong.
 */
export function readIntent(options: TargetOptions & RolloutOptions, fallbackRegion?: string): Intent {
  const problems: Problem[] = [];
  const report: Report = (message, hint, entry = DEPLOYMENT_ERRORS.TARGET_INVALID) =>
    problems.push(problem(entry, "", message, hint === undefined ? {} : { hint }));
  const target = readTarget(options, fallbackRegion, report);
  const rollout = readRollout(options, report);
  const parameters = readParameters(options.parameter ?? [], report);
  checkTogether(target, rollout, report);
  if (problems.length > 0) throw new ProblemsError(problems);
  return { target, rollout, parameters, namesGlobalRegion: options.globalRulesRegion !== undefined };
}

/** A target in which a published pack's rules about the account itself stay where they are, unless somebody says where. */
export function keepingGlobalRegion(
  { target, namesGlobalRegion }: Pick<Intent, "target" | "namesGlobalRegion">,
  published: Pick<Target, "globalRulesRegion"> | undefined,
): Target {
  if (namesGlobalRegion || !published || !target.regions.includes(published.globalRulesRegion)) return target;
  return { ...target, globalRulesRegion: published.globalRulesRegion };
}

function readTarget(options: TargetOptions, fallbackRegion: string | undefined, report: Report): Target {
  const matching = (option: string, given: readonly string[] | undefined, form: RegExp, hint: string) => {
    const found = words(given);
    for (const word of found.filter((each) => !form.test(each))) report(`${option} ${word} is none.`, hint);
    return found;
  };
  const accountHint = "Account ids have twelve digits.";
  const regionHint = "Write Regions as eu-west-1.";
  const named = matching("--regions", options.regions, REGION, regionHint);
  const regions = named.length > 0 ? named : fallbackRegion === undefined ? [] : [fallbackRegion];
  if (regions.length === 0) report("No Region is named.", "Name Regions with --regions, or set AWS_REGION.");
  const [first = "", ...others] = regions;
  const usual = regions.includes(USUAL_GLOBAL_REGION) ? USUAL_GLOBAL_REGION : first;
  const given = options.globalRulesRegion === undefined ? undefined : [options.globalRulesRegion];
  const [globalRulesRegion = usual] = matching("--global-rules-region", given, REGION, regionHint);
  return {
    topology: readTopology(options.topology, report),
    regions: [first, ...others],
    globalRulesRegion,
    bucketPrefix: readBucketPrefix(options.bucketPrefix, report),
    organizationalUnits: matching(
      "--ous",
      options.ous,
      ORGANIZATIONAL_UNIT,
      "Write organizational units as ou-ab12-cdef3456, the root as r-ab12.",
    ),
    accounts: matching("--accounts", options.accounts, ACCOUNT, accountHint),
    excludedAccounts: matching("--exclude-accounts", options.excludeAccounts, ACCOUNT, accountHint),
    callAs: readCallAs(options.callAs, report),
  };
}

function readTopology(given: string | undefined, report: Report): Topology {
  const found = TOPOLOGIES.find((topology) => topology === given);
  if (given !== undefined && !found) report(`--topology ${given} is none.`, `Write one of ${TOPOLOGIES.join(", ")}.`);
  return found ?? "account";
}

function readBucketPrefix(given: string | undefined, report: Report): string {
  const hint = "Name the bucket without its Region: --bucket-prefix acme-rules for acme-rules-eu-west-1 and so on.";
  if (given === undefined) report("The bucket for code is not named.", hint);
  else if (!BUCKET_PREFIX.test(given)) report(`--bucket-prefix ${given} is no beginning of a bucket's name.`, hint);
  return given ?? "";
}

function readCallAs(given: string | undefined, report: Report): Target["callAs"] {
  if (given === undefined || given === "SELF") return "SELF";
  if (given === "DELEGATED_ADMIN") return given;
  report(`--call-as ${given} is none.`, "Write SELF or DELEGATED_ADMIN.");
  return "SELF";
}

function readRollout(options: RolloutOptions, report: Report): Rollout {
  const whole = (option: string, text: string | undefined, otherwise: number, least: number, most: number) => {
    const value = text === undefined ? otherwise : Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    report(`${option} ${text} is none.`, `Write a whole number from ${least} to ${most}.`);
    return otherwise;
  };
  const { firstAccount } = options;
  if (firstAccount !== undefined && !ACCOUNT.test(firstAccount)) {
    report(`--first-account ${firstAccount} is no account.`, "Account ids have twelve digits.");
  }
  const waves = options.waves === true || firstAccount !== undefined || options.bakeMinutes !== undefined;
  return {
    waves,
    ...(firstAccount === undefined ? {} : { firstAccount }),
    bakeMinutes: whole("--bake-minutes", options.bakeMinutes, waves ? 15 : 0, 0, 1_440),
    failureTolerance: whole("--failure-tolerance", options.failureTolerance, 10, 0, 100),
    concurrency: whole("--concurrency", options.concurrency, 25, 1, 100),
  };
}

function readParameters(settings: readonly string[], report: Report): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  for (const setting of settings) {
    const [, name = "", value = ""] = /^([A-Za-z0-9]+)=(.*)$/s.exec(setting) ?? [];
    if (name === "") report(`--parameter ${setting} is none.`, "Write --parameter Name=value.");
    else if (values.has(name)) report(`--parameter ${name} is set twice.`, "Remove one of the two.");
    else values.set(name, value);
  }
  return Object.fromEntries(values);
}

/** What no option shows alone. */
function checkTogether(target: Target, rollout: Rollout, report: Report): void {
  if (target.topology !== "stack-set" && target.callAs === "DELEGATED_ADMIN") {
    const message = "--call-as DELEGATED_ADMIN is for --topology stack-set.";
    report(message, "Remove the option.", DEPLOYMENT_ERRORS.TARGET_CONFLICT);
  }
  checkGlobalRegion(target, report);
  const conflict = partitionConflict(target.regions.filter((region) => REGION.test(region)));
  if (conflict !== undefined) report(conflict, ONE_PARTITION, DEPLOYMENT_ERRORS.TARGET_CONFLICT);
  const checks = { account: checkAccount, "stack-set": checkStackSet, "organization-pack": checkOrganizationPack };
  checks[target.topology](target, rollout, report);
}

/** In a Region that gets nothing, rules about the account itself would be nowhere, and nobody would miss them. */
function checkGlobalRegion({ globalRulesRegion, regions }: Target, report: Report): void {
  if (regions.includes(globalRulesRegion) || !REGION.test(globalRulesRegion)) return;
  const message =
    `--global-rules-region ${globalRulesRegion} is not among the Regions: rules about the account itself would be ` +
    "deployed nowhere.";
  report(message, `Add it to --regions, or name one of ${regions.join(", ")}.`, DEPLOYMENT_ERRORS.TARGET_CONFLICT);
}

function checkAccount(target: Target, { firstAccount }: Rollout, report: Report): void {
  const given = {
    "--ous": target.organizationalUnits,
    "--accounts": target.accounts,
    "--exclude-accounts": target.excludedAccounts,
    "--first-account": firstAccount === undefined ? [] : [firstAccount],
  };
  for (const [option, values] of Object.entries(given)) {
    if (values.length === 0) continue;
    const message = `${option} has no meaning with --topology account, which is the account of the credentials.`;
    report(message, undefined, DEPLOYMENT_ERRORS.TARGET_CONFLICT);
  }
}

function checkOrganizationPack(target: Target, { firstAccount }: Rollout, report: Report): void {
  const conflict = (message: string, hint?: string) => report(message, hint, DEPLOYMENT_ERRORS.TARGET_CONFLICT);
  const { accounts, excludedAccounts } = target;
  if (accounts.length > 0) conflict("--accounts has no meaning with --topology organization-pack.");
  if (firstAccount !== undefined) {
    conflict("--first-account has no meaning with --topology organization-pack.", "Use --waves: one Region first.");
  }
  if (excludedAccounts.length > MOST_EXCLUSIONS) {
    report(`${excludedAccounts.length} accounts are excluded.`, undefined, DEPLOYMENT_ERRORS.TOO_MANY_EXCLUSIONS);
  }
}

function checkStackSet(target: Target, { firstAccount }: Rollout, report: Report): void {
  const conflict = (message: string, hint?: string) => report(message, hint, DEPLOYMENT_ERRORS.TARGET_CONFLICT);
  const { organizationalUnits, accounts, excludedAccounts } = target;
  if (organizationalUnits.length === 0) {
    report("--topology stack-set needs organizational units.", "Name them with --ous, or the root with --ous r-….");
  }
  if (accounts.length > 0 && excludedAccounts.length > 0) {
    conflict("--accounts and --exclude-accounts cannot both narrow a stack set.", "Remove one of the two.");
  }
  if (firstAccount !== undefined && excludedAccounts.includes(firstAccount)) {
    conflict(`--first-account ${firstAccount} is excluded.`, "Choose another account.");
  }
}

function words(texts: readonly string[] | undefined): readonly string[] {
  const all = (texts ?? []).flatMap((text) => text.split(",")).map((word) => word.trim());
  return [...new Set(all.filter((word) => word !== ""))];
}

/** An organization pack takes accounts to leave out, never units: more than AWS takes is an error. @throws RulewrightError */
export function mustBeExcludable(accounts: readonly string[]): void {
  if (accounts.length <= MOST_EXCLUSIONS) return;
  const message = `${accounts.length} accounts lie outside of the organizational units and would be excluded.`;
  throw new RulewrightError(DEPLOYMENT_ERRORS.TOO_MANY_EXCLUSIONS, message);
}

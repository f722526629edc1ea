import { isObject, problem, type Problem } from "@rulewright/sdk";
import { parse } from "yaml";
import { ProblemsError } from "../../problems-error.ts";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import { partitionConflict } from "./partition.ts";
import { ONE_PARTITION, readIntent, type Intent, type RolloutOptions, type TargetOptions } from "./read-target.ts";

/** A name that ends the names of stacks and stack sets. */
const NAME = /^[a-z][a-z0-9-]{0,29}$/;
const LISTS = { ous: "ous", accounts: "accounts", excludeAccounts: "exclude-accounts", regions: "regions" } as const;
const KEYS = ["name", ...Object.keys(LISTS), "globalRulesRegion", "parameters"];

type Options = TargetOptions & RolloutOptions;
type Report = (message: string, hint?: string) => void;

/**
 * Reads a file of targets: a list of `{ name, ous, accounts, excludeAccounts, regions, globalRulesRegion, parameters }`,
 * each a variant of the packs with a stack set of its own. Regions and parameters that a target does not name are those of
 * the command line.
 *
 * @throws ProblemsError `RW4001`, `RW4002` with everything that is wrong.
 */
export function readTargets(text: string, file: string, options: Options, fallbackRegion?: string): readonly Intent[] {
  const problems: Problem[] = [];
  const report: Report = (message, hint = "See docs/publishing.md for the form of the file.") =>
    problems.push(problem(DEPLOYMENT_ERRORS.TARGET_INVALID, file, `${file}: ${message}`, { hint }));
  checkOptions(options, problems);
  const entries = entriesOf(text, report);
  const names = entries.map(({ name }) => name);
  for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index))) {
    report(`two targets are named ${String(name)}.`, "Give each a name of its own.");
  }
  const intents = entries.flatMap((entry, index) => {
    const name = typeof entry["name"] === "string" && NAME.test(entry["name"]) ? entry["name"] : undefined;
    if (name === undefined) {
      report(`target ${index + 1} has no name.`, "Names are lower-case letters, digits and hyphens, at most 30.");
    }
    const given = optionsOf(entry, name ?? `target ${index + 1}`, options, report);
    return intentOf(given, name ?? "", fallbackRegion, file, problems);
  });
  // within one target it is told already
  const conflict =
    problems.length === 0 ? partitionConflict(intents.flatMap(({ target }) => target.regions)) : undefined;
  if (conflict !== undefined) {
    problems.push(problem(DEPLOYMENT_ERRORS.TARGET_CONFLICT, file, `${file}: ${conflict}`, { hint: ONE_PARTITION }));
  }
  if (problems.length > 0) throw new ProblemsError(problems);
  return intents;
}

function checkOptions(options: Options, problems: Problem[]): void {
  const conflict = (message: string, hint: string) =>
    problems.push(problem(DEPLOYMENT_ERRORS.TARGET_CONFLICT, "", message, { hint }));
  if (options.topology !== "stack-set") conflict("--targets is for --topology stack-set.", "Add --topology stack-set.");
  const given = { "--ous": options.ous, "--accounts": options.accounts, "--exclude-accounts": options.excludeAccounts };
  for (const [option, value] of Object.entries(given)) {
    if (value !== undefined) conflict(`${option} and --targets cannot both be given.`, "Write it into the file.");
  }
  if (options.firstAccount !== undefined) {
    conflict("--first-account and --targets cannot both be given.", "Use --waves: the first account of each target.");
  }
}

function entriesOf(text: string, report: Report): readonly Readonly<Record<string, unknown>>[] {
  let document: unknown;
  try {
    document = parse(text);
  } catch {
    report("it is no YAML.");
    return [];
  }
  if (!Array.isArray(document) || document.length === 0 || !document.every(isObject)) {
    report("it is no list of targets.");
    return [];
  }
  return document;
}

function optionsOf(entry: Readonly<Record<string, unknown>>, name: string, options: Options, report: Report): Options {
  for (const key of Object.keys(entry).filter((each) => !KEYS.includes(each))) {
    report(`${name} has no ${key}.`, `It has ${KEYS.join(", ")}.`);
  }
  const lists = Object.keys(LISTS).flatMap((key): [string, readonly string[]][] => {
    const value = entry[key];
    if (value === undefined) return [];
    if (Array.isArray(value) && value.every((each) => typeof each === "string")) return [[key, value]];
    report(`${key} of ${name} is no list of texts.`, "Write account ids in quotes, or YAML takes them for numbers.");
    return [];
  });
  const { globalRulesRegion } = entry;
  if (globalRulesRegion !== undefined && typeof globalRulesRegion !== "string") {
    report(`globalRulesRegion of ${name} is no Region.`);
  }
  return {
    ...options,
    ...Object.fromEntries(lists),
    ...(typeof globalRulesRegion === "string" ? { globalRulesRegion } : {}),
    parameter: [...parametersOf(entry, name, options, report)],
  };
}

/** Those of the target in place of those of the command line. */
function parametersOf(entry: Readonly<Record<string, unknown>>, name: string, options: Options, report: Report) {
  const { parameters = {} } = entry;
  if (!isObject(parameters)) {
    report(`parameters of ${name} are no mapping of names to values.`);
    return [];
  }
  const own = Object.entries(parameters).map(([key, value]) => `${key}=${textOf(value)}`);
  const others = (options.parameter ?? []).filter((setting) => !Object.hasOwn(parameters, setting.split("=")[0] ?? ""));
  return [...others, ...own];
}

/** Stacks take texts; a list is separated by commas there. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(",");
  return typeof value === "string" ? value : JSON.stringify(value);
}

function intentOf(
  options: Options,
  variant: string,
  fallbackRegion: string | undefined,
  file: string,
  problems: Problem[],
): Intent[] {
  try {
    const intent = readIntent({ ...options, topology: "stack-set" }, fallbackRegion);
    return [{ ...intent, target: { ...intent.target, variant } }];
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    problems.push(...error.problems.map((each) => ({ ...each, message: `${file}, ${variant}: ${each.message}` })));
    return [];
  }
}

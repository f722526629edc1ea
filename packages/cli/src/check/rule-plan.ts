import { RulewrightError, readParameters, type AnyRule, type Problem } from "@rulewright/sdk";
import type { CheckerOptions } from "@rulewright/sdk/evaluation";
import { CLI_ERRORS } from "../errors.ts";
import type { Io } from "../io.ts";
import { warnProblem } from "../print-error.ts";
import { ProblemsError } from "../problems-error.ts";
import { mergeSettings, packRules, type PackRules } from "../selection/pack-rules.ts";
import { parseSettings, type RuleSettings } from "../selection/parameters.ts";
import type { SelectionOptions } from "../selection/read-selection.ts";
import type { Selection, Selector } from "../selection/select-by.ts";
import { loadRules, onlyNamed, type RuleSelection } from "../select-rules.ts";
import type { RuleSource } from "./rule-source.ts";

/** What was typed of the rules, their parameters and what they judge. */
export interface RuleChoice extends RuleSelection, SelectionOptions {
  /** Modules or folders of packs, whose rules are judged with the packs' settings. */
  readonly pack?: readonly string[];
  /** `rule-name.ParameterName=value` */
  readonly parameter?: readonly string[];
}

/** The rules of a run, ready to judge. */
export interface RulePlan {
  readonly rules: readonly AnyRule[];
  /** The same before anything was chosen of them. */
  readonly all: readonly AnyRule[];
  readonly settings: RuleSettings;
  /** Where anything but names narrows the run. */
  readonly narrowed?: { readonly selection: Selection; readonly select: Selector };
  /** Names of a pack's rules whose logic is in AWS Config only. */
  readonly notJudgeable: readonly string[];
  /** The same for another thread. */
  readonly source: RuleSource;
}

/** What the engine needs of a plan beside its rules. */
export function checkerOptionsOf({ settings, narrowed }: RulePlan): Pick<CheckerOptions, "settings" | "select"> {
  return { settings, ...(narrowed ? { select: narrowed.select } : {}) };
}

const NARROWING = ["severity", "framework", "resourceTypes", "accounts", "regions"] as const;

/** The part of a command's options that chooses rules. */
export function ruleChoiceOf(options: RuleChoice): RuleChoice {
  const { rules, only, pack, parameter, severity, framework, resourceTypes, accounts, regions } = options;
  const all = { rules, only, pack, parameter, severity, framework, resourceTypes, accounts, regions };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/**
 * Loads the rules that were chosen, with their settings.
 * @throws ProblemsError with everything that is wrong with the options, RulewrightError `RW5019` where no rule is left.
 */
export async function planRules(choice: RuleChoice, io: Io): Promise<RulePlan> {
  const { settings: ofPacks, notJudgeable, modules, ...loaded } = await loadChosen(choice, io);
  const all = onlyNamed(loaded.rules, choice.only);
  const problems: Problem[] = [];
  const narrowed = await gather(problems, async () => narrowing(choice, all));
  const typed = await gather(problems, async () => parseSettings(choice.parameter ?? [], all));
  if (problems.length > 0) throw new ProblemsError(problems);
  const rules = all.filter((rule) => narrowed?.select.rule(rule) ?? true);
  if (rules.length === 0) throw nothingSelected(choice, all, notJudgeable);
  const settings = mergeSettings(ofPacks, typed ?? new Map());
  refuseUnusable(rules, settings);
  const source: RuleSource = {
    holds: choice.pack ? "packs" : "rules",
    modules,
    names: rules.map(({ name }) => name),
    settings,
    selection: narrowed?.selection,
  };
  return { rules, all: loaded.rules, settings, ...(narrowed ? { narrowed } : {}), notJudgeable, source };
}

type Loaded = PackRules & Pick<RuleSource, "modules">;

async function loadChosen(choice: RuleChoice, io: Io): Promise<Loaded> {
  if (!choice.pack) return { ...(await loadRules(choice.rules, io)), settings: new Map(), notJudgeable: [] };
  const [{ loadPacks }, { checkPack }] = await Promise.all([
    import("../modules/definitions.ts"),
    import("@rulewright/sdk/synthesis"),
  ]);
  const { packs, loaded } = await loadPacks(choice.pack, warnProblem(io));
  const errors = packs.flatMap(checkPack).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new ProblemsError(errors);
  return { ...packRules(packs), modules: loaded.modules.map(({ built }) => built) };
}

/** The catalogue is loaded where something is to be compared with it. */
async function narrowing(choice: RuleChoice, rules: readonly AnyRule[]): Promise<RulePlan["narrowed"]> {
  if (NARROWING.every((name) => choice[name] === undefined)) return undefined;
  const [{ readSelection }, { selectBy }] = await Promise.all([
    import("../selection/read-selection.ts"),
    import("../selection/select-by.ts"),
  ]);
  const selection = readSelection(choice, rules);
  return { selection, select: selectBy(selection) };
}

async function gather<T>(problems: Problem[], act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

/** What is missing, and what a pack's own settings have wrong, rule by rule. */
function refuseUnusable(rules: readonly AnyRule[], settings: RuleSettings): void {
  const problems = rules.flatMap(
    ({ name, parameters = {} }) => readParameters(name, parameters, settings.get(name) ?? {}).problems,
  );
  if (problems.length > 0) throw new ProblemsError(problems);
}

function nothingSelected(choice: RuleChoice, all: readonly AnyRule[], others: readonly string[]): RulewrightError {
  if (all.length === 0) {
    const message = "None of the pack's rules can be judged offline.";
    const hint = `The logic of managed rules and Guard policies is in AWS Config alone: ${others.slice(0, 5).join(", ")}.`;
    return new RulewrightError(CLI_ERRORS.NOTHING_SELECTED, message, { hint });
  }
  const options = NARROWING.filter((name) => choice[name] !== undefined).map((name) => OPTIONS[name]);
  const message = `None of the ${all.length} rules is within ${options.join(", ")}.`;
  return new RulewrightError(CLI_ERRORS.NOTHING_SELECTED, message);
}

const OPTIONS = {
  severity: "--severity",
  framework: "--framework",
  resourceTypes: "--resource-types",
  accounts: "--accounts",
  regions: "--regions",
} as const;

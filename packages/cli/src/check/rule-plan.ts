import { CORE_ERRORS, readParameters, type AnyRule, type Problem } from "@rulewright/sdk";
import type { CheckerOptions } from "@rulewright/sdk/evaluation";
import type { Io } from "../io.ts";
import { warnProblem } from "../print-error.ts";
import { ProblemsError } from "../problems-error.ts";
import { mergeSettings, packRules, type PackRules } from "../selection/pack-rules.ts";
import { parseSettings, type RuleSettings } from "../selection/parameters.ts";
import type { SelectionOptions } from "../selection/read-selection.ts";
import type { Selection, Selector } from "../selection/select-by.ts";
import { loadRules, onlyNamed, type RuleSelection } from "../select-rules.ts";
import { nothingSelected } from "./nothing-selected.ts";
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
  /** The names that evidence has for rules, by those that a pack gives them. */
  readonly evidenceNames: ReadonlyMap<string, string>;
  /** Where anything but names narrows the run. */
  readonly narrowed?: { readonly selection: Selection; readonly select: Selector };
  /** Names of a pack's rules whose logic is in AWS Config only. */
  readonly notJudgeable: readonly string[];
  /** The same for another thread. */
  readonly source: RuleSource;
}

/** What the engine needs of a plan beside its rules. */
export function checkerOptionsOf({
  settings,
  evidenceNames,
  narrowed,
}: RulePlan): Pick<CheckerOptions, "settings" | "evidenceNames" | "select"> {
  return { settings, evidenceNames, ...(narrowed ? { select: narrowed.select } : {}) };
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
  const { settings: ofPacks, evidenceNames, notJudgeable, modules, ...loaded } = await loadChosen(choice, io);
  const all = onlyNamed(loaded.rules, choice.only);
  const problems: Problem[] = [];
  const narrowed = await gather(problems, async () => narrowing(choice, all));
  const typed = await gather(problems, async () => parseSettings(choice.parameter ?? [], all));
  if (problems.length > 0) throw new ProblemsError(problems);
  const rules = all.filter((rule) => narrowed?.select.rule(rule) ?? true);
  if (rules.length === 0) throw nothingSelected(narrowed?.selection ?? {}, all, notJudgeable);
  const settings = mergeSettings(ofPacks, typed ?? new Map());
  refuseUnusable(rules, settings);
  const source: RuleSource = {
    holds: choice.pack ? "packs" : "rules",
    modules,
    names: rules.map(({ name }) => name),
    settings,
    evidenceNames,
    selection: narrowed?.selection,
  };
  const chosen = narrowed ? { narrowed } : {};
  return { rules, all: loaded.rules, settings, evidenceNames, ...chosen, notJudgeable, source };
}

type Loaded = PackRules & Pick<RuleSource, "modules">;

async function loadChosen(choice: RuleChoice, io: Io): Promise<Loaded> {
  if (!choice.pack)
    return { ...(await loadRules(choice.rules, io)), evidenceNames: new Map(), settings: new Map(), notJudgeable: [] };
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
  const problems = rules.flatMap(({ name, parameters = {} }) =>
    readParameters(name, parameters, settings.get(name) ?? {}).problems.map(withOption),
  );
  if (problems.length > 0) throw new ProblemsError(problems);
}

/** How a missing parameter is given here. */
function withOption(found: Problem): Problem {
  if (found.code !== CORE_ERRORS.PARAMETER_MISSING.code) return found;
  const name = found.path.replace(".parameters.", ".");
  return { ...found, hint: `Give it with --parameter ${name}=value.` };
}

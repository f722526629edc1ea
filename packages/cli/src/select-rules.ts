import { RulewrightError, didYouMean, type AnyRule } from "@rulewright/sdk";
import { CLI_ERRORS } from "./errors.ts";
import type { Io } from "./io.ts";
import { warnProblem } from "./print-error.ts";

/** Options that choose rules. */
export interface RuleSelection {
  /** Modules or folders instead of the installed rules. */
  readonly rules?: readonly string[];
  /** Names. */
  readonly only?: readonly string[];
}

/** The rules a command works with: the installed ones, or those of `--rules`; `--only` selects by name. */
export async function selectRules(selection: RuleSelection, io: Io): Promise<AnyRule[]> {
  const { rules } = await loadRules(selection.rules, io);
  return onlyNamed(rules, selection.only);
}

/** The rules of modules and folders, or the installed ones; with the `file:` URLs of what was built of the modules. */
export async function loadRules(
  paths: readonly string[] | undefined,
  io: Io,
): Promise<{ readonly rules: readonly AnyRule[]; readonly modules: readonly string[] }> {
  if (!paths) return { rules: Object.values(await import("@rulewright/rules")), modules: [] };
  const definitions = await import("./modules/definitions.ts"); // brings a bundler and the catalogue along
  const { rules, loaded } = await definitions.loadRules(paths, warnProblem(io));
  return { rules, modules: loaded.modules.map(({ built }) => built) };
}

/** The rules of these names, or all where none is named. @throws RulewrightError `RW5013`. */
export function onlyNamed(rules: readonly AnyRule[], names: readonly string[] | undefined): AnyRule[] {
  return names ? [...new Set(names)].map((name) => findRule(rules, name)) : [...rules];
}

/** The rule of a name. @throws RulewrightError `RW5013`. */
export function findRule(rules: readonly AnyRule[], name: string): AnyRule {
  const found = rules.find((rule) => rule.name === name);
  if (found) return found;
  const near = didYouMean(
    name,
    rules.map((rule) => rule.name),
  );
  throw new RulewrightError(CLI_ERRORS.RULE_UNKNOWN, `There is no rule ${name}.`, near ? { hint: near } : {});
}

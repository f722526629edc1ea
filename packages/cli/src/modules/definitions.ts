import { CORE_ERRORS, RulewrightError, checkDefinition, isRule, type AnyRule, type Problem } from "@rulewright/sdk";
import type { ConformancePack } from "@rulewright/sdk/synthesis";
import { CLI_ERRORS } from "../errors.ts";
import { facts } from "../facts.ts";
import { ProblemsError } from "../problems-error.ts";
import { exportsOf } from "./exports-of.ts";
import { findModules } from "./find-modules.ts";
import { loadModules, shorten, type LoadedModules } from "./load-modules.ts";

/** Rules, and the modules that they come from. */
export interface LoadedRules {
  readonly rules: readonly AnyRule[];
  readonly loaded: LoadedModules;
}

/** Loads the rules of modules and folders, checked. @throws ProblemsError when a definition is unsound. */
export async function loadRules(paths: readonly string[], warn: (problem: Problem) => void): Promise<LoadedRules> {
  const { found: rules, loaded } = await loadExports(paths, { is: isRule, noun: "rule", hint: ruleHint }, false);
  checkRules(rules, warn);
  return { rules, loaded };
}

/** A pack, and the modules that its rules may come from. */
export interface LoadedPacks {
  readonly packs: readonly ConformancePack[];
  readonly loaded: LoadedModules;
}

/** Loads the packs of modules and folders; their rules' definitions are checked. */
export async function loadPacks(paths: readonly string[], warn: (problem: Problem) => void): Promise<LoadedPacks> {
  const { isConformancePack, isPackEntry } = await import("@rulewright/sdk/synthesis");
  const { found: packs, loaded } = await loadExports(
    paths,
    { is: isConformancePack, noun: "conformance pack", hint: packHint },
    true,
  );
  for (const pack of packs) {
    const entries = Array.isArray(pack.rules) ? pack.rules.filter(isPackEntry) : []; // checkPack reports the others
    const rules = entries.flatMap((entry) => (entry.kind === "custom" ? [entry.rule] : []));
    checkRules([...new Set(rules)], warn);
  }
  const twice = packs.find((pack, index) => packs.findIndex((each) => each.name === pack.name) !== index);
  if (twice)
    throw new RulewrightError(CORE_ERRORS.NAME_TAKEN, `Two packs have the name ${twice.name}.`, {
      hint: "Rename one of them.",
    });
  return { packs, loaded };
}

/** What modules are looked through for. */
interface Wanted<T> {
  readonly is: (value: unknown) => value is T;
  readonly noun: string;
  /** What to do where a module exports other things only. */
  readonly hint: (exported: readonly unknown[]) => string;
}

function ruleHint(): string {
  return "Export what defineRule or definePeriodicRule returns.";
}

function packHint(exported: readonly unknown[]): string {
  const only = "A pack is what defineConformancePack returns";
  return exported.some(isRule) ? `${only}; put the rule in one with use(rule).` : `${only}: export it.`;
}

async function loadExports<T>(
  paths: readonly string[],
  { is, noun, hint }: Wanted<T>,
  reached: boolean,
): Promise<{ found: T[]; loaded: LoadedModules }> {
  const files = await findModules(paths);
  const loaded = await loadModules(
    files.map(({ file }) => file),
    { reached },
  );
  const found = new Set<T>();
  const others: unknown[] = [];
  for (const [index, { file, named }] of files.entries()) {
    const exported = exportsOf(loaded.modules[index]?.exports ?? {});
    const wanted = exported.filter(is);
    if (named && wanted.length === 0) throw empty(`${shorten(file)} exports no ${noun}.`, hint(exported));
    for (const each of wanted) found.add(each);
    others.push(...exported);
  }
  if (found.size === 0) throw empty(`There is no ${noun} in ${paths.join(", ")}.`, hint(others));
  return { found: [...found], loaded };
}

function empty(message: string, hint: string): RulewrightError {
  return new RulewrightError(CLI_ERRORS.MODULE_EMPTY, message, { hint });
}

/** Checks definitions together: each by itself, and their names among each other. */
function checkRules(rules: readonly AnyRule[], warn: (problem: Problem) => void): void {
  const problems = rules.flatMap((rule) => checkDefinition(rule, facts()));
  const names = new Set<string>();
  for (const { name } of rules) {
    if (names.has(name)) {
      const { code, hint } = CORE_ERRORS.NAME_TAKEN;
      problems.push({ code, hint, path: name, message: `Two rules have the name ${name}.`, severity: "error" });
    }
    names.add(name);
  }
  const errors = problems.filter((each) => each.severity === "error");
  if (errors.length > 0) throw new ProblemsError(errors);
  problems.forEach(warn);
}

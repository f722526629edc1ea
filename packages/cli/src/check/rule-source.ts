import { isObject, isRule, type AnyRule } from "@rulewright/sdk";
import { exportsOf } from "../modules/exports-of.ts";
import { packRules } from "../selection/pack-rules.ts";
import type { RuleSettings } from "../selection/parameters.ts";
import type { Selection } from "../selection/select-by.ts";

/** Where another thread finds the rules of a run, which were checked and chosen: plain data, as functions cannot be sent. */
export interface RuleSource {
  readonly holds: "rules" | "packs";
  /** `file:` URLs of built modules; without any the installed rules. */
  readonly modules: readonly string[];
  /** Of the rules that were chosen. */
  readonly names: readonly string[];
  readonly settings: RuleSettings;
  readonly evidenceNames: ReadonlyMap<string, string>;
  readonly selection: Selection | undefined;
}

/** Loads the rules of a source, in the order of their names there. */
export async function rulesFrom({ holds, modules, names }: RuleSource): Promise<AnyRule[]> {
  const exported = await Promise.all(modules.map(exportsAt));
  const rules = await found(holds, modules.length === 0 ? [await installed()] : exported);
  return names.map((name) => {
    const rule = rules.find((each) => each.name === name);
    if (!rule) throw new Error(`A thread does not find the rule ${name}.`); // the caller judges without threads
    return rule;
  });
}

async function exportsAt(url: string): Promise<unknown[]> {
  const loaded: unknown = await import(url);
  return isObject(loaded) ? exportsOf(loaded) : [];
}

async function found(holds: RuleSource["holds"], exported: readonly (readonly unknown[])[]) {
  if (holds === "rules") return exported.flat().filter(isRule);
  const { isConformancePack } = await import("@rulewright/sdk/synthesis");
  return packRules(exported.flat().filter(isConformancePack)).rules;
}

async function installed(): Promise<unknown[]> {
  return Object.values(await import("@rulewright/rules"));
}

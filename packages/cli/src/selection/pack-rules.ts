import { isObject, type AnyRule, type JsonObject } from "@rulewright/sdk";
import type { ConformancePack } from "@rulewright/sdk/synthesis";
import type { RuleSettings } from "./parameters.ts";

/** The part of a pack that can be judged offline. */
export interface PackRules {
  /** Each under the name that the pack gives it. */
  readonly rules: readonly AnyRule[];
  /** The names of their definitions, which evidence has, by the pack's names where these are others. */
  readonly evidenceNames: ReadonlyMap<string, string>;
  /** The pack's own; a promoted parameter has the pack's default. */
  readonly settings: RuleSettings;
  /** Names of managed and Guard policy rules, whose logic is in AWS Config only. */
  readonly notJudgeable: readonly string[];
}

/** The rules of packs with their settings. A rule that several packs name alike is judged once, as the first says. */
export function packRules(packs: readonly ConformancePack[]): PackRules {
  const rules = new Map<string, AnyRule>();
  const evidenceNames = new Map<string, string>();
  const settings = new Map<string, JsonObject>();
  const notJudgeable = new Set<string>();
  for (const entry of packs.flatMap((pack) => pack.rules)) {
    if (entry.kind !== "custom") notJudgeable.add(entry.name);
    else if (!rules.has(entry.name)) {
      const { name, rule } = entry;
      rules.set(name, name === rule.name ? rule : { ...rule, name });
      if (name !== rule.name) evidenceNames.set(name, rule.name);
      settings.set(entry.name, effective(entry.parameters));
    }
  }
  return { rules: [...rules.values()], evidenceNames, settings, notJudgeable: [...notJudgeable] };
}

/** Settings over others: the later ones win, name by name. */
export function mergeSettings(...all: readonly RuleSettings[]): RuleSettings {
  const merged = new Map<string, JsonObject>();
  for (const [rule, values] of all.flatMap((settings) => [...settings])) {
    merged.set(rule, { ...merged.get(rule), ...values });
  }
  return merged;
}

/** Values as the rules see them unless a deployment says otherwise. */
function effective(parameters: JsonObject): JsonObject {
  const values = Object.entries(parameters).map(([name, value]) => {
    const promoted = isObject(value) ? value["~packParameter"] : undefined;
    return [name, isObject(promoted) ? promoted["default"] : value];
  });
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

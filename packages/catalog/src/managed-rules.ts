import { MANAGED_RULES } from "./generated/managed-rule-records.generated.ts";
import type { ManagedRule } from "./model/managed-rule.ts";

export type { ManagedRule, ManagedRuleParameter, Severity } from "./model/managed-rule.ts";

let byKey: ReadonlyMap<string, ManagedRule> | undefined;

/** Lists all managed rules, by identifier. */
export function managedRules(): readonly ManagedRule[] {
  return MANAGED_RULES;
}

/**
 * Finds a managed rule.
 *
 * @param key - Its identifier (`INCOMING_SSH_DISABLED`), its name (`restricted-ssh`) or the name the newest documentation
 *   uses (`incoming-ssh-disabled`). The case matters.
 */
export function findManagedRule(key: string): ManagedRule | undefined {
  byKey ??= new Map(MANAGED_RULES.flatMap((rule) => [rule.identifier, ...namesOf(rule)].map((each) => [each, rule])));
  return byKey.get(key);
}

/** Lists every name a managed rule goes by, in kebab case and in order: what a custom rule must not be called. */
export function managedRuleNames(): readonly string[] {
  return MANAGED_RULES.flatMap(namesOf).toSorted();
}

function namesOf(rule: ManagedRule): readonly string[] {
  return rule.docName === undefined ? [rule.name] : [rule.name, rule.docName];
}

import type { ManagedRuleParameter } from "@rulewright/catalog/managed-rules";

const KINDS: { readonly [kind: string]: readonly [RegExp, string] } = {
  integer: [/^\s*[+-]?\d+\s*$/, "a whole number"],
  number: [/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/, "a number"],
  boolean: [/^\s*(true|false)\s*$/i, "true or false"],
};

/**
 * What a managed rule's parameter takes, in words, where a text is not of its kind. Of the other kinds nothing is known
 * that AWS would refuse.
 */
export function kindMissed({ kind }: ManagedRuleParameter, text: string): string | undefined {
  const known = KINDS[kind];
  return known === undefined || known[0].test(text) ? undefined : known[1];
}

import type { Bound } from "@rulewright/catalog/controls";
import type { ManagedRuleParameter } from "@rulewright/catalog/managed-rules";
import { boundElements } from "../../core/bound.ts";
import { strictest } from "./bounds.ts";

/** A value that a bound asks for. */
type BoundParameter = string | number | boolean;

/**
 * Values for a managed rule that meet bounds, each at its strictest: of a list every value that a bound accepts, since a
 * rule that knows only the first would find fault with the others.
 * @param known - The rule's parameters, as the catalogue has them.
 */
export function boundParameters(
  bounds: readonly Bound[],
  known: readonly ManagedRuleParameter[],
): { [name: string]: BoundParameter } {
  const values: { [name: string]: BoundParameter } = {};
  for (const bound of bounds) {
    const [name, ...others] = bound.parameters;
    if (name === undefined || others.length > 0) continue;
    const value = valueFor(bound, known.find((each) => each.name === name)?.kind === "csv");
    values[name] = values[name] === undefined ? value : (strictest(bound, values[name], value) ?? values[name]);
  }
  return { ...values, ...spread(bounds, known) };
}

function valueFor({ op, value }: Bound, isList: boolean): BoundParameter {
  if (op === "contains" || (op === "in" && isList)) return boundElements(value).join(",");
  return typeof value === "object" ? (value[0] ?? "") : value;
}

/**
 * Lists that one parameter cannot hold go into several: `blockedPort1` to `blockedPort5`. What AWS's console would fill
 * in stays where there is room: a template fills in nothing.
 */
function spread(
  bounds: readonly Bound[],
  known: readonly ManagedRuleParameter[],
): { readonly [name: string]: BoundParameter } {
  const several = bounds.filter(({ op, parameters }) => op === "contains" && parameters.length > 1);
  const names = [...new Set(several.flatMap(({ parameters }) => parameters))];
  const wanted = new Set(several.flatMap(({ value }) => boundElements(value)));
  const slots = names.map((name): BoundParameter | undefined => known.find((each) => each.name === name)?.default);
  for (const value of wanted) {
    if (slots.some((slot) => String(slot) === value)) continue;
    const free = slots.findLastIndex((slot) => slot === undefined || !wanted.has(String(slot)));
    if (free >= 0) slots[free] = value;
  }
  return Object.fromEntries(
    names.flatMap((name, index): [string, BoundParameter][] => {
      const slot = slots[index];
      return slot === undefined ? [] : [[name, slot]];
    }),
  );
}

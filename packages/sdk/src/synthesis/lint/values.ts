import { shown } from "../../core/json.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import { kindOf, memberOf, type ListNode, type MapNode, type PackNode, type ScalarNode } from "./node.ts";
import type { PackModel } from "./pack-model.ts";
import { nearest } from "./report.ts";

/** A call of a function: `Ref` or `Fn::…` as a mapping's key. */
export interface Call {
  readonly name: string;
  readonly argument: PackNode;
}

/** The call that a mapping stands for, if it stands for one. */
export function callOf(node: PackNode): Call | undefined {
  if (node.kind !== "map") return undefined;
  for (const [name, argument] of node.members) {
    if (name === "Ref" || name.startsWith("Fn::")) return { name, argument };
  }
  return undefined;
}

/** What a value can become: both sides of `Fn::If`, the default of a parameter. What only deployment tells is left out. */
export function outcomesOf(node: PackNode, pack: PackModel): readonly PackNode[] {
  const call = callOf(node);
  if (call === undefined) return node.kind === "opaque" ? [] : [node];
  if (call.name === "Fn::If" && call.argument.kind === "list") {
    return call.argument.items.slice(1).flatMap((item) => outcomesOf(item, pack));
  }
  if (call.name !== "Ref" || call.argument.kind !== "scalar") return [];
  const fallback = memberOf(pack.parameters.get(call.argument.text), "Default");
  // an empty default stands for "not set"
  return fallback?.kind === "scalar" && fallback.text !== "" ? [fallback] : [];
}

/** The scalars that a value can become; another kind is reported. */
export function textsOf(node: PackNode | undefined, what: string, pack: PackModel): readonly ScalarNode[] {
  if (node === undefined) return [];
  return outcomesOf(node, pack).filter((outcome): outcome is ScalarNode => {
    const fits = outcome.kind === "scalar" && outcome.value !== null;
    if (!fits) pack.report(LINT_ERRORS.VALUE_KIND, outcome, `${what} is text; this is ${kindOf(outcome)}.`);
    return fits;
  });
}

/** The mappings that a value can become; another kind is reported. */
export function mapsOf(node: PackNode | undefined, what: string, pack: PackModel): readonly MapNode[] {
  if (node === undefined) return [];
  return outcomesOf(node, pack).filter((outcome): outcome is MapNode => {
    if (outcome.kind !== "map") {
      pack.report(LINT_ERRORS.VALUE_KIND, outcome, `${what} is a mapping; this is ${kindOf(outcome)}.`);
    }
    return outcome.kind === "map";
  });
}

/** The lists that a value can become; another kind is reported. */
export function listsOf(node: PackNode | undefined, what: string, pack: PackModel): readonly ListNode[] {
  if (node === undefined) return [];
  return outcomesOf(node, pack).filter((outcome): outcome is ListNode => {
    if (outcome.kind !== "list") {
      pack.report(LINT_ERRORS.VALUE_KIND, outcome, `${what} is a list; this is ${kindOf(outcome)}.`);
    }
    return outcome.kind === "list";
  });
}

/** Reports members that the mapping may not have. */
export function checkKeys(node: MapNode, known: readonly string[], what: string, pack: PackModel): void {
  for (const [name, member] of node.members) {
    if (known.includes(name)) continue;
    pack.report(LINT_ERRORS.KEY_UNKNOWN, member, `${what} has no ${shown(name)}.`, nearest(name, known));
  }
}

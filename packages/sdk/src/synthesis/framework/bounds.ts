import type { Bound, ControlSource } from "@rulewright/catalog/controls";
import { frameworkControls } from "@rulewright/catalog/controls";
import { findManagedRule } from "@rulewright/catalog/managed-rules";
import { boundElements, compareUnder, meetsBound } from "../../core/bound.ts";
import { effectiveParameters } from "../config-rule.ts";
import { isPackParameter } from "../pack-parameter.ts";
import type { PackEntry } from "../pack.ts";

/** A bound that a framework's control puts on a parameter of an entry. */
export interface EntryBound {
  /** `cis-1.2.0/1.9`. */
  readonly control: string;
  readonly bound: Bound;
}

/** The bounds that a framework puts on an entry: on a managed rule, or on a rule of ours that stands in for one. */
export function entryBounds(entry: PackEntry, framework: ControlSource): EntryBound[] {
  const standsFor = new Set(identifiersOf(entry));
  return frameworkControls(framework).flatMap(({ id, bounds }) =>
    bounds
      .filter((bound) => standsFor.has(bound.rule) && hasParameter(entry, bound))
      .map((bound) => ({ control: id, bound })),
  );
}

/** An entry's bounds as plain data, without the managed rule they were written for. */
export function plainBounds(entry: PackEntry, framework: ControlSource) {
  return entryBounds(entry, framework).map(({ control, bound: { parameters, op, value, stricter } }) => ({
    control,
    parameters,
    op,
    value,
    ...(stricter === undefined ? {} : { stricter }),
  }));
}

/** The managed rules that an entry is, or replaces. */
export function identifiersOf(entry: PackEntry): readonly string[] {
  if (entry.kind === "managed") return [entry.identifier];
  return entry.kind === "custom" ? (entry.rule.replaces ?? []) : [];
}

/** The values that an entry gives the parameters of a bound; what a managed rule is not given has AWS's default. */
export function boundedValues(entry: PackEntry, bound: Bound): readonly unknown[] {
  const values =
    entry.kind === "custom" ? effectiveParameters(entry) : entry.kind === "managed" ? entry.parameters : {};
  const facts = entry.kind === "managed" ? (findManagedRule(entry.identifier)?.parameters ?? []) : [];
  return bound.parameters.map((name) => values[name] ?? facts.find((each) => each.name === name)?.default);
}

/** Whether an entry's values are as strict as a bound; a promoted parameter stands at its default. */
export function isMet(entry: PackEntry, bound: Bound): boolean {
  return meetsBound(bound, boundedValues(entry, bound).map(fixedValue));
}

/** A promoted parameter stands at its default here; what a deployment sets is checked where the rule runs. */
export function fixedValue(value: unknown): unknown {
  return isPackParameter(value) ? value["~packParameter"].default : value;
}

/**
 * The stricter of two values under a bound, or `undefined` where the bound does not order them. Of two lists it is the
 * one that accepts less, or both together where a control demands elements. An exact value orders nothing: what is not it
 * may be stricter still.
 */
export function strictest<A, B>(bound: Bound, a: A, b: B): A | B | string | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (bound.op === "in") return [a, b].find((list, index) => isWithin(list, [b, a][index]));
  if (bound.op === "contains") {
    if (bound.parameters.length > 1) return undefined;
    return [...new Set([...boundElements(a), ...boundElements(b)])].join(",");
  }
  const order = compareUnder(bound, a, b);
  const higher = bound.op === ">=" || bound.stricter === "higher";
  const lower = bound.op === "<=" || bound.stricter === "lower";
  if (Number.isNaN(order) || higher === lower) return undefined;
  return higher === order > 0 ? a : b;
}

function isWithin(list: unknown, other: unknown): boolean {
  const elements = boundElements(other);
  return boundElements(list).every((element) => elements.includes(element));
}

function hasParameter(entry: PackEntry, bound: Bound): boolean {
  if (entry.kind === "managed") return true;
  return entry.kind === "custom" && bound.parameters.some((name) => Object.hasOwn(entry.rule.parameters ?? {}, name));
}

import type { Bound, ControlSource } from "@rulewright/catalog/controls";
import { frameworkControls } from "@rulewright/catalog/controls";
import { findManagedRule } from "@rulewright/catalog/managed-rules";
import { meetsBound } from "../../core/bound.ts";
import { effectiveParameters } from "../config-rule.ts";
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

/** The stricter of two values under a bound, or `undefined` where the bound does not order them. */
export function strictest(bound: Bound, a: unknown, b: unknown): unknown {
  const [first, second] = [Number(a), Number(b)];
  const higher = bound.op === ">=" || bound.stricter === "higher";
  const lower = bound.op === "<=" || bound.stricter === "lower";
  if (Number.isNaN(first) || Number.isNaN(second) || higher === lower)
    return meetsBound(bound, [a]) === meetsBound(bound, [b]) ? undefined : meetsBound(bound, [a]) ? a : b;
  return higher === first > second ? a : b;
}

function hasParameter(entry: PackEntry, bound: Bound): boolean {
  if (entry.kind === "managed") return true;
  return entry.kind === "custom" && bound.parameters.some((name) => Object.hasOwn(entry.rule.parameters ?? {}, name));
}

import { frameworkControls, type Bound, type Control, type ControlSource } from "@rulewright/catalog/controls";
import { findManagedRule } from "@rulewright/catalog/managed-rules";
import type { AnyRule } from "../../core/any-rule.ts";
import type { ConformancePack, ManagedEntry, PackEntry } from "../pack.ts";
import { use } from "../pack.ts";
import { strictest } from "./bounds.ts";

/** A framework's pack, and what could not go into it. */
export interface FrameworkPack {
  readonly pack: ConformancePack;
  /** Managed rules that need a value which neither a control nor AWS's console gives, and why they were left out. */
  readonly leftOut: readonly { readonly identifier: string; readonly reason: string }[];
}

/**
 * Makes the pack of a framework: for each control the rules of ours that claim it, and the managed rules that AWS names
 * for it, at the framework's bounds. Where a rule of ours stands in for a managed one on all its controls, the managed
 * one is left out.
 */
export function frameworkPack(
  framework: ControlSource,
  rules: readonly AnyRule[],
  name = packNameOf(framework),
): FrameworkPack {
  const controls = frameworkControls(framework);
  const claimed = (control: Control) =>
    rules.filter((rule) => (rule.controls ?? []).some((id) => id === control.id || control.securityHub.includes(id)));
  const custom = rules.filter((rule) => controls.some((control) => claimed(control).includes(rule)));
  const wanted = new Map<string, Variant[]>();
  for (const control of controls) {
    const replaced = new Set(claimed(control).flatMap((rule) => rule.replaces ?? []));
    for (const identifier of [...control.rules, ...control.equivalents]) {
      if (replaced.has(identifier)) continue;
      const bounds = control.bounds.filter((bound) => bound.rule === identifier);
      wanted.set(identifier, join(wanted.get(identifier) ?? [], control.id, bounds));
    }
  }
  const managed = [...wanted].flatMap(([identifier, variants]) =>
    variants.map((variant, index) => managedEntry(identifier, variant, index)),
  );
  const entries: PackEntry[] = [
    ...custom.map((rule) => use(rule)),
    ...managed.flatMap((made) => ("entry" in made ? [made.entry] : [])),
  ];
  return {
    pack: { kind: "conformance-pack", name, framework, rules: entries },
    leftOut: managed.flatMap((made) => ("entry" in made ? [] : [made])),
  };
}

/** `cis-1.2.0` → `cis-1-2-0`: a pack's name takes no dots. */
function packNameOf(framework: ControlSource): string {
  return framework.replaceAll(".", "-");
}

/** One use of a managed rule: controls that its parameters can serve together. */
interface Variant {
  readonly controls: readonly string[];
  readonly bounds: readonly Bound[];
}

/** Adds a control to the first variant whose values do not contradict its bounds, or as a variant of its own. */
function join(variants: readonly Variant[], control: string, bounds: readonly Bound[]): Variant[] {
  const at = variants.findIndex(
    (variant) => !bounds.some((bound) => variant.bounds.some((other) => contradict(bound, other))),
  );
  if (at < 0) return [...variants, { controls: [control], bounds }];
  return variants.map((variant, index) =>
    index === at ? { controls: [...variant.controls, control], bounds: [...variant.bounds, ...bounds] } : variant,
  );
}

/** Two exact values for one parameter; bounds with a direction and lists can be met together. */
function contradict(a: Bound, b: Bound): boolean {
  if (a.parameters[0] !== b.parameters[0]) return false;
  const isExact = ({ op, stricter }: Bound) => op === "=" && stricter === undefined;
  return isExact(a) && isExact(b) && JSON.stringify(a.value) !== JSON.stringify(b.value);
}

type Made = { readonly entry: ManagedEntry } | { readonly identifier: string; readonly reason: string };

function managedEntry(identifier: string, { controls, bounds }: Variant, index: number): Made {
  const parameters = { ...boundParameters(bounds) };
  for (const { name, required, default: value } of findManagedRule(identifier)?.parameters ?? []) {
    if (required !== true || parameters[name] !== undefined) continue;
    if (value === undefined) return { identifier, reason: `it needs ${name}, for which there is no value to assume` };
    parameters[name] = value;
  }
  const base = identifier.toLowerCase().replaceAll("_", "-");
  const name = index === 0 ? base : `${base}-${distinction(bounds)}`;
  return {
    entry: { kind: "managed", identifier, name, parameters, schedule: undefined, regions: undefined, controls },
  };
}

/** Every bound at its strictest; lists joined. */
function boundParameters(bounds: readonly Bound[]): { [name: string]: unknown } {
  const parameters: { [name: string]: unknown } = {};
  for (const bound of bounds) {
    const [name] = bound.parameters;
    if (name === undefined) continue;
    const known = parameters[name];
    if (bound.op === "contains") Object.assign(parameters, spread(bound, known));
    else parameters[name] = known === undefined ? firstOf(bound) : (strictest(bound, known, firstOf(bound)) ?? known);
  }
  return parameters;
}

/** What tells a second use of a managed rule from the first, as part of its name. */
function distinction(bounds: readonly Bound[]): string {
  const exact = bounds.find(({ op, stricter }) => op === "=" && stricter === undefined);
  return String(exact?.value ?? "also")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");
}

function firstOf({ value }: Bound): unknown {
  return Array.isArray(value) ? value[0] : value;
}

/** A list that one parameter cannot hold goes into several: `blockedPort1` to `blockedPort5`. */
function spread({ parameters, value }: Bound, known: unknown): { readonly [name: string]: unknown } {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (parameters.length > 1)
    return Object.fromEntries(values.slice(0, parameters.length).map((each, index) => [parameters[index], each]));
  const before = typeof known === "string" ? known.split(",") : [];
  return { [parameters[0] ?? ""]: [...new Set([...before, ...values.map(String)])].join(",") };
}

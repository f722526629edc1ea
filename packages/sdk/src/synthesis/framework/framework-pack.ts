import { frameworkControls, type Control, type ControlSource } from "@rulewright/catalog/controls";
import { findManagedRule } from "@rulewright/catalog/managed-rules";
import type { AnyRule } from "../../core/any-rule.ts";
import { boundText } from "../../core/bound.ts";
import type { ConformancePack, ManagedEntry, PackEntry } from "../pack.ts";
import { use } from "../pack.ts";
import { boundParameters } from "./bound-parameters.ts";
import { isMet } from "./bounds.ts";
import { variantsOf, type ControlDemand, type Variant } from "./variants.ts";

/** A framework's pack, and what could not go into it. */
export interface FrameworkPack {
  readonly pack: ConformancePack;
  /** Managed rules that were left out, and why: one needs a value that nobody gives, or cannot have the one demanded. */
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
  const wanted = new Map<string, ControlDemand[]>();
  for (const control of controls) {
    const replaced = new Set(claimed(control).flatMap((rule) => rule.replaces ?? []));
    for (const identifier of [...control.rules, ...control.equivalents]) {
      if (replaced.has(identifier)) continue;
      const bounds = control.bounds.filter((bound) => bound.rule === identifier);
      wanted.set(identifier, [...(wanted.get(identifier) ?? []), { control: control.id, bounds }]);
    }
  }
  const managed = [...wanted].flatMap(([identifier, demands]) =>
    variantsOf(demands).map((variant, index) => managedEntry(identifier, variant, index)),
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

type Made = { readonly entry: ManagedEntry } | { readonly identifier: string; readonly reason: string };

/** An entry claims the controls whose bounds its values meet, and no other. */
function managedEntry(identifier: string, { demands, distinction }: Variant, index: number): Made {
  const known = findManagedRule(identifier)?.parameters ?? [];
  const bounds = demands.flatMap((demand) => demand.bounds);
  const parameters = boundParameters(bounds, known);
  for (const { name, required, default: value } of known) {
    if (required !== true || parameters[name] !== undefined) continue;
    if (value === undefined) return { identifier, reason: `it needs ${name}, for which there is no value to assume` };
    parameters[name] = value;
  }
  const base = identifier.toLowerCase().replaceAll("_", "-");
  const entry: ManagedEntry = {
    kind: "managed",
    identifier,
    name: index === 0 ? base : `${base}-${distinction}`,
    parameters,
    schedule: undefined,
    regions: undefined,
    controls: [],
  };
  const unmet = (demand: ControlDemand) => demand.bounds.find((bound) => !isMet(entry, bound));
  const controls = demands.filter((demand) => unmet(demand) === undefined).map(({ control }) => control);
  if (controls.length > 0) return { entry: { ...entry, controls } };
  const [first] = demands.flatMap((demand) => unmet(demand) ?? []);
  return { identifier, reason: `its parameters cannot be ${first ? boundText(first) : "known"}` };
}

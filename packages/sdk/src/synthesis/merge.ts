import { frameworks, type Bound, type ControlSource } from "@rulewright/catalog/controls";
import { RulewrightError } from "../core/errors.ts";
import { shown } from "../core/json.ts";
import { SYNTHESIS_ERRORS } from "./errors.ts";
import { entryBounds, strictest } from "./framework/bounds.ts";
import type { ConformancePack, PackEntry } from "./pack.ts";

/**
 * Several packs as one deployment: each rule once (AWS bills every pack's copy of a rule), at the strictest of the
 * packs' values. Where two packs set a parameter differently and no framework says which is stricter, they cannot be
 * merged.
 * @throws RulewrightError `RW3013` naming every such parameter at once.
 */
export function merge(packs: readonly ConformancePack[], literal: { readonly name: string }): ConformancePack {
  const merged = new Map<string, PackEntry>();
  const conflicts: string[] = [];
  for (const entry of packs.flatMap((pack) => pack.rules)) {
    const key = keyOf(entry);
    const known = merged.get(key);
    merged.set(key, known ? mergeEntries(known, entry, conflicts) : entry);
  }
  if (conflicts.length > 0) throw new RulewrightError(SYNTHESIS_ERRORS.MERGE_CONFLICT, conflicts.join(" "));
  return { kind: "conformance-pack", name: literal.name, rules: [...merged.values()] };
}

/** A rule is the same in two packs where it has the same name and is of the same making. */
function keyOf(entry: PackEntry): string {
  return `${entry.kind} ${entry.kind === "managed" ? entry.identifier : ""} ${entry.name}`;
}

function mergeEntries<E extends PackEntry>(a: E, b: PackEntry, conflicts: string[]): E {
  const parameters = { ...a.parameters };
  for (const [name, value] of Object.entries(b.parameters)) {
    const known = parameters[name];
    if (known === undefined || JSON.stringify(known) === JSON.stringify(value)) parameters[name] = value;
    else parameters[name] = stricter(a, name, known, value, conflicts);
  }
  const controls = [...new Set([...controlsOf(a), ...controlsOf(b)])];
  return a.kind === "custom" ? { ...a, parameters } : { ...a, parameters, controls };
}

function controlsOf(entry: PackEntry): readonly string[] {
  return entry.kind === "custom" ? [] : entry.controls;
}

function stricter(entry: PackEntry, name: string, a: unknown, b: unknown, conflicts: string[]): unknown {
  const bound = boundOn(entry, name);
  const chosen = bound ? strictest(bound, a, b) : undefined;
  if (chosen === undefined) {
    conflicts.push(
      `${entry.name}: ${name} is ${shown(a)} in one pack and ${shown(b)} in another, and no control says which is stricter.`,
    );
  }
  return chosen ?? a;
}

/** Any framework's bound on a parameter tells its direction. */
function boundOn(entry: PackEntry, parameter: string): Bound | undefined {
  const sources: ControlSource[] = [...frameworks().map(({ id }) => id), "securityhub"];
  for (const source of sources) {
    const found = entryBounds(entry, source).find(({ bound }) => bound.parameters.includes(parameter));
    if (found) return found.bound;
  }
  return undefined;
}

import { frameworks, type Bound, type ControlSource } from "@rulewright/catalog/controls";
import { RulewrightError } from "../core/errors.ts";
import { canonicalJson, shown } from "../core/json.ts";
import type { PackDeployment } from "./deployment.ts";
import { SYNTHESIS_ERRORS } from "./errors.ts";
import { joinExemptions } from "./exemptions.ts";
import { entryBounds, strictest } from "./framework/bounds.ts";
import type { ConformancePack, PackEntry } from "./pack.ts";

/**
 * Several packs as one deployment: each rule once (AWS bills every pack's copy of a rule), at the strictest of the
 * packs' values. Where two packs set a parameter differently and no framework says which is stricter, they cannot be
 * merged.
 * The same holds of `deployment`, unless the literal has one.
 * @throws RulewrightError `RW3013` naming every such parameter at once.
 */
export function merge(
  packs: readonly ConformancePack[],
  literal: { readonly name: string; readonly deployment?: PackDeployment },
): ConformancePack {
  const merged = new Map<string, PackEntry>();
  const conflicts: string[] = [];
  for (const entry of packs.flatMap((pack) => pack.rules)) {
    const key = keyOf(entry);
    const known = merged.get(key);
    merged.set(key, known ? mergeEntries(known, entry, conflicts) : entry);
  }
  const deployment = literal.deployment ?? commonDeployment(packs, conflicts);
  if (conflicts.length > 0) throw new RulewrightError(SYNTHESIS_ERRORS.MERGE_CONFLICT, conflicts.join(" "));
  const problems = packs.flatMap(({ exemptionProblems = [] }) => exemptionProblems);
  return {
    kind: "conformance-pack",
    name: literal.name,
    ...(deployment ? { deployment } : {}),
    ...(problems.length > 0 ? { exemptionProblems: problems } : {}),
    rules: [...merged.values()],
  };
}

function commonDeployment(packs: readonly ConformancePack[], conflicts: string[]): PackDeployment | undefined {
  const [first, ...others] = packs.flatMap(({ name, deployment }) => (deployment ? [{ name, deployment }] : []));
  const other = others.find(({ deployment }) => canonicalJson(deployment) !== canonicalJson(first?.deployment));
  if (first && other) {
    conflicts.push(`${first.name} and ${other.name} are deployed differently: give merge a deployment of its own.`);
  }
  return first?.deployment;
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
  if (a.kind !== "custom") return { ...a, parameters, controls };
  return { ...a, parameters, ...(b.kind === "custom" ? joinExemptions(a, b) : {}) };
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

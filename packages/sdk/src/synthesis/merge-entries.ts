import type { ControlSource } from "@rulewright/catalog/controls";
import { findManagedRule } from "@rulewright/catalog/managed-rules";
import type { AnyRule } from "../core/any-rule.ts";
import { canonicalJson, shown } from "../core/json.ts";
import { toWireValue } from "../core/wire.ts";
import { effectiveParameters } from "./config-rule.ts";
import type { CustomEntry, PackEntry } from "./conformance-pack.ts";
import { joinExemptions } from "./exemptions.ts";
import { entryBounds, strictest } from "./framework/bounds.ts";
import { isFramework } from "./framework/guardrails.ts";
import { isPackParameter } from "./pack-parameter.ts";
import { automationOf } from "./remediation-configuration.ts";

/** Takes what keeps two entries from being one: a setting, and what it is in either. */
export type ReportConflict = (what: string, a: unknown, b: unknown, why?: string) => void;

/**
 * One entry for two of the same name and making: what differs is a conflict, unless a bound tells which value is
 * stricter, or nothing is lost by having both.
 * @param sources - Frameworks whose bounds count, beside those that the entries name.
 */
export function mergeEntries<E extends PackEntry>(
  a: E,
  b: PackEntry,
  sources: readonly ControlSource[],
  report: ReportConflict,
): E {
  compare(a, b, report);
  const unknown = [...new Set([a, b].flatMap(({ unknownSettings = [] }) => unknownSettings))];
  const merged = {
    ...a,
    ...regions(a, b),
    parameters: mergeParameters(a, b, sources, report),
    ...(unknown.length > 0 ? { unknownSettings: unknown } : {}),
  };
  if (a.kind !== "custom") return { ...merged, controls: [...new Set([a, b].flatMap(namedControls))] };
  return { ...merged, ...(b.kind === "custom" ? joinExemptions(a, b) : {}) };
}

/** What of two entries has to be the same: there is no stricter one. */
function compare(a: PackEntry, b: PackEntry, report: ReportConflict): void {
  const differ = (what: string, one: unknown, other: unknown) => {
    if (canonicalJson([one]) !== canonicalJson([other])) report(what, one, other);
  };
  if (a.kind === "managed" && b.kind === "managed") {
    differ("schedule", a.schedule ?? "TwentyFour_Hours", b.schedule ?? "TwentyFour_Hours");
  }
  if (a.kind === "policy" && b.kind === "policy") {
    differ("guard", a.guard, b.guard);
    differ("resourceTypes", a.resourceTypes.toSorted(), b.resourceTypes.toSorted());
  }
  if (a.kind !== "custom" || b.kind !== "custom") return;
  if (!isSameRule(a.rule, b.rule)) return report("rule", a.rule.name, b.rule.name, "they are not the same code");
  differ("onError", a.onError ?? "not-applicable", b.onError ?? "not-applicable");
  differ("remediation", remediationOf(a), remediationOf(b));
}

/** Two copies of a module make two rules that are the same to the letter. */
function isSameRule(a: AnyRule, b: AnyRule): boolean {
  return a === b || textOf(a) === textOf(b);
}

function textOf(rule: AnyRule): string {
  return JSON.stringify(rule, (_key, value: unknown) => (typeof value === "function" ? String(value) : value));
}

function remediationOf(entry: CustomEntry): unknown {
  if (!entry.rule.remediation || entry.remediation === false) return false;
  return automationOf(entry) ?? { automatic: false };
}

/** A rule is deployed wherever either pack has it. */
function regions(a: PackEntry, b: PackEntry): { readonly regions?: readonly string[] | undefined } {
  if (a.kind === "policy" || b.kind === "policy") return {};
  return { regions: a.regions && b.regions && [...new Set([...a.regions, ...b.regions])].sort() };
}

/** A value left out is the rule's default, so it is compared as that; a default is never loosened. */
function mergeParameters(
  a: PackEntry,
  b: PackEntry,
  sources: readonly ControlSource[],
  report: ReportConflict,
): { readonly [name: string]: unknown } {
  const [mine, others] = [effectiveValues(a), effectiveValues(b)];
  const names = new Set([a, b].flatMap(({ parameters }) => Object.keys(parameters)));
  const merged = [...names].map((name): [string, unknown] => {
    const [x, y] = [a.parameters[name], b.parameters[name]];
    if (JSON.stringify(x) === JSON.stringify(y)) return [name, x];
    const isOpen = isPackParameter(x) || isPackParameter(y);
    if (!isOpen && isSameValue(mine[name], others[name])) return [name, x ?? y];
    const chosen = isOpen ? undefined : stricter(a, b, name, [mine[name], others[name]], sources);
    if (chosen === undefined) report(name, x, y, "no control says which is stricter");
    return [name, chosen ?? x];
  });
  return Object.fromEntries(merged);
}

function effectiveValues(entry: PackEntry): { readonly [name: string]: unknown } {
  if (entry.kind === "policy") return entry.parameters;
  if (entry.kind === "custom") return effectiveParameters(entry);
  const known = findManagedRule(entry.identifier)?.parameters ?? [];
  return { ...Object.fromEntries(known.map(({ name, default: value }) => [name, value])), ...given(entry.parameters) };
}

function given(parameters: { readonly [name: string]: unknown }): { readonly [name: string]: unknown } {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
}

function isSameValue(a: unknown, b: unknown): boolean {
  return a !== undefined && b !== undefined && toWireValue(a) === toWireValue(b);
}

function stricter(
  a: PackEntry,
  b: PackEntry,
  name: string,
  [x, y]: readonly [unknown, unknown],
  sources: readonly ControlSource[],
): unknown {
  for (const source of new Set([...sources, ...[a, b].flatMap(sourcesOf)])) {
    for (const { bound } of entryBounds(a, source)) {
      const chosen = bound.parameters.includes(name) ? strictest(bound, x, y) : undefined;
      if (chosen !== undefined) return chosen;
    }
  }
  return undefined;
}

function namedControls(entry: PackEntry): readonly string[] {
  return entry.kind === "custom" ? (entry.rule.controls ?? []) : entry.controls;
}

/** The frameworks of the controls that an entry names. */
function sourcesOf(entry: PackEntry): ControlSource[] {
  const names = namedControls(entry).map((control) => control.slice(0, Math.max(control.indexOf("/"), 0)));
  return names.filter((name): name is ControlSource => name === "securityhub" || isFramework(name));
}

/** A conflict in words. */
export function conflictText(name: string, ...[what, a, b, why]: Parameters<ReportConflict>): string {
  const values = `${a === undefined ? "left out" : shown(a)} in one pack and ${b === undefined ? "left out" : shown(b)} in another`;
  return `${name}: ${what} is ${values}${why === undefined ? "" : `, and ${why}`}.`;
}

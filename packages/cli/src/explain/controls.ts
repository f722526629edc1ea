import { frameworks, type Control, type ControlSource } from "@rulewright/catalog/controls";
import type { AnyRule } from "@rulewright/sdk";
import { allControls } from "./find-subject.ts";

/** A control that a rule proves, or a part of it. */
export interface CoveredControl {
  readonly id: string;
  readonly title?: string;
  /** Security Hub controls by which it is covered, where the rule does not name it. */
  readonly via?: readonly string[];
  /** The rule proves only a part. */
  readonly partly?: true;
}

/** Controls of one framework. */
export interface ControlGroup {
  readonly framework: ControlSource;
  readonly name: string;
  readonly controls: readonly CoveredControl[];
}

/** The controls that a rule of ours covers, in the order of frameworks and numbers. */
export function controlsOfRule(rule: AnyRule): readonly ControlGroup[] {
  return grouped((control) => coverageByRule(rule, control));
}

/** How a rule of ours covers a control: it names it, or Security Hub controls of which it consists. */
export function coverageByRule(
  { controls = [] }: AnyRule,
  { id, title, securityHub }: Control,
): CoveredControl | undefined {
  const named: ReadonlySet<string> = new Set(controls);
  const titled = { id, ...(title === undefined ? {} : { title }) };
  if (named.has(id)) return titled;
  const via = securityHub.filter((each) => named.has(each));
  if (via.length === 0) return undefined;
  return { ...titled, via, ...(via.length < securityHub.length ? { partly: true } : {}) };
}

/** The controls that a managed rule is for. */
export function controlsOfManagedRule(identifier: string): readonly ControlGroup[] {
  return grouped(({ id, title, rules, equivalents }) => {
    const titled = { id, ...(title === undefined ? {} : { title }) };
    if (rules.includes(identifier)) return titled;
    return equivalents.includes(identifier) ? { ...titled, partly: true } : undefined;
  });
}

/** The name of a framework for people. */
export function frameworkName(source: ControlSource): string {
  if (source === "securityhub") return "AWS Security Hub";
  const { name = source, version = "" } = frameworks().find(({ id }) => id === source) ?? {};
  return source.startsWith("cis-") ? `${name} ${version}` : name;
}

function grouped(coverageOf: (control: Control) => CoveredControl | undefined): readonly ControlGroup[] {
  const groups = new Map<ControlSource, CoveredControl[]>();
  for (const control of allControls()) {
    const covered = coverageOf(control);
    if (covered) groups.set(control.source, [...(groups.get(control.source) ?? []), covered]);
  }
  return [...groups].map(([framework, controls]) => ({ framework, name: frameworkName(framework), controls }));
}

import { gaps, metricFilters, type Bound, type Control, type Gap } from "@rulewright/catalog/controls";
import { findManagedRule } from "@rulewright/catalog/managed-rules";
import type { AnyRule } from "@rulewright/sdk";
import type { ControlBound } from "./bounds.ts";
import { coverageByRule } from "./controls.ts";
import { allControls } from "./find-subject.ts";
import { packLines, type PackLines } from "./pack-lines.ts";
import { boundsOnRule } from "./rule-facts.ts";

/** A rule that proves a control, or a part of it. */
export interface ProvingRule {
  readonly kind: "rule" | "managed-rule";
  /** A managed rule's identifier. */
  readonly name: string;
  readonly partly?: true;
  /** Managed rules in whose place a rule of ours stands. */
  readonly replaces?: readonly string[];
}

/** Why no rule proves a control. */
export interface MissingProof {
  readonly reason: "manual" | "gap" | "security-hub-only";
  readonly message: string;
  /** Managed rules that look at a part of what a rule would have to. */
  readonly partlyCoveredBy: readonly string[];
}

/** What `rulewright explain` tells of a control. */
export interface ControlFacts {
  readonly version: 1;
  readonly kind: "control";
  readonly id: string;
  readonly source: string;
  readonly title?: string;
  readonly severity?: string;
  readonly level?: number;
  readonly assessment?: string;
  readonly resourceTypes: readonly string[];
  readonly bounds: readonly Bound[];
  readonly metricFilter?: string;
  /** Security Hub controls of which it consists. */
  readonly securityHub: readonly string[];
  /** Controls of other frameworks that ask for the same, or for it among other things. */
  readonly related: readonly string[];
  readonly rules: readonly ProvingRule[];
  readonly missing?: MissingProof;
  readonly pack: PackLines;
}

/** Gathers what there is to tell of a control. */
export function controlFacts(control: Control, rules: readonly AnyRule[], installed: boolean): ControlFacts {
  const { id, source, title, severity, level, assessment, resourceTypes, bounds } = control;
  const proving = provingRules(control, rules);
  const missing = proving.length === 0 ? missingProof(control) : undefined;
  const filter = metricFilters().find((each) => each.id === control.metricFilter)?.pattern;
  return {
    version: 1,
    kind: "control",
    id,
    source,
    ...(title === undefined ? {} : { title }),
    ...(severity === undefined ? {} : { severity }),
    ...(level === undefined ? {} : { level }),
    ...(assessment === undefined ? {} : { assessment }),
    resourceTypes,
    bounds,
    ...(filter === undefined ? {} : { metricFilter: filter }),
    securityHub: control.securityHub.filter((each) => each !== id),
    related: relatedTo(control),
    rules: proving,
    ...(missing === undefined ? {} : { missing }),
    pack: linesFor(control, proving, rules, installed),
  };
}

/** The rules that prove a control, ours before those of AWS. */
export function provingRules(control: Control, rules: readonly AnyRule[]): readonly ProvingRule[] {
  const ours = rules.flatMap((rule): ProvingRule[] => {
    const coverage = coverageByRule(rule, control);
    if (!coverage) return [];
    const { name, replaces } = rule;
    return [{ kind: "rule", name, ...(coverage.partly ? { partly: true } : {}), ...(replaces ? { replaces } : {}) }];
  });
  return [
    ...ours,
    ...control.rules.map((name): ProvingRule => ({ kind: "managed-rule", name })),
    ...control.equivalents.map((name): ProvingRule => ({ kind: "managed-rule", name, partly: true })),
  ];
}

function relatedTo({ id, securityHub }: Control): readonly string[] {
  if (securityHub.length === 0) return [];
  return allControls()
    .filter((each) => each.id !== id && securityHub.every((part) => each.securityHub.includes(part)))
    .map((each) => each.id)
    .filter((each) => !securityHub.includes(each));
}

/** Why no rule proves a control. */
export function missingProof({ id, assessment, securityHub }: Control): MissingProof {
  const gap = gaps().find(({ controls }) => controls.includes(id));
  const partlyCoveredBy = gap?.partlyCoveredBy ?? [];
  if (gap?.trigger === "manual" || (gap === undefined && assessment === "manual")) {
    return { reason: "manual", message: "No API of AWS tells: a person has to check it.", partlyCoveredBy };
  }
  if (gap === undefined && securityHub.length > 0) {
    const message = "AWS Config has no managed rule for it: Security Hub checks it by itself.";
    return { reason: "security-hub-only", message, partlyCoveredBy };
  }
  const message = `AWS Config has no managed rule for it, and no rule given here proves it${wouldLookAt(gap)}.`;
  return { reason: "gap", message, partlyCoveredBy };
}

function wouldLookAt(gap: Gap | undefined): string {
  if (!gap || gap.resourceTypes.length === 0) return "";
  return `; a ${gap.trigger} rule about ${gap.resourceTypes.join(", ")} would`;
}

/** A rule of ours stands in for the managed rules it replaces; they need not be in the pack beside it. */
function linesFor(
  control: Control,
  proving: readonly ProvingRule[],
  rules: readonly AnyRule[],
  installed: boolean,
): PackLines {
  const replaced = new Set(proving.flatMap(({ replaces = [] }) => replaces));
  const bounds = control.bounds.map((bound): ControlBound => ({ control: control.id, bound }));
  const ofRule = (identifier: string) => bounds.filter(({ bound }) => bound.rule === identifier);
  const managed = proving
    .filter(({ kind, name }) => kind === "managed-rule" && !replaced.has(name))
    .flatMap(({ name }) => findManagedRule(name) ?? []);
  const ours = rules.filter((rule) => proving.some(({ kind, name }) => kind === "rule" && name === rule.name));
  return packLines(
    ours.map((rule) => ({ rule, bounds: boundsOnRule(rule).filter((each) => each.control === control.id) })),
    managed.map((rule) => ({ rule, bounds: ofRule(rule.identifier) })),
    installed,
  );
}

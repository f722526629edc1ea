import { frameworkControls, type Control, type ControlSource } from "@rulewright/catalog/controls";
import type { ConformancePack, PackEntry } from "../pack.ts";
import { entryBounds, identifiersOf, isMet } from "./bounds.ts";

/** How a pack stands to one control of a framework. */
export interface ControlCoverage {
  readonly control: string;
  readonly title?: string;
  /** Names of the pack's rules that prove it, or a part of it. */
  readonly rules: readonly string[];
  /**
   * `covered`; `uncovered`: a rule exists and the pack lacks it; `gap`: nobody has a rule for it; `manual`: a person
   * must look.
   */
  readonly status: "covered" | "uncovered" | "gap" | "manual";
  /** Rules that would prove it: managed rules' identifiers. */
  readonly candidates: readonly string[];
}

/** How a pack covers a framework, control by control in the framework's order. */
export function coverageOf(pack: ConformancePack, framework: ControlSource): ControlCoverage[] {
  return frameworkControls(framework).map((control) => {
    const rules = pack.rules.filter((entry) => proves(entry, control, framework)).map((entry) => entry.name);
    const candidates = [...control.rules, ...control.equivalents];
    return {
      control: control.id,
      ...(control.title === undefined ? {} : { title: control.title }),
      rules: rules.toSorted(),
      status: rules.length > 0 ? "covered" : statusWithout(control, candidates),
      candidates,
    };
  });
}

/** An entry proves a control that it names, or whose rule it is, where its values meet the control's bounds. */
function proves(entry: PackEntry, control: Control, framework: ControlSource): boolean {
  if (!isAbout(entry, control)) return false;
  return entryBounds(entry, framework).every((each) => each.control !== control.id || isMet(entry, each.bound));
}

function isAbout(entry: PackEntry, control: Control): boolean {
  const named = entry.kind === "custom" ? (entry.rule.controls ?? []) : entry.controls;
  if (named.includes(control.id) || control.securityHub.some((id) => named.some((each) => each === id))) return true;
  return entry.kind === "managed" && identifiersOf(entry).some((identifier) => control.rules.includes(identifier));
}

function statusWithout({ assessment }: Control, candidates: readonly string[]): ControlCoverage["status"] {
  if (candidates.length > 0) return "uncovered";
  return assessment === "manual" || assessment === "not-scored" ? "manual" : "gap";
}

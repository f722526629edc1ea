import { frameworkControls, type ControlSource } from "@rulewright/catalog/controls";
import type { AnyRule } from "@rulewright/sdk";
import { missingProof, provingRules, type MissingProof, type ProvingRule } from "./control-facts.ts";
import { frameworkName } from "./controls.ts";

/** A control, and the rules that prove it. */
export interface ProvedControl {
  readonly id: string;
  readonly title?: string;
  readonly rules: readonly ProvingRule[];
  /** Where no rule does. */
  readonly missing?: MissingProof;
}

/** What `rulewright explain` tells of a framework. */
export interface FrameworkFacts {
  readonly version: 1;
  readonly kind: "framework";
  readonly id: ControlSource;
  readonly name: string;
  /** In the framework's order. */
  readonly controls: readonly ProvedControl[];
}

/** Gathers what there is to tell of a framework: each control with the rules that prove it. */
export function frameworkFacts(id: ControlSource, rules: readonly AnyRule[]): FrameworkFacts {
  const controls = frameworkControls(id).map((control): ProvedControl => {
    const proving = provingRules(control, rules);
    return {
      id: control.id,
      ...(control.title === undefined ? {} : { title: control.title }),
      rules: proving,
      ...(proving.length === 0 ? { missing: missingProof(control) } : {}),
    };
  });
  return { version: 1, kind: "framework", id, name: frameworkName(id), controls };
}

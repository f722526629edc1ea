import type { ManagedRule, ManagedRuleParameter } from "@rulewright/catalog/managed-rules";
import { runbooksFor, type Runbook, type RunbookParameter } from "@rulewright/catalog/runbooks";
import type { AnyRule } from "@rulewright/sdk";
import { boundsOn, parameterBounds, type ParameterBound } from "./bounds.ts";
import { controlsOfManagedRule, type ControlGroup } from "./controls.ts";
import { packLines, type PackLines } from "./pack-lines.ts";

/** A runbook that can remediate a managed rule's findings. */
export interface SuggestedRunbook {
  readonly name: string;
  /** The parameter that takes the resource, and whether RESOURCE_ID is what it wants. */
  readonly resourceParameter: string | null;
  readonly resourceIdFits: Runbook["resourceIdFits"];
  readonly parameters: readonly RunbookParameter[];
}

/** What `rulewright explain` tells of a managed rule. */
export interface ManagedRuleFacts {
  readonly version: 1;
  readonly kind: "managed-rule";
  readonly identifier: string;
  readonly name: string;
  /** The title of the control it was made for; AWS's own descriptions are not in the catalogue. */
  readonly title?: string;
  readonly severity?: string;
  readonly trigger: ManagedRule["trigger"];
  readonly resourceTypes: readonly string[];
  /** `null` where no source lists them. */
  readonly parameters: readonly (ManagedRuleParameter & { readonly bounds: readonly ParameterBound[] })[] | null;
  readonly controls: readonly ControlGroup[];
  readonly runbooks: readonly SuggestedRunbook[];
  /** Rules of ours that can stand in its place. */
  readonly replacedBy: readonly string[];
  /** What was concluded from names instead of read. */
  readonly inferred: readonly string[];
  readonly legacy?: true;
  readonly placeholder?: true;
  readonly pack: PackLines;
}

/** Gathers what there is to tell of a managed rule. */
export function managedRuleFacts(rule: ManagedRule, rules: readonly AnyRule[]): ManagedRuleFacts {
  const { identifier, name, severity, trigger, resourceTypes, parameters, inferred = [], legacy, placeholder } = rule;
  const bounds = boundsOn([identifier]);
  const controls = controlsOfManagedRule(identifier);
  const title = titleOf(controls);
  return {
    version: 1,
    kind: "managed-rule",
    identifier,
    name,
    ...(title === undefined ? {} : { title }),
    ...(severity === undefined ? {} : { severity }),
    trigger,
    resourceTypes,
    parameters: parameters?.map((each) => ({ ...each, bounds: parameterBounds(bounds, each.name) })) ?? null,
    controls,
    runbooks: runbooksFor(identifier).map(toSuggestion),
    replacedBy: rules.filter(({ replaces = [] }) => replaces.includes(identifier)).map((each) => each.name),
    inferred,
    ...(legacy === undefined ? {} : { legacy }),
    ...(placeholder === undefined ? {} : { placeholder }),
    pack: packLines([], [{ rule, bounds }], true),
  };
}

/** Where a rule is for several controls, no one title is the rule's. */
function titleOf(controls: readonly ControlGroup[]): string | undefined {
  const own = controls.find(({ framework }) => framework === "securityhub")?.controls ?? [];
  const titles = new Set(own.filter(({ partly }) => partly === undefined).map(({ title }) => title));
  return titles.size === 1 ? [...titles][0] : undefined;
}

/** The role is the pack's business, so its parameter is not shown. */
function toSuggestion({ name, resourceParameter, resourceIdFits, parameters }: Runbook): SuggestedRunbook {
  const shown = parameters.filter((each) => each.name !== "AutomationAssumeRole");
  return { name, resourceParameter, resourceIdFits, parameters: shown };
}

import { frameworkControls, frameworks } from "@rulewright/catalog/controls";
import { scopeOf, type AnyRule, type Severity } from "@rulewright/sdk";
import type { RunSelection } from "@rulewright/sdk/evaluation";

/** What a run is narrowed to; what is absent narrows nothing. */
export interface Selection {
  readonly severity?: readonly Severity[];
  /** Ids such as `cis-1.2.0`, `fsbp` or `securityhub`. */
  readonly framework?: readonly string[];
  readonly resourceTypes?: readonly string[];
  /** Ids of twelve digits. */
  readonly accounts?: readonly string[];
  /** Global resources, and the rules about them, are in the Region `global`. */
  readonly regions?: readonly string[];
}

/** Tells what is within a selection. */
export interface Selector extends RunSelection {
  readonly rule: (rule: AnyRule) => boolean;
}

/** Makes the predicates of a selection. */
export function selectBy(selection: Selection): Selector {
  const { severity, framework, resourceTypes, accounts, regions } = selection;
  const controls = framework && new Set(framework.flatMap(controlsOf));
  const isIn = <T>(values: readonly T[] | undefined, value: T) => values?.includes(value) ?? true;
  return {
    rule: (rule) =>
      isIn(severity, rule.severity) &&
      (controls === undefined || (rule.controls ?? []).some((id) => controls.has(id))) &&
      (resourceTypes === undefined || rule.resourceTypes.some((type) => resourceTypes.includes(type))) &&
      (scopeOf(rule) !== "global" || isIn(regions, "global")),
    resourceType: (resourceType) => isIn(resourceTypes, resourceType),
    item: (item) =>
      isIn(resourceTypes, item.resourceType) && isIn(accounts, item.awsAccountId) && isIn(regions, item.awsRegion),
    evidence: (entry, rule) =>
      isIn(accounts, entry.accountId) && isIn(regions, scopeOf(rule) === "global" ? "global" : entry.region),
  };
}

/** The controls of a framework, and the Security Hub controls that it is made of: a rule may declare either. */
function controlsOf(framework: string): readonly string[] {
  const source = framework === "securityhub" ? framework : frameworks().find(({ id }) => id === framework)?.id;
  if (source === undefined) return [];
  return frameworkControls(source).flatMap(({ id, securityHub }) => [id, ...securityHub]);
}

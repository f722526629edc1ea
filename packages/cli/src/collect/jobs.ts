import { readParameters, scopeOf, type Account, type AnyRule, type Problem } from "@rulewright/sdk";
import { ProblemsError } from "../problems-error.ts";
import type { RuleSettings } from "../selection/parameters.ts";

/** One rule in one Region. */
export interface CollectJob {
  readonly rule: AnyRule;
  readonly account: Account;
  readonly parameters: { readonly [name: string]: unknown };
}

/** What is to be collected, and what is not. */
export interface CollectPlan {
  readonly jobs: readonly CollectJob[];
  /** Names of rules that none of the Regions has. */
  readonly nowhere: readonly string[];
}

/** Tells whether a rule is judged by more than items. */
export function needsEvidence(rule: AnyRule): boolean {
  return rule.kind === "periodic-rule" || rule.collect !== undefined;
}

/**
 * Plans each rule in each Region that has it; a global rule in the first of them alone.
 * @throws ProblemsError with every parameter that has no usable value.
 */
export function planJobs(
  rules: readonly AnyRule[],
  settings: RuleSettings,
  { accountId, partition }: Pick<Account, "accountId" | "partition">,
  regions: readonly string[],
): CollectPlan {
  const jobs: CollectJob[] = [];
  const nowhere: string[] = [];
  const problems: Problem[] = [];
  for (const rule of rules.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const read = readParameters(rule.name, rule.parameters ?? {}, settings.get(rule.name) ?? {});
    problems.push(...read.problems);
    const places = placesOf(rule, regions);
    if (places.length === 0) nowhere.push(rule.name);
    for (const region of places)
      jobs.push({ rule, account: { accountId, region, partition }, parameters: read.values });
  }
  if (problems.length > 0) throw new ProblemsError(problems);
  return { jobs, nowhere };
}

function placesOf(rule: AnyRule, regions: readonly string[]): readonly string[] {
  const { regions: available } = rule;
  if (scopeOf(rule) !== "global") return regions.filter((region) => available?.includes(region) ?? true);
  const [place] = available ? [...regions.filter((region) => available.includes(region)), ...available] : regions;
  return place === undefined ? [] : [place];
}

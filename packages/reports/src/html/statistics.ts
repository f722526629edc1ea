import type { CheckResult, Severity } from "@rulewright/sdk";
import { SEVERITIES, outcomeOf } from "../outcome.ts";
import type { ReportContext } from "../report-context.ts";
import { count, emptyTally, frameworkOf, serviceOf, type Tally } from "../tally.ts";

/** A rule and how its evaluations came out. */
export interface RuleStatistics {
  readonly name: string;
  readonly severity: Severity | undefined;
  readonly tally: Tally;
  readonly errors: number;
}

/** A control and how the evaluations of its rules came out. */
export interface ControlStatistics {
  readonly id: string;
  readonly tally: Tally;
  /** Errors of its rules. */
  readonly errors: number;
}

/** Everything the page's plots show. */
export interface Statistics {
  readonly all: Tally;
  readonly severities: ReadonlyMap<Severity, Tally>;
  readonly accounts: ReadonlyMap<string, Tally>;
  readonly regions: ReadonlyMap<string, Tally>;
  readonly services: ReadonlyMap<string, Tally>;
  /** The worst severity first, then the rule with most that is non-compliant. */
  readonly rules: readonly RuleStatistics[];
  /** Controls by framework, in the order of their numbers. */
  readonly frameworks: ReadonlyMap<string, readonly ControlStatistics[]>;
  readonly resources: number;
  readonly nonCompliantResources: number;
}

/** Counts a result in one pass. */
export function statisticsOf(result: CheckResult, context: ReportContext): Statistics {
  const all = emptyTally();
  const maps = {
    severities: new Map<Severity, Tally>(),
    accounts: new Map<string, Tally>(),
    regions: new Map<string, Tally>(),
    services: new Map<string, Tally>(),
    rules: new Map<string, Tally>(),
    controls: new Map<string, Tally>(),
  };
  const resources = new Map<string, boolean>();
  const about = aboutRules(result, context);
  for (const evaluation of result.evaluations) {
    const { severity, accountId, region, resourceType, resourceId, rule, controls } = evaluation;
    const outcome = outcomeOf(evaluation);
    all[outcome] += 1;
    count(maps.severities, severity, outcome);
    count(maps.accounts, accountId, outcome);
    count(maps.regions, region, outcome);
    count(maps.services, serviceOf(resourceType), outcome);
    count(maps.rules, rule, outcome);
    for (const control of controls) count(maps.controls, control, outcome);
    const key = `${accountId}\0${region}\0${resourceType}\0${resourceId}`;
    resources.set(key, resources.get(key) === true || outcome === "non-compliant");
  }
  return {
    ...maps,
    all,
    severities: new Map(SEVERITIES.flatMap((each) => entry(each, maps.severities.get(each)))),
    rules: ruleStatistics(maps.rules, about),
    frameworks: frameworksOf(maps.controls, about),
    resources: resources.size,
    nonCompliantResources: [...resources.values()].filter(Boolean).length,
  };
}

interface AboutRules {
  readonly severities: ReadonlyMap<string, Severity>;
  readonly controls: ReadonlyMap<string, ReadonlySet<string>>;
  readonly errors: ReadonlyMap<string, number>;
  readonly names: readonly string[];
}

function aboutRules({ evaluations, errors }: CheckResult, context: ReportContext): AboutRules {
  const severities = new Map<string, Severity>();
  for (const { name, severity } of context.rules ?? []) if (severity) severities.set(name, severity);
  const controls = new Map<string, Set<string>>();
  for (const evaluation of evaluations) {
    severities.set(evaluation.rule, evaluation.severity);
    const known = controls.get(evaluation.rule) ?? new Set();
    for (const control of evaluation.controls) known.add(control);
    controls.set(evaluation.rule, known);
  }
  const counts = new Map<string, number>();
  for (const { rule } of errors) if (rule) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const names = new Set([...(context.rules ?? []).map(({ name }) => name), ...controls.keys(), ...counts.keys()]);
  return { severities, controls, errors: counts, names: [...names] };
}

function ruleStatistics(tallies: ReadonlyMap<string, Tally>, about: AboutRules): RuleStatistics[] {
  const rules = about.names.map((name) => ({
    name,
    severity: about.severities.get(name),
    tally: tallies.get(name) ?? emptyTally(),
    errors: about.errors.get(name) ?? 0,
  }));
  const rank = ({ severity }: RuleStatistics) => (severity ? SEVERITIES.indexOf(severity) : SEVERITIES.length);
  const bad = ({ tally }: RuleStatistics) => tally["non-compliant"];
  return rules.sort((a, b) => rank(a) - rank(b) || bad(b) - bad(a) || (a.name < b.name ? -1 : 1));
}

function frameworksOf(
  tallies: ReadonlyMap<string, Tally>,
  { controls, errors }: AboutRules,
): ReadonlyMap<string, readonly ControlStatistics[]> {
  const failed = new Map<string, number>();
  for (const [rule, ids] of controls) {
    for (const id of ids) failed.set(id, (failed.get(id) ?? 0) + (errors.get(rule) ?? 0));
  }
  const order = new Intl.Collator("en", { numeric: true }).compare;
  const frameworks = new Map<string, ControlStatistics[]>();
  for (const [id, tally] of [...tallies].sort(([a], [b]) => order(a, b))) {
    const framework = frameworkOf(id);
    const list = frameworks.get(framework) ?? [];
    list.push({ id, tally, errors: failed.get(id) ?? 0 });
    frameworks.set(framework, list);
  }
  return frameworks;
}

function entry<Key, Value>(key: Key, value: Value | undefined): (readonly [Key, Value])[] {
  return value === undefined ? [] : [[key, value]];
}

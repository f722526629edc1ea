import type { CheckEvaluation, CheckSummary, RuleTally } from "./results.ts";

/** What evaluations come to: in all, and rule by rule. */
export interface Tally {
  readonly summary: CheckSummary;
  readonly rules: readonly RuleTally[];
}

type Counts = { -readonly [K in keyof RuleTally]: RuleTally[K] };

/** Counts every evaluation once. @param errors - How many resources and inputs could not be judged. */
export function summarizeEvaluations(evaluations: Iterable<CheckEvaluation>, errors: number): Tally {
  const rules = new Map<string, Counts>();
  const accounts = new Set<string>();
  const regions = new Set<string>();
  for (const evaluation of evaluations) {
    const { rule, severity, accountId, region } = evaluation;
    const counts = rules.get(rule) ?? emptyTally(rule, severity);
    rules.set(rule, counts);
    counts[kindOf(evaluation)] += 1;
    accounts.add(accountId);
    if (region !== "global") regions.add(region);
  }
  const tallies = [...rules.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1));
  return {
    summary: { ...sumOf(tallies), errors, accounts: accounts.size, regions: regions.size },
    rules: tallies,
  };
}

/** A rule of which nothing is counted yet. */
export function emptyTally(rule: string, severity: RuleTally["severity"]): Counts {
  return { rule, severity, compliant: 0, nonCompliant: 0, notApplicable: 0, exempt: 0, undetermined: 0 };
}

/** The counts of all rules together. */
export function sumOf(rules: readonly RuleTally[]): Omit<RuleTally, "rule" | "severity"> {
  const sum = { compliant: 0, nonCompliant: 0, notApplicable: 0, exempt: 0, undetermined: 0 };
  for (const rule of rules) for (const kind of KINDS) sum[kind] += rule[kind];
  return sum;
}

const KINDS = ["compliant", "nonCompliant", "notApplicable", "exempt", "undetermined"] as const;

function kindOf({ status, complianceType }: CheckEvaluation): (typeof KINDS)[number] {
  if (status !== "evaluated") return status;
  if (complianceType === "COMPLIANT") return "compliant";
  return complianceType === "NON_COMPLIANT" ? "nonCompliant" : "notApplicable";
}

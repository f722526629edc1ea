import type { Tally } from "../../core/summarize.ts";
import { emptyTally, sumOf } from "../../core/summarize.ts";
import type { PreparedRule } from "../prepared-rule.ts";
import { WORDS, type EvaluationStore } from "./evaluation-store.ts";

/**
 * Counts every evaluation once, by the numbers in the store: what `summarizeEvaluations` says of the evaluations, which
 * need not be made for it.
 *
 * @param rules - By their numbers in the rows, sorted by name.
 */
export function summarizeStore(store: EvaluationStore, rules: readonly PreparedRule[], errors: number): Tally {
  const counts = new Float64Array(rules.length * WORDS.length);
  const accounts = new Set<number>();
  const regions = new Set<string>();
  const { firstRow, rows, account, region } = store.resources;
  for (let resource = 0; resource < firstRow.length; resource += 1) {
    const first = firstRow.at(resource);
    const end = first + rows.at(resource);
    if (end === first) continue;
    accounts.add(account.at(resource));
    regions.add(store.regions.get(region.at(resource)));
    for (let row = first; row < end; row += 1) {
      const cell = store.rows.rule.at(row) * WORDS.length + store.rows.word.at(row);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  regions.delete("global");
  const tallies = rules.flatMap(({ rule }, number) => {
    const of = counts.subarray(number * WORDS.length, (number + 1) * WORDS.length);
    if (of.every((count) => count === 0)) return [];
    const [compliant = 0, nonCompliant = 0, notApplicable = 0, undetermined = 0, exempt = 0] = of;
    const tally = emptyTally(rule.name, rule.severity ?? "MEDIUM");
    return [{ ...tally, compliant, nonCompliant, notApplicable, exempt, undetermined }];
  });
  return { summary: { ...sumOf(tallies), errors, accounts: accounts.size, regions: regions.size }, rules: tallies };
}

import { counted } from "@rulewright/reports";
import type { CheckResult } from "@rulewright/sdk";
import type { Io } from "../io.ts";
import type { Place } from "../place.ts";
import type { Selection } from "../selection/select-by.ts";
import type { RulePlan } from "./rule-plan.ts";

/**
 * Sentences that name accounts and Regions that were asked for and of which nothing is there, also not of one in the
 * other: they are not taken for clean ones. Some resources are in no Region, so `global` is never missing.
 */
export function absences({ accounts, regions }: Selection, places: readonly Place[]): readonly string[] {
  const isIn = (asked: readonly string[] | undefined, value: string) => asked === undefined || asked.includes(value);
  const hasGlobal = isIn(regions, "global");
  const within = places.filter(
    ({ accountId, region }) => isIn(accounts, accountId) && (hasGlobal || isIn(regions, region)),
  );
  const known = new Set(namesOf(places));
  const met = new Set(["global", ...namesOf(within)]);
  const sentences = (option: string, asked: readonly string[] = [], others: string) => {
    const unmet = [...new Set(asked)].filter((each) => !met.has(each));
    const [unknown, elsewhere] = [unmet.filter((each) => !known.has(each)), unmet.filter((each) => known.has(each))];
    return [
      ...(unknown.length > 0 ? [`Nothing of ${unknown.join(", ")} (${option}) is in the inputs.`] : []),
      ...(elsewhere.length > 0 ? [`Nothing of ${elsewhere.join(", ")} (${option}) is in ${others}.`] : []),
    ];
  };
  const ofAccounts = sentences("--accounts", accounts, `${regions?.join(", ")} (--regions)`);
  if (ofAccounts.length > 0 && within.length === 0) for (const { region } of places) met.add(region); // said already
  return [...ofAccounts, ...sentences("--regions", regions, `${accounts?.join(", ")} (--accounts)`)];
}

function namesOf(places: readonly Place[]): string[] {
  return places.flatMap(({ accountId, region }) => [accountId, region]);
}

/** Names rules that had nothing to judge. Where nothing was judged for errors, those are what there is to tell. */
export function tellUnmet({ rules }: RulePlan, { rules: tallies, errors }: CheckResult, io: Io): void {
  if (tallies.length === 0 && errors.length > 0) return;
  const met = new Set([...tallies.map(({ rule }) => rule), ...errors.flatMap(({ rule }) => rule ?? [])]);
  const unmet = rules.map(({ name }) => name).filter((name) => !met.has(name));
  if (unmet.length > 0) io.err(`Met no resource: ${firstOf(unmet)} (${counted(unmet.length, "rule")})\n`);
}

/** A pack that is judged in part is not taken for a whole one. */
export function tellNotJudgeable({ notJudgeable }: RulePlan, io: Io): void {
  if (notJudgeable.length === 0) return;
  const some = `${counted(notJudgeable.length, "rule")}, ${firstOf(notJudgeable)}`;
  io.err(`Not judged, as their logic is in AWS Config alone: ${some}\n`);
}

function firstOf(names: readonly string[]): string {
  return `${names.slice(0, 5).join(", ")}${names.length > 5 ? " …" : ""}`;
}

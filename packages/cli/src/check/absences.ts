import { counted } from "@rulewright/reports";
import type { CheckResult } from "@rulewright/sdk";
import type { CheckedFiles } from "../inputs/check-files.ts";
import type { Io } from "../io.ts";
import type { RulePlan } from "./rule-plan.ts";

/**
 * Names accounts and Regions that were asked for and of which the inputs hold nothing: they are not taken for clean ones.
 * Some resources are in no Region, so `global` is never missing.
 *
 * @returns Whether there are any.
 */
export function tellAbsent({ narrowed }: RulePlan, places: CheckedFiles["places"], io: Io): boolean {
  const { accounts = [], regions = [] } = narrowed?.selection ?? {};
  const known = new Set(["global", ...places.flatMap(({ accountId, region }) => [accountId, region])]);
  const absent = [
    ["--accounts", accounts],
    ["--regions", regions],
  ] as const;
  let isAny = false;
  for (const [option, asked] of absent) {
    const missing = [...new Set(asked)].filter((each) => !known.has(each));
    if (missing.length === 0) continue;
    isAny = true;
    io.err(`Nothing of ${missing.join(", ")} (${option}) is in the inputs.\n`);
  }
  return isAny;
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

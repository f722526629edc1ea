import { managedRuleNames } from "@rulewright/catalog/managed-rules";
import type { ExemptibleRule } from "@rulewright/sdk";
import { exemptEntries, exemptibleRules, type ConformancePack } from "@rulewright/sdk/synthesis";
import type { Io } from "../io.ts";
import { warnProblem } from "../print-error.ts";
import { selectRules } from "../select-rules.ts";
import { readExemptions } from "./read-exemptions.ts";

/**
 * Gives the functions of packs the exemptions of a file that are from their rules; others, from rules that are installed,
 * are passed over. What is only doubtful is warned of.
 * @param packs - Sound ones.
 * @throws RulewrightError `RW5003` for a file that cannot be read. @throws ProblemsError `RW1030` … `RW1035`, all at once.
 */
export async function exemptPacks(
  packs: readonly ConformancePack[],
  path: string,
  io: Io,
): Promise<readonly ConformancePack[]> {
  const rules = firstOfEachName([...packs.flatMap(exemptibleRules), ...(await selectRules({}, io))]);
  const names = new Set(managedRuleNames());
  const file = await readExemptions(path, { rules, managedRuleNames: names, now: new Date() });
  file.warnings.forEach(warnProblem(io));
  return packs.map((pack) => exemptEntries(pack, file.exemptions));
}

/** A rule of two packs is the same; one of a pack may be told otherwise than the installed rule of its name. */
function firstOfEachName(rules: readonly ExemptibleRule[]): ExemptibleRule[] {
  const byName = new Map<string, ExemptibleRule>();
  for (const rule of rules) if (!byName.has(rule.name)) byName.set(rule.name, rule);
  return [...byName.values()];
}

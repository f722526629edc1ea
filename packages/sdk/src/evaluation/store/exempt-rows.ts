import type { Exemption } from "../../core/exemptions/exemption.ts";
import type { ExemptionMatcher } from "../../core/exemptions/matcher.ts";
import type { CheckEvaluation } from "../../core/results.ts";
import type { PreparedRule } from "../prepared-rule.ts";
import { uint32 } from "./column.ts";
import { WORDS, type EvaluationStore } from "./evaluation-store.ts";
import { readPickedTags } from "./tag-picker.ts";

const NON_COMPLIANT = WORDS.indexOf("NON_COMPLIANT");
const UNDETERMINED = WORDS.indexOf("undetermined");
const EXEMPT = WORDS.indexOf("exempt");

/** What excuses a row; nothing of one that is not exempt. */
export type ExemptionOf = (row: number) => CheckEvaluation["exemption"];

/**
 * Exempts what a matcher covers of the rows that the resources have kept: only what is NON_COMPLIANT, and only of rules
 * that may be exempted. A rule that could not tell has not judged, so no exemption is unused for it.
 *
 * @param rules - By their numbers in the rows.
 */
export function exemptRows(
  store: EvaluationStore,
  rules: readonly PreparedRule[],
  matcher: ExemptionMatcher,
): ExemptionOf {
  const { firstRow, rows: counts, account, region, type, id } = store.resources;
  const noted = createNotes();
  const tagsOf = createTagReader(store);
  for (let resource = 0; resource < firstRow.length; resource += 1) {
    const accountId = store.accounts.get(account.at(resource));
    const regionName = store.regions.get(region.at(resource));
    const first = firstRow.at(resource);
    for (let row = first; row < first + counts.at(resource); row += 1) {
      const rule = rules[store.rows.rule.at(row)]?.rule;
      const word = store.rows.word.at(row);
      if (!rule || word === UNDETERMINED) continue;
      matcher.visit({ rule: rule.name, accountId, region: regionName });
      if (word !== NON_COMPLIANT || rule.exemptible === false) continue;
      const exemption = matcher.match({
        rule: rule.name,
        accountId,
        region: regionName,
        resourceType: store.types.get(type.at(resource)),
        resourceId: store.texts.get(id.at(resource)) ?? "",
        tags: tagsOf(resource),
      });
      if (!exemption) continue;
      store.rows.word.set(row, EXEMPT);
      noted.add(row, exemption);
    }
  }
  return noted.of;
}

const REMEMBERED = 4096;

/** Of many resources the tags are the same text. */
function createTagReader(store: EvaluationStore) {
  const known = new Map<number, ReturnType<typeof readPickedTags>>();
  return (resource: number) => {
    const ref = store.tags.at(resource);
    if (ref === 0) return undefined;
    const held = known.get(ref);
    if (held) return held;
    const tags = readPickedTags(store.texts.get(ref));
    if (known.size < REMEMBERED) known.set(ref, tags);
    return tags;
  };
}

/** Which exemption a row has: four bytes each, where there is one at all. */
function createNotes() {
  const shown: CheckEvaluation["exemption"][] = [];
  const numbers = new Map<Exemption, number>();
  const byRow = uint32();
  return {
    add(row: number, exemption: Exemption): void {
      const { reason, owner, expires } = exemption;
      const number = numbers.get(exemption) ?? shown.push({ reason, owner, expires });
      numbers.set(exemption, number);
      byRow.put(row, number);
    },
    of: (row: number) => shown[byRow.at(row) - 1],
  };
}

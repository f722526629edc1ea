import { counted, inertText } from "@rulewright/reports";
import type { Change, Comparison } from "./compare-results.ts";

/** How a comparison is told in words. */
export interface ComparisonTextOptions {
  /** Resources shown of each list; 20 where absent, the others are counted. */
  readonly most?: number;
}

const MOST = 20;

/** A comparison for a person: what became worse first, then what became better, then the counts. */
export function toComparisonText(comparison: Comparison, { most = MOST }: ComparisonTextOptions = {}): string {
  const { becameNonCompliant, appeared, fixed, exempted, noLongerJudged, disappeared } = comparison;
  const isBad = ({ after }: Change) => after === "NON_COMPLIANT";
  const wasBad = ({ before }: Change) => before === "NON_COMPLIANT";
  const sections = [
    section("Became non-compliant", becameNonCompliant, most),
    section("New and non-compliant", appeared.filter(isBad), most),
    section("Fixed", fixed, most),
    section("Exempted", exempted, most),
    section("No longer judged", noLongerJudged, most),
    section("Gone, non-compliant before", disappeared.filter(wasBad), most),
  ];
  return `${[...sections.filter((text) => text !== ""), closing(comparison)].join("\n\n")}\n`;
}

function section(heading: string, changes: readonly Change[], most: number): string {
  if (changes.length === 0) return "";
  const lines = changes.slice(0, most).flatMap((change) => {
    const { rule, resourceType, resourceId, resourceName, accountId, region, before, after, annotation } = change;
    const name = resourceName && !resourceId.includes(resourceName) ? `${resourceId} (${resourceName})` : resourceId;
    const turn = [before, after].filter((outcome) => outcome !== undefined).join(" → ");
    return [
      `  ${rule}  ${turn}`,
      `    ${resourceType} ${name}  ${accountId} ${region}`,
      ...(annotation === undefined ? [] : [`    ${annotation}`]),
    ].map(inertText);
  });
  const more = changes.length - most;
  return [`${heading}: ${changes.length}`, ...lines, ...(more > 0 ? [`  … and ${more} more`] : [])].join("\n");
}

function closing(comparison: Comparison): string {
  const { becameNonCompliant, fixed, noLongerJudged, appeared, disappeared, stillNonCompliant, unchanged } = comparison;
  const { rulesWithOtherParameters, laterErrors, earlier, otherwiseChanged } = comparison;
  const counts = [
    `${becameNonCompliant.length} became non-compliant`,
    `${fixed.length} fixed`,
    `${stillNonCompliant} still non-compliant`,
    `${appeared.length} new`,
    `${disappeared.length} gone`,
    ...(noLongerJudged.length > 0 ? [`${noLongerJudged.length} no longer judged`] : []),
    ...(otherwiseChanged > 0 ? [`${otherwiseChanged} otherwise changed`] : []),
    `${unchanged} unchanged`,
  ];
  const notes = [
    ...(rulesWithOtherParameters.length > 0
      ? [`Judged with other parameters than before: ${rulesWithOtherParameters.join(", ")}.`]
      : []),
    ...(laterErrors > 0 && disappeared.length > 0
      ? [`The later result has ${counted(laterErrors, "error")}: what is gone may only be unread.`]
      : []),
  ];
  const since = earlier === "" ? "" : `Since ${earlier}: `;
  return [`${since}${counts.join(", ")}.`, ...notes].join("\n");
}

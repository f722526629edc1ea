import { header, listLiteral, pick, unionOf } from "./literal.mjs";

/** @typedef {import("./literal.mjs").Facts} Facts */
/** @typedef {Record<"records" | "frameworks" | "metricFilters" | "gaps", readonly Facts[]>} ControlFacts */

const SECURITY_HUB_KEYS = [
  "id",
  "title",
  "rule",
  "ownCheck",
  "equivalents",
  "severity",
  "severityUnconfirmed",
  "resourceTypes",
  "trigger",
  "bounds",
  "fsbp",
  "basis",
];
const FRAMEWORK_KEYS = ["id", "name", "version", "standardsArn", "asOf"];

/**
 * @param {ControlFacts} facts - controls.json.
 * @returns {readonly (readonly [string, string])[]} Files by name.
 */
export function generateControls(facts) {
  const { records, frameworks, metricFilters, gaps } = facts;
  const ids = frameworks.map((framework) => String(framework["id"]));
  const lists = frameworks.map(
    (framework) =>
      `  ${JSON.stringify(framework["id"])}: ${listLiteral(/** @type {Facts[]} */ (framework["records"])).replace(/\n/g, "\n  ")},`,
  );
  const imports = [
    'import type { Framework, FrameworkRecord, Gap, MetricFilter, SecurityHubRecord } from "../model/control.ts";',
    'import type { FrameworkId } from "./framework-ids.generated.ts";',
  ];
  const data = [
    header("controls.json", imports),
    `export const FRAMEWORKS: readonly Framework[] = ${listLiteral(frameworks.map((framework) => pick(framework, FRAMEWORK_KEYS)))};`,
    "",
    `export const SECURITY_HUB_RECORDS: readonly SecurityHubRecord[] = ${listLiteral(records.map((record) => pick(record, SECURITY_HUB_KEYS)))};`,
    "",
    "export const FRAMEWORK_RECORDS: { readonly [id in FrameworkId]: readonly FrameworkRecord[] } = {",
    ...lists,
    "};",
    "",
    `export const METRIC_FILTERS: readonly MetricFilter[] = ${listLiteral(metricFilters)};`,
    "",
    `export const GAPS: readonly Gap[] = ${listLiteral(gaps)};`,
    "",
  ].join("\n");
  const types = [
    header("controls.json", []),
    "/** Frameworks whose controls the catalogue has. */",
    `export type FrameworkId = ${unionOf(ids)};`,
    "",
  ].join("\n");
  return [
    ["framework-ids.generated.ts", types],
    ["control-records.generated.ts", data],
  ];
}

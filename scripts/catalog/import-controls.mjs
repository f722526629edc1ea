import { sameList, toBounds, toFramework } from "./import-frameworks.mjs";
import { importGaps, importMetricFilters } from "./import-gaps.mjs";
import {
  asObject,
  asObjects,
  asOneOf,
  asString,
  asStrings,
  byNumberedText,
  byText,
  compact,
  fail,
  onlyKeys,
} from "./source.mjs";

/** @typedef {import("./source.mjs").Source} Source */
/** @typedef {{ [key: string]: unknown }} Record */

const SECURITY_HUB_KEYS = [
  "id",
  "title",
  "rule",
  "custom",
  "equivalent",
  "severity",
  "severityUnconfirmed",
  "types",
  "schedule",
  "params",
  "fsbp",
  "basis",
];

/**
 * @param {Source} source
 * @returns {Record}
 */
function toSecurityHubRecord(source) {
  const id = asString(source["id"], "The id of a Security Hub control");
  onlyKeys(source, SECURITY_HUB_KEYS, id);
  const equivalents =
    source["equivalent"] === undefined ? undefined : asStrings(source["equivalent"], `${id}.equivalent`);
  return compact({
    id,
    title: asString(source["title"], `${id}.title`),
    rule: source["rule"] ?? undefined,
    ownCheck: source["custom"],
    equivalents,
    severity: source["severity"] ?? undefined,
    severityUnconfirmed: source["severityUnconfirmed"],
    resourceTypes: asStrings(source["types"] ?? [], `${id}.types`),
    trigger: source["schedule"],
    bounds: toBounds(source["params"], source["rule"] ?? equivalents?.[0], `${id}.params`),
    fsbp: asOneOf(source["fsbp"], ["current", "removed", "no"], `${id}.fsbp`),
    basis: asOneOf(source["basis"], ["page2026", "guide2023", "inferred"], `${id}.basis`),
  });
}

/**
 * Makes controls.json: Security Hub controls, frameworks, metric filters, gaps.
 *
 * @param {Source} source
 * @returns {{ records: Record[], frameworks: Record[], metricFilters: Record[], gaps: Record[], counts: { [key: string]: number } }}
 */
export function importControls(source) {
  const records = asObjects(source["securityHub"], "securityHub")
    .map(toSecurityHubRecord)
    .toSorted((a, b) => byNumberedText(String(a["id"]), String(b["id"])));
  const securityHub = new Map(records.map((record) => [String(record["id"]), record]));
  const current = records.filter((record) => record["fsbp"] === "current").map((record) => record["id"]);
  const sourceFrameworks = asObject(source["frameworks"], "frameworks");
  const listed = asStrings(asObject(sourceFrameworks["fsbp"], "fsbp")["controls"], "fsbp.controls");
  if (!sameList(listed, current)) fail("The FSBP list and the controls marked current differ.");
  const frameworks = Object.keys(sourceFrameworks)
    .toSorted(byText)
    .map((id) => toFramework(id, asObject(sourceFrameworks[id], id), securityHub));
  const metricFilters = importMetricFilters(asObject(source["metricFilters"], "metricFilters"));
  const gaps = importGaps(asObjects(source["gaps"], "gaps"));
  const counts = {
    securityHub: records.length,
    withManagedRule: records.filter((record) => record["rule"] !== undefined).length,
    fsbp: current.length,
    bounds: records.reduce((sum, record) => sum + (record["bounds"] instanceof Array ? record["bounds"].length : 0), 0),
    ...Object.fromEntries(
      frameworks
        .filter(({ id }) => id !== "fsbp")
        .map((framework) => [String(framework["id"]), asObjects(framework["records"], "records").length]),
    ),
    metricFilters: metricFilters.length,
    gaps: gaps.length,
  };
  return { records, frameworks, metricFilters, gaps, counts };
}

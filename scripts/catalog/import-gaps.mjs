import { asObject, asOneOf, asString, asStrings, byNumberedText, byText, compact, fail, onlyKeys } from "./source.mjs";

/** @typedef {import("./source.mjs").Source} Source */
/** @typedef {{ [key: string]: unknown }} Record */

/**
 * @param {unknown} addition - Names an address and an event the newest CIS pattern leaves out.
 * @param {string} where
 * @returns {Record | undefined}
 */
function toExclusion(addition, where) {
  if (addition === undefined) return undefined;
  const match = /\bsourceIPAddress (\S+) and eventName (\w+)$/.exec(asString(addition, where));
  return match === null
    ? fail(`${where} is not an exclusion the import knows.`)
    : { sourceIPAddress: match[1], eventName: match[2] };
}

/**
 * Makes the metric filters: one a Security Hub control, and the one of CIS 4.15 that Security Hub does not have.
 *
 * @param {Source} source
 * @returns {Record[]}
 */
export function importMetricFilters(source) {
  return Object.keys(source)
    .toSorted(byNumberedText)
    .map((key) => {
      const filter = asObject(source[key], key);
      onlyKeys(filter, ["pattern", "eventSource", "eventNames", "cis5Adds", "cis5AddsEventNames"], key);
      return compact({
        id: /^CIS-(\d+\.\d+)-/.exec(key)?.[1]?.replace(/^/, "cis/") ?? key,
        pattern: filter["pattern"],
        eventSource: filter["eventSource"],
        eventNames:
          filter["eventNames"] === undefined
            ? undefined
            : asStrings(filter["eventNames"], `${key}.eventNames`).toSorted(byText),
        cis5Excludes: toExclusion(filter["cis5Adds"], `${key}.cis5Adds`),
        cis5EventNames: filter["cis5AddsEventNames"],
      });
    });
}

/**
 * Makes the gaps: what no managed rule checks, most wanted first.
 *
 * @param {readonly Source[]} source
 * @returns {Record[]}
 */
export function importGaps(source) {
  return source.map((gap) => {
    const key = asString(gap["key"], "The key of a gap");
    onlyKeys(gap, ["rank", "key", "sh", "fsbp", "cis", "severity", "scope", "check", "partialManagedRules"], key);
    const scope = asString(gap["scope"], `${key}.scope`);
    const [trigger] = scope.split(",");
    const securityHub = asStrings(gap["sh"], `${key}.sh`).map((id) => `securityhub/${id}`);
    return compact({
      key,
      controls: [...securityHub, ...asStrings(gap["cis"], `${key}.cis`)],
      trigger: asOneOf(
        trigger === "change/periodic" ? "hybrid" : trigger,
        ["change", "periodic", "hybrid", "manual"],
        `${key}.scope`,
      ),
      resourceTypes: scope.includes("account") ? ["AWS::::Account"] : (scope.match(/AWS::\w+::\w+/g) ?? []),
      severity: gap["severity"] ?? undefined,
      partlyCoveredBy: asStrings(gap["partialManagedRules"], `${key}.partialManagedRules`),
    });
  });
}

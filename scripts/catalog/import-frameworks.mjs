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

const CIS_KEYS = [
  "id",
  "title",
  "sh",
  "rules",
  "params",
  "equivalent",
  "gap",
  "metricFilter",
  "level",
  "assessment",
  "severity",
];
const OPERATORS = ["=", ">=", "<=", "in", "contains"];

/**
 * What parameters must be; every bound names its rule.
 *
 * @param {unknown} source
 * @param {unknown} rule - The rule of a bound that names none.
 * @param {string} where
 * @returns {Record[] | undefined}
 */
export function toBounds(source, rule, where) {
  if (source === undefined) return undefined;
  return asObjects(source, where).map((bound) => {
    onlyKeys(bound, ["param", "op", "value", "stricter", "rule"], where);
    const name = asString(bound["param"], where);
    return compact({
      rule: asString(bound["rule"] ?? rule, `The rule of ${where}`),
      // The managed rule has five parameters of one port each; a port may stand in any of them.
      parameters: name === "blockedPort" ? [1, 2, 3, 4, 5].map((number) => `blockedPort${number}`) : [name],
      op: asOneOf(bound["op"], OPERATORS, where),
      value: bound["value"],
      stricter: bound["stricter"],
    });
  });
}

/**
 * A CIS recommendation that Security Hub controls cover takes rules, bounds and severity from them; what differs is kept.
 *
 * @param {Source} source
 * @param {string} framework
 * @param {ReadonlyMap<string, Record>} securityHub
 * @returns {Record}
 */
function toCisRecord(source, framework, securityHub) {
  const id = asString(source["id"], `The id of a ${framework} control`);
  onlyKeys(source, CIS_KEYS, `${framework}/${id}`);
  const covering = asStrings(source["sh"] ?? [], `${framework}/${id}.sh`).map(
    (control) => securityHub.get(control) ?? fail(`${framework}/${id} names the unknown control ${control}.`),
  );
  const rules = asStrings(source["rules"], `${framework}/${id}.rules`);
  const bounds = toBounds(source["params"], rules[0], `${framework}/${id}.params`) ?? [];
  const coveringRules = covering.flatMap((control) => control["rule"] ?? []);
  const coveringBounds = covering.flatMap((control) => control["bounds"] ?? []);
  return compact({
    id,
    title: asString(source["title"], `${framework}/${id}.title`),
    securityHub: covering.length > 0 ? covering.map((control) => control["id"]) : undefined,
    rules: sameList(rules, coveringRules) ? undefined : rules,
    bounds: sameList(bounds, coveringBounds) ? undefined : bounds,
    metricFilter: source["metricFilter"],
    level: Number(asOneOf(String(source["level"]), ["1", "2"], `${framework}/${id}.level`)),
    assessment: asOneOf(
      source["assessment"],
      ["automated", "manual", "scored", "not-scored"],
      `${framework}/${id}.assessment`,
    ),
  });
}

/**
 * Tells whether two lists hold the same entries, in any order.
 *
 * @param {readonly unknown[]} a
 * @param {readonly unknown[]} b
 * @returns {boolean}
 */
export function sameList(a, b) {
  const [left, right] = [a, b].map((list) => [...new Set(list.map((entry) => JSON.stringify(entry)))].toSorted(byText));
  return JSON.stringify(left) === JSON.stringify(right);
}

/**
 * @param {string} id
 * @param {Source} source
 * @param {ReadonlyMap<string, Record>} securityHub
 * @returns {Record}
 */
export function toFramework(id, source, securityHub) {
  const about = compact({
    id,
    name: source["name"],
    version: source["version"],
    standardsArn: source["standardsArn"],
    asOf: source["asOf"],
  });
  if (source["requirements"] !== undefined) {
    const requirements = asObject(source["requirements"], `${id}.requirements`);
    const records = Object.keys(requirements)
      .toSorted(byNumberedText)
      .map((requirement) => {
        const controls = asStrings(requirements[requirement], `${id}/${requirement}`);
        const missing = controls.find((control) => !securityHub.has(control));
        if (missing !== undefined) fail(`${id}/${requirement} names the unknown control ${missing}.`);
        return { id: requirement, securityHub: controls.toSorted(byNumberedText) };
      });
    return { ...about, records };
  }
  if (id === "fsbp") return { ...about, records: [] }; // its controls are the Security Hub controls marked "current"
  const records = asObjects(source["controls"], `${id}.controls`).map((control) =>
    toCisRecord(control, id, securityHub),
  );
  return { ...about, records: records.toSorted((a, b) => byNumberedText(String(a["id"]), String(b["id"]))) };
}

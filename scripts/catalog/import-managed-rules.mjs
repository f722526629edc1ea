import { asObjects, asOneOf, asString, asStrings, byText, compact, fail, onlyKeys } from "./source.mjs";

/** @typedef {import("./source.mjs").Source} Source */

const KEYS = [
  "id",
  "name",
  "docName",
  "nameDiffersFromId",
  "cdkName",
  "trigger",
  "types",
  "accountWide",
  "regions",
  "params",
  "severity",
  "src",
  "packs",
  "idInferred",
  "typesInferred",
  "paramsInferred",
  "legacy",
  "pseudo",
];

/** @type {{ readonly [type: string]: string }} */
const KINDS = { String: "string", CSV: "csv", StringMap: "map", int: "integer", double: "number", boolean: "boolean" };

/**
 * @param {Source} source
 * @param {string} rule
 * @returns {{ [key: string]: unknown }}
 */
function toParameter(source, rule) {
  const name = asString(source["name"], `A parameter of ${rule}`);
  onlyKeys(source, ["name", "type", "optional", "default"], `${rule}.${name}`);
  const optional = asOneOf(String(source["optional"]), ["true", "false", "null"], `${rule}.${name}.optional`);
  return compact({
    name,
    kind:
      KINDS[asString(source["type"], `${rule}.${name}.type`)] ??
      fail(`${rule}.${name} has the unknown type ${source["type"]}.`),
    required: optional === "null" ? null : optional === "false",
    default: source["default"],
  });
}

/**
 * @param {Source} source
 * @returns {{ [key: string]: unknown }}
 */
function toRecord(source) {
  const identifier = asString(source["id"], "The id of a managed rule");
  onlyKeys(source, KEYS, identifier);
  if (!/^[A-Z0-9_]+$/.test(identifier)) fail(`"${identifier}" is not a managed rule identifier.`);
  /** @type {readonly (readonly [string, string])[]} */
  const inferable = [
    ["idInferred", "identifier"],
    ["typesInferred", "resourceTypes"],
    ["paramsInferred", "parameters"],
  ];
  const inferred = inferable.filter(([key]) => source[key] === true).map(([, name]) => name);
  const parameters = source["params"] === null ? null : asObjects(source["params"], `${identifier}.params`);
  return compact({
    identifier,
    name: asString(source["name"], `${identifier}.name`),
    docName: source["docName"],
    cdkName: source["cdkName"],
    trigger:
      source["trigger"] === null
        ? null
        : asOneOf(source["trigger"], ["change", "periodic", "hybrid"], `${identifier}.trigger`),
    resourceTypes: asStrings(source["types"], `${identifier}.types`),
    accountWide: source["accountWide"],
    regions: source["regions"] === undefined ? undefined : asStrings(source["regions"], `${identifier}.regions`),
    parameters: parameters?.map((parameter) => toParameter(parameter, identifier)) ?? null,
    severity: source["severity"],
    samplePacks: source["packs"],
    inferred: inferred.length > 0 ? inferred : undefined,
    legacy: source["legacy"],
    placeholder: source["pseudo"],
    from: asStrings(source["src"], `${identifier}.src`),
  });
}

/**
 * Makes the records of managed-rules.json: one a rule, by identifier.
 *
 * @param {Source} source
 * @returns {{ records: { [key: string]: unknown }[], counts: { [key: string]: number } }}
 */
export function importManagedRules(source) {
  const records = asObjects(source["rules"], "rules")
    .map(toRecord)
    .toSorted((a, b) => byText(String(a["identifier"]), String(b["identifier"])));
  const identifiers = new Set(records.map((record) => record["identifier"]));
  if (identifiers.size < records.length) fail("A managed rule identifier occurs twice.");
  const parameters = records.flatMap((record) =>
    record["parameters"] === null ? [] : asObjects(record["parameters"], "parameters"),
  );
  const counts = {
    rules: records.length,
    change: records.filter((record) => record["trigger"] === "change").length,
    periodic: records.filter((record) => record["trigger"] === "periodic").length,
    hybrid: records.filter((record) => record["trigger"] === "hybrid").length,
    parametersUnknown: records.filter((record) => record["parameters"] === null).length,
    parameters: parameters.length,
    parametersRequired: parameters.filter((parameter) => parameter["required"] === true).length,
    parametersNotStated: parameters.filter((parameter) => parameter["required"] === null).length,
  };
  return { records, counts };
}

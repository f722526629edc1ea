import { asObjects, asOneOf, asString, asStrings, byText, compact, fail, onlyKeys } from "./source.mjs";

/** @typedef {import("./source.mjs").Source} Source */

const KEYS = [
  "name",
  "types",
  "params",
  "resourceParam",
  "resourceParamKind",
  "configResourceId",
  "ridEvidence",
  "rules",
  "docTypo",
  "supersededBy",
  "notInCurrentDocs",
  "src",
];

/** @type {{ readonly [type: string]: string }} */
const KINDS = { String: "string", StringList: "list", Integer: "integer", Boolean: "boolean" };

/** @type {{ readonly [kind: string]: string }} */
const RESOURCE_KINDS = {
  id: "id",
  name: "name",
  arn: "arn",
  nameOrArn: "nameOrArn",
  url: "url",
  resourceId: "rdsResourceId",
};

/** @type {{ readonly [value: string]: string }} */
const FITS = { direct: "yes", no: "no", unknown: "unknown" };

/**
 * @param {unknown} allowed - A list of values or a range such as "1-35".
 * @param {string} where
 * @returns {{ allowed?: readonly string[], minimum?: number, maximum?: number }}
 */
function toLimits(allowed, where) {
  if (allowed === undefined) return {};
  if (Array.isArray(allowed)) return { allowed: asStrings(allowed, where) };
  const range = /^(\d+)-(\d+)$/.exec(asString(allowed, where));
  return range === null
    ? fail(`${where} is neither a list nor a range.`)
    : { minimum: Number(range[1]), maximum: Number(range[2]) };
}

/**
 * @param {Source} source
 * @param {string} runbook
 * @returns {{ [key: string]: unknown }}
 */
function toParameter(source, runbook) {
  const name = asString(source["name"], `A parameter of ${runbook}`);
  onlyKeys(source, ["name", "type", "required", "default", "allowed", "pattern", "inferred"], `${runbook}.${name}`);
  return compact({
    name,
    kind:
      KINDS[asString(source["type"], `${runbook}.${name}.type`)] ??
      fail(`${runbook}.${name} has the unknown type ${source["type"]}.`),
    required: source["required"] === true,
    default: source["default"],
    ...toLimits(source["allowed"], `${runbook}.${name}.allowed`),
    pattern: source["pattern"],
    inferred: source["inferred"],
  });
}

/**
 * @param {Source} source
 * @returns {{ [key: string]: unknown }}
 */
function toRecord(source) {
  const name = asString(source["name"], "The name of a runbook");
  onlyKeys(source, KEYS, name);
  const parameters = asObjects(source["params"], `${name}.params`).map((parameter) => toParameter(parameter, name));
  const resourceParameter =
    source["resourceParam"] === null ? null : asString(source["resourceParam"], `${name}.resourceParam`);
  if (resourceParameter !== null && !parameters.some((parameter) => parameter["name"] === resourceParameter)) {
    fail(`${name} has no parameter "${resourceParameter}".`);
  }
  return compact({
    name,
    resourceTypes: asStrings(source["types"], `${name}.types`),
    parameters,
    resourceParameter,
    resourceParameterKind:
      resourceParameter &&
      RESOURCE_KINDS[asOneOf(source["resourceParamKind"], Object.keys(RESOURCE_KINDS), `${name}.resourceParamKind`)],
    resourceIdFits:
      resourceParameter && FITS[asOneOf(source["configResourceId"], Object.keys(FITS), `${name}.configResourceId`)],
    seenInSample: source["ridEvidence"] === "sampleCI" ? true : undefined,
    managedRules: asStrings(source["rules"] ?? [], `${name}.rules`),
    supersededBy: source["supersededBy"],
    notInCurrentDocs: source["notInCurrentDocs"],
    from: asStrings(source["src"], `${name}.src`),
  });
}

/**
 * Makes the records of runbooks.json: one a runbook, by name; and the names of runbooks nothing else is known of.
 *
 * @param {Source} source
 * @returns {{ records: { [key: string]: unknown }[], namesOnly: readonly string[], counts: { [key: string]: number } }}
 */
export function importRunbooks(source) {
  const records = asObjects(source["runbooks"], "runbooks")
    .map(toRecord)
    .toSorted((a, b) => byText(String(a["name"]), String(b["name"])));
  const namesOnly = asStrings(source["namesOnly"], "namesOnly").toSorted(byText);
  const names = new Set([...namesOnly, ...records.map((record) => String(record["name"]))]);
  if (names.size < namesOnly.length + records.length) fail("A runbook occurs twice.");
  const counts = {
    runbooks: records.length,
    namesOnly: namesOnly.length,
    parameters: records.reduce((sum, record) => sum + asObjects(record["parameters"], "parameters").length, 0),
    forResource: records.filter((record) => record["resourceParameter"] !== null).length,
    resourceIdFits: records.filter((record) => record["resourceIdFits"] === "yes").length,
    withManagedRules: records.filter(
      (record) => record["managedRules"] instanceof Array && record["managedRules"].length > 0,
    ).length,
  };
  return { records, namesOnly, counts };
}

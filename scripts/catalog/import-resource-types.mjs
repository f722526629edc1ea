import { globalRow } from "./global-types.mjs";
import { toTree } from "./import-tree.mjs";
import { asArray, asObject, asOneOf, asString, asStrings, byText, compact, fail, onlyKeys } from "./source.mjs";

/** @typedef {import("./source.mjs").Source} Source */

const KEYS = [
  "rdk",
  "sdk",
  "cdk",
  "resourceId",
  "arnPattern",
  "shapeSource",
  "confidence",
  "nodes",
  "schemaOnly",
  "properties",
];
const LISTS = /** @type {const} */ (["rdk", "sdk", "cdk"]);

/**
 * Names the field of the item that is its `resourceId`, and what kind of identifier that is. The kind follows the field's
 * name: an ARN, an id (`…Id`), or a name.
 *
 * @param {unknown} code - "arn", "name", "accountId" or "cfg:" and a property of the configuration.
 * @param {string} where
 * @returns {{ kind: string, path: string } | undefined}
 */
function toResourceId(code, where) {
  if (code === undefined) return undefined;
  const text = asString(code, `${where}.resourceId`);
  if (text === "arn") return { kind: "arn", path: "arn" };
  if (text === "accountId") return { kind: "id", path: "accountId" };
  if (text === "name") return { kind: "name", path: "resourceName" };
  if (!text.startsWith("cfg:")) return fail(`${where}.resourceId is "${text}".`);
  const property = text.slice("cfg:".length);
  return { kind: /id$/i.test(property) ? "id" : "name", path: `configuration.${property}` };
}

/**
 * Adds the policy documents of IAM: the API returns them as URL-encoded JSON, samples show some of them decoded or not at all.
 *
 * @param {string} name
 * @param {unknown} configuration
 * @returns {unknown}
 */
function withPolicyDocuments(name, configuration) {
  if (!/^AWS::IAM::(Group|Policy|Role|User)$/.test(name)) return configuration;
  const members = asObject(configuration, name);
  const [list, document] =
    name === "AWS::IAM::Policy"
      ? ["policyVersionList", "document"]
      : [`${name.slice("AWS::IAM::".length).toLowerCase()}PolicyList`, "policyDocument"];
  const item = asObject(asArray(members[list], `${name}.${list}`)[0], `${name}.${list}[]`);
  const shown = asObject(item[document] ?? {}, `${name}.${list}[].${document}`)["$or"];
  const decoded = shown === undefined ? [] : asArray(shown, document).filter((tree) => tree !== "string");
  const amended = { ...item, [document]: decoded.length === 0 ? "url-json" : { $or: [...decoded, "url-json"] } };
  return { ...members, [list]: [Object.fromEntries(Object.entries(amended).toSorted(([a], [b]) => byText(a, b)))] };
}

/**
 * @param {string} name
 * @param {Source} source
 * @returns {{ [key: string]: unknown }}
 */
function toRecord(name, source) {
  onlyKeys(source, KEYS, name);
  if (!/^AWS::\w+::\w+$/.test(name)) fail(`"${name}" is not the name of a resource type.`);
  const given = source["properties"] === null ? undefined : asObject(source["properties"], `${name}.properties`);
  const properties = given?.["configuration"] === undefined ? undefined : given; // an empty published schema says nothing
  /** @type {string[]} */
  const sampleOnly = [];
  if (properties !== undefined)
    onlyKeys(properties, ["configuration", "supplementaryConfiguration"], `${name}.properties`);
  const supplementary = properties?.["supplementaryConfiguration"];
  const undecided = properties === undefined ? 0 : asArray(source["nodes"], `${name}.nodes`)[1];
  const shown =
    supplementary === undefined ? undefined : toTree(supplementary, "supplementaryConfiguration", sampleOnly);
  return compact({
    type: name,
    notIn: LISTS.some((list) => source[list] !== true) ? LISTS.filter((list) => source[list] !== true) : undefined,
    global: globalRow(name),
    resourceId: toResourceId(source["resourceId"], name),
    arnPattern: source["arnPattern"],
    shapesFrom: properties && asStrings(source["shapeSource"], `${name}.shapeSource`),
    confidence: properties && asOneOf(source["confidence"], ["high", "medium", "low"], `${name}.confidence`),
    undecided: undecided === 0 ? undefined : undecided,
    configuration:
      properties && withPolicyDocuments(name, toTree(properties["configuration"], "configuration", sampleOnly)),
    supplementaryConfiguration: shown,
    sampleOnly: sampleOnly.length > 0 ? sampleOnly.toSorted(byText) : undefined,
    queryOnly: source["schemaOnly"],
  });
}

/**
 * Makes the records of resource-types.json: one a type, with the trees of `configuration` and
 * `supplementaryConfiguration` where the facts have one.
 *
 * @param {Source} source
 * @returns {{ records: { [key: string]: unknown }[], counts: { [key: string]: number } }}
 */
export function importResourceTypes(source) {
  const types = asObject(source["types"], "types");
  const records = Object.keys(types)
    .toSorted(byText)
    .map((name) => toRecord(name, asObject(types[name], name)));
  const counts = {
    types: records.length,
    withTree: records.filter((record) => record["configuration"] !== undefined).length,
    global: records.filter((record) => record["global"] !== undefined).length,
    withResourceId: records.filter((record) => record["resourceId"] !== undefined).length,
    withArnPattern: records.filter((record) => record["arnPattern"] !== undefined).length,
    undecidedNodes: records.reduce((sum, record) => sum + Number(record["undecided"] ?? 0), 0),
  };
  return { records, counts };
}

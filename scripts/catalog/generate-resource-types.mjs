import { header, propertyName } from "./literal.mjs";

/** @typedef {import("./literal.mjs").Facts} Facts */

/** @type {{ readonly [leaf: string]: string }} */
const LEAVES = {
  string: "string",
  cidr: "string",
  ip: "string",
  date: "string",
  integer: "number",
  number: "number",
  "epoch-ms": "number",
  boolean: "boolean",
  unknown: "unknown",
  "url-json": "Decoded<OpenObject>",
};

/**
 * The TypeScript type of a property tree. Trees: see import-tree.mjs.
 *
 * @param {unknown} tree
 * @param {string} path
 * @returns {string}
 */
function typeOf(tree, path) {
  if (typeof tree === "string") return LEAVES[tree] ?? unknownTree(tree, path);
  if (Array.isArray(tree)) return arrayTypeOf(tree[0], path);
  if (typeof tree !== "object" || tree === null) return unknownTree(tree, path);
  const members = Object.entries(tree);
  const [first] = members;
  if (first === undefined) return "OpenObject";
  if (first[0] === "$many") return `Many<${typeOf(first[1], path)}>`;
  if (first[0] === "$or" && Array.isArray(first[1])) return unionText(first[1].map((part) => typeOf(part, path)));
  if (first[0] === "$json") return jsonTypeOf(first[1], path);
  return "*" in tree
    ? mapTypeOf(members, path)
    : `{ ${members.map(([name, value]) => memberOf(name, value, path)).join("; ")} }`;
}

/** @param {unknown} item @param {string} path @returns {string} */
function arrayTypeOf(item, path) {
  const type = typeOf(item, path);
  const compound = Array.isArray(item) || (typeof item === "object" && item !== null && "$or" in item);
  return compound ? `readonly (${type})[]` : `readonly ${type}[]`;
}

/** @param {unknown} tree @param {string} path @returns {never} */
function unknownTree(tree, path) {
  throw new Error(`${path} has the unknown tree ${JSON.stringify(tree)}.`);
}

/** @param {string} name @param {unknown} tree @param {string} path @returns {string} */
function memberOf(name, tree, path) {
  const type = typeOf(tree, `${path}.${name}`);
  return `readonly ${propertyName(name)}?: ${type === "unknown" ? type : `${type} | null`}`;
}

// JSON text whose shape nobody shows is a policy document everywhere so far, and those are objects.
/** @param {unknown} tree @param {string} path @returns {string} */
function jsonTypeOf(tree, path) {
  if (tree !== "unknown") return `Decoded<${typeOf(tree, path)}>`;
  return /polic(y|ies)/i.test(path) ? "Decoded<OpenObject>" : "unknown";
}

/**
 * A map; where keys are known beside free ones, the index signature has to allow what they may be.
 *
 * @param {readonly (readonly [string, unknown])[]} members
 * @param {string} path
 * @returns {string}
 */
function mapTypeOf(members, path) {
  const values = [...new Set(members.map(([, tree]) => typeOf(tree, path)))];
  if (values.length === 1 && values[0] === "unknown") return "OpenObject";
  const known = members.filter(([name]) => name !== "*");
  const index = unionText(known.length === 0 ? values : [...values, "null", "undefined"]);
  return `{ ${[`readonly [key: string]: ${index}`, ...known.map(([name, tree]) => memberOf(name, tree, path))].join("; ")} }`;
}

/** @param {readonly string[]} types @returns {string} */
function unionText(types) {
  const distinct = [...new Set(types)];
  return distinct.filter((type) => !distinct.includes(`Decoded<${type}>`)).join(" | ");
}

/** @param {unknown} tree @param {string} name @param {string} section @returns {string} */
function sectionOf(tree, name, section) {
  if (typeof tree !== "object" || tree === null || Object.keys(tree).length === 0)
    return `    readonly ${section}: OpenObject;`;
  const lines = Object.entries(tree).map(([key, value]) => `      ${memberOf(key, value, `${name} ${section}`)};`);
  return [`    readonly ${section}: {`, ...lines, "    };"].join("\n");
}

/** @param {Facts} record @returns {string} */
function entryOf(record) {
  const name = String(record["type"]);
  const sections = ["configuration", "supplementaryConfiguration"].map((section) =>
    sectionOf(record[section], name, section),
  );
  const doubt =
    record["confidence"] === "medium" || record["confidence"] === "low"
      ? [`  /** Property names: ${record["confidence"]} confidence. */`]
      : [];
  return [...doubt, `  readonly ${JSON.stringify(name)}: {`, ...sections, "  };"].join("\n");
}

/** @param {Facts} record @returns {string | undefined} */
function notesOf(record) {
  const { global, resourceId, arnPattern, configuration } = record;
  const notes = { ...(configuration !== undefined && { typed: true }), global, resourceId, arnPattern };
  const text = JSON.stringify(notes);
  return text === "{}" ? undefined : `  ${JSON.stringify(record["type"])}: ${text},`;
}

/**
 * @param {readonly Facts[]} records
 * @returns {readonly (readonly [string, string])[]} Files by name.
 */
export function generateResourceTypes(records) {
  const imports = ['import type { Decoded, EmptyObject, Many, OpenObject } from "../model/shapes.ts";'];
  const types = [
    header("resource-types.json", imports),
    "/** Configuration of a configuration item, by resource type. A property may be missing, or `null`. */",
    "export interface ResourceTypes {",
    "  /** The account itself: what account-wide rules report on. AWS Config does not record it. */",
    '  readonly "AWS::::Account": { readonly configuration: EmptyObject; readonly supplementaryConfiguration: EmptyObject };',
    ...records.map(entryOf),
    "}",
    "",
  ].join("\n");
  const names = ["AWS::::Account", ...records.map((record) => String(record["type"]))];
  const facts = [
    header("resource-types.json", [
      'import type { ResourceTypeNotes } from "../model/resource-type.ts";',
      'import type { ResourceTypes } from "./resource-types.generated.ts";',
    ]),
    "export const RESOURCE_TYPE_NAMES: readonly (keyof ResourceTypes)[] = [",
    ...names.map((name) => `  ${JSON.stringify(name)},`),
    "];",
    "",
    "export const RESOURCE_TYPE_NOTES: { readonly [name: string]: ResourceTypeNotes } = {",
    ...records.map(notesOf).filter((line) => line !== undefined),
    "};",
    "",
  ].join("\n");
  return [
    ["resource-types.generated.ts", types],
    ["resource-type-notes.generated.ts", facts],
  ];
}

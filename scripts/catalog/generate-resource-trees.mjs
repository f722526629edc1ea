import { header } from "./literal.mjs";

/** @typedef {import("./literal.mjs").Facts} Facts */

/** Codes of leaves, as packages/catalog/src/resource-trees.ts reads them. @type {{ readonly [leaf: string]: string }} */
const CODES = {
  string: "s",
  cidr: "c",
  ip: "p",
  date: "t",
  number: "d",
  integer: "i",
  "epoch-ms": "m",
  boolean: "b",
  "url-json": "u",
  unknown: "?",
};

/**
 * A tree (see import-tree.mjs) with one letter a leaf.
 *
 * @param {unknown} tree
 * @param {string} path
 * @returns {unknown}
 */
function compact(tree, path) {
  if (typeof tree === "string") {
    const code = CODES[tree];
    if (code === undefined) throw new Error(`${path} has the unknown leaf "${tree}".`);
    return code;
  }
  if (Array.isArray(tree)) return tree.map((item) => compact(item, path));
  if (typeof tree !== "object" || tree === null)
    throw new Error(`${path} has the unknown tree ${JSON.stringify(tree)}.`);
  return Object.fromEntries(Object.entries(tree).map(([name, member]) => [name, compact(member, `${path}.${name}`)]));
}

/**
 * JSON text as a literal in single quotes: of the text's own characters only those and backslashes need an escape.
 *
 * @param {unknown} value
 * @returns {string}
 */
function quoted(value) {
  return `'${JSON.stringify(value).replace(/[\\']/g, "\\$&")}'`;
}

/** @param {Facts} record @returns {string[]} */
function lineOf(record) {
  const { type, configuration, supplementaryConfiguration } = record;
  if (configuration === undefined) return [];
  const sections = [configuration, ...(supplementaryConfiguration === undefined ? [] : [supplementaryConfiguration])];
  return [`  ${JSON.stringify(type)}: ${quoted(sections.map((tree) => compact(tree, String(type))))},`];
}

/**
 * @param {readonly Facts[]} records
 * @returns {readonly (readonly [string, string])[]} Files by name.
 */
export function generateResourceTrees(records) {
  const text = [
    header("resource-types.json", []),
    "/** Trees of `configuration` and, where one is known, `supplementaryConfiguration`: JSON text, parsed when it is asked for. */",
    "export const RESOURCE_TREES: { readonly [resourceType: string]: string } = {",
    ...records.flatMap(lineOf),
    "};",
    "",
  ].join("\n");
  return [["resource-trees.generated.ts", text]];
}

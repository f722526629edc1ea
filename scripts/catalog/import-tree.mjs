// Turns a source's property tree into ours:
//   "string" "integer" "number" "boolean" "cidr" "ip" "date" "epoch-ms" "url-json" "unknown"
//   { name: T }  object          {}             object whose members are unknown
//   [T]          array           { "*": T }     map with free keys
//   {"$json":T}  JSON text of T  {"$or":[T,T]}  one of these   {"$many":T}  T or an array of T, not known which
import { asArray, byText, fail } from "./source.mjs";

/** @typedef {string | readonly [unknown] | { readonly [key: string]: unknown }} Tree */

/** @type {{ readonly [code: string]: string }} */
const LEAVES = {
  s: "string",
  i: "integer",
  d: "number",
  b: "boolean",
  c: "cidr",
  p: "ip",
  t: "date",
  tm: "epoch-ms",
  u: "url-json",
  "?": "unknown",
};

// Among the leaves whose kind was proved, no boolean and one date in 200 is an array: an undecided one is read as scalar.
const SCALARS = new Set(["boolean", "date"]);

/**
 * @param {string} code
 * @param {string} path
 * @returns {Tree}
 */
function toLeaf(code, path) {
  const leaf = LEAVES[code];
  if (leaf !== undefined) return leaf;
  const item = code.endsWith("?") ? LEAVES[code.slice(0, -1)] : undefined;
  if (item === undefined) return fail(`${path} has the unknown code "${code}".`);
  return SCALARS.has(item) ? item : { $many: item };
}

/**
 * @param {readonly unknown[]} parts
 * @param {string} path
 * @param {string[]} sampleOnly
 * @returns {Tree}
 */
function toOperator(parts, path, sampleOnly) {
  const [operator, ...operands] = parts;
  const trees = operands.map((operand) => toTree(operand, path, sampleOnly));
  const [first] = trees;
  if (operator === "json" && trees.length === 1 && first !== undefined) return { $json: first };
  if (operator === "?" && trees.length === 1 && first !== undefined) return { $many: first };
  if ((operator === "or" || operator === "?") && trees.length > 1) return { $or: trees };
  return fail(`${path} has the unknown operator ${JSON.stringify(parts).slice(0, 80)}.`);
}

/**
 * @param {unknown} source
 * @param {string} path - Dotted, from `configuration` or `supplementaryConfiguration`.
 * @param {string[]} sampleOnly - Gets the paths that only a sample item shows.
 * @returns {Tree}
 */
export function toTree(source, path, sampleOnly) {
  if (typeof source === "string") return toLeaf(source, path);
  if (Array.isArray(source)) {
    return source.length === 1
      ? [toTree(source[0], `${path}[]`, sampleOnly)]
      : toOperator(asArray(source, path), path, sampleOnly);
  }
  if (typeof source !== "object" || source === null) return fail(`${path} is neither a code, an object nor an array.`);
  const members = Object.entries(source).map(([key, value]) => {
    const name = key.startsWith("+") ? key.slice(1) : key;
    if (name === "" || name.startsWith("$")) fail(`${path} has a property named "${key}".`);
    const memberPath = `${path}.${name}`;
    if (name !== key) sampleOnly.push(memberPath);
    return /** @type {[string, Tree]} */ ([name, toTree(value, memberPath, sampleOnly)]);
  });
  if (new Set(members.map(([name]) => name)).size < members.length) fail(`${path} names a property twice.`);
  return Object.fromEntries(members.toSorted(([a], [b]) => byText(a, b)));
}

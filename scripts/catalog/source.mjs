// Reading source catalogues: every surprise becomes one sentence that names the file and the record.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** @typedef {{ readonly [key: string]: unknown }} Source */

/**
 * Ends the import with a sentence.
 *
 * @param {string} sentence
 * @returns {never}
 */
export function fail(sentence) {
  throw new Error(sentence);
}

/**
 * Reads one source catalogue.
 *
 * @param {string} directory
 * @param {string} file
 * @returns {Source}
 */
export function readSource(directory, file) {
  const path = join(directory, file);
  try {
    return asObject(JSON.parse(readFileSync(path, "utf8")), path);
  } catch (error) {
    return fail(`Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @param {unknown} value @param {string} where @returns {Source} */
export function asObject(value, where) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) fail(`${where} is not an object.`);
  return /** @type {Source} */ (value);
}

/** @param {unknown} value @param {string} where @returns {readonly unknown[]} */
export function asArray(value, where) {
  return Array.isArray(value) ? value : fail(`${where} is not an array.`);
}

/** @param {unknown} value @param {string} where @returns {readonly Source[]} */
export function asObjects(value, where) {
  return asArray(value, where).map((entry, index) => asObject(entry, `${where}[${index}]`));
}

/** @param {unknown} value @param {string} where @returns {string} */
export function asString(value, where) {
  return typeof value === "string" && value !== "" ? value : fail(`${where} is not a text.`);
}

/** @param {unknown} value @param {string} where @returns {readonly string[]} */
export function asStrings(value, where) {
  return asArray(value, where).map((entry, index) => asString(entry, `${where}[${index}]`));
}

/**
 * @template {string} T
 * @param {unknown} value
 * @param {readonly T[]} allowed
 * @param {string} where
 * @returns {T}
 */
export function asOneOf(value, allowed, where) {
  return (
    allowed.find((entry) => entry === value) ??
    fail(`${where} is ${JSON.stringify(value)}, not one of ${allowed.join(", ")}.`)
  );
}

/**
 * Fails when a record has a key the import does not know: a new fact must be taken or left on purpose.
 *
 * @param {Source} record
 * @param {readonly string[]} known
 * @param {string} where
 */
export function onlyKeys(record, known, where) {
  const unknownKeys = Object.keys(record).filter((key) => !known.includes(key));
  if (unknownKeys.length > 0) fail(`${where} has keys the import does not know: ${unknownKeys.join(", ")}.`);
}

/**
 * Copies a record without its `undefined` values, so that JSON text and comparison agree.
 *
 * @param {{ readonly [key: string]: unknown }} record
 * @returns {{ [key: string]: unknown }}
 */
export function compact(record) {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** @param {string} a @param {string} b @returns {number} */
export function byText(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Orders names the way people number them: CIS 1.9 before 1.10.
 *
 * @param {string} a
 * @param {string} b
 * @returns {number}
 */
export function byNumberedText(a, b) {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (const [index, x] of left.entries()) {
    const y = right[index];
    if (y === undefined) return 1;
    if (x !== y) return /^\d/.test(x) && /^\d/.test(y) ? Number(x) - Number(y) : byText(x, y);
  }
  return left.length - right.length;
}

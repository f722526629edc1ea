import { Buffer } from "node:buffer";
import { isObject } from "@rulewright/sdk";
import { memberAt, skipSpace, valueEnd } from "./json-bytes.ts";

/** Keys of the arrays that hold items. */
const ARRAY_KEYS = ["configurationItems", "baseConfigurationItems", "Results"];

/** Whether items would be read of a member. */
export function isArrayKey(key: string | undefined): boolean {
  return key !== undefined && ARRAY_KEYS.includes(key);
}

/**
 * Why a document is not read that has items in several arrays, of which one alone would be: under several keys, or under
 * one that is there more than once, of which `JSON.parse` keeps the last. Within items a key may stand as often as it
 * likes.
 * @param text - What the document was parsed from.
 */
export function rivalArrays(document: unknown, text: string): string | undefined {
  if (!isObject(document)) return undefined;
  const held = ARRAY_KEYS.filter((key) => Object.hasOwn(document, key) && Array.isArray(document[key]));
  if (held.length > 1) return `${held.map((key) => `"${key}"`).join(" and ")} both hold items`;
  const suspects = ARRAY_KEYS.filter((key) => Object.hasOwn(document, key) && standsTwice(text, `"${key}"`));
  if (suspects.length === 0) return undefined;
  const keys = keysAtTop(Buffer.from(text));
  const repeated = suspects.find((key) => keys.indexOf(key) < keys.lastIndexOf(key));
  return repeated === undefined ? undefined : `"${repeated}" stands in it more than once`;
}

/** Cheap, and right in that a key that is there twice stands twice. */
function standsTwice(text: string, part: string): boolean {
  const first = text.indexOf(part);
  return first >= 0 && text.includes(part, first + part.length);
}

/** The keys of an object's own members, in order. */
function keysAtTop(bytes: Buffer): readonly (string | undefined)[] {
  const keys: (string | undefined)[] = [];
  let at = skipSpace(bytes, 0, bytes.length) + 1;
  for (;;) {
    const member = memberAt(bytes, at, bytes.length);
    if (!member) return keys;
    keys.push(member.key);
    at = valueEnd(bytes, member.value, bytes.length) + 1;
    if (at === 0) return keys;
  }
}

import type { Buffer } from "node:buffer";
import type { ArrayReading } from "./array-reader.ts";
import { isArrayKey } from "./rival-arrays.ts";
import { markLength, memberAt, skipSpace, valueEnd } from "./json-bytes.ts";

/** What a document's first bytes show it to be. */
export type InputShape =
  | { readonly kind: "evidence" }
  /** Items that can be read in pieces. */
  | { readonly kind: "array"; readonly reading: Pick<ArrayReading, "from" | "before"> }
  | { readonly kind: "lines" }
  | { readonly kind: "other" };

const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
const COMMA = 0x2c;
const NEWLINE = 0x0a;

/** Tells a document by its first bytes. */
export function shapeOf(head: Buffer): InputShape {
  const start = skipSpace(head, markLength(head), head.length);
  if (head[start] === OPEN_ARRAY) return { kind: "array", reading: { from: start + 1, before: "[]" } };
  if (head[start] !== OPEN_OBJECT) return { kind: "other" };
  return shapeOfObject(head, start + 1);
}

function shapeOfObject(head: Buffer, from: number): InputShape {
  let at = from;
  for (;;) {
    const member = memberAt(head, at, head.length);
    if (!member) return { kind: "other" };
    if (member.key === "rulewrightEvidence") return { kind: "evidence" };
    if (member.key === "configurationItems") {
      if (head[member.value] !== OPEN_ARRAY) return { kind: "other" }; // the key may come once more
      return { kind: "array", reading: { from: member.value + 1, before: '{"configurationItems":[]' } };
    }
    if (isArrayKey(member.key)) return { kind: "other" }; // items may come once more
    const stop = valueEnd(head, member.value, head.length);
    if (stop < 0) return { kind: "other" };
    if (head[stop] !== COMMA) return areLines(head, stop) ? { kind: "lines" } : { kind: "other" };
    at = stop + 1;
  }
}

/** An object by itself, a line's end and another one. */
function areLines(head: Buffer, close: number): boolean {
  const next = skipSpace(head, close + 1, head.length);
  return head[next] === OPEN_OBJECT && head.subarray(close, next).includes(NEWLINE);
}

import { isAscii, isUtf8, type Buffer } from "node:buffer";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** Whether a byte is white space of JSON. */
export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** How many bytes of a document's beginning are a byte order mark. */
export function markLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** The index of the first byte that is no white space. */
export function skipSpace(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && isSpace(bytes[at])) at += 1;
  return at;
}

/** The index of a string's closing quote; -1 where it does not end. */
function stringEnd(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from + 1; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at += 1;
  }
  return -1;
}

/**
 * The index of the comma or closing bracket after a value, by counting brackets outside strings; -1 where it does not
 * end. Exact for JSON; of anything else it says nothing.
 */
export function valueEnd(bytes: Uint8Array, from: number, end: number): number {
  let depth = 0;
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = stringEnd(bytes, at, end);
      if (at < 0) return -1;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (byte === COMMA && depth === 0) return at;
  }
  return -1;
}

/** A member of an object: its key, and where its value begins. */
export interface Member {
  /** `undefined` where it is written with escapes. */
  readonly key: string | undefined;
  readonly value: number;
}

/** The member that begins at `from`, or `undefined` where there is none, or not all of it. */
export function memberAt(bytes: Buffer, from: number, end: number): Member | undefined {
  const start = skipSpace(bytes, from, end);
  if (bytes[start] !== QUOTE) return undefined;
  const stop = stringEnd(bytes, start, end);
  if (stop < 0) return undefined;
  const colon = skipSpace(bytes, stop + 1, end);
  if (bytes[colon] !== COLON) return undefined;
  const value = skipSpace(bytes, colon + 1, end);
  if (value >= end) return undefined;
  const hasEscapes = bytes.subarray(start, stop).includes(BACKSLASH);
  return { key: hasEscapes ? undefined : bytes.toString("utf8", start + 1, stop), value };
}

/** An item whose text was only looked at. */
export interface Glance {
  /** `undefined` where it is not plain to see. */
  readonly type: string | undefined;
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** The index after the item's last byte; -1 where it does not end. */
  readonly end: number;
}

type Found = { -readonly [K in keyof Glance]: Glance[K] };

const WANTED: ReadonlyMap<string, "type" | "account" | "region"> = new Map([
  ["resourceType", "type"],
  ["awsAccountId", "account"],
  ["accountId", "account"],
  ["awsRegion", "region"],
]);
const LENGTHS: ReadonlySet<number> = new Set([...WANTED.keys()].map((key) => key.length));

/** Reads the type, account and Region of the item that begins at `from` by counting brackets, without parsing it. */
// oxlint-disable-next-line complexity -- one loop over every byte: a call for each would cost more than the rest
export function glanceAt(bytes: Buffer, from: number, end: number): Glance {
  const found: Found = { type: undefined, account: undefined, region: undefined, end: -1 };
  let depth = 0;
  let isKey = false;
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      const stop = stringEnd(bytes, at, end);
      if (stop < 0) return found;
      if (isKey && depth === 1 && LENGTHS.has(stop - at - 1)) readKey(bytes, at, stop, end, found);
      isKey = false;
      at = stop;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth += 1;
      isKey = true;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      depth -= 1;
      if (depth === 0) return { ...found, end: at + 1 };
    } else if (byte === COMMA) isKey = true;
  }
  return found;
}

function readKey(bytes: Buffer, at: number, stop: number, end: number, found: Found): void {
  const wanted = WANTED.get(bytes.toString("latin1", at + 1, stop));
  if (!wanted) return;
  const value = skipSpace(bytes, skipSpace(bytes, stop + 1, end) + 1, end);
  const last = bytes[value] === QUOTE ? stringEnd(bytes, value, end) : -1;
  const text = last < 0 ? undefined : bytes.toString("latin1", value + 1, last);
  found[wanted] = text?.includes("\\") ? undefined : text;
}

/** The text of bytes, or `undefined` where they are not UTF-8. */
export function decode(bytes: Buffer, from: number, to: number): string | undefined {
  const part = bytes.subarray(from, to);
  if (isAscii(part)) return bytes.toString("latin1", from, to);
  return isUtf8(part) ? bytes.toString("utf8", from, to) : undefined;
}

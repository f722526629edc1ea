import type { Buffer } from "node:buffer";
import { isObject, messageOf } from "@rulewright/sdk";
import type { ByteSource } from "./byte-source.ts";
import { ByteWindow } from "./byte-window.ts";
import { decode, glanceAt, isSpace, memberAt, skipSpace, valueEnd, type Glance } from "./json-bytes.ts";
import { rivalArrays } from "./rival-arrays.ts";

/** Bytes of a piece: so few that what is parsed of it is mostly done with when young objects are collected. */
const PIECE = 1 << 15;

/** Longest item that is read, in bytes. */
export const LONGEST_ITEM = 1 << 26;

const CLOSE_ARRAY = 0x5d;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
const COMMA = 0x2c;

/** Some elements of the array. */
export interface Elements {
  readonly values: readonly unknown[];
  /** Those that were looked at only. */
  readonly skipped: readonly Glance[];
}

/** What stands in the way of reading an element, and of all after it unless `goesOn`. */
export interface ReadingProblem {
  readonly reason: string;
  readonly offset: number;
  readonly goesOn: boolean;
}

/** How an array is read. */
export interface ArrayReading {
  /** Where the first element may begin, after the bracket. */
  readonly from: number;
  /** What must be JSON once the rest of the document is written after it. */
  readonly before: string;
  /** Whether an element of a type need not be parsed. */
  readonly isSkipped?: ((type: string) => boolean) | undefined;
  readonly boundary?: Boundary | undefined;
}

/** What the end of an element and the beginning of the next one look like, and where the comma is in it. */
export interface Boundary {
  readonly bytes: Uint8Array;
  readonly comma: number;
}

/**
 * Reads the elements of a long JSON array in pieces of some 32 KiB. A piece is cut where the bytes look like the end of
 * one element and the beginning of another; that `JSON.parse` takes it proves the guess, since it begins where an
 * element begins and a cut at any other depth leaves a bracket open. Where the guess fails, elements are told apart by
 * counting brackets. After an element that is no JSON nothing more is read: where it ends cannot be known.
 */
export class ArrayReader {
  readonly #reading: ArrayReading;
  readonly #window: ByteWindow;
  #boundary: Boundary | undefined;
  #isSkipping = false;
  #isClosed = false;

  constructor(source: ByteSource, reading: ArrayReading) {
    this.#window = new ByteWindow(source, LONGEST_ITEM);
    this.#reading = reading;
    this.#boundary = reading.boundary;
  }

  /** Bytes read so far. */
  get offset(): number {
    return this.#window.offset;
  }

  /** The array's elements, in order. To be called once. */
  async *read(): AsyncGenerator<Elements | ReadingProblem> {
    try {
      yield* this.#read();
    } finally {
      this.#window.release();
    }
  }

  async *#read(): AsyncGenerator<Elements | ReadingProblem> {
    const window = this.#window;
    await window.skipTo(this.#reading.from);
    await window.want(PIECE);
    const first = skipSpace(window.bytes, window.start, window.end);
    if (first < window.end && window.bytes[first] === CLOSE_ARRAY) this.#pass(first);
    while (!this.#isClosed) {
      const piece = await this.#next();
      yield piece;
      if ("reason" in piece && !piece.goesOn) return;
    }
    yield* this.#tail();
  }

  async #next(): Promise<Elements | ReadingProblem> {
    const window = this.#window;
    await window.want(2 * PIECE);
    if (this.#isSkipping) return this.#glance();
    const boundary = this.#boundary;
    if (!boundary || window.length < PIECE) return this.#exact(boundary ? PIECE : 0);
    const { bytes, start, end } = window;
    const found = bytes.indexOf(boundary.bytes, start + PIECE);
    if (found < 0 || found + boundary.bytes.length > end) return this.#exact(PIECE);
    const values = this.#parse(start, found + boundary.comma);
    if (!values) return this.#exact(PIECE);
    window.start = found + boundary.comma + 1;
    this.#isSkipping = this.#areMostSkipped(values);
    return { values, skipped: [] };
  }

  #areMostSkipped(values: readonly unknown[]): boolean {
    const { isSkipped } = this.#reading;
    if (!isSkipped) return false;
    let skipped = 0;
    for (const value of values) {
      const type = isObject(value) ? value["resourceType"] : undefined;
      if (typeof type === "string" && isSkipped(type)) skipped += 1;
    }
    return skipped * 2 > values.length;
  }

  /** Parses what lies between two indexes as elements, with brackets written over the bytes around it. */
  #parse(from: number, to: number): readonly unknown[] | undefined {
    const { bytes } = this.#window;
    const [before = 0, after = 0] = [bytes[from - 1], bytes[to]];
    bytes[from - 1] = OPEN_ARRAY;
    bytes[to] = CLOSE_ARRAY;
    try {
      const text = decode(bytes, from - 1, to + 1);
      return text === undefined ? undefined : (JSON.parse(text) as readonly unknown[]);
    } catch {
      return undefined;
    } finally {
      bytes[from - 1] = before;
      bytes[to] = after;
    }
  }

  /** Reads elements one by one, at least one and as many as lie in some bytes, by counting brackets. */
  async #exact(atLeast: number): Promise<Elements | ReadingProblem> {
    const window = this.#window;
    const values: unknown[] = [];
    const until = window.offset + atLeast;
    do {
      const stop = await this.#elementEnd();
      const read = this.#element(stop);
      if ("reason" in read) {
        if (values.length > 0) break; // it is met again
        if (read.goesOn) this.#pass(stop);
        return read;
      }
      values.push(read.value);
      this.#boundary ??= learnBoundary(window.bytes, stop, window.end);
      this.#pass(stop);
    } while (!this.#isClosed && window.offset < until);
    this.#isSkipping ||= this.#areMostSkipped(values);
    return { values, skipped: [] };
  }

  /** The element from the start to its delimiter. */
  #element(stop: number): { readonly value: unknown } | ReadingProblem {
    const { bytes, start, length, offset, endOffset } = this.#window;
    if (stop < 0 || stop - start > LONGEST_ITEM) {
      if (length <= LONGEST_ITEM) return { reason: "it is cut off", offset: endOffset, goesOn: false };
      return { reason: `an item is larger than ${LONGEST_ITEM >> 20} MiB`, offset, goesOn: false };
    }
    const text = decode(bytes, start, stop);
    if (text === undefined) return { reason: "an item is not UTF-8", offset, goesOn: true };
    try {
      const value: unknown = JSON.parse(text);
      if (bytes[stop] === COMMA || bytes[stop] === CLOSE_ARRAY) return { value };
      return { reason: "a bracket does not match", offset: offset + stop - start, goesOn: false };
    } catch (error) {
      return { reason: messageOf(error), offset, goesOn: false };
    }
  }

  /** Looks at elements and parses those only that are wanted. */
  // oxlint-disable-next-line complexity -- every way out leads to the exact reading
  async #glance(): Promise<Elements | ReadingProblem> {
    const window = this.#window;
    const values: unknown[] = [];
    const skipped: Glance[] = [];
    const until = window.offset + PIECE;
    while (window.offset < until) {
      const { bytes, end } = window;
      const first = skipSpace(bytes, window.start, end);
      const glance = bytes[first] === OPEN_OBJECT && first < end ? glanceAt(bytes, first, end) : undefined;
      const stop = glance && glance.end > 0 ? skipSpace(bytes, glance.end, end) : end;
      const isWhole = stop < end && (bytes[stop] === COMMA || bytes[stop] === CLOSE_ARRAY);
      if (!glance || !isWhole) break;
      if (glance.type !== undefined && this.#reading.isSkipped?.(glance.type) === true) skipped.push(glance);
      else {
        const read = this.#element(stop);
        if ("reason" in read) break;
        values.push(read.value);
      }
      this.#pass(stop);
      if (this.#isClosed) break;
    }
    this.#isSkipping = skipped.length > values.length;
    return values.length + skipped.length > 0 ? { values, skipped } : this.#exact(0);
  }

  /** The index of the delimiter after the element that begins at the start; -1 where it does not end. */
  async #elementEnd(): Promise<number> {
    const window = this.#window;
    for (;;) {
      const stop = valueEnd(window.bytes, window.start, window.end);
      if (stop >= 0 || window.isWhole || window.length > LONGEST_ITEM) return stop;
      await window.want(window.length * 2 + 1); // so that a long element is not looked through time and again
    }
  }

  #pass(delimiter: number): void {
    this.#isClosed = this.#window.bytes[delimiter] === CLOSE_ARRAY;
    this.#window.start = delimiter + 1;
  }

  /** What follows the array must end the document. */
  async *#tail(): AsyncGenerator<ReadingProblem> {
    const window = this.#window;
    await window.want(LONGEST_ITEM);
    const text = decode(window.bytes, window.start, window.end);
    try {
      if (text === undefined) throw new SyntaxError("it is not UTF-8");
      const document = this.#reading.before + text;
      const rivals = rivalArrays(JSON.parse(document), document);
      if (rivals !== undefined) throw new SyntaxError(rivals);
    } catch (error) {
      yield { reason: `after the items: ${messageOf(error)}`, offset: window.offset, goesOn: false };
    }
  }
}

/** Learns a boundary from the comma between two objects; `undefined` where the second is not plain to see. */
export function learnBoundary(bytes: Buffer, comma: number, end: number): Boundary | undefined {
  const next = skipSpace(bytes, comma + 1, end);
  if (bytes[comma] !== COMMA || bytes[next] !== OPEN_OBJECT) return undefined;
  const member = memberAt(bytes, next + 1, end);
  if (member?.key === undefined) return undefined;
  let close = comma - 1;
  while (close > 0 && isSpace(bytes[close])) close -= 1;
  const key = skipSpace(bytes, next + 1, end);
  const to = bytes.indexOf(0x22, key + 1) + 1; // a key without escapes has no quote
  return { bytes: Uint8Array.prototype.slice.call(bytes, close, to), comma: comma - close };
}

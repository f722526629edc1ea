/** A part of a long file fills a few pieces; larger ones would mostly be handed on empty. */
const CHUNK_BITS = 12;
const CHUNK = 1 << CHUNK_BITS;

/** Numbers of one width. */
export type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** A growing list of numbers of one width, off the heap. It grows by pieces, so nothing is ever copied. */
export class Column<T extends Numbers = Numbers> {
  readonly #create: (length: number) => T;
  readonly #chunks: T[] = [];
  #length = 0;

  constructor(create: (length: number) => T) {
    this.#create = create;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const index = this.#length & (CHUNK - 1);
    if (index === 0 && this.#length >> CHUNK_BITS === this.#chunks.length) this.#chunks.push(this.#create(CHUNK));
    const chunk = this.#chunks[this.#length >> CHUNK_BITS];
    if (chunk) chunk[index] = value;
    this.#length += 1;
  }

  /** The number at an index; beyond the length it is 0. */
  at(index: number): number {
    return this.#chunks[index >> CHUNK_BITS]?.[index & (CHUNK - 1)] ?? 0;
  }

  /** All numbers as one array. */
  toArray(): T {
    const all = this.#create(this.#length);
    for (const [number, chunk] of this.#chunks.entries())
      all.set(chunk.subarray(0, Math.max(0, this.#length - number * CHUNK)), number * CHUNK);
    return all;
  }

  /** Adds numbers of the same width. */
  append(numbers: T): void {
    for (let from = 0; from < numbers.length;) {
      const index = this.#length & (CHUNK - 1);
      if (index === 0 && this.#length >> CHUNK_BITS === this.#chunks.length) this.#chunks.push(this.#create(CHUNK));
      const part = numbers.subarray(from, from + CHUNK - index);
      this.#chunks[this.#length >> CHUNK_BITS]?.set(part, index);
      this.#length += part.length;
      from += part.length;
    }
  }

  /** Sets the number at any index; what lies between it and the length is 0. */
  put(index: number, value: number): void {
    while (this.#length <= index) this.push(0);
    this.set(index, value);
  }

  set(index: number, value: number): void {
    const chunk = this.#chunks[index >> CHUNK_BITS];
    if (chunk) chunk[index & (CHUNK - 1)] = value;
  }
}

/** Columns of the widths that are needed. */
export const uint8 = (): Column<Uint8Array> => new Column((length) => new Uint8Array(length));
export const uint16 = (): Column<Uint16Array> => new Column((length) => new Uint16Array(length));
export const uint32 = (): Column<Uint32Array> => new Column((length) => new Uint32Array(length));
export const float64 = (): Column<Float64Array> => new Column((length) => new Float64Array(length));

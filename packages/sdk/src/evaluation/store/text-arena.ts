import { Buffer } from "node:buffer";

const CHUNK = 1 << 17;
const HEADER = 4;
const SHORT = 64;

/** A text's place in its arena; 0 stands for none. */
export type TextRef = number;

/**
 * Many short texts in few buffers: a string of its own costs some forty bytes of heap, and every collection visits it.
 * A text is stored as one byte or two a character, so that any string, half surrogate pairs included, comes back as it
 * was. Holds at most 4 GiB.
 */
export class TextArena {
  readonly #chunks: Buffer[] = [];
  #used = CHUNK;

  add(text: string): TextRef {
    return text.length <= SHORT ? (this.#addShort(text) ?? this.#addLong(text)) : this.#addLong(text);
  }

  /** A call into Node takes longer than a short text; one that needs two bytes a character is left to the other way. */
  #addShort(text: string): TextRef | undefined {
    const size = text.length;
    const { chunk, offset, ref } = this.#reserve(HEADER + size);
    let isWide = 0;
    for (let index = 0; index < size; index += 1) {
      const code = text.charCodeAt(index);
      isWide |= code >> 8;
      chunk[offset + HEADER + index] = code;
    }
    if (isWide !== 0) {
      this.#used -= HEADER + size;
      return undefined;
    }
    chunk.writeUInt32LE(size * 2, offset);
    return ref;
  }

  #addLong(text: string): TextRef {
    const isWide = !isLatin1(text);
    const size = isWide ? text.length * 2 : text.length;
    const { chunk, offset, ref } = this.#reserve(HEADER + size);
    chunk.writeUInt32LE(size * 2 + (isWide ? 1 : 0), offset);
    chunk.write(text, offset + HEADER, isWide ? "utf16le" : "latin1");
    return ref;
  }

  /** The text of a reference; of 0 none. */
  get(ref: TextRef): string | undefined {
    if (ref === 0) return undefined;
    const { chunk, offset, size, isWide } = this.#find(ref);
    return chunk.toString(isWide ? "utf16le" : "latin1", offset + HEADER, offset + HEADER + size);
  }

  /** The pieces, for another thread; the last one is copied, so that what is not used of it stays behind. */
  get chunks(): readonly Uint8Array[] {
    return this.#chunks.map((chunk, number) =>
      number === this.#chunks.length - 1 ? Uint8Array.prototype.slice.call(chunk, 0, this.#used) : chunk,
    );
  }

  /** Takes over the pieces of another arena, without copying them. @returns What its references grow by. */
  append(chunks: readonly Uint8Array[]): number {
    const shift = this.#chunks.length * CHUNK;
    for (const { buffer, byteOffset, byteLength } of chunks)
      this.#chunks.push(Buffer.from(buffer, byteOffset, byteLength));
    this.#used = CHUNK; // the last piece has no room
    return shift;
  }

  /** Whether two references are of the same text. */
  isSame(a: TextRef, b: TextRef): boolean {
    const [left, right] = [this.#find(a), this.#find(b)];
    const [from, to] = [left.offset, left.offset + HEADER + left.size]; // the header tells the length
    return left.chunk.compare(right.chunk, right.offset, right.offset + HEADER + right.size, from, to) === 0;
  }

  #find(ref: TextRef) {
    const chunk = this.#chunks[Math.floor(ref / CHUNK)] ?? Buffer.alloc(HEADER);
    const offset = ref % CHUNK;
    const header = chunk.readUInt32LE(offset);
    return { chunk, offset, size: Math.floor(header / 2), isWide: header % 2 === 1 };
  }

  /** A text that is longer than a piece gets one of its own. */
  #reserve(size: number) {
    if (this.#used + size > CHUNK) {
      this.#chunks.push(Buffer.allocUnsafeSlow(Math.max(CHUNK, size + HEADER)));
      this.#used = this.#chunks.length === 1 ? HEADER : 0; // no text has the reference 0, not even once it has grown
    }
    const number = this.#chunks.length - 1;
    const offset = this.#used;
    this.#used += size;
    return { chunk: this.#chunks[number] ?? Buffer.alloc(0), offset, ref: number * CHUNK + offset };
  }
}

function isLatin1(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0xff) return false;
  return true;
}

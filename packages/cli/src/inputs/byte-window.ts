import { Buffer } from "node:buffer";
import type { ByteSource } from "./byte-source.ts";

/** Small enough for a processor's cache. */
const WINDOW = 1 << 20;

/** Buffers that are done with: a thread looks at one range after the other. */
const spare: Buffer[] = [];

/** The part of a document that is being looked at. What lies before `start` is done with. */
export class ByteWindow {
  readonly #source: ByteSource;
  readonly #largest: number;
  /** One byte more than is ever filled: a bracket may be written after the last. */
  bytes = spare.pop() ?? Buffer.allocUnsafeSlow(WINDOW + 1);
  start = 1;
  end = 1;
  isWhole = false;
  /** The offset of the first byte of `bytes`; there is always one before `start`, to be written over. */
  #base = -1;

  /** @param longest - So many bytes after `start` can be held. */
  constructor(source: ByteSource, longest: number) {
    this.#source = source;
    this.#largest = longest + WINDOW;
  }

  /** The offset of `start` in the document. */
  get offset(): number {
    return this.#base + this.start;
  }

  /** The offset after the last byte. */
  get endOffset(): number {
    return this.#base + this.end;
  }

  get length(): number {
    return this.end - this.start;
  }

  /** Gives its buffer to the next window; this one must not be used any more. */
  release(): void {
    if (this.bytes.length === WINDOW + 1) spare.push(this.bytes);
    this.bytes = Buffer.alloc(0);
  }

  /** Leaves out everything before an offset. */
  async skipTo(offset: number): Promise<void> {
    while (this.endOffset < offset && !this.isWhole) {
      this.start = this.end;
      await this.fill();
    }
    this.start = Math.min(offset - this.#base, this.end);
  }

  /** Reads on until there are so many bytes, or no more. Indexes into `bytes` change. */
  async want(length: number): Promise<void> {
    while (this.length < length && (await this.fill()));
  }

  /** Reads once. @returns Whether there was more. */
  async fill(): Promise<boolean> {
    if (this.isWhole) return false;
    if (this.end >= this.bytes.length - 1) this.#makeRoom();
    const read = await this.#source.read(this.bytes.subarray(0, this.bytes.length - 1), this.end);
    this.end += read;
    this.isWhole = read === 0;
    return !this.isWhole;
  }

  #makeRoom(): void {
    const isLarge = this.length > this.bytes.length / 2;
    const target = isLarge ? Buffer.allocUnsafeSlow(Math.min(this.bytes.length * 2, this.#largest)) : this.bytes;
    this.bytes.copy(target, 1, this.start, this.end);
    this.#base += this.start - 1;
    this.end = this.length + 1;
    this.start = 1;
    this.bytes = target;
  }
}

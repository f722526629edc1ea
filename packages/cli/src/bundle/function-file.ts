/** A file of a function's code. */
export interface FunctionFile {
  /** `index.mjs`, the entry, or a chunk beside it. */
  readonly path: string;
  readonly content: Uint8Array;
}

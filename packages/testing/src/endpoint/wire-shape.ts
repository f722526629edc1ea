/** An SDK shape with its enumerations opened to any string, as they are on the wire. */
export type Wire<T> = T extends string
  ? string
  : T extends Date | Uint8Array
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Wire<Item>[]
      : T extends object
        ? { [Key in keyof T]: Wire<T[Key]> }
        : T;

/** An SDK command's output without what the client adds to it. */
export type WireOutput<T> = { [Key in keyof T as Exclude<Key, "$metadata">]: Wire<T[Key]> };

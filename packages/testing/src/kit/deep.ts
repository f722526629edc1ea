import type { Many } from "@rulewright/catalog";

/** Every member optional, at every depth: a fixture states what its case is about. A `Many<T>` is one or an array. */
export type DeepPartial<T> = T extends readonly (infer U)[]
  ? readonly DeepPartial<U>[]
  : T extends Many<infer U>
    ? DeepPartial<U> | readonly DeepPartial<U>[]
    : T extends object
      ? { readonly [K in keyof T]?: DeepPartial<T[K]> }
      : T;

/** Freezes a value at every depth, so that a rule that changes its input fails. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) deepFreeze(member);
  return value;
}

import type { Many } from "@rulewright/catalog";

/**
 * Reads a value that may be one or many, or of which the catalogue does not know which: always a list. Absent and
 * `null` are the empty list. Property access on such a value does not compile, since `undefined` from an array read as
 * an object would look COMPLIANT.
 */
export function each<T>(value: Many<T> | readonly T[] | T | null | undefined): readonly T[] {
  if (value === undefined || value === null) return [];
  // At run time `Many<T>` is a T or an array of T; its type only hides which.
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

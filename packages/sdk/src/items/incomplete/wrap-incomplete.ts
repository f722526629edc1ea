import type { ConfigurationItem } from "../../core/configuration-item.ts";
import { guardOf, type Reader } from "./guard.ts";
import { toUnknownTree, type UnknownPaths, type UnknownTree } from "./unknown-paths.ts";
import { unknownValue } from "./unknown-value.ts";

/** What was read of each wrapped item and is not known. */
const READS = new WeakMap<object, Set<string>>();

/**
 * An item in which reading what is not known throws ({@link unknownPathOf} tells such an error) and is recorded
 * ({@link unknownReadsOf}), so that a rule which catches the error cannot reach a verdict either. Everything else reads
 * as ever. An item of which everything is known is returned as it is.
 *
 * Wrap an item once for each evaluation: reads are recorded per wrapper. `structuredClone` and `Object.freeze` refuse a
 * wrapper, so a rule that clones or freezes one ends in an error and not in a verdict.
 */
export function wrapIncomplete<T extends ConfigurationItem>(item: T, unknown: UnknownPaths): T {
  if (unknown.length === 0) return item;
  const reads = new Set<string>();
  const wrapped = wrap(item, toUnknownTree(unknown), [], (path) => record(reads, path));
  READS.set(wrapped, reads);
  return wrapped;
}

/** The paths that were read of a wrapped item and are not known, sorted; none of an item that is not wrapped. */
export function unknownReadsOf(item: ConfigurationItem): readonly string[] {
  return [...(READS.get(item) ?? [])].sort();
}

/** Tells whether anything was read of an item that is not known: then there is no verdict on it. */
export function wasUnknownRead(item: ConfigurationItem): boolean {
  return (READS.get(item)?.size ?? 0) > 0;
}

/**
 * Records on a wrapped item that something beside it was read that is not known either, such as `now`.
 * @throws Error that {@link unknownPathOf} tells, always.
 */
export function readUnknown(item: ConfigurationItem, path: string): never {
  return record(READS.get(item), path);
}

function record(reads: Set<string> | undefined, path: string): never {
  reads?.add(path);
  throw unknownValue(path);
}

/** A guarded copy of an object or array whose incomplete members are guarded copies too; the rest is shared. */
function wrap<T extends object>(value: T, tree: UnknownTree, path: readonly string[], fail: Reader): T {
  const copy = copyOf(value);
  const unknown = new Set<string>();
  for (const [key, member] of tree.members) {
    const held: unknown = Object.hasOwn(copy, key) ? Reflect.get(copy, key) : undefined;
    if (!member.isUnknown && typeof held === "object" && held !== null) {
      Reflect.defineProperty(copy, key, shown(wrap(held, member, [...path, key], fail)));
      continue;
    }
    unknown.add(key);
    if (Object.hasOwn(copy, key)) Reflect.defineProperty(copy, key, shown(undefined)); // what stood for it
  }
  return guardOf(copy, { unknown, isOpen: tree.isOpen, path, fail });
}

function copyOf<T extends object>(value: T): T {
  // A copy of an array is an array with the same elements, one of an object has the same members: a T, shallowly.
  return (Array.isArray(value) ? value.slice() : { ...value }) as T;
}

function shown(value: unknown): PropertyDescriptor {
  return { value, writable: true, enumerable: true, configurable: true };
}

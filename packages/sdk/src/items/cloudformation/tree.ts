import { ANY_OTHER, type UnknownPath } from "../incomplete/unknown-paths.ts";
import { isUnknown, type Unknown, type Value } from "./value.ts";

/** Marks an object that may have members beyond those it shows. */
const OPEN = Symbol("open");

/** A member that Config surely does not show: not the same as one that nothing is known of. */
export const ABSENT = Symbol("absent");

/** Part of a configuration item that an adapter makes: unknown where the template does not say. */
export type Tree = Value | Unknown | typeof ABSENT | readonly Tree[] | TreeObject;

/** An object of an item. Members that are `undefined` are left out. */
export interface TreeObject {
  readonly [OPEN]?: true;
  readonly [key: string]: Tree | undefined;
}

/** Lets an object have members beyond those it shows, so that reading another is reading what is not known. */
export function open(members: TreeObject): TreeObject {
  return { ...members, [OPEN]: true };
}

/** The plain value of a tree, without what is unknown; where that is goes to `unknown`. */
export function toPlain(tree: Tree, path: UnknownPath, unknown: UnknownPath[]): unknown {
  if (isUnknown(tree)) {
    unknown.push(path);
    return undefined;
  }
  if (tree === ABSENT || typeof tree !== "object" || tree === null) return tree === ABSENT ? undefined : tree;
  if (isList(tree)) return tree.map((item, index) => toPlain(item, [...path, String(index)], unknown) ?? null);
  return toPlainObject(tree, path, unknown);
}

/** As {@link toPlain}, of an object. */
export function toPlainObject(
  tree: TreeObject,
  path: UnknownPath,
  unknown: UnknownPath[],
): { readonly [key: string]: unknown } {
  const members: [string, unknown][] = [];
  for (const [key, member] of Object.entries(tree)) {
    if (member === undefined) continue;
    if (isUnknown(member)) unknown.push([...path, key]);
    else members.push([key, toPlain(member, [...path, key], unknown)]);
  }
  if (tree[OPEN]) unknown.push([...path, ANY_OTHER]);
  return Object.fromEntries(members);
}

function isList(tree: Tree): tree is readonly Tree[] {
  return Array.isArray(tree);
}

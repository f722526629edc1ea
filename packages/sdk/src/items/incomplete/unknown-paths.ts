/**
 * Where a value is not known: its keys from the item's root, array indexes as text. A last key `*` says that an object
 * may have members, or an array elements, beyond those it shows; a member that it shows as `undefined` is known to be
 * absent.
 */
export type UnknownPath = readonly string[];

/** All that is not known of an item. */
export type UnknownPaths = readonly UnknownPath[];

/** The last key of a path that leaves an object or an array open. */
export const ANY_OTHER = "*";

/** The unknown paths as a tree. */
export interface UnknownTree {
  /** The value itself is not known. */
  isUnknown: boolean;
  /** There may be more members than are shown. */
  isOpen: boolean;
  readonly members: Map<string, UnknownTree>;
}

/** Joins paths that begin alike. */
export function toUnknownTree(paths: UnknownPaths): UnknownTree {
  const root = emptyTree();
  for (const path of paths) {
    let tree = root;
    for (const [index, key] of path.entries()) {
      if (key === ANY_OTHER && index === path.length - 1) tree.isOpen = true;
      else tree = memberOf(tree, key);
    }
    if (path.at(-1) !== ANY_OTHER) tree.isUnknown = true;
  }
  return root;
}

function memberOf(tree: UnknownTree, key: string): UnknownTree {
  const known = tree.members.get(key);
  if (known) return known;
  const member = emptyTree();
  tree.members.set(key, member);
  return member;
}

function emptyTree(): UnknownTree {
  return { isUnknown: false, isOpen: false, members: new Map() };
}

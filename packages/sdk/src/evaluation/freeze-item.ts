/**
 * Items of a type that are frozen. All of them would take as long as all rules together; a rule that changes items mostly
 * does so at once.
 */
export const FROZEN_ITEMS = 256;

/**
 * Freezes JSON, all of it. A rule that changes its item then throws, and is told so; one that did it unseen would change
 * what the next rule judges, which has the item to itself in a function.
 */
export function freezeJson(value: object): void {
  const open: object[] = [value];
  for (let next = open.pop(); next; next = open.pop()) {
    if (Object.isFrozen(next)) continue;
    Object.freeze(next);
    for (const member of Object.values(next) as readonly unknown[])
      if (typeof member === "object" && member !== null) open.push(member);
  }
}

import type { ConformancePack, PackEntry } from "./pack.ts";

/** Entries by rule name, so that equal packs give equal bytes. */
export function sortedEntries(pack: Pick<ConformancePack, "rules">): PackEntry[] {
  return pack.rules.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

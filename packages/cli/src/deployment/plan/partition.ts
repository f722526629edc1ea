import { partitionOf } from "@rulewright/sdk";

/** Regions by their partitions: no account, and so no credentials, reaches more than one. */
function byPartition(regions: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const region of new Set(regions)) {
    const partition = partitionOf(region);
    found.set(partition, [...(found.get(partition) ?? []), region]);
  }
  return found;
}

/** What is wrong with Regions of several partitions; `undefined` where they are of one. */
export function partitionConflict(regions: readonly string[]): string | undefined {
  const partitions = byPartition(regions);
  if (partitions.size < 2) return undefined;
  const shown = [...partitions].map(([partition, own]) => `${own.join(", ")} of ${partition}`);
  return `The Regions belong to different partitions: ${shown.join("; ")}.`;
}

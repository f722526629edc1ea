import type { ConfigurationItem } from "../core/configuration-item.ts";
import type { Source } from "../core/results.ts";

/** A readable item and where it came from. */
export interface SourcedItem {
  readonly item: ConfigurationItem;
  readonly source: Source;
  readonly deliveredAt?: Date;
}

/** The newest item of each resource, in the order of first appearance: history files and overlaps hold several. */
export function newestItems(items: Iterable<SourcedItem>): SourcedItem[] {
  const newest = new Map<string, SourcedItem>();
  for (const candidate of items) {
    const { awsAccountId, awsRegion, resourceType, resourceId } = candidate.item;
    const key = [awsAccountId, awsRegion, resourceType, resourceId].join("\n");
    const known = newest.get(key);
    if (!known || isNewer(candidate.item, known.item)) newest.set(key, candidate);
  }
  return [...newest.values()];
}

/** ISO times of one form compare as text; among equals the later state id wins, then the first read. */
function isNewer(a: ConfigurationItem, b: ConfigurationItem): boolean {
  if (a.configurationItemCaptureTime !== b.configurationItemCaptureTime) {
    return a.configurationItemCaptureTime > b.configurationItemCaptureTime;
  }
  return (a.configurationStateId ?? 0) > (b.configurationStateId ?? 0);
}

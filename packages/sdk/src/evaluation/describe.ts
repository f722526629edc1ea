import type { ConfigurationItem } from "../core/configuration-item.ts";
import type { Source } from "../core/results.ts";
import type { UnknownPaths } from "../items/incomplete/unknown-paths.ts";
import type { RawItem } from "./inputs.ts";
import type { Judged } from "./outcome.ts";

/**
 * What a result says of an item.
 * @param tags - Of a template none: its stack may add and change them.
 */
export function describe(item: ConfigurationItem, source: Source, tags?: ConfigurationItem["tags"]): Judged {
  const { resourceType, resourceId, resourceName, awsAccountId: accountId, awsRegion: region } = item;
  const captureTime = item.configurationItemCaptureTime || undefined;
  return { resourceType, resourceId, resourceName, accountId, region, captureTime, source, tags };
}

/** An item's tags, where all of them are known. */
export function knownTags(
  { tags }: ConfigurationItem,
  { unknown = [] }: RawItem,
): ConfigurationItem["tags"] | undefined {
  return unknown.some(([member]) => member === "tags") ? undefined : tags;
}

/** Items of snapshots lack nothing, and are handed on as they are. */
export function withAbsent(given: RawItem, absent: UnknownPaths): RawItem {
  return absent.length === 0 ? given : { ...given, unknown: [...(given.unknown ?? []), ...absent] };
}

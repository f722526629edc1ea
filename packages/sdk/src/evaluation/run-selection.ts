import type { AnyRule } from "../core/any-rule.ts";
import type { ConfigurationItem } from "../core/configuration-item.ts";
import type { EvidenceEntry } from "../core/evidence.ts";
import { isObject } from "../core/json.ts";

/** What an item must tell of itself. */
export type PlacedItem = Pick<ConfigurationItem, "resourceType" | "awsAccountId" | "awsRegion">;

/** What a run is narrowed to: everything else is not judged, and no error of it is told. */
export interface RunSelection {
  readonly resourceType: (resourceType: string) => boolean;
  readonly item: (item: PlacedItem) => boolean;
  /** @param rule - Of which the entry is. */
  readonly evidence: (entry: Pick<EvidenceEntry, "accountId" | "region">, rule: AnyRule) => boolean;
}

/** Where an item is, as far as it can be told before it is read; in the spelling of events or of the API. */
export function placeOfRaw(raw: unknown): PlacedItem | undefined {
  if (!isObject(raw)) return undefined;
  const { resourceType, awsRegion } = raw;
  const awsAccountId = raw["awsAccountId"] ?? raw["accountId"];
  if (typeof resourceType !== "string" || typeof awsAccountId !== "string" || typeof awsRegion !== "string")
    return undefined;
  return { resourceType, awsAccountId, awsRegion };
}

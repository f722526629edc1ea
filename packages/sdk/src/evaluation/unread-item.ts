import type { NotJudgedResource } from "../core/results.ts";
import { ANY_OTHER, type UnknownPaths } from "../items/incomplete/unknown-paths.ts";
import type { PlannedItem } from "./inputs.ts";

/** Everything: whatever a rule reads of such an item, it ends undetermined. */
const UNKNOWN: UnknownPaths = [
  [ANY_OTHER],
  ["configurationItemCaptureTime"],
  ["availabilityZone"],
  ["resourceId"],
  ["resourceName"],
  ["resourceCreationTime"],
  ["relatedEvents"],
  ["relationships"],
  ["tags"],
  ["configuration"],
  ["supplementaryConfiguration"],
];

/** Where a template's resource that could not be read is deployed, and what it is. */
export interface UnreadResource {
  readonly accountId: string;
  readonly region: string;
  /** The type of what it is a part of, where rules judge that: a security group of its rules. */
  readonly partOf?: string | undefined;
}

/** The item of a resource of which nothing is known but that it will be there. */
export function unreadItem(
  { resourceType, logicalId, source }: NotJudgedResource,
  { accountId, region, partOf }: UnreadResource,
): PlannedItem {
  return {
    item: {
      configurationItemCaptureTime: "",
      configurationItemStatus: "OK",
      awsAccountId: accountId,
      awsRegion: region,
      availabilityZone: null,
      resourceType: partOf ?? resourceType,
      resourceId: logicalId,
      resourceName: null,
      resourceCreationTime: null,
      relatedEvents: [],
      relationships: [],
      tags: {},
      configuration: {},
      supplementaryConfiguration: {},
    },
    unknown: UNKNOWN,
    source,
  };
}

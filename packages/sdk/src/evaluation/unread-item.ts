import type { NotJudgedResource } from "../core/results.ts";
import { ANY_OTHER, type UnknownPaths } from "../items/incomplete/unknown-paths.ts";
import type { PlannedItem, UnreadResource } from "./inputs.ts";

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

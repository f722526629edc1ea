import type {
  BaseConfigurationItem,
  BatchGetResourceConfigCommandInput,
  BatchGetResourceConfigCommandOutput,
  GetResourceConfigHistoryCommandInput,
  GetResourceConfigHistoryCommandOutput,
  ListDiscoveredResourcesCommandInput,
  ListDiscoveredResourcesCommandOutput,
  ResourceIdentifier,
  ResourceKey,
} from "@aws-sdk/client-config-service";
import { lengthWithin, oneOf, refuseViolations } from "../constraints.ts";
import { operation } from "../operation.ts";
import { ServiceError } from "../service-error.ts";
import { captureTime } from "../state/config-state.ts";
import type { ApiConfigurationItem } from "../state/item-from-event.ts";
import type { Wire } from "../wire-shape.ts";

const MAX_LIMIT = 100;
const DEFAULT_HISTORY = 10;
const DEFAULT_IDENTIFIERS = 100;
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

// AWS docs: GetResourceConfigHistory and ListDiscoveredResources API reference, `limit`: 0 is the default.
function pageSize(limit: number | undefined, whenUnset: number): number {
  if (limit === undefined || limit === 0) return whenUnset;
  if (limit > 0 && limit <= MAX_LIMIT) return limit;
  throw new ServiceError("InvalidLimitException", `The specified limit ${limit} is outside the allowable range.`);
}

const invalidToken = () => new ServiceError("InvalidNextTokenException", "The specified next token is not valid.");

// AWS docs: ConfigurationItem data type, configurationItemStatus.
const isDeleted = ({ configurationItemStatus }: ApiConfigurationItem) =>
  configurationItemStatus === "ResourceDeleted" || configurationItemStatus === "ResourceDeletedNotRecorded";

const distance = (item: ApiConfigurationItem, time: number) => Math.abs(captureTime(item) - time);

const idViolation = (resourceId: string | undefined, path = "") =>
  lengthWithin(`${path}resourceId`, resourceId, 1, 768);

/**
 * Lists the states of a resource within a time range, newest first unless told otherwise.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_GetResourceConfigHistory.html
 */
export const getResourceConfigHistory = operation<
  GetResourceConfigHistoryCommandInput,
  GetResourceConfigHistoryCommandOutput
>((input, { state, switches, now }) => {
  const { resourceType = "", resourceId = "", laterTime, earlierTime, chronologicalOrder = "Reverse" } = input;
  refuseViolations([idViolation(resourceId), oneOf("chronologicalOrder", chronologicalOrder, ["Reverse", "Forward"])]);
  const size = pageSize(input.limit, DEFAULT_HISTORY);
  if (laterTime && earlierTime && earlierTime > laterTime) {
    throw new ServiceError("InvalidTimeRangeException", "The earlier time is not before the later time.");
  }
  const history = state.config.history(resourceType, resourceId);
  if (history.length === 0) {
    const message = `Resource ${resourceId} of resourceType:${resourceType} is unknown or has not been discovered`;
    throw new ServiceError("ResourceNotDiscoveredException", message);
  }
  const from = earlierTime?.getTime() ?? -Infinity;
  const to = laterTime?.getTime() ?? Infinity;
  const isReverse = chronologicalOrder === "Reverse";
  const spansWeek = switches.historyWindow === "sevenDays";
  const page = state.config.pagers.history.page({
    listing: JSON.stringify([resourceType, resourceId, laterTime, earlierTime, chronologicalOrder]),
    token: input.nextToken,
    size,
    items: () => {
      const inRange = history.filter((item) => captureTime(item) >= from && captureTime(item) <= to);
      return isReverse ? inRange.toReversed() : inRange;
    },
    invalidToken,
    // AWS docs: GetResourceConfigHistory API reference, "Pagination": a call spans at most seven days, so a page may
    // hold fewer items than asked for. One empty page stands for all weeks without a change before the newest item.
    cut: (items) => {
      const [first] = items;
      if (!spansWeek || first === undefined) return items.length;
      const beyond = items.findIndex((item) => distance(item, captureTime(first)) > WEEK_MS);
      return beyond === -1 ? items.length : beyond;
    },
    startsEmpty: ([newest]) =>
      spansWeek && isReverse && newest !== undefined && distance(newest, (laterTime ?? now).getTime()) > WEEK_MS,
  });
  return { configurationItems: page.items, nextToken: page.nextToken };
});

const toIdentifier = (item: ApiConfigurationItem): Wire<ResourceIdentifier> => ({
  resourceType: item.resourceType,
  resourceId: item.resourceId,
  resourceName: item.resourceName,
  ...(isDeleted(item) ? { resourceDeletionTime: item.configurationItemCaptureTime } : {}),
});

/**
 * Lists the resources of a type, without deleted ones unless asked for.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_ListDiscoveredResources.html
 */
export const listDiscoveredResources = operation<
  ListDiscoveredResourcesCommandInput,
  ListDiscoveredResourcesCommandOutput
>((input, { state }) => {
  const { resourceType = "", resourceIds, resourceName, includeDeletedResources = false } = input;
  refuseViolations([lengthWithin("resourceIds", resourceIds, 0, 20)]);
  const isAskedFor = (item: ApiConfigurationItem) =>
    (includeDeletedResources || !isDeleted(item)) &&
    (resourceIds === undefined || resourceIds.includes(item.resourceId ?? "")) &&
    (resourceName === undefined || item.resourceName === resourceName);
  const page = state.config.pagers.identifiers.page({
    listing: JSON.stringify([resourceType, resourceIds, resourceName, includeDeletedResources]),
    token: input.nextToken,
    size: pageSize(input.limit, DEFAULT_IDENTIFIERS),
    items: () => state.config.latestItems(resourceType).filter(isAskedFor).map(toIdentifier),
    invalidToken,
  });
  return { resourceIdentifiers: page.items, nextToken: page.nextToken };
});

/**
 * Gets the newest state of up to 100 resources; unknown and deleted ones are left out without a word. The output's
 * schema leaves out what a `BaseConfigurationItem` lacks: tags, relationships, related events and the hash.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_BatchGetResourceConfig.html
 */
export const batchGetResourceConfig = operation<
  BatchGetResourceConfigCommandInput,
  BatchGetResourceConfigCommandOutput
>(({ resourceKeys = [] }, { state, refuses }) => {
  refuseViolations([
    lengthWithin("resourceKeys", resourceKeys, 1, 100),
    ...resourceKeys.map((key, index) => idViolation(key.resourceId, `resourceKeys.${index + 1}.member.`)),
  ]);
  const unprocessedResourceKeys: Wire<ResourceKey>[] = [];
  const baseConfigurationItems: Wire<BaseConfigurationItem>[] = [];
  for (const key of resourceKeys) {
    const { resourceType = "", resourceId = "" } = key;
    const newest = state.config.history(resourceType, resourceId).at(-1);
    if (refuses({ resourceType, resourceId })) unprocessedResourceKeys.push(key);
    else if (newest !== undefined && !isDeleted(newest)) baseConfigurationItems.push(newest);
  }
  return { baseConfigurationItems, unprocessedResourceKeys };
});

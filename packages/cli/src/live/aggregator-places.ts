import {
  paginateGetAggregateDiscoveredResourceCounts,
  type ConfigServiceClient,
  type ResourceCountFilters,
  type ResourceCountGroupKey,
} from "@aws-sdk/client-config-service";
import type { Place } from "../place.ts";
import { eachConcurrently } from "./concurrency.ts";
import { liveCheckError, liveSource, type OnLiveError } from "./live-item.ts";

/** Which places are asked for: at least one of the two is given. */
export interface AskedPlaces {
  readonly client: ConfigServiceClient;
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  readonly onError: OnLiveError;
}

/** Calls at a time. */
const CONCURRENCY = 2;

/**
 * Of the accounts and Regions asked for those of which an aggregator holds any resource, whatever its type: a call for
 * each account, or for each Region where no accounts are given. What cannot be asked is told of, and the others are.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_GetAggregateDiscoveredResourceCounts.html
 */
export async function aggregatorPlaces(name: string, asked: AskedPlaces): Promise<Place[]> {
  const { client, accounts, regions = [], onError } = asked;
  const places: Place[] = [];
  await eachConcurrently(new Set(accounts ?? regions), CONCURRENCY, async (each) => {
    try {
      if (accounts) {
        const known = await groups(client, name, { AccountId: each }, "AWS_REGION");
        const within = known.filter((region) => regions.length === 0 || regions.includes(region));
        places.push(...within.map((region) => ({ accountId: each, region })));
      } else {
        const known = await groups(client, name, { Region: each }, "ACCOUNT_ID");
        places.push(...known.map((accountId) => ({ accountId, region: each })));
      }
    } catch (error) {
      onError(liveCheckError(`What the aggregator ${name} holds of ${each}`, error, { source: liveSource(name) }));
    }
  });
  return places;
}

/** The groups that have any resource. */
async function groups(
  client: ConfigServiceClient,
  ConfigurationAggregatorName: string,
  Filters: ResourceCountFilters,
  GroupByKey: ResourceCountGroupKey,
): Promise<string[]> {
  const found: string[] = [];
  const input = { ConfigurationAggregatorName, Filters, GroupByKey };
  for await (const { GroupedResourceCounts = [] } of paginateGetAggregateDiscoveredResourceCounts({ client }, input)) {
    for (const { GroupName, ResourceCount = 0 } of GroupedResourceCounts)
      if (GroupName !== undefined && ResourceCount > 0) found.push(GroupName);
  }
  return found;
}

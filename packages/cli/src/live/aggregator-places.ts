import {
  paginateGetAggregateDiscoveredResourceCounts,
  type ConfigServiceClient,
  type ResourceCountFilters,
  type ResourceCountGroupKey,
} from "@aws-sdk/client-config-service";
import type { Place } from "../place.ts";
import { eachConcurrently } from "./concurrency.ts";

/** Which places are asked for: at least one of the two is given. */
export interface AskedPlaces {
  readonly client: ConfigServiceClient;
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
}

/** Calls at a time. */
const CONCURRENCY = 2;

/**
 * Of the accounts and Regions asked for those of which an aggregator holds any resource, whatever its type: a call for
 * each account, or for each Region where no accounts are given.
 *
 * @throws The AWS SDK's errors.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_GetAggregateDiscoveredResourceCounts.html
 */
export async function aggregatorPlaces(name: string, { client, accounts, regions }: AskedPlaces): Promise<Place[]> {
  const places: Place[] = [];
  if (accounts) {
    const isAsked = (region: string) => regions === undefined || regions.includes(region);
    await eachOf(accounts, async (accountId) => {
      const known = await groups(client, name, { AccountId: accountId }, "AWS_REGION");
      places.push(...known.filter(isAsked).map((region) => ({ accountId, region })));
    });
  } else {
    await eachOf(regions ?? [], async (region) => {
      const known = await groups(client, name, { Region: region }, "ACCOUNT_ID");
      places.push(...known.map((accountId) => ({ accountId, region })));
    });
  }
  return places;
}

/** Goes on with the others where one fails, and throws the first failure in the end. */
async function eachOf(values: readonly string[], act: (value: string) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  await eachConcurrently(new Set(values), CONCURRENCY, async (value) => {
    await act(value).catch((error: unknown) => failures.push(error));
  });
  if (failures.length > 0) throw failures[0];
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

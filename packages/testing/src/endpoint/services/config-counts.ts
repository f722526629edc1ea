import type {
  GetAggregateDiscoveredResourceCountsCommandInput,
  GetAggregateDiscoveredResourceCountsCommandOutput,
} from "@aws-sdk/client-config-service";
import { lengthWithin, oneOf, refuseViolations } from "../constraints.ts";
import { operation } from "../operation.ts";
import type { ApiConfigurationItem } from "../state/item-from-event.ts";
import { aggregatedBy } from "./config-queries.ts";
import { configPage } from "./config/paging.ts";

const MAX_LIMIT = 1000;

/** What items are grouped by, for each key. */
const KEYS: ReadonlyMap<string, (item: ApiConfigurationItem) => string | undefined> = new Map([
  ["ACCOUNT_ID", ({ accountId }) => accountId],
  ["AWS_REGION", ({ awsRegion }) => awsRegion],
  ["RESOURCE_TYPE", ({ resourceType }) => resourceType],
]);

/**
 * Counts what an aggregator holds, in all and by group.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_GetAggregateDiscoveredResourceCounts.html
 */
export const getAggregateDiscoveredResourceCounts = operation<
  GetAggregateDiscoveredResourceCountsCommandInput,
  GetAggregateDiscoveredResourceCountsCommandOutput
>((input, { state }) => {
  const { ConfigurationAggregatorName: name = "", Filters = {}, GroupByKey } = input;
  refuseViolations([
    lengthWithin("configurationAggregatorName", name, 1, 256),
    oneOf("groupByKey", GroupByKey, KEYS.keys()),
  ]);
  const { AccountId, Region, ResourceType } = Filters;
  const counted = aggregatedBy(state, name).filter(
    ({ accountId, awsRegion, resourceType }) =>
      (AccountId ?? accountId) === accountId &&
      (Region ?? awsRegion) === awsRegion &&
      (ResourceType ?? resourceType) === resourceType,
  );
  const page = configPage(state.config.pagers.resourceCounts, input, MAX_LIMIT, {
    listing: JSON.stringify([name, Filters, GroupByKey]),
    items: () => groupsOf(counted, KEYS.get(GroupByKey ?? "")),
  });
  return {
    TotalDiscoveredResources: counted.length,
    GroupByKey,
    GroupedResourceCounts: page.items,
    NextToken: page.nextToken,
  };
});

function groupsOf(
  items: readonly ApiConfigurationItem[],
  groupOf: (item: ApiConfigurationItem) => string | undefined = () => undefined,
) {
  const counts = new Map<string, number>();
  for (const item of items) {
    const group = groupOf(item);
    if (group !== undefined) counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return [...counts].map(([GroupName, ResourceCount]) => ({ GroupName, ResourceCount }));
}

import {
  ConfigServiceClient,
  GetAggregateDiscoveredResourceCountsCommand,
  type GetAggregateDiscoveredResourceCountsCommandInput,
} from "@aws-sdk/client-config-service";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type AwsEndpoint, createAwsEndpoint } from "../create-aws-endpoint.ts";

let endpoint: AwsEndpoint;
let client: ConfigServiceClient;

const item = (resourceId: string, awsRegion: string, resourceType = "AWS::SNS::Topic") => ({
  configurationItemCaptureTime: "2026-03-04T05:06:07.890Z",
  configurationItemStatus: "OK" as const,
  awsAccountId: "111122223333",
  resourceType,
  resourceId,
  awsRegion,
  relationships: [],
  tags: {},
  configuration: {},
  supplementaryConfiguration: {},
});

beforeEach(async () => {
  endpoint = await createAwsEndpoint();
  client = new ConfigServiceClient({ ...endpoint.clientConfig, maxAttempts: 1 });
  endpoint.state.config.addAggregator("all", [
    item("a", "eu-west-1"),
    item("b", "eu-west-1"),
    item("c", "us-east-1", "AWS::SQS::Queue"),
    { ...item("d", "us-east-1"), awsAccountId: "444455556666" },
  ]);
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const count = (input: Omit<GetAggregateDiscoveredResourceCountsCommandInput, "ConfigurationAggregatorName"> = {}) =>
  client.send(new GetAggregateDiscoveredResourceCountsCommand({ ConfigurationAggregatorName: "all", ...input }));

describe("GetAggregateDiscoveredResourceCounts", () => {
  test("counts everything, or what a filter leaves", async () => {
    expect(await count()).toMatchObject({ TotalDiscoveredResources: 4, GroupedResourceCounts: [] });
    expect(await count({ Filters: { AccountId: "111122223333", Region: "us-east-1" } })).toMatchObject({
      TotalDiscoveredResources: 1,
    });
    expect(await count({ Filters: { ResourceType: "AWS::SNS::Topic" } })).toMatchObject({
      TotalDiscoveredResources: 3,
    });
  });

  test("groups, page by page", async () => {
    const first = await count({ GroupByKey: "AWS_REGION", Limit: 1 });
    expect(first.GroupedResourceCounts).toEqual([{ GroupName: "eu-west-1", ResourceCount: 2 }]);
    const second = await count({ GroupByKey: "AWS_REGION", Limit: 1, NextToken: first.NextToken });
    expect(second.GroupedResourceCounts).toEqual([{ GroupName: "us-east-1", ResourceCount: 2 }]);
    expect(second.NextToken).toBeUndefined();
  });

  test("refuses what the service refuses", async () => {
    await expect(count({ Limit: 1001 })).rejects.toMatchObject({ name: "InvalidLimitException" });
    await expect(count({ NextToken: "nonsense" })).rejects.toMatchObject({ name: "InvalidNextTokenException" });
    const input = { ConfigurationAggregatorName: "none" };
    await expect(client.send(new GetAggregateDiscoveredResourceCountsCommand(input))).rejects.toMatchObject({
      name: "NoSuchConfigurationAggregatorException",
    });
  });
});

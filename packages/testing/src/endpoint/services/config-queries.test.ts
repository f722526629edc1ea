import { ConfigServiceClient, paginateSelectAggregateResourceConfig } from "@aws-sdk/client-config-service";
import { SelectAggregateResourceConfigCommand } from "@aws-sdk/client-config-service";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type AwsEndpoint, createAwsEndpoint } from "../create-aws-endpoint.ts";
import type { EventConfigurationItem } from "../state/item-from-event.ts";

let endpoint: AwsEndpoint;
let client: ConfigServiceClient;

beforeEach(async () => {
  endpoint = await createAwsEndpoint();
  client = new ConfigServiceClient({ ...endpoint.clientConfig, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const item = (resourceId: string, changes: Partial<EventConfigurationItem> = {}): EventConfigurationItem => ({
  configurationItemVersion: "1.3",
  configurationItemCaptureTime: "2026-03-04T05:06:07.890Z",
  configurationItemStatus: "OK",
  awsAccountId: "111122223333",
  resourceType: "AWS::SNS::Topic",
  resourceId,
  awsRegion: "eu-west-1",
  tags: { owner: "team" },
  relationships: [{ resourceType: "AWS::KMS::Key", resourceId: "key", name: "Is encrypted by" }],
  configuration: { KmsMasterKeyId: null, DisplayName: "a" },
  supplementaryConfiguration: { Policy: { Version: "1", Id: null } },
  ...changes,
});
const select = (Expression: string, changes: object = {}) =>
  client.send(new SelectAggregateResourceConfigCommand({ Expression, ConfigurationAggregatorName: "all", ...changes }));
const rows = (results: readonly string[] = []): unknown[] => results.map((row) => JSON.parse(row));

describe("SelectAggregateResourceConfig", () => {
  test("gives the columns asked for: no nulls, tags as a list, relationships without a name", async () => {
    endpoint.state.config.addAggregator("all", [item("a")]);
    const columns = "accountId, resourceName, tags, relationships, configuration, supplementaryConfiguration";
    const { Results, QueryInfo } = await select(`SELECT ${columns} WHERE resourceType = 'AWS::SNS::Topic'`);
    expect(rows(Results)).toEqual([
      {
        accountId: "111122223333",
        tags: [{ tag: "owner=team", key: "owner", value: "team" }],
        relationships: [{ resourceType: "AWS::KMS::Key", resourceId: "key" }],
        configuration: { DisplayName: "a" },
        supplementaryConfiguration: { Policy: { Version: "1" } },
      },
    ]);
    expect(QueryInfo?.SelectFields?.map(({ Name }) => Name)).toEqual(columns.split(", "));
  });

  test("narrows by = and IN", async () => {
    endpoint.state.config.addAggregator("all", [
      item("a"),
      item("b", { awsRegion: "us-east-1" }),
      item("c", { awsAccountId: "444455556666" }),
    ]);
    const where = "resourceType = 'AWS::SNS::Topic' AND awsRegion IN ('eu-west-1', 'eu-west-2')";
    expect(rows((await select(`SELECT resourceId WHERE ${where}`)).Results)).toEqual([
      { resourceId: "a" },
      { resourceId: "c" },
    ]);
    const narrower = `SELECT resourceId WHERE ${where} and accountId in ('444455556666')`;
    expect(rows((await select(narrower)).Results)).toEqual([{ resourceId: "c" }]);
  });

  test("pages by 25 unless told otherwise, and by at most 100", async () => {
    endpoint.state.config.addAggregator(
      "all",
      Array.from({ length: 230 }, (_, index) => item(`t-${index}`)),
    );
    const query = "SELECT resourceId WHERE resourceType = 'AWS::SNS::Topic'";
    expect((await select(query)).Results).toHaveLength(25);
    const sizes: number[] = [];
    const input = { Expression: query, ConfigurationAggregatorName: "all", Limit: 100 };
    for await (const { Results = [] } of paginateSelectAggregateResourceConfig({ client }, input)) {
      sizes.push(Results.length);
    }
    expect(sizes).toEqual([100, 100, 30]);
    await expect(select(query, { Limit: 101 })).rejects.toMatchObject({ name: "InvalidLimitException" });
    await expect(select(query, { NextToken: "x" })).rejects.toMatchObject({ name: "InvalidNextTokenException" });
  });

  test.each(["SELECT resourceId", "resourceId", "SELECT a WHERE b LIKE 'c'", "SELECT a WHERE b = 'c' OR d = 'e'"])(
    "refuses %s",
    async (query) => {
      endpoint.state.config.addAggregator("all");
      await expect(select(query)).rejects.toMatchObject({ name: "InvalidExpressionException" });
    },
  );

  test("refuses an aggregator that is not there, and an expression that is too long", async () => {
    const query = "SELECT resourceId WHERE resourceType = 'AWS::SNS::Topic'";
    await expect(select(query)).rejects.toMatchObject({ name: "NoSuchConfigurationAggregatorException" });
    await expect(select("x".repeat(4097))).rejects.toMatchObject({ name: "ValidationException" });
  });
});

import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { CheckError } from "@rulewright/sdk";
import { readItem } from "@rulewright/sdk/items";
import { configurationItem, createAwsEndpoint, type AwsEndpoint } from "@rulewright/testing";
import { aggregatorItems, type AggregatorOptions } from "./aggregator-items.ts";
import type { LiveItem } from "./live-item.ts";

const TOPIC = "AWS::SNS::Topic";
let endpoint: AwsEndpoint;
let client: ConfigServiceClient;

beforeEach(async () => {
  endpoint = await createAwsEndpoint();
  client = new ConfigServiceClient({ ...endpoint.clientConfig, maxAttempts: 4 });
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const topic = (resourceId: string, members: Readonly<Record<string, unknown>> = {}) =>
  configurationItem(TOPIC, { resourceId, ...members });

async function read(options: Partial<AggregatorOptions> = {}, name = "org") {
  const items: LiveItem[] = [];
  const errors: CheckError[] = [];
  const all = { client, resourceTypes: [TOPIC], onError: (error: CheckError) => errors.push(error), ...options };
  for await (const item of aggregatorItems(name, all)) items.push(item);
  return { items, errors };
}

function itemOf(raw: unknown) {
  const result = readItem(raw);
  if ("item" in result) return result.item;
  throw new Error(result.refused.message);
}

describe("the items of an aggregator", () => {
  test("are whole but for the names of relationships", async () => {
    const relationships = [{ resourceType: "AWS::KMS::Key", resourceId: "key", name: "Is encrypted by" }];
    const configuration = { TopicArn: "arn", KmsMasterKeyId: "key" };
    endpoint.state.config.addAggregator("org", [
      topic("a", { tags: { owner: "team", empty: "" }, configuration }),
      topic("b", { relationships }),
    ]);
    const { items, errors } = await read();
    expect(errors).toEqual([]);
    expect(items.map(({ incomplete }) => incomplete)).toEqual([undefined, ["relationships"]]);
    expect(items.map(({ source }) => source.file)).toEqual(["live/org", "live/org"]);
    const { relatedEvents: _, ...whole } = topic("a", { tags: { owner: "team", empty: "" }, configuration });
    expect(itemOf(items[0]?.raw)).toMatchObject(whole);
  });

  test("without a status are OK", async () => {
    endpoint.state.config.addAggregator("org", [topic("a")]);
    const { items } = await read();
    expect(items[0]?.raw).toMatchObject({ configurationItemStatus: "OK" });
  });

  test("are paged, and survive throttling", async () => {
    endpoint.state.config.addAggregator(
      "org",
      Array.from({ length: 230 }, (_, index) => topic(`t-${index}`)),
    );
    endpoint.faults.add({ operation: "SelectAggregateResourceConfig", kind: "throttle", every: 2 });
    const { items, errors } = await read();
    expect(errors).toEqual([]);
    expect(new Set(items.map(({ raw }) => itemOf(raw).resourceId)).size).toBe(230);
    const calls = endpoint.calls.filter(({ outcome }) => outcome === "ok");
    expect(calls.map(({ input }) => input["Limit"])).toEqual([100, 100, 100]);
  });

  test("are narrowed by the query, or by the reader where the query would be too long", async () => {
    endpoint.state.config.addAggregator("org", [
      topic("a"),
      topic("b", { awsAccountId: "444455556666" }),
      topic("c", { awsRegion: "us-east-1" }),
    ]);
    const ids = async (options: Partial<AggregatorOptions>) =>
      (await read(options)).items.map(({ raw }) => itemOf(raw).resourceId);
    expect(await ids({ accounts: ["444455556666"] })).toEqual(["b"]);
    expect(await ids({ regions: ["us-east-1", "us-west-2"] })).toEqual(["c"]);
    const many = Array.from({ length: 400 }, (_, index) => String(100000000000 + index));
    expect(await ids({ accounts: [...many, "444455556666"] })).toEqual(["b"]);
    expect(endpoint.calls.map(({ input }) => / IN /.test(String(input["Expression"])))).toEqual([true, true, false]);
  });

  test("of one type do not suffer from another's failure", async () => {
    endpoint.state.config.addAggregator("org", [topic("a")]);
    const { items, errors } = await read({ resourceTypes: ["AWS::It's::Odd", TOPIC] });
    expect(items).toHaveLength(1);
    expect(errors).toMatchObject([{ code: "RW6220", resourceType: "AWS::It's::Odd", source: { file: "live/org" } }]);
    const gone = await read({}, "none");
    expect(gone.errors).toMatchObject([{ message: expect.stringContaining("NoSuchConfigurationAggregatorException") }]);
  });
});

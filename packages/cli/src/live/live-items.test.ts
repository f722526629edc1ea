import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { CheckError } from "@rulewright/sdk";
import { readItem } from "@rulewright/sdk/items";
import { configurationItem, createAwsEndpoint, type AwsEndpoint } from "@rulewright/testing";
import { fetchMissing, liveItems } from "./live-items.ts";
import { toRawItem, type LiveItem } from "./live-item.ts";

const BUCKET = "AWS::S3::Bucket";
const TOPIC = "AWS::SNS::Topic";
let endpoint: AwsEndpoint;
let client: ConfigServiceClient;

beforeEach(async () => {
  endpoint = await createAwsEndpoint({ region: "eu-west-1" });
  client = new ConfigServiceClient({ ...endpoint.clientConfig, maxAttempts: 4 });
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

function add(resourceType: string, resourceId: string, members: Readonly<Record<string, unknown>> = {}) {
  endpoint.state.config.addEventItem(
    configurationItem(resourceType, {
      resourceId,
      tags: { owner: "team" },
      configuration: { name: resourceId },
      ...members,
    }),
  );
}

async function read(resourceTypes: readonly string[]) {
  const items: LiveItem[] = [];
  const errors: CheckError[] = [];
  for await (const item of liveItems({ client, resourceTypes, onError: (error) => errors.push(error) })) {
    items.push(item);
  }
  return { items, errors, ids: items.map(({ raw }) => idOf(raw)).sort() };
}

function idOf(raw: unknown): string {
  const result = readItem(raw);
  return "item" in result ? result.item.resourceId : result.refused.message;
}

const calls = (operation: string) => endpoint.calls.filter((call) => call.operation === operation);

describe("the items of an account", () => {
  test("are listed and fetched by the hundred, of every type", async () => {
    for (let index = 0; index < 230; index += 1) add(BUCKET, `b-${index}`);
    add(TOPIC, "t");
    const { items, errors, ids } = await read([BUCKET, TOPIC, BUCKET, "AWS::SQS::Queue"]);
    expect(errors).toEqual([]);
    expect(ids).toHaveLength(231);
    expect(new Set(ids).size).toBe(231);
    expect(calls("ListDiscoveredResources")).toHaveLength(5);
    expect(calls("BatchGetResourceConfig")).toHaveLength(4);
    expect(calls("GetResourceConfigHistory")).toHaveLength(0);
    expect(items[0]).toMatchObject({ source: { file: "live" }, incomplete: ["tags", "relationships"] });
    expect(items.map(toRawItem)[0]).toMatchObject({ unknown: [["tags"], ["relationships"]] });
  });

  test("survive throttling", async () => {
    for (let index = 0; index < 150; index += 1) add(BUCKET, `b-${index}`);
    endpoint.faults.add({ operation: "ListDiscoveredResources", kind: "throttle", every: 2 });
    endpoint.faults.add({ operation: "BatchGetResourceConfig", kind: "throttle", every: 2 });
    const { errors, ids } = await read([BUCKET]);
    expect(errors).toEqual([]);
    expect(ids).toHaveLength(150);
  });

  test("that a batch leaves unprocessed are asked for again, and told of in the end", async () => {
    for (const id of ["a", "b", "c"]) add(BUCKET, id);
    endpoint.faults.add({ operation: "BatchGetResourceConfig", kind: "leaveUnprocessed", only: ["a"], times: 2 });
    endpoint.faults.add({ operation: "BatchGetResourceConfig", kind: "leaveUnprocessed", only: ["c"] });
    const { errors, ids } = await read([BUCKET]);
    expect(ids).toEqual(["a", "b"]);
    expect(errors).toEqual([
      {
        code: "RW6220",
        message: "AWS::S3::Bucket c in eu-west-1 cannot be read: AWS Config left it unprocessed 5 times",
        resourceType: BUCKET,
        resourceId: "c",
        region: "eu-west-1",
        source: { file: "live" },
      },
    ]);
  }, 20_000);

  test("of one type do not suffer from another's failure", async () => {
    for (let index = 0; index < 130; index += 1) add(BUCKET, `b-${index}`);
    add(TOPIC, "t");
    endpoint.faults.add({ operation: "ListDiscoveredResources", kind: "midPage", page: 2 });
    const { errors, ids } = await read([BUCKET, TOPIC]);
    expect(ids).toHaveLength(101);
    expect(errors).toEqual([
      expect.objectContaining({
        resourceType: BUCKET,
        message: expect.stringMatching(/^The list of AWS::S3::Bucket in eu-west-1 cannot be read: InternalFailure/),
      }),
    ]);
  });

  test("of a batch that fails are each told of", async () => {
    for (const id of ["a", "b"]) add(BUCKET, id);
    endpoint.faults.add({ operation: "BatchGetResourceConfig", kind: "error", code: "AccessDeniedException" });
    const { errors, ids } = await read([BUCKET]);
    expect(ids).toEqual([]);
    expect(errors.map(({ resourceId, message }) => [resourceId, /AccessDeniedException/.test(message)])).toEqual([
      ["a", true],
      ["b", true],
    ]);
  });

  test("that were deleted since the listing go without a word; none else does", async () => {
    add(BUCKET, "kept");
    add(BUCKET, "gone");
    const later = { configurationItemCaptureTime: "2026-01-15T11:59:00.000Z" };
    endpoint.faults.add({ operation: "BatchGetResourceConfig", kind: "slow", ms: 300 });
    const deleted = { ...later, configurationItemStatus: "ResourceDeleted", configuration: null };
    const asked = setInterval(() => {
      if (calls("BatchGetResourceConfig").length === 0) return;
      clearInterval(asked); // listed, asked for, and gone before the answer
      add(BUCKET, "gone", deleted);
    }, 5);
    const { errors, ids } = await read([BUCKET]);
    expect(errors).toEqual([]);
    expect(ids).toEqual(["kept"]);
    expect(calls("GetResourceConfigHistory").map(({ input }) => input["resourceId"])).toEqual(["gone"]);
  });
});

describe("what is missing of an item", () => {
  test("is in its newest state in the history", async () => {
    add(BUCKET, "b");
    const raw = await fetchMissing(client, { resourceType: BUCKET, resourceId: "b" });
    const result = readItem(raw);
    expect("item" in result && result.item.tags).toEqual({ owner: "team" });
    expect(calls("GetResourceConfigHistory").map(({ input }) => input["limit"])).toEqual([1]);
  });

  test("is not there for a resource that nobody knows, and a coded error where it is denied", async () => {
    expect(await fetchMissing(client, { resourceType: BUCKET, resourceId: "none" })).toBeUndefined();
    endpoint.faults.add({ operation: "GetResourceConfigHistory", kind: "error", code: "AccessDeniedException" });
    await expect(fetchMissing(client, { resourceType: BUCKET, resourceId: "b" })).rejects.toMatchObject({
      code: "RW6220",
      message: expect.stringContaining("AccessDeniedException"),
    });
  });
});

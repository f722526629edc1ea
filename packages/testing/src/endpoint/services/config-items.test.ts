import {
  BatchGetResourceConfigCommand,
  ConfigServiceClient,
  GetResourceConfigHistoryCommand,
  type GetResourceConfigHistoryCommandInput,
  ListDiscoveredResourcesCommand,
  paginateGetResourceConfigHistory,
  paginateListDiscoveredResources,
} from "@aws-sdk/client-config-service";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type AwsEndpoint, type AwsEndpointOptions, createAwsEndpoint } from "../create-aws-endpoint.ts";
import type { EventConfigurationItem } from "../state/item-from-event.ts";

const TYPE = "AWS::S3::Bucket";
let endpoint: AwsEndpoint;
let client: ConfigServiceClient;

async function start(options: AwsEndpointOptions = {}): Promise<void> {
  endpoint = await createAwsEndpoint({ now: () => new Date("2026-03-31T00:00:00Z"), ...options });
  client = new ConfigServiceClient({ ...endpoint.clientConfig, maxAttempts: 1 });
}
beforeEach(() => start());
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const item = (
  resourceId: string,
  day: number,
  changes: Partial<EventConfigurationItem> = {},
): EventConfigurationItem => ({
  configurationItemVersion: "1.3",
  configurationItemCaptureTime: `2026-03-${String(day).padStart(2, "0")}T05:06:07.890Z`,
  configurationItemStatus: "OK",
  configurationStateId: 1772600767890,
  configurationStateMd5Hash: "",
  awsAccountId: "111122223333",
  ARN: `arn:aws:s3:::${resourceId}`,
  resourceType: TYPE,
  resourceId,
  resourceName: resourceId,
  awsRegion: "eu-west-1",
  availabilityZone: "Regional",
  resourceCreationTime: "2026-01-01T00:00:00.000Z",
  tags: { owner: "team" },
  relatedEvents: [],
  relationships: [{ resourceType: "AWS::KMS::Key", resourceId: "key", resourceName: null, name: "Is encrypted by" }],
  configuration: { name: resourceId, day },
  supplementaryConfiguration: { AccessControlList: '{"grants":[]}', IsRequesterPays: false },
  ...changes,
});
const deleted = { configurationItemStatus: "ResourceDeleted", configuration: null, resourceCreationTime: null };
const history = (changes: Partial<GetResourceConfigHistoryCommandInput> = {}) =>
  client.send(new GetResourceConfigHistoryCommand({ resourceType: TYPE, resourceId: "b", ...changes }));
const days = (items: { configurationItemCaptureTime?: Date | undefined }[] = []) =>
  items.map(({ configurationItemCaptureTime }) => configurationItemCaptureTime?.getUTCDate());
const addDays = (...list: number[]) => {
  for (const day of list) endpoint.state.config.addEventItem(item("b", day));
};

describe("GetResourceConfigHistory", () => {
  test("gives an event's item in the API's spelling", async () => {
    addDays(4);
    const { configurationItems, nextToken } = await history();
    expect(nextToken).toBeUndefined();
    expect(configurationItems).toEqual([
      {
        version: "1.3",
        accountId: "111122223333",
        configurationItemCaptureTime: new Date("2026-03-04T05:06:07.890Z"),
        configurationItemStatus: "OK",
        configurationStateId: "1772600767890",
        configurationItemMD5Hash: "",
        arn: "arn:aws:s3:::b",
        resourceType: TYPE,
        resourceId: "b",
        resourceName: "b",
        awsRegion: "eu-west-1",
        availabilityZone: "Regional",
        resourceCreationTime: new Date("2026-01-01T00:00:00Z"),
        tags: { owner: "team" },
        relatedEvents: [],
        relationships: [{ resourceType: "AWS::KMS::Key", resourceId: "key", relationshipName: "Is encrypted by" }],
        configuration: '{"name":"b","day":4}',
        supplementaryConfiguration: { AccessControlList: '"{\\"grants\\":[]}"', IsRequesterPays: "false" },
      },
    ]);
  });

  test.each<[string, Partial<GetResourceConfigHistoryCommandInput>, number[]]>([
    ["newest first", {}, [9, 5, 4, 1]],
    ["oldest first", { chronologicalOrder: "Forward" }, [1, 4, 5, 9]],
    ["as of a time, that time included", { laterTime: new Date("2026-03-05T05:06:07.890Z") }, [5, 4, 1]],
    ["as of a millisecond before", { laterTime: new Date("2026-03-05T05:06:07.889Z"), limit: 1 }, [4]],
    ["since a time", { earlierTime: new Date("2026-03-04T05:06:07.890Z") }, [9, 5, 4]],
    ["nothing in range", { earlierTime: new Date("2026-03-20T00:00:00Z") }, []],
    ["a limit of 0, which is the default", { limit: 0 }, [9, 5, 4, 1]],
  ])("lists states %s", async (_name, changes, expected) => {
    addDays(5, 1, 9, 4);
    expect(days((await history(changes)).configurationItems)).toEqual(expected);
  });

  test("pages by 10 unless told otherwise", async () => {
    addDays(...Array.from({ length: 25 }, (_, index) => index + 1));
    const sizes: number[] = [];
    const pages = paginateGetResourceConfigHistory({ client }, { resourceType: TYPE, resourceId: "b" });
    for await (const page of pages) sizes.push(page.configurationItems?.length ?? 0);
    expect(sizes).toEqual([10, 10, 5]);
  });

  test("spans seven days a call by switch, which leaves pages short or empty", async () => {
    const walk = async (input: Partial<GetResourceConfigHistoryCommandInput> = {}) => {
      const seen: unknown[] = [];
      const all = { resourceType: TYPE, resourceId: "b", ...input } as const;
      for await (const page of paginateGetResourceConfigHistory({ client }, all))
        seen.push(days(page.configurationItems));
      return seen;
    };
    const list = [1, 9, 15, 16];
    addDays(...list);
    expect(await walk()).toEqual([[16, 15, 9, 1]]);
    await endpoint.close();
    await start({ historyWindow: "sevenDays" });
    addDays(...list);
    expect(await walk()).toEqual([[], [16, 15, 9], [1]]);
    expect(await walk({ laterTime: new Date("2026-03-17T00:00:00Z") })).toEqual([[16, 15, 9], [1]]);
    expect(await walk({ chronologicalOrder: "Forward" })).toEqual([[1], [9, 15, 16]]);
  });

  test.each<[string, Partial<GetResourceConfigHistoryCommandInput>, string]>([
    ["an unknown resource", { resourceId: "other" }, "ResourceNotDiscoveredException"],
    ["a limit of 101", { limit: 101 }, "InvalidLimitException"],
    ["a range turned round", { earlierTime: new Date(2), laterTime: new Date(1) }, "InvalidTimeRangeException"],
    ["an invented token", { nextToken: "made-up" }, "InvalidNextTokenException"],
    ["no resource id", { resourceId: undefined }, "ValidationException"],
  ])("refuses %s", async (_name, changes, name) => {
    addDays(1);
    await expect(history(changes)).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });

  test("a deleted resource keeps its history; its configuration is the text null", async () => {
    addDays(1);
    endpoint.state.config.addEventItem(item("b", 2, deleted));
    const { configurationItems = [] } = await history();
    expect(configurationItems.map((state) => [state.configurationItemStatus, state.configuration])).toEqual([
      ["ResourceDeleted", "null"],
      ["OK", '{"name":"b","day":1}'],
    ]);
  });
});

describe("ListDiscoveredResources", () => {
  const list = async (changes: object = {}) => {
    const { resourceIdentifiers = [] } = await client.send(
      new ListDiscoveredResourcesCommand({ resourceType: TYPE, ...changes }),
    );
    return resourceIdentifiers;
  };
  beforeEach(() => {
    for (const id of ["a", "b", "c"]) endpoint.state.config.addEventItem(item(id, 1));
    endpoint.state.config.addEventItem(item("b", 2, deleted));
  });

  test("leaves deleted resources out unless they are asked for", async () => {
    expect(await list()).toEqual([
      { resourceType: TYPE, resourceId: "a", resourceName: "a" },
      { resourceType: TYPE, resourceId: "c", resourceName: "c" },
    ]);
    expect(await list({ includeDeletedResources: true })).toContainEqual({
      resourceType: TYPE,
      resourceId: "b",
      resourceName: "b",
      resourceDeletionTime: new Date("2026-03-02T05:06:07.890Z"),
    });
  });

  test("narrows by ids and by name, and knows nothing of other types", async () => {
    expect(await list({ resourceIds: ["c", "x"] })).toHaveLength(1);
    expect(await list({ resourceName: "a" })).toHaveLength(1);
    expect(await list({ resourceType: "AWS::SNS::Topic" })).toEqual([]);
  });

  test("pages by 100 unless told otherwise", async () => {
    for (let index = 0; index < 248; index += 1) endpoint.state.config.addEventItem(item(`n${index}`, 1));
    const sizes: number[] = [];
    for await (const page of paginateListDiscoveredResources({ client }, { resourceType: TYPE })) {
      sizes.push(page.resourceIdentifiers?.length ?? 0);
    }
    expect(sizes).toEqual([100, 100, 50]);
  });

  test("refuses 21 ids and a limit of 101", async () => {
    const resourceIds = Array.from({ length: 21 }, String);
    await expect(list({ resourceIds })).rejects.toMatchObject({ name: "ValidationException" });
    await expect(list({ limit: 101 })).rejects.toMatchObject({ name: "InvalidLimitException" });
  });
});

describe("BatchGetResourceConfig", () => {
  const key = (resourceId: string) => ({ resourceType: TYPE, resourceId }) as const;
  const get = (resourceIds: string[]) =>
    client.send(new BatchGetResourceConfigCommand({ resourceKeys: resourceIds.map(key) }));

  test("gives the newest state, without tags and relationships, and nothing for deleted or unknown ones", async () => {
    addDays(1, 2);
    endpoint.state.config.addEventItem(item("gone", 1, deleted));
    const { baseConfigurationItems = [], unprocessedResourceKeys } = await get(["b", "gone", "unknown"]);
    expect(baseConfigurationItems).toHaveLength(1);
    expect(baseConfigurationItems[0]).toMatchObject({ resourceId: "b", configuration: '{"name":"b","day":2}' });
    for (const member of ["tags", "relationships", "relatedEvents", "configurationItemMD5Hash"]) {
      expect(baseConfigurationItems[0]).not.toHaveProperty(member);
    }
    expect(unprocessedResourceKeys).toEqual([]);
  });

  test("leaves keys unprocessed when a fault says so", async () => {
    addDays(1);
    endpoint.state.config.addEventItem(item("c", 1));
    endpoint.faults.add({ operation: "BatchGetResourceConfig", kind: "leaveUnprocessed", only: ["b"], times: 1 });
    const first = await get(["b", "c"]);
    expect(first.unprocessedResourceKeys).toEqual([key("b")]);
    expect(first.baseConfigurationItems).toHaveLength(1);
    expect((await get(["b", "c"])).baseConfigurationItems).toHaveLength(2);
  });

  test("takes 1 to 100 keys", async () => {
    await expect(get([])).rejects.toMatchObject({ name: "ValidationException" });
    await expect(get(Array.from({ length: 101 }, String))).rejects.toThrow(/less than or equal to 100/);
    await get(Array.from({ length: 100 }, String));
  });
});

describe("the state", () => {
  test("refuses items it could not place in time", () => {
    const add = () => endpoint.state.config.addEventItem(item("b", 1, { configurationItemCaptureTime: "never" }));
    expect(add).toThrow(expect.objectContaining({ code: "RW8103", hint: expect.any(String) }));
    expect(() => endpoint.state.config.addItem({ resourceType: TYPE, resourceId: "b" })).toThrow(/lacks/);
  });
});

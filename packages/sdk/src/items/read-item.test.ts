import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ConfigurationItem } from "../core/configuration-item.ts";
import { isJudgeable } from "../core/configuration-item.ts";
import { RUNS } from "../core/fixtures/property-runs.ts";
import { isObject, type JsonObject } from "../core/json.ts";
import { EVENT_ITEMS, asApi, asOldFile, asTextFile } from "./fixtures/spellings.ts";
import { readItem, type RefusedItem } from "./read-item.ts";

const bucket = EVENT_ITEMS["bucket"] ?? fail();
const role = EVENT_ITEMS["role"] ?? fail();

function read(raw: unknown): ConfigurationItem {
  const answer = readItem(raw);
  if ("item" in answer) return answer.item;
  throw new Error(answer.refused.message);
}
function refuse(raw: unknown): RefusedItem {
  const answer = readItem(raw);
  return "refused" in answer ? answer.refused : fail();
}

describe("every spelling of a resource gives the same item", () => {
  test.each(Object.entries(EVENT_ITEMS))("%s", (_name, event) => {
    const item = read(event);
    expect(read(asApi(event))).toStrictEqual(item);
    expect(read(asOldFile(event))).toStrictEqual(item);
    expect(read(asTextFile(event))).toStrictEqual(item);
    expect(read(JSON.parse(JSON.stringify(asApi(event))))).toStrictEqual(item);
  });

  test.each(Object.entries(EVENT_ITEMS))("reading the item again changes nothing: %s", (_name, event) => {
    const item = read(event);
    expect(read(item)).toStrictEqual(item);
  });

  test("the item is the event's, with what was encoded twice decoded", () => {
    const { supplementaryConfiguration, ...rest } = bucket;
    if (!isObject(supplementaryConfiguration)) fail();
    expect(read(bucket)).toStrictEqual({
      ...rest,
      supplementaryConfiguration: {
        ...supplementaryConfiguration,
        AccessControlList: {
          grantSet: null,
          grantList: [{ grantee: "AllUsers", permission: "Read" }],
          owner: { id: "abc" },
        },
        BucketPolicy: { policyText: { Version: "2012-10-17", Statement: [{ Effect: "Deny", Principal: "*" }] } },
      },
    });
  });

  test("policy documents of IAM are decoded from their URL encoding", () => {
    expect(read(role).configuration).toEqual({
      roleName: "app",
      assumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] },
      rolePolicyList: [{ policyName: "inline", policyDocument: { Statement: [] } }],
    });
  });

  test("a text that a user wrote is never parsed, however much it looks like JSON", () => {
    expect(read(EVENT_ITEMS["securityGroup"]).configuration["description"]).toBe('{"looks":"like JSON"}');
  });

  test("the input is not changed", () => {
    const before = structuredClone(bucket);
    read(bucket);
    expect(bucket).toEqual(before);
  });
});

test("an item of the bare minimum has every member that rules rely on", () => {
  expect(
    read({
      resourceType: "AWS::New::Thing",
      resourceId: "t",
      accountId: "111122223333",
      awsRegion: "eu-west-1",
      configurationItemCaptureTime: "2026-01-15T12:58:00+01:00",
      configuration: "{}",
    }),
  ).toStrictEqual({
    configurationItemCaptureTime: "2026-01-15T11:58:00.000Z",
    configurationItemStatus: "OK",
    awsAccountId: "111122223333",
    awsRegion: "eu-west-1",
    availabilityZone: null,
    resourceType: "AWS::New::Thing",
    resourceId: "t",
    resourceName: null,
    resourceCreationTime: null,
    relatedEvents: [],
    relationships: [],
    tags: {},
    configuration: {},
    supplementaryConfiguration: {},
  });
});

describe("status", () => {
  test.each([
    ["OK", true],
    ["ResourceDiscovered", true],
    ["ResourceNotRecorded", false],
    ["ResourceDeleted", false],
    ["ResourceDeletedNotRecorded", false],
  ])("%s is judgeable: %j, and needs a configuration only then", (status, judgeable) => {
    expect(isJudgeable(status)).toBe(judgeable);
    expect(read({ ...bucket, configurationItemStatus: status }).configurationItemStatus).toBe(status);
    for (const configuration of [null, undefined, "", "null"]) {
      const answer = readItem({ ...bucket, configurationItemStatus: status, configuration });
      expect("item" in answer ? answer.item.configuration : answer.refused.entry.code).toEqual(
        judgeable ? "RW6003" : {},
      );
    }
  });
});

describe("state id", () => {
  test.each<[unknown, number | undefined]>([
    [7, 7],
    ["7", 7],
    ["1768478280123", 1768478280123],
    ["", undefined],
    ["seven", undefined],
    ["0x10", undefined],
    ["99999999999999999999", undefined],
    [1.5, undefined],
    [true, undefined],
    [[5], undefined],
    [{ valueOf: 1, toString: 1 }, undefined],
    [null, undefined],
  ])("%j is %p", (configurationStateId, expected) => {
    expect(read({ ...bucket, configurationStateId }).configurationStateId).toBe(expected);
  });
});

describe("tags", () => {
  const withTags = (tags: unknown, Tags?: unknown) =>
    read({ ...bucket, tags, supplementaryConfiguration: Tags === undefined ? {} : { Tags } }).tags;
  test.each<[string, unknown, unknown]>([
    ["a map", { team: "blue" }, undefined],
    ["a list of key and value", [{ key: "team", value: "blue" }], undefined],
    ["a query's list, with a third member", [{ key: "team", value: "blue", tag: "team=blue" }], undefined],
    ["a list in capitals", [{ Key: "team", Value: "blue" }], undefined],
    ["a list of tagKey and tagValue", [{ tagKey: "team", tagValue: "blue" }], undefined],
    ["the supplementary part only", {}, [{ key: "team", value: "blue" }]],
    ["the supplementary part only, as text", undefined, '[{"key":"team","value":"blue"}]'],
    ["the supplementary part as a map", null, { team: "blue" }],
    ["both, of which the item's own count", { team: "blue" }, [{ key: "team", value: "red" }]],
    [
      "a list with what is no tag",
      [null, 1, "x", {}, { key: 5, value: "y" }, { key: "team", value: "blue" }],
      undefined,
    ],
  ])("%s", (_what, tags, supplementary) => {
    expect(withTags(tags, supplementary)).toStrictEqual({ team: "blue" });
  });

  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a text", "team=blue"],
    ["an empty list", []],
  ])("%s is no tag", (_what, tags) => {
    expect(withTags(tags)).toStrictEqual({});
  });

  test("a value that is missing or no text is the empty text", () => {
    expect(withTags([{ key: "a" }, { key: "b", value: null }])).toStrictEqual({ a: "", b: "" });
    expect(withTags({ a: null, b: 5 })).toStrictEqual({ a: "", b: "" });
  });
});

test("relationships: the name under either key, what is unknown left out", () => {
  const relationships = [
    { resourceType: "AWS::EC2::VPC", resourceId: "vpc-1", relationshipName: "Is contained in Vpc" },
    { resourceType: "AWS::EC2::VPC", resourceName: "main" },
    { resourceType: { toString: 1 }, resourceId: "x" },
    null,
    "vpc-2",
  ];
  expect(read({ ...bucket, relationships }).relationships).toStrictEqual([
    { resourceType: "AWS::EC2::VPC", resourceId: "vpc-1", resourceName: null, name: "Is contained in Vpc" },
    { resourceType: "AWS::EC2::VPC", resourceName: "main" },
    { resourceType: "", resourceId: "x", resourceName: null },
  ]);
});

describe("refusals say what is lacking, of which resource", () => {
  const identity = {
    resourceType: "AWS::S3::Bucket",
    resourceId: "example-bucket",
    accountId: "111122223333",
    region: "eu-west-1",
  };
  const name = "The item AWS::S3::Bucket example-bucket";

  test.each<[string, JsonObject, string, string, readonly string[]]>([
    [
      "no type",
      { resourceType: undefined },
      "RW6002",
      "The item of no type example-bucket has no resourceType.",
      ["resourceType"],
    ],
    [
      "a type that is no text",
      { resourceType: { toString: 1 } },
      "RW6002",
      "The item of no type example-bucket has no resourceType.",
      ["resourceType"],
    ],
    [
      "no id",
      { resourceId: "" },
      "RW6002",
      "The item AWS::S3::Bucket without an id has no resourceId.",
      ["resourceId"],
    ],
    [
      "no account",
      { awsAccountId: undefined },
      "RW6002",
      `${name} has no account of twelve digits: null.`,
      ["accountId"],
    ],
    [
      "an account as a number",
      { awsAccountId: 111122223333 },
      "RW6002",
      `${name} has no account of twelve digits: null.`,
      ["accountId"],
    ],
    ["no Region", { awsRegion: null }, "RW6002", `${name} has no awsRegion.`, ["region"]],
    ["an unknown status", { configurationItemStatus: "Fine" }, "RW6002", `${name} has the unknown status "Fine".`, []],
    [
      "no capture time",
      { configurationItemCaptureTime: undefined },
      "RW6002",
      `${name} has no capture time: null.`,
      [],
    ],
    [
      "a capture time that is none",
      { configurationItemCaptureTime: "soon" },
      "RW6002",
      `${name} has no capture time: "soon".`,
      [],
    ],
    [
      "a date that is none",
      { configurationItemCaptureTime: new Date(Number.NaN) },
      "RW6002",
      `${name} has no capture time: null.`,
      [],
    ],
    [
      "a capture time as a bigint",
      { configurationItemCaptureTime: 10n },
      "RW6002",
      `${name} has no capture time: 10.`,
      [],
    ],
    ["no configuration", { configuration: undefined }, "RW6003", `${name} has no configuration.`, []],
    ["a configuration that is text", { configuration: "{" }, "RW6003", `${name} has no configuration.`, []],
    ["a configuration that is a list", { configuration: "[]" }, "RW6003", `${name} has no configuration.`, []],
  ])("%s", (_what, changes, code, message, unknown) => {
    const { entry, message: said, state, ...told } = refuse({ ...bucket, ...changes });
    expect(entry.code).toBe(code);
    expect(said).toBe(message);
    expect(state === undefined).toBe(said.includes("no capture time"));
    expect(told).toStrictEqual(Object.fromEntries(Object.entries(identity).filter(([key]) => !unknown.includes(key))));
  });

  test("tells the state, where it has one", () => {
    const capturedAt = Date.parse("2026-03-04T05:06:07.890Z");
    const changes = { configuration: null, configurationItemCaptureTime: "2026-03-04T05:06:07.890" };
    expect(refuse({ ...bucket, ...changes, configurationStateId: "7" }).state).toEqual({ capturedAt, stateId: 6.5 });
  });

  test("an account that is none is told as it was given", () => {
    expect(refuse({ ...bucket, awsAccountId: "1234" })).toMatchObject({
      message: `${name} has no account of twelve digits: "1234".`,
      accountId: "1234",
    });
  });

  test.each<[unknown, string]>([
    [undefined, "undefined"],
    [null, "null"],
    ["item", '"item"'],
    [[], "[]"],
    [10n, "10"],
    ["x".repeat(500), `"${"x".repeat(78)}…`],
  ])("what is no object: %p", (raw, shown) => {
    const { entry, message } = refuse(raw);
    expect(entry.code).toBe("RW6001");
    expect(message).toBe(`A configuration item is no object: ${shown}.`);
  });
});

describe("__proto__ survives as a key of its own and pollutes nothing", () => {
  const evil: unknown = JSON.parse('{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}}');
  const tagged: unknown = JSON.parse('{"__proto__":"t","constructor":"c"}');

  test.each([
    ["event", { ...bucket, configuration: evil, supplementaryConfiguration: evil, tags: tagged }],
    [
      "API",
      asApi({
        ...bucket,
        configuration: evil,
        supplementaryConfiguration: evil,
        tags: [
          { key: "__proto__", value: "t" },
          { key: "constructor", value: "c" },
        ],
      }),
    ],
  ])("in the %s's spelling", (_spelling, raw) => {
    const { configuration, supplementaryConfiguration, tags } = read(raw);
    for (const part of [configuration, supplementaryConfiguration, tags]) {
      expect(Object.keys(part)).toEqual(["__proto__", "constructor"]);
      expect(Object.getPrototypeOf(part)).toBe(Object.prototype);
    }
    expect(Object.entries(tags)).toEqual([
      ["__proto__", "t"],
      ["constructor", "c"],
    ]);
    expect({}).not.toHaveProperty("polluted");
  });

  test("at the top of an item it is not read", () => {
    const raw: unknown = JSON.parse(`{"__proto__":${JSON.stringify(bucket)}}`);
    expect(refuse(raw).message).toBe("The item of no type without an id has no resourceType.");
    expect(read({ ...bucket, ...Object(raw) })).toStrictEqual(read(bucket));
  });
});

describe("readItem is total", () => {
  const raws = Object.values(EVENT_ITEMS).flatMap((event) => [event, asApi(event), asOldFile(event)]);
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withNullPrototype: true,
    withObjectString: true,
    withTypedArray: true,
  });
  const values = fc.oneof(
    anything,
    fc.json(),
    fc.constantFrom<unknown>("", "{}", "[]", "null", "%7B", "%7B%7D", { toString: 1, valueOf: 1 }, Symbol("s")),
  );

  function check(raw: unknown): void {
    const answer = readItem(raw);
    if ("refused" in answer) return expect(answer.refused.message).toMatch(/\.$/);
    const { item } = answer;
    expect(item.awsAccountId).toMatch(/^\d{12}$/);
    expect(new Date(item.configurationItemCaptureTime).toISOString()).toBe(item.configurationItemCaptureTime);
    for (const part of [item.configuration, item.supplementaryConfiguration, item.tags])
      expect(isObject(part)).toBe(true);
    for (const value of Object.values(item.tags)) expect(typeof value).toBe("string");
    expect(typeof item.resourceId).toBe("string");
    expect(item.relationships.every(({ resourceType }) => typeof resourceType === "string")).toBe(true);
  }

  test("over anything", () => {
    fc.assert(fc.property(values, check), RUNS);
  });

  test("over real items with members replaced, nested ones too", () => {
    const keys = [...new Set(raws.flatMap(Object.keys))];
    const mutated = fc
      .tuple(fc.constantFrom(...raws), fc.dictionary(fc.constantFrom(...keys), values, { minKeys: 1, maxKeys: 3 }))
      .map(([raw, changes]) => ({ ...raw, ...changes }));
    const parts = fc.constantFrom("configuration", "supplementaryConfiguration", "tags");
    const inner = fc.constantFrom(
      "assumeRolePolicyDocument",
      "rolePolicyList",
      "AccessControlList",
      "BucketPolicy",
      "policyText",
      "Policy",
      "Tags",
      "__proto__",
    );
    const nested = fc
      .tuple(fc.constantFrom(...raws), parts, fc.dictionary(inner, values))
      .map(([raw, part, members]) => ({ ...raw, [part]: members }));
    fc.assert(fc.property(fc.oneof(mutated, nested), check), { ...RUNS, numRuns: 3000 });
  });
});

function fail(): never {
  throw new Error("The test itself is wrong.");
}

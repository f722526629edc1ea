import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { compliant, defineRule, nonCompliant, untyped } from "@rulewright/sdk";
import { temporaryFolder, type Files } from "../../../../test/support/temporary-folder.ts";
import { checkFiles } from "./check-files.ts";

const TYPE = "AWS::SNS::Topic";
const rule = defineRule({
  name: "owned",
  description: "Has an owner.",
  severity: "LOW",
  resourceTypes: [untyped(TYPE)],
  evaluate: ({ configurationItem }) => (configurationItem.tags["owner"] ? compliant() : nonCompliant("No owner.")),
});

function item(number: number, members: object = {}) {
  return {
    relationships: [],
    configurationItemCaptureTime: "2026-01-15T11:58:00.000Z",
    configurationItemStatus: "OK",
    awsAccountId: "111122223333",
    awsRegion: "eu-west-1",
    resourceType: number % 3 === 0 ? "AWS::SQS::Queue" : TYPE,
    resourceId: `thing-${number}`,
    configuration: { text: "x".repeat(200) },
    tags: { owner: "me" },
    ...members,
  };
}

async function check(files: Files, rules = [rule]) {
  const folder = await temporaryFolder(files);
  const result = await checkFiles(
    rules,
    Object.keys(files).map((name) => join(folder, name)),
    {
      tool: "rulewright 0.1.0",
      generatedAt: new Date(0),
      templates: { accountId: "000000000000", region: "eu-west-1", parameters: {} },
      tick: () => undefined,
    },
  );
  const within = (text: string) => text.replaceAll(`${folder}/`, "");
  return { ...result, errors: result.errors.map(({ code, message }) => `${code} ${within(message)}`) };
}

const many = Array.from({ length: 9000 }, (_, number) => item(number));
const whole = JSON.stringify({ configSnapshotId: "x", configurationItems: many });
const byId = (ids: readonly string[]) => [...ids].sort();
const judged = many.filter(({ resourceType }) => resourceType === TYPE).map(({ resourceId }) => resourceId);

describe("a long snapshot", () => {
  test.each<[string, string | Uint8Array]>([
    ["plain", whole],
    ["with a byte order mark", `\uFEFF${whole}`],
    ["gzipped", gzipSync(whole)],
    ["as JSON lines", many.map((each) => JSON.stringify(each)).join("\n")],
  ])("%s is judged whole", async (_what, content) => {
    const { evaluations, errors } = await check({ "s.json": content });
    expect(errors).toEqual([]);
    expect(evaluations.map(({ resourceId }) => resourceId)).toEqual(byId(judged));
  });

  test("that is cut off is judged as far as it goes", async () => {
    const plain = await check({ "s.json": whole.slice(0, 2_000_000) });
    expect(plain.errors).toEqual(["RW6202 s.json is not JSON (cut off in an item); it has 2000000 bytes."]);
    expect(plain.evaluations.length).toBeGreaterThan(2000);
    const packed = gzipSync(whole);
    const zipped = await check({ "s.json.gz": packed.subarray(0, packed.length / 2) });
    expect(zipped.errors).toEqual([
      expect.stringMatching(/^RW6202 s\.json\.gz cannot .+ its gzip data is cut off, .+ byte \d+\.$/),
    ]);
    expect(zipped.evaluations.length).toBeGreaterThan(1000);
  });

  test("has the newest state of each resource, wherever it stands", async () => {
    const later = item(1, { configurationItemCaptureTime: "2026-02-01T00:00:00.000Z", tags: {} });
    const earlier = item(2, { configurationItemCaptureTime: "2025-02-01T00:00:00.000Z", tags: {} });
    const { evaluations } = await check({ "s.json": JSON.stringify([...many, later, earlier]) });
    expect(evaluations).toHaveLength(judged.length);
    expect(
      evaluations.filter((each) => each.complianceType === "NON_COMPLIANT").map((each) => each.resourceId),
    ).toEqual(["thing-1"]);
  });

  test("cannot be made to tell of resources that are within an item", async () => {
    const forged = { ...item(1, { resourceId: "forged" }), filler: "y".repeat(300_000) };
    const hostile = item(4, { configuration: { items: [forged, forged, forged, forged] }, resourceId: "hostile" });
    const { evaluations, errors } = await check({ "s.json": JSON.stringify([...many, hostile, ...many]) });
    expect(errors).toEqual([]);
    expect(evaluations.map(({ resourceId }) => resourceId)).toEqual(byId([...judged, "hostile"]));
  });

  test("with an item over 64 MiB is judged up to it", async () => {
    const huge = JSON.stringify(item(10_000, { configuration: { text: "z".repeat(70 * 1024 * 1024) } }));
    const { evaluations, errors } = await check({ "s.json": `[${whole.slice(whole.indexOf("[") + 1, -2)},${huge}]` });
    expect(errors).toEqual([
      expect.stringMatching(/^RW6202 s\.json is not judged from byte \d+ on: an item is larger/),
    ]);
    expect(evaluations.length).toBeGreaterThan(5000);
  }, 60_000);
});

describe("what is not whole", () => {
  test("a query's result without tags is undetermined", async () => {
    const { tags, ...bare } = item(1);
    void tags;
    const { evaluations, errors } = await check({
      "q.json": JSON.stringify({ Results: [JSON.stringify(bare), item(2)] }),
    });
    expect(errors).toEqual([]);
    expect(evaluations.map(({ resourceId, status, missing }) => [resourceId, status, missing])).toEqual([
      ["thing-1", "undetermined", ["tags.owner"]],
      ["thing-2", "evaluated", undefined],
    ]);
  });

  test("a batch's item without tags is undetermined", async () => {
    const { tags, ...bare } = item(1);
    void tags;
    const { evaluations } = await check({ "b.json": JSON.stringify({ baseConfigurationItems: [bare] }) });
    expect(evaluations).toEqual([expect.objectContaining({ status: "undetermined", missing: ["tags.owner"] })]);
  });

  test.each([
    [
      "t.yaml",
      "Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties: {Tags: [{Key: owner, Value: me}]}\n  O:\n    Type: AWS::Own::Thing\n",
    ],
    [
      "t.json",
      '{"Resources":{\n"T":{"Type":"AWS::SNS::Topic","Properties":{"Tags":[{"Key":"owner","Value":"me"}]}},\n"O":{"Type":"AWS::Own::Thing"}}}',
    ],
  ])("a template %s is judged, and its other types are named", async (name, text) => {
    const { evaluations, errors, notJudged } = await check({ [name]: text });
    expect(errors).toEqual([]);
    expect(evaluations).toEqual([
      expect.objectContaining({
        complianceType: "COMPLIANT",
        accountId: "000000000000",
        source: expect.objectContaining({ logicalId: "T", line: 2 }),
      }),
    ]);
    expect(notJudged).toEqual([expect.objectContaining({ resourceType: "AWS::Own::Thing", logicalId: "O" })]);
  });

  test("a broken template is an error with its line", async () => {
    const { errors } = await check({ "t.yaml": "Resources: [" });
    expect(errors).toEqual([expect.stringMatching(/^RW63/)]);
  });
});

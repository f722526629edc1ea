import { join } from "node:path";
import { constants, gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import {
  compliant,
  definePeriodicRule,
  defineRule,
  nonCompliant,
  toEvidenceFile,
  untyped,
  type AnyRule,
} from "@rulewright/sdk";
import { temporaryFolder, type Files } from "../../../../test/support/temporary-folder.ts";
import { checkFiles } from "./check-files.ts";
import { readyInputs } from "./ready-inputs.ts";

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

async function check(files: Files, rules: readonly AnyRule[] = [rule]) {
  const folder = await temporaryFolder(files);
  const result = await checkFiles(rules, await readyInputs(Object.keys(files).map((name) => join(folder, name))), {
    tool: "rulewright 0.1.0",
    generatedAt: new Date(0),
    templates: { accountId: "000000000000", region: "eu-west-1", parameters: {} },
    tick: () => undefined,
  });
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

/** Gzip data without its end, though nothing of the text is missing. */
const endless = (text: string) => gzipSync(text, { finishFlush: constants.Z_SYNC_FLUSH });

describe("gzip data that is cut off", () => {
  const lines = many.map((each) => JSON.stringify(each));
  const cutOff = (file: string, text: string) =>
    `RW6202 ${file} cannot be read to its end: its gzip data is cut off, unpacked at byte ${Buffer.byteLength(text)}.`;

  test.each<[string, number]>([
    ["a few lines", 5],
    ["many lines", 9000],
  ])("after %s, all of them whole, is an error; what is there is judged", async (_what, count) => {
    const text = `${lines.slice(0, count).join("\n")}\n`;
    const { evaluations, errors } = await check({ "s.jsonl.gz": endless(text) });
    expect(errors).toEqual([cutOff("s.jsonl.gz", text)]);
    expect(evaluations).toHaveLength(count - Math.ceil(count / 3));
  });

  test.each<[string, number, string]>([
    ["a line, after a few", 5, '{"resourceType": "AWS'],
    ["a line, after many", 9000, '{"resourceType": "AWS'],
    ["a character, after a few", 5, "é"],
    ["a character, after many", 9000, "é"],
  ])("in %s is one error; those that are bad before have their own", async (_what, count, rest) => {
    const bytes = Buffer.from([...lines.slice(0, count), "bad", ...lines.slice(0, 1), rest].join("\n"));
    const cut = bytes.subarray(0, rest === "é" ? -1 : bytes.length).toString("latin1");
    const packed = gzipSync(Buffer.from(cut, "latin1"), { finishFlush: constants.Z_SYNC_FLUSH });
    const { evaluations, errors } = await check({ "s.jsonl.gz": packed });
    expect(errors).toEqual([
      expect.stringMatching(`^RW6202 Line ${count + 1} of s.jsonl.gz is not JSON`),
      `RW6202 s.jsonl.gz cannot be read to its end: its gzip data is cut off, unpacked at byte ${cut.length}.`,
    ]);
    expect(evaluations).toHaveLength(count - Math.ceil(count / 3));
  });

  test.each<[string, string, number]>([
    ["t.yaml", "Resources:\n  T:\n    Type: AWS::SNS::Topic\n", 1],
    ["i.json.gz", JSON.stringify(item(1)), 1],
    ["s.json.gz", JSON.stringify({ configurationItems: many.slice(0, 6) }), 4],
    ["e.json.gz", JSON.stringify({ configurationItems: [] }), 0],
    ["long.json.gz", whole, judged.length],
  ])("of %s is an error, though its text may be whole", async (name, text, count) => {
    const { evaluations, errors } = await check({ [name]: endless(text) });
    expect(errors).toEqual([cutOff(name, text)]);
    expect(evaluations).toHaveLength(count);
  });

  test("before anything was unpacked is an error", async () => {
    const packed = gzipSync(whole);
    for (const length of [2, 10, 15]) {
      const { errors } = await check({ "s.json.gz": packed.subarray(0, length) });
      expect(errors).toEqual([cutOff("s.json.gz", "")]);
    }
  });
});

test("gzip data of several parts, with zeros after it, is whole", async () => {
  const parts = [many.slice(0, 4500), many.slice(4500)].map((items) =>
    gzipSync(items.map((each) => `${JSON.stringify(each)}\n`).join("")),
  );
  const { evaluations, errors } = await check({ "s.jsonl.gz": Buffer.concat([...parts, Buffer.alloc(600)]) });
  expect(errors).toEqual([]);
  expect(evaluations).toHaveLength(judged.length);
});

describe("many JSON lines", () => {
  const subject = { resourceId: "111122223333" };
  const place = { accountId: "111122223333", region: "eu-west-1", collectedAt: new Date(0), listed: true };
  const keeps = definePeriodicRule({
    name: "keeps-keys",
    description: "Keeps keys.",
    severity: "LOW",
    resourceTypes: ["AWS::::Account"],
    schedule: "One_Hour",
    scope: "global",
    collect: async () => 1,
    evaluate: ({ evidence }) => nonCompliant(`Seen ${evidence}.`),
  });
  const recorded = (evidence: number) =>
    JSON.stringify(toEvidenceFile([{ ...place, rule: "keeps-keys", subjects: [{ subject, evidence }] }]));
  const lines = many.map((each) => JSON.stringify(each));

  test.each<[string, number]>([
    ["few", 12],
    ["many", 9000],
  ])("with evidence among %s of them are judged by it, each once", async (_what, count) => {
    const some = lines.slice(0, count);
    const text = some.with(10, recorded(7)).join("\n");
    const { evaluations, errors } = await check({ "s.jsonl": text, "other.jsonl": lines[1] ?? "" }, [rule, keeps]);
    expect(errors).toEqual([]);
    const ofRule = evaluations.filter((each) => each.rule === "owned");
    expect(ofRule).toHaveLength(count - Math.ceil(count / 3) - 1);
    expect(evaluations.flatMap((each) => (each.rule === "owned" ? [] : [each.annotation]))).toEqual(["Seen 7."]);
  });

  test("may begin with a byte order mark", async () => {
    const { evaluations, errors } = await check({ "s.jsonl": `\uFEFF${lines.slice(1).join("\n")}` });
    expect(errors).toEqual([]);
    expect(evaluations).toHaveLength(judged.length);
  });
});

test.each<[string, number]>([
  ["short", 3],
  ["long", 9000],
])("the second items of a %s document are not lost in silence", async (_what, count) => {
  const [first, second] = [many.slice(0, count), [item(9001)]].map((items) => JSON.stringify(items));
  const after = (text: string) => check({ "s.json": `{"a":1,"configurationItems":${first},${text}}` });
  const { evaluations, errors } = await after(`"b":{"c":[]},"configurationItems":${second}`);
  expect(errors).toEqual([
    expect.stringMatching(
      /^RW6202 s\.json is not judged from byte \d+ on: after the items: "configurationItems" stands in it more than once\.$/,
    ),
  ]);
  expect(evaluations).toHaveLength(count - Math.ceil(count / 3));
  expect((await after(`"b":{"configurationItems":[],"c":{"configurationItems":[]}}`)).errors).toEqual([]);
});

test.each(["null", "{}", "[]"])("items that come after the same key with %s are not judged by half", async (value) => {
  const text = `{"configurationItems":${value},"configurationItems":${JSON.stringify(many)}}`;
  const { evaluations, errors } = await check({ "s.json": text });
  expect(errors).toEqual([expect.stringMatching(/^RW6202 .+ "configurationItems" stands in it more than once\.$/)]);
  expect(evaluations).toEqual([]);
});

test.each(["before", "after"])("items of a long document have no others %s them", async (where) => {
  const [items, others] = [`"configurationItems":${JSON.stringify(many)}`, `"Results":[${JSON.stringify(item(9001))}]`];
  const text = where === "before" ? `{${others},${items}}` : `{${items},${others}}`;
  const { errors } = await check({ "s.json": text });
  expect(errors).toEqual([expect.stringMatching(/^RW6202 .+ "configurationItems" and "Results" both hold items\.$/)]);
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

  test("a template's resource that cannot be read is undetermined for the rules of its type", async () => {
    const own = { ...rule, name: "own", resourceTypes: ["AWS::Own::Thing"] };
    const groups = { ...rule, name: "groups", resourceTypes: ["AWS::EC2::SecurityGroup"] };
    const text = JSON.stringify({
      Parameters: { Group: { Type: "String" } },
      Resources: {
        O: { Type: "AWS::Own::Thing" },
        I: { Type: "AWS::EC2::SecurityGroupIngress", Properties: { GroupId: { Ref: "Group" }, CidrIp: "0.0.0.0/0" } },
      },
    });
    const { evaluations, errors, notJudged } = await check({ "t.json": text }, [own, groups]);
    expect(errors).toEqual([]);
    expect(notJudged?.map(({ logicalId }) => logicalId)).toEqual(["O", "I"]);
    const told = evaluations.map((each) => [each.rule, each.resourceType, each.source.logicalId, each.status]);
    expect(told).toEqual([
      ["groups", "AWS::EC2::SecurityGroup", "I", "undetermined"],
      ["own", "AWS::Own::Thing", "O", "undetermined"],
    ]);
  });

  test("a broken template is an error with its line", async () => {
    const { errors } = await check({ "t.yaml": "Resources: [" });
    expect(errors).toEqual([expect.stringMatching(/^RW63/)]);
  });
});

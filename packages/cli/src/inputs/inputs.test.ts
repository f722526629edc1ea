import { mkdir, symlink } from "node:fs/promises";
import { join, relative } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { temporaryFolder, type Files } from "../../../../test/support/temporary-folder.ts";
import { findInputs } from "./find-inputs.ts";
import { lookAt } from "./input-file.ts";
import { readDocument } from "./read-document.ts";

const SNAPSHOT = "111122223333_Config_eu-west-1_ConfigSnapshot_20260115T120000Z_5f2b.json";

async function found(files: Files, ...paths: string[]): Promise<string[]> {
  const folder = await temporaryFolder(files);
  const names = await findInputs(paths.map((path) => (path === "-" ? path : join(folder, path))));
  return names.map((name) => (name === "-" ? name : relative(folder, name)));
}

describe("the files behind the inputs", () => {
  test("of a folder are all JSON files below it, in order", async () => {
    const names = ["b.json", "a/z.jsonl", "a/y.ndjson.gz", "c.JSON", "d.json.bak", "e.txt", "a.json.gz"];
    const files = Object.fromEntries(names.map((name) => [name, ""]));
    expect(await found(files, ".")).toEqual(["a/y.ndjson.gz", "a/z.jsonl", "a.json.gz", "b.json"]);
  });

  test("are each named once, in the order given; standard input stays", async () => {
    expect(await found({ "a.json": "", "b.txt": "" }, "b.txt", "-", ".", "a.json")).toEqual(["b.txt", "-", "a.json"]);
  });

  test("hold the evidence beside a snapshot, and beside nothing else", async () => {
    const files = { [SNAPSHOT]: "", "item.json": "", "evidence.json": "" };
    expect(await found(files, SNAPSHOT)).toEqual([SNAPSHOT, "evidence.json"]);
    expect(await found(files, "item.json")).toEqual(["item.json"]);
    expect(await found({ [SNAPSHOT]: "" }, SNAPSHOT)).toEqual([SNAPSHOT]);
    const folder = await temporaryFolder({ [SNAPSHOT]: "" });
    await mkdir(join(folder, "evidence.json"));
    expect(await findInputs([join(folder, SNAPSHOT)])).toHaveLength(1);
  });

  test("are reached through symbolic links, once each, by the first name", async () => {
    const folder = await temporaryFolder({ "in/b/x.json": "", "in/b/y.txt": "", "out/far.json": "" });
    await symlink(join(folder, "in/b"), join(folder, "in/a")); // walked before what it leads to
    await symlink("..", join(folder, "in/b/up")); // a cycle
    await symlink(join(folder, "out"), join(folder, "in/z"));
    await symlink("far.json", join(folder, "out/again.json"));
    const names = async (...paths: string[]) =>
      (await findInputs(paths.map((path) => join(folder, path)))).map((name) => relative(folder, name));
    expect(await names("in")).toEqual(["in/a/x.json", "in/z/again.json"]);
    expect(await names("out/far.json", "out")).toEqual(["out/far.json"]);
    expect(await names("in/z", "in/z/far.json")).toEqual(["in/z/again.json"]);
  });

  test("hold the links that lead nowhere, which cannot be read", async () => {
    const folder = await temporaryFolder({ "a.json": "" });
    for (const name of ["b.json", "c.txt", "snapshots", "t.yaml", "self"])
      await symlink(name === "self" ? "self" : "gone", join(folder, name));
    const names = (await findInputs([folder])).map((name) => relative(folder, name));
    expect(names).toEqual(["a.json", "b.json", "self", "snapshots", "t.yaml"]);
    expect(await lookAt(join(folder, "snapshots"))).toEqual({
      file: join(folder, "snapshots"),
      unreadable: expect.stringContaining("ENOENT"),
    });
  });

  test("are named for themselves where they were left out of a folder under another name", async () => {
    const older = SNAPSHOT.replace("20260115", "20250115");
    const folder = await temporaryFolder({ [`d/${SNAPSHOT}`]: "", [`d/${older}`]: "" });
    await symlink(join(folder, "d", older), join(folder, "older.json"));
    const names = await findInputs([join(folder, "d"), join(folder, "older.json")]);
    expect(names.map((name) => relative(folder, name))).toEqual([`d/${older}`, `d/${SNAPSHOT}`]);
  });

  test("must be there", async () => {
    await expect(found({ "a.txt": "" }, ".")).rejects.toMatchObject({ code: "RW6201" });
    await expect(found({}, "nowhere")).rejects.toMatchObject({ code: "RW5003" });
  });
});

describe("what is read", () => {
  function read(name: string, content: string) {
    return readDocument(content, name, { accountId: "111122223333", region: "eu-west-1", parameters: {} });
  }
  const item = { resourceType: "AWS::SNS::Topic" };

  test.each<[string, string, number]>([
    ["an item", JSON.stringify(item), 1],
    ["an item over several lines", JSON.stringify(item, null, 2), 1],
    ["a batch of the API", JSON.stringify({ baseConfigurationItems: [item, item] }), 2],
    ["a history of the API", JSON.stringify({ configurationItems: [item] }), 1],
    ["JSON lines with Windows ends", `${JSON.stringify(item)}\r\n\r\n${JSON.stringify(item)}\r\n`, 2],
    ["snapshots as JSON lines", `${JSON.stringify({ configurationItems: [item, item] })}\n${JSON.stringify(item)}`, 3],
  ])("from %s", async (_what, content, count) => {
    const { items, errors } = await read("in.json", content);
    expect(errors).toEqual([]);
    expect([...items]).toHaveLength(count);
  });

  test.each([
    [SNAPSHOT, "2026-01-15T12:00:00.000Z"],
    [
      "111122223333_Config_eu-west-1_ConfigHistory_AWS::EC2::Instance_20260304T000000Z_20260304T060000Z_1.json",
      "2026-03-04T06:00:00.000Z",
    ],
    ["111122223333_Config_eu-west-1_ConfigSnapshot_20269915T120000Z_x.json", undefined],
    ["mine.json", undefined],
  ])("of %s was delivered at %s", async (name, time) => {
    const { items } = await read(name, JSON.stringify([item]));
    expect([...items].map((each) => ("deliveredAt" in each ? each.deliveredAt?.toISOString() : undefined))).toEqual([
      time,
    ]);
  });

  test.each(["7", "null", '"text"', "true"])("is never %s", async (text) => {
    const { items, errors } = await read("in.json", text);
    expect([...items]).toEqual([]);
    expect(errors.map(({ code }) => code)).toEqual(["RW6203"]);
  });

  test.each(["configurationItems", "baseConfigurationItems", "Results"])(
    "has %s once: of two, one would be lost",
    async (key) => {
      const twice = `{ "version": 1, "${key}": [${JSON.stringify(item)}], "a": {}, "${key}" : [] }`;
      const reason = `"${key}" stands in it more than once`;
      expect(await read("in.json", twice)).toMatchObject({
        items: [],
        errors: [{ code: "RW6202", message: `in.json cannot be read: ${reason}.`, source: { file: "in.json" } }],
      });
      const lines = `${JSON.stringify(item)}\n${twice}\n`;
      expect(await read("in.json", lines)).toMatchObject({
        items: [{ raw: item }],
        errors: [{ code: "RW6202", message: `in.json cannot be read: ${reason}.`, source: { line: 2 } }],
      });
    },
  );

  test("of a change that was too large for its notification is that notification, with the item in it", async () => {
    const text = JSON.stringify({
      configurationItemDiff: null,
      configurationItem: { ...item, resourceId: "t" },
      messageType: "ConfigurationItemChangeNotification",
    });
    expect(await read("in.json", text)).toMatchObject({ items: [{ raw: { resourceId: "t" } }], errors: [] });
  });

  test("of one page of a query is not taken for all", async () => {
    const page = JSON.stringify({ Results: [JSON.stringify(item)], QueryInfo: {}, NextToken: "AAAA" });
    const { items, errors } = await read("in.json", page);
    expect([...items]).toHaveLength(1);
    expect(errors).toMatchObject([
      { code: "RW6206", message: expect.stringMatching(/^in\.json is one page of a query/) },
    ]);
  });

  test("has items under one key: of several, one alone would be judged", async () => {
    const both = JSON.stringify({ Results: [item], configurationItems: [item] });
    const reason = '"configurationItems" and "Results" both hold items';
    expect(await read("in.json", both)).toMatchObject({
      items: [],
      errors: [{ code: "RW6202", message: `in.json cannot be read: ${reason}.` }],
    });
  });

  test("of a batch what it left unprocessed is named, resource by resource", async () => {
    const left = (resourceId: string) => ({ resourceType: "AWS::SNS::Topic", resourceId });
    const text = JSON.stringify({
      baseConfigurationItems: [item],
      unprocessedResourceKeys: [left("a"), left("b"), null],
    });
    const { items, errors } = await read("in.json", text);
    expect([...items]).toHaveLength(1);
    expect(errors).toEqual(
      ["a", "b"].map((resourceId) => ({
        code: "RW6202",
        message: `in.json lacks AWS::SNS::Topic ${resourceId}: it is among the unprocessedResourceKeys.`,
        ...left(resourceId),
        source: { file: "in.json" },
      })),
    );
  });

  test.each([
    { configurationItems: [{ ...item, configuration: { configurationItems: [], text: '"configurationItems":[' } }] },
    { a: { configurationItems: [] }, configurationItems: [item], b: [{ configurationItems: 1 }, "configurationItems"] },
    { a: "configurationItems", configurationItems: [item], b: { Results: [], c: { Results: 1 } } },
  ])("may have a key of items within them: %j", async (document) => {
    const { items, errors } = await read("in.json", JSON.stringify(document));
    expect(errors).toEqual([]);
    expect(items).toHaveLength(1);
  });

  test("names the file and its size where it is no JSON", async () => {
    const { errors } = await read("in.json", '{"ü": ');
    expect(errors[0]?.message).toMatch(/in\.json is not JSON \(.+\); it has 7 bytes\.$/);
  });
});

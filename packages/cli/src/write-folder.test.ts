import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { writeFolder } from "./write-folder.ts";

const FILES = [
  { path: "manifest.json", content: "{}\n" },
  { path: "functions/change/index.mjs", content: new Uint8Array([1, 2]) },
];

test("writes a new folder with all below it, whatever is missing above", async () => {
  const out = join(await temporaryFolder(), "deep/out");
  await writeFolder(out, FILES);
  expect((await readdir(out, { recursive: true })).toSorted()).toEqual([
    "functions",
    "functions/change",
    "functions/change/index.mjs",
    "manifest.json",
  ]);
  expect([...(await readFile(join(out, "functions/change/index.mjs")))]).toEqual([1, 2]);
});

test("replaces an earlier one whole, and an empty one", async () => {
  const folder = await temporaryFolder({ "out/manifest.json": "old", "out/stale.txt": "" });
  await writeFolder(join(folder, "out"), FILES);
  expect((await readdir(join(folder, "out"))).toSorted()).toEqual(["functions", "manifest.json"]);
  await writeFolder(await temporaryFolder(), FILES);
});

test("leaves a folder of other things and a file alone", async () => {
  const folder = await temporaryFolder({ "out/precious.txt": "mine", file: "mine" });
  await expect(writeFolder(join(folder, "out"), FILES)).rejects.toMatchObject({
    code: "RW5017",
    hint: expect.stringContaining("--out"),
  });
  await expect(writeFolder(join(folder, "file"), FILES)).rejects.toMatchObject({ code: "RW5017" });
  await expect(writeFolder(join(folder, "file/below"), FILES)).rejects.toMatchObject({ code: "RW5017" });
  expect(await readFile(join(folder, "out/precious.txt"), "utf8")).toBe("mine");
  expect(await readFile(join(folder, "file"), "utf8")).toBe("mine");
});

test("leaves the earlier one and no staging folder behind when it fails half-way", async () => {
  const folder = await temporaryFolder({ "out/manifest.json": "old", "out/a": "old" });
  const clashing = [
    { path: "manifest.json", content: "new" },
    { path: "a", content: "" },
    { path: "a/b", content: "" },
  ];
  await expect(writeFolder(join(folder, "out"), clashing)).rejects.toMatchObject({ code: "RW5017" });
  expect(await readdir(folder)).toEqual(["out"]);
  expect(await readFile(join(folder, "out/manifest.json"), "utf8")).toBe("old");
  await writeFile(join(folder, "out/manifest.json"), "still writable");
});

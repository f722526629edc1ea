import { join, relative } from "node:path";
import { expect, test } from "@jest/globals";
import { temporaryFolder } from "../../../../test/support/temporary-folder.ts";
import { findModules } from "./find-modules.ts";

const NAMES = [
  "a.ts",
  "b.mjs",
  "c/d.js",
  "c/e.mts",
  "c/e.test.ts",
  "c/f.spec.js",
  "c/g.d.ts",
  "c/h.d.mts",
  "i.cjs",
  "j.json",
  "dist/k.js",
  "node_modules/l/index.js",
  ".hidden/m.ts",
];

test("a folder gives its modules in order; a file is what it is, and must export something", async () => {
  const folder = await temporaryFolder(Object.fromEntries(NAMES.map((name) => [name, ""])));
  const modules = await findModules([folder, join(folder, "i.cjs"), join(folder, "dist")]);
  expect(modules.map(({ file, named }) => [relative(folder, file), named])).toEqual([
    ["a.ts", false],
    ["b.mjs", false],
    ["c/d.js", false],
    ["c/e.mts", false],
    ["i.cjs", true],
    ["dist/k.js", false], // named by the user, so it is meant
  ]);
  await expect(findModules([join(folder, "nowhere")])).rejects.toMatchObject({ code: "RW5003" });
});

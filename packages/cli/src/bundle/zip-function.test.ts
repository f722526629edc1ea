import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { unzipSync } from "fflate";
import { temporaryFolder } from "../../../../test/support/temporary-folder.ts";
import { contentHash, zipFunction } from "./zip-function.ts";

const text = (value: string) => new TextEncoder().encode(value);
const FILES = [
  { path: "index.mjs", content: text("export const handler = 1;\n".repeat(50)) },
  { path: "chunk-1.mjs", content: text("b") },
];

test("equal files give equal bytes, in any order, and each once", () => {
  const expected = Buffer.from(zipFunction(FILES));
  expect(Buffer.from(zipFunction(FILES.toReversed())).equals(expected)).toBe(true);
  expect(Buffer.from(zipFunction([...FILES, ...FILES])).equals(expected)).toBe(true);
});

test("the zip holds the files, each readable by everybody", async () => {
  const zip = zipFunction(FILES);
  const unzipped = unzipSync(zip);
  expect(Object.keys(unzipped)).toEqual(["chunk-1.mjs", "index.mjs"]);
  for (const { path, content } of FILES) expect([...(unzipped[path] ?? [])]).toEqual([...content]);
  const file = join(await temporaryFolder(), "f.zip");
  await writeFile(file, zip);
  const listing = await promisify(execFile)("python3", [
    "-c",
    "import sys,zipfile\nfor i in zipfile.ZipFile(sys.argv[1]).infolist(): print(i.filename, oct(i.external_attr >> 16), i.date_time[0], i.create_system)",
    file,
  ]).catch(() => undefined);
  if (listing) expect(listing.stdout).toBe("chunk-1.mjs 0o100644 1980 3\nindex.mjs 0o100644 1980 3\n");
});

test("the hash is of names and contents, not of where one ends and the next begins", () => {
  const hash = contentHash(FILES);
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  expect(contentHash(FILES.toReversed())).toBe(hash);
  expect(contentHash(FILES.map((file) => ({ ...file, path: `x${file.path}` })))).not.toBe(hash);
  expect(contentHash(FILES.slice(1))).not.toBe(hash);
  const parts = (...contents: readonly string[]) =>
    contentHash(contents.map((each, i) => ({ path: `${i}`, content: text(each) })));
  expect(parts("ab", "c")).not.toBe(parts("a", "bc"));
});

import { createHash } from "node:crypto";
import { zipSync, type Zippable } from "fflate";
import type { FunctionFile } from "./function-file.ts";

/** The first day that a zip knows; no time zone, since zips hold local times. */
const FIRST_DAY = new Date(1980, 0, 1);
const UNIX = 3;
/** A file that everybody may read and its owner write; Lambda runs code as somebody else. */
const READABLE_FILE = 0o100644;

/** Zips a function's files: equal files give equal bytes, whenever and wherever. */
export function zipFunction(files: readonly FunctionFile[]): Uint8Array {
  const attrs = (READABLE_FILE << 16) >>> 0;
  const entries = byPath(files).map(({ path, content }): [string, Zippable[string]] => [
    path,
    [content, { level: 9, mtime: FIRST_DAY, os: UNIX, attrs }],
  ]);
  return zipSync(Object.fromEntries(entries));
}

/** 16 hexadecimal digits that tell a function's files from any others, whatever packs them. */
export function contentHash(files: readonly FunctionFile[]): string {
  const hash = createHash("sha256");
  for (const { path, content } of byPath(files)) {
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

/** Each path once: rules of equal code share their files. */
function byPath(files: readonly FunctionFile[]): FunctionFile[] {
  const unique = new Map(files.map((file) => [file.path, file]));
  return [...unique.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

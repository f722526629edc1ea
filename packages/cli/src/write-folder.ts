import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { RulewrightError, messageOf } from "@rulewright/sdk";
import { CLI_ERRORS } from "./errors.ts";

/** A file to write; the path is relative to the folder, with forward slashes. */
export interface FileToWrite {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/**
 * Replaces a folder by the given files: written beside it first and renamed, so that nobody meets half of it.
 * A folder that does not look like an earlier one is somebody's and stays.
 * @param marks - Files that every earlier one has; all at the top where nothing is said.
 * @throws RulewrightError `RW5017`.
 */
export async function writeFolder(
  folder: string,
  files: readonly FileToWrite[],
  marks: readonly string[] = topLevel(files),
): Promise<void> {
  await mustBeReplaceable(folder, marks);
  const staging = `${folder}.new-${process.pid}`;
  try {
    for (const { path, content } of files) {
      const target = join(staging, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content);
    }
    await rm(folder, { recursive: true, force: true });
    await rename(staging, folder);
  } catch (cause) {
    await rm(staging, { recursive: true, force: true }).catch(() => undefined);
    throw new RulewrightError(CLI_ERRORS.WRITE_FAILED, `${folder} cannot be written: ${messageOf(cause)}`, { cause });
  }
}

function topLevel(files: readonly FileToWrite[]): readonly string[] {
  return files.map(({ path }) => path).filter((path) => !path.includes("/"));
}

/** An earlier folder holds every mark; one without any entry is nobody's. */
async function mustBeReplaceable(folder: string, marks: readonly string[]): Promise<void> {
  const stats = await stat(folder).catch(() => undefined);
  if (!stats) return;
  const present = stats.isDirectory() ? await readdir(folder) : [folder];
  if (present.length === 0 || marks.every((path) => present.includes(path))) return;
  throw new RulewrightError(CLI_ERRORS.WRITE_FAILED, `${folder} holds other things than a pack's files.`, {
    hint: "Choose another folder with --out, or remove this one.",
  });
}

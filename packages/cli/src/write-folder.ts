import { mkdir, rename, rm, writeFile } from "node:fs/promises";
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
 * @throws RulewrightError `RW5017`.
 */
export async function writeFolder(folder: string, files: readonly FileToWrite[]): Promise<void> {
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

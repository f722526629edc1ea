import { rename, rm, writeFile } from "node:fs/promises";
import { RulewrightError, messageOf } from "@rulewright/sdk";
import { CLI_ERRORS } from "./errors.ts";
import type { Io } from "./io.ts";

/** Writes to standard output, or whole to a file: a temporary one first, then renamed. @throws RulewrightError `RW5017`. */
export async function writeOutput(chunks: Iterable<string>, file: string | undefined, io: Io): Promise<void> {
  if (file === undefined) {
    for (const chunk of chunks) io.out(chunk);
    return;
  }
  const staging = `${file}.new-${process.pid}`;
  try {
    await writeFile(staging, [...chunks].join(""));
    await rename(staging, file);
  } catch (cause) {
    await rm(staging, { force: true }).catch(() => undefined);
    throw new RulewrightError(CLI_ERRORS.WRITE_FAILED, `${file} cannot be written: ${messageOf(cause)}`, { cause });
  }
}

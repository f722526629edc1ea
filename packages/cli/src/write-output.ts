import { rename, rm, writeFile } from "node:fs/promises";
import { RulewrightError, messageOf } from "@rulewright/sdk";
import { CLI_ERRORS } from "./errors.ts";
import type { Io } from "./io.ts";

/** Characters that are written at once. */
const PIECE = 1 << 16;

/**
 * Writes pieces as they come, never all of them together: to standard output, as fast as it is read and until nobody
 * reads on, or to a file, under a temporary name first.
 * @throws RulewrightError `RW5017`; the file is then what it was before.
 */
export async function writeOutput(pieces: Iterable<string>, file: string | undefined, io: Io): Promise<void> {
  if (file === undefined) {
    for (const piece of gathered(pieces)) {
      io.out(piece);
      if (io.takesMore && !(await io.takesMore())) return;
    }
    return;
  }
  const staging = `${file}.new-${process.pid}`;
  try {
    await writeFile(staging, gathered(pieces));
    await rename(staging, file);
  } catch (cause) {
    await rm(staging, { force: true }).catch(() => undefined);
    throw new RulewrightError(CLI_ERRORS.WRITE_FAILED, `${file} cannot be written: ${messageOf(cause)}`, { cause });
  }
}

/** Small pieces together: each write has its price. */
function* gathered(pieces: Iterable<string>): Generator<string> {
  let waiting: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < PIECE) continue;
    yield waiting.join("");
    waiting = [];
    length = 0;
  }
  if (length > 0) yield waiting.join("");
}

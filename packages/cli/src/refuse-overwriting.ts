import { realpath } from "node:fs/promises";
import { RulewrightError } from "@rulewright/sdk";
import { CLI_ERRORS } from "./errors.ts";

/**
 * Refuses an output that is one of the files a run reads, however either is written: in another way, or by a link.
 *
 * @param files - Names that no file has, and `-`, are passed over.
 * @param replaceable - A file that may be replaced although it is read.
 * @throws RulewrightError `RW5001`.
 */
export async function refuseOverwriting(
  output: string | undefined,
  files: Iterable<string>,
  replaceable?: string,
): Promise<void> {
  const target = output === undefined ? undefined : await placeOf(output);
  if (target === undefined || (replaceable !== undefined && target === (await placeOf(replaceable)))) return;
  const read = [...files].filter((file) => file !== "-");
  const places = await Promise.all(read.map(placeOf));
  const file = read[places.indexOf(target)];
  if (file === undefined) return;
  throw new RulewrightError(CLI_ERRORS.USAGE, `--output ${output} would overwrite ${file}, which this run reads.`, {
    hint: "Name another file with --output, outside of the folders that are read.",
  });
}

/** Where a file is, links followed; nothing where there is none. */
async function placeOf(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined);
}

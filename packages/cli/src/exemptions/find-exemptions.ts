import { stat } from "node:fs/promises";

/** The file that is read where none is named. */
const DEFAULT_PATH = "exemptions.yaml";

/**
 * The file of exemptions to use: the one named by `--exemptions`, else `exemptions.yaml` in the working folder where there
 * is one; none for `--no-exemptions` (`false`).
 */
export async function findExemptions(given: string | false | undefined): Promise<string | undefined> {
  if (given !== undefined) return given === false ? undefined : given;
  const stats = await stat(DEFAULT_PATH).catch(() => undefined);
  return stats?.isFile() ? DEFAULT_PATH : undefined;
}

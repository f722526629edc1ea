import { readFile } from "node:fs/promises";
import { RulewrightError } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";
import type { Intent, RolloutOptions, TargetOptions } from "./plan/read-target.ts";
import { readTargets } from "./plan/read-targets.ts";

/** The targets of a file. @throws ProblemsError, RulewrightError `RW5003` */
export async function readTargetsFile(
  file: string,
  options: TargetOptions & RolloutOptions,
  fallbackRegion?: string,
): Promise<readonly Intent[]> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new RulewrightError(CLI_ERRORS.PATH_MISSING, `The targets ${file} cannot be read.`, { cause });
  });
  return readTargets(text, file, options, fallbackRegion);
}

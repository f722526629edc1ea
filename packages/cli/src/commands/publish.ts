import { carryOut, type CarryOutOptions, type Prepared } from "../deployment/carry-out.ts";
import type { RolloutOptions, TargetOptions } from "../deployment/plan/read-target.ts";
import { preparePack } from "../deployment/prepare.ts";
import { readPublication, type PublicationOptions } from "../deployment/read-publication.ts";
import type { SessionOptions } from "../deployment/session.ts";
import { whilePlanning } from "../deployment/while-planning.ts";
import type { ExitCode, Io } from "../io.ts";

/** Options of `rulewright publish`. */
export type PublishOptions = PublicationOptions & TargetOptions & RolloutOptions & SessionOptions & CarryOutOptions;

/** Publishes packs: everything is read and planned first, for all of them, then done. */
export async function publishCommand(paths: readonly string[], options: PublishOptions, io: Io): Promise<ExitCode> {
  const { intents, packs, session } = await readPublication(paths, options, io);
  const prepared: Prepared[] = [];
  for (const artifacts of packs) {
    prepared.push(...(await whilePlanning(() => preparePack(session, artifacts, intents))));
  }
  return carryOut(prepared, options, io);
}

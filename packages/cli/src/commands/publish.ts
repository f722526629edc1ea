import { readFile } from "node:fs/promises";
import { RulewrightError } from "@rulewright/sdk";
import { carryOut, type CarryOutOptions, type Prepared } from "../deployment/carry-out.ts";
import { loadArtifacts } from "../deployment/artifacts/load-packs.ts";
import { preparePack } from "../deployment/prepare.ts";
import { readIntent, type Intent, type RolloutOptions, type TargetOptions } from "../deployment/plan/read-target.ts";
import { readTargets } from "../deployment/plan/read-targets.ts";
import { releaseProblems } from "../deployment/plan/release.ts";
import { CLI_ERRORS } from "../errors.ts";
import { openSession, type SessionOptions } from "../deployment/session.ts";
import { whilePlanning } from "../deployment/while-planning.ts";
import type { ExitCode, Io } from "../io.ts";
import { regionOfChain } from "../live/live-aws.ts";
import { ProblemsError } from "../problems-error.ts";

/** Options of `rulewright publish`. */
export interface PublishOptions extends TargetOptions, RolloutOptions, SessionOptions, CarryOutOptions {
  /** Folder that pack modules are synthesized to. */
  readonly out: string;
  /** File that lists variants: who gets the packs with which parameters. */
  readonly targets?: string;
}

/** Publishes packs: everything is read and planned first, for all of them, then done. */
export async function publishCommand(paths: readonly string[], options: PublishOptions, io: Io): Promise<ExitCode> {
  const region = options.regions ? undefined : await regionOfChain();
  const intents = await readIntents(options, region);
  const packs = await loadArtifacts(paths, options.out, io);
  const problems = intents.flatMap(({ target, parameters }) =>
    packs.flatMap((artifacts) => releaseProblems(artifacts, target, parameters)),
  );
  if (problems.length > 0) throw new ProblemsError(problems);
  const session = await openSession(options, intents[0]?.target.regions[0] ?? "");
  const prepared: Prepared[] = [];
  for (const artifacts of packs) {
    prepared.push(...(await whilePlanning(() => preparePack(session, artifacts, intents))));
  }
  return carryOut(prepared, options, io);
}

/** One target of the options, or those of the file. @throws ProblemsError, RulewrightError `RW5003` */
export async function readIntents(
  options: TargetOptions & RolloutOptions & Pick<PublishOptions, "targets">,
  region: string | undefined,
): Promise<readonly Intent[]> {
  const { targets: file } = options;
  if (file === undefined) return [readIntent(options, region)];
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new RulewrightError(CLI_ERRORS.PATH_MISSING, `The targets ${file} cannot be read.`, { cause });
  });
  return readTargets(text, file, options, region);
}

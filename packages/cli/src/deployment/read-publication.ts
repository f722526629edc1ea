import type { Io } from "../io.ts";
import { regionOfChain } from "../live/live-aws.ts";
import { ProblemsError } from "../problems-error.ts";
import { loadArtifacts } from "./artifacts/load-packs.ts";
import type { Session } from "./observe/session.ts";
import { sharedNames, type Owner } from "./plan/owner.ts";
import { readIntent, type Intent, type RolloutOptions, type TargetOptions } from "./plan/read-target.ts";
import { releaseProblems, type Artifacts } from "./plan/release.ts";
import { readTargetsFile } from "./read-targets-file.ts";
import { openSession, type SessionOptions } from "./session.ts";

/** What is published, and to whom. */
export interface PublicationOptions {
  /** Folder that pack modules are synthesized to. */
  readonly out: string;
  /** File that lists variants: who gets the packs with which parameters. */
  readonly targets?: string;
  /** File of exemptions for the functions of pack modules. */
  readonly exemptions?: string;
}

/** What was asked for, with all that is wrong with it told at once, before anything is read of AWS. */
export async function readPublication(
  paths: readonly string[],
  options: TargetOptions & RolloutOptions & SessionOptions & PublicationOptions,
  io: Io,
): Promise<{ readonly intents: readonly Intent[]; readonly packs: readonly Artifacts[]; readonly session: Session }> {
  const region = options.regions ? undefined : await regionOfChain();
  const intents = await readIntents(options, region);
  const packs = await loadArtifacts(paths, options.out, io, options.exemptions);
  const problems = [
    ...sharedNames(ownersOf(packs, intents)),
    ...intents.flatMap(({ target, parameters }) =>
      packs.flatMap((artifacts) => releaseProblems(artifacts, target, parameters)),
    ),
  ];
  if (problems.length > 0) throw new ProblemsError(problems);
  const session = await openSession(options, intents[0]?.target.regions[0] ?? "");
  return { intents, packs, session };
}

/** Every pack and variant that gets stacks. */
function ownersOf(packs: readonly Artifacts[], intents: readonly Intent[]): Owner[] {
  const withStacks = intents.filter(({ target }) => target.topology !== "organization-pack");
  return packs.flatMap(({ manifest: { pack } }) => withStacks.map(({ target: { variant } }) => ({ pack, variant })));
}

/** One target of the options, or those of the file. @throws ProblemsError, RulewrightError `RW5003` */
async function readIntents(
  options: TargetOptions & RolloutOptions & Pick<PublicationOptions, "targets">,
  region: string | undefined,
): Promise<readonly Intent[]> {
  const { targets: file } = options;
  if (file === undefined) return [readIntent(options, region)];
  return readTargetsFile(file, options, region);
}

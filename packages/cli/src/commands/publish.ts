import { carryOut, type CarryOutOptions, type Prepared } from "../deployment/carry-out.ts";
import { loadArtifacts } from "../deployment/artifacts/load-packs.ts";
import { observe } from "../deployment/observe/observe.ts";
import { planPublish } from "../deployment/plan/plan-publish.ts";
import { readIntent, type RolloutOptions, type TargetOptions } from "../deployment/plan/read-target.ts";
import { releaseProblems, toRelease } from "../deployment/plan/release.ts";
import { openSession, type SessionOptions } from "../deployment/session.ts";
import type { ExitCode, Io } from "../io.ts";
import { regionOfChain } from "../live/live-aws.ts";
import { ProblemsError } from "../problems-error.ts";

/** Options of `rulewright publish`. */
export interface PublishOptions extends TargetOptions, RolloutOptions, SessionOptions, CarryOutOptions {
  /** Folder that pack modules are synthesized to. */
  readonly out: string;
}

/** Publishes packs: everything is read and planned first, for all of them, then done. */
export async function publishCommand(paths: readonly string[], options: PublishOptions, io: Io): Promise<ExitCode> {
  const region = options.regions ? undefined : await regionOfChain();
  const { target, rollout, parameters } = readIntent(options, region);
  const packs = await loadArtifacts(paths, options.out, io);
  const problems = packs.flatMap((artifacts) => releaseProblems(artifacts, target, parameters));
  if (problems.length > 0) throw new ProblemsError(problems);
  const session = await openSession(options, target.regions[0]);
  const prepared: Prepared[] = [];
  for (const artifacts of packs) {
    const release = toRelease(artifacts, target, parameters);
    const observation = await observe(session, release, target);
    const plan = planPublish({ release, target, rollout, observation });
    prepared.push({ plan, context: { session, release, target, rollout, observation } });
  }
  return carryOut(prepared, options, io);
}

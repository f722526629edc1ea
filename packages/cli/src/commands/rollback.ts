import { carryOut, type CarryOutOptions } from "../deployment/carry-out.ts";
import { observe } from "../deployment/observe/observe.ts";
import { planPublish } from "../deployment/plan/plan-publish.ts";
import { readIntent, type RolloutOptions } from "../deployment/plan/read-target.ts";
import { fetchEarlier } from "../deployment/published.ts";
import { openSession, type SessionOptions } from "../deployment/session.ts";
import type { ExitCode, Io } from "../io.ts";
import { regionOfChain } from "../live/live-aws.ts";

/** Options of `rulewright rollback`. */
export interface RollbackOptions extends RolloutOptions, SessionOptions, CarryOutOptions {
  readonly bucketPrefix: string;
  /** Where the pack's records are looked for. */
  readonly regions?: readonly string[];
  /** The hash of a release to go to, instead of the one before. */
  readonly to?: string;
}

/** Publishes the release before: its code and templates are in the buckets still. */
export async function rollbackCommand(pack: string, options: RollbackOptions, io: Io): Promise<ExitCode> {
  const region = options.regions ? undefined : await regionOfChain();
  const intent = readIntent(options, region);
  const session = await openSession(options, intent.target.regions[0]);
  const { release, target } = await fetchEarlier(session, pack, intent.target, options.to);
  const { rollout } = intent;
  const observation = await observe(session, release, target);
  const plan = planPublish({ release, target, rollout, observation }, "rollback");
  return carryOut([{ plan, context: { session, release, target, rollout, observation } }], options, io);
}

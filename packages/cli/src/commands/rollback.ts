import { carryOut, type CarryOutOptions, type Prepared } from "../deployment/carry-out.ts";
import { findVariants } from "../deployment/observe/find-variants.ts";
import { observe } from "../deployment/observe/observe.ts";
import { planPublish } from "../deployment/plan/plan-publish.ts";
import { readIntent, type Intent, type RolloutOptions } from "../deployment/plan/read-target.ts";
import { fetchEarlier } from "../deployment/published.ts";
import type { Session } from "../deployment/observe/session.ts";
import { openSession, type SessionOptions } from "../deployment/session.ts";
import { whilePlanning } from "../deployment/while-planning.ts";
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

/** Publishes the release before, of every variant: its code and templates are in the buckets still. */
export async function rollbackCommand(pack: string, options: RollbackOptions, io: Io): Promise<ExitCode> {
  const region = options.regions ? undefined : await regionOfChain();
  const intent = readIntent(options, region);
  const session = await openSession(options, intent.target.regions[0]);
  const prepared = await whilePlanning(() => preparePack(session, pack, intent, options.to));
  return carryOut(prepared, options, io);
}

async function preparePack(
  session: Session,
  pack: string,
  intent: Intent,
  to: string | undefined,
): Promise<Prepared[]> {
  const { rollout } = intent;
  const variants = await findVariants(session, pack, intent.target);
  const places = variants.length > 0 ? variants.map((variant) => ({ ...intent.target, variant })) : [intent.target];
  const prepared: Prepared[] = [];
  for (const place of places) {
    const { release, target } = await fetchEarlier(session, pack, place, to);
    const observation = await observe(session, release, target);
    const plan = planPublish({ release, target, rollout, observation }, "rollback");
    prepared.push({ plan, context: { session, release, target, rollout, observation } });
  }
  return prepared;
}

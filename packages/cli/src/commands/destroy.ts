import { carryOut, type CarryOutOptions, type Prepared } from "../deployment/carry-out.ts";
import { findVariants } from "../deployment/observe/find-variants.ts";
import { observeForDestroy, observeRemains } from "../deployment/observe/observe-for-destroy.ts";
import { planDestroy } from "../deployment/plan/plan-destroy.ts";
import { readIntent, type RolloutOptions } from "../deployment/plan/read-target.ts";
import type { Rollout, Target } from "../deployment/plan/target.ts";
import type { Session } from "../deployment/observe/session.ts";
import { openSession, type SessionOptions } from "../deployment/session.ts";
import type { ExitCode, Io } from "../io.ts";
import { regionOfChain } from "../live/live-aws.ts";

/** Options of `rulewright destroy`. */
export interface DestroyOptions extends RolloutOptions, SessionOptions, CarryOutOptions {
  readonly bucketPrefix: string;
  /** Where the pack's records are looked for; what is removed is what they tell of. */
  readonly regions?: readonly string[];
}

/** Removes packs from everywhere their records say they are. */
export async function destroyCommand(packs: readonly string[], options: DestroyOptions, io: Io): Promise<ExitCode> {
  const region = options.regions ? undefined : await regionOfChain();
  const { target: place, rollout } = readIntent(options, region);
  const session = await openSession(options, place.regions[0]);
  const prepared: Prepared[] = [];
  for (const pack of packs) prepared.push(...(await preparePack(session, pack, place, rollout)));
  return carryOut(prepared, options, io);
}

/** The variants first, each with its records; then the pack, with all that is left in the buckets. */
async function preparePack(session: Session, pack: string, place: Target, rollout: Rollout): Promise<Prepared[]> {
  const variants = await findVariants(session, pack, place);
  const prepared: Prepared[] = [];
  for (const [index, variant] of variants.entries()) {
    const remains = await observeForDestroy(session, pack, { ...place, variant });
    const { record, target, observation } = remains;
    const plan = planDestroy(pack, target, observation, index === variants.length - 1 ? undefined : "records");
    prepared.push({ plan, context: { session, release: record.release, target, rollout, observation }, isNeeded: true });
  }
  const plain = await (variants.length > 0 ? observeRemains : observeForDestroy)(session, pack, place);
  if (!plain) return prepared;
  const { record, target, observation } = plain;
  const plan = planDestroy(pack, target, observation);
  return [{ plan, context: { session, release: record.release, target, rollout, observation }, isNeeded: true }, ...prepared];
}

import { carryOut, type CarryOutOptions, type Prepared } from "../deployment/carry-out.ts";
import { observeForDestroy } from "../deployment/observe/observe-for-destroy.ts";
import { planDestroy } from "../deployment/plan/plan-destroy.ts";
import { readIntent, type RolloutOptions } from "../deployment/plan/read-target.ts";
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
  for (const pack of packs) {
    const { record, target, observation } = await observeForDestroy(session, pack, place);
    const { release } = record;
    const plan = planDestroy(pack, target, observation);
    prepared.push({ plan, context: { session, release, target, rollout, observation } });
  }
  return carryOut(prepared, options, io);
}

import { carryOut, type CarryOutOptions, type Prepared } from "../deployment/carry-out.ts";
import { findVariants } from "../deployment/observe/find-variants.ts";
import { observeForDestroy, observeRemains, type Remains } from "../deployment/observe/observe-for-destroy.ts";
import { planDestroy } from "../deployment/plan/plan-destroy.ts";
import { readIntent, type RolloutOptions } from "../deployment/plan/read-target.ts";
import type { Rollout, Target } from "../deployment/plan/target.ts";
import type { Session } from "../deployment/observe/session.ts";
import { openSession, type SessionOptions } from "../deployment/session.ts";
import { whilePlanning } from "../deployment/while-planning.ts";
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
    prepared.push(...(await whilePlanning(() => preparePack(session, pack, place, rollout))));
  }
  return carryOut(prepared, options, io);
}

/** A pack without variants, or all its variants: the last one takes along all that is left in the buckets. */
async function preparePack(session: Session, pack: string, place: Target, rollout: Rollout): Promise<Prepared[]> {
  const found = await allRemains(session, pack, place);
  const objects = new Map(found.flatMap(({ observation }) => [...observation.objects]));
  return found.map(({ record, target, observation }, index) => {
    const isLast = index === found.length - 1;
    const [home, ...others] = target.regions;
    const regions = isLast ? [...new Set([...others, ...objects.keys()])].filter((region) => region !== home) : others;
    const reaching: Target = { ...target, regions: [home, ...regions] };
    const seen = { ...observation, ...(isLast ? { objects } : {}) };
    const plan = planDestroy(pack, reaching, seen, isLast ? undefined : "records");
    const context = { session, release: record.release, target: reaching, rollout, observation: seen };
    return { plan, context, isNeeded: true };
  });
}

/** Looks into the buckets of every Region that a record names, until no further variant turns up. */
async function allRemains(session: Session, pack: string, place: Target): Promise<readonly Remains[]> {
  const variants = await findVariants(session, pack, place);
  const plain = await (variants.length > 0 ? observeRemains : observeForDestroy)(session, pack, place);
  const found: Remains[] = plain ? [plain] : [];
  for (const variant of variants) found.push(await observeForDestroy(session, pack, { ...place, variant }));
  const [first, ...others] = place.regions;
  const more = found.flatMap(({ target }) => target.regions).filter((region) => !place.regions.includes(region));
  if (more.length === 0) return found;
  return allRemains(session, pack, { ...place, regions: [first, ...others, ...new Set(more)] });
}

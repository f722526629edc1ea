import { RulewrightError } from "@rulewright/sdk";
import { getText, keysBelow } from "../aws/buckets.ts";
import { bucketIn } from "../aws/clients.ts";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import type { Observation } from "../plan/observation.ts";
import { parseRecord, recordKey, type PublishedRecord } from "../plan/record.ts";
import { prefixOf } from "../plan/release.ts";
import type { Target } from "../plan/target.ts";
import { findRecords, mustHaveBuckets, observeDeployed } from "./observe.ts";
import type { Session } from "./session.ts";

/** What is to be removed, and what there is of it. */
export interface Remains {
  /** The newest record, for the release that is named. */
  readonly record: PublishedRecord;
  /** Everywhere that the pack was ever published to. */
  readonly target: Target;
  readonly observation: Observation;
}

/**
 * Reads where a pack was ever published, from all its records, and what is left there.
 * @throws RulewrightError `RW4020` where nothing is recorded.
 */
export async function observeForDestroy(
  session: Session,
  pack: string,
  place: Pick<Target, "bucketPrefix" | "regions">,
): Promise<Remains> {
  const { home, pointer } = await findRecords(session, pack, place);
  const records = await allRecords(session, pack, place, home);
  const newest = records.find(({ release }) => release.hash === (pointer.current ?? pointer.pending)) ?? records[0];
  if (!newest) {
    const message = `No publication of ${pack} is recorded in ${place.bucketPrefix}-${home}.`;
    throw new RulewrightError(DEPLOYMENT_ERRORS.NOTHING_PUBLISHED, message);
  }
  const targets = records.map(({ target }) => target);
  const regions = [...new Set(targets.flatMap((each) => each.regions))];
  const organizationalUnits = [...new Set(targets.flatMap((each) => each.organizationalUnits))];
  const target: Target = {
    ...newest.target,
    regions: [home, ...regions.filter((each) => each !== home)],
    organizationalUnits,
  };
  await mustHaveBuckets(session, target);
  const topologies = [...new Set(targets.map(({ topology }) => topology))];
  const [objects, deployed] = await Promise.all([
    objectsOf(session, pack, target),
    observeDeployed(session, pack, target, topologies, home),
  ]);
  const observation = { now: session.now(), accountId: session.accountId, home, pointer, objects, ...deployed };
  return { record: newest, target, observation };
}

async function allRecords(
  session: Session,
  pack: string,
  place: Pick<Target, "bucketPrefix">,
  home: string,
): Promise<PublishedRecord[]> {
  const bucket = bucketIn(session.clients, place, home, session.bucketOwner);
  const found: PublishedRecord[] = [];
  for (const key of await keysBelow(bucket, recordKey(pack, "").replace(/[^/]*$/, ""))) {
    const text = await getText(bucket, key);
    if (text !== undefined) found.push(parseRecord(text, `${bucket.name}/${key}`));
  }
  return found;
}

async function objectsOf(session: Session, pack: string, target: Target): Promise<Observation["objects"]> {
  const found = await Promise.all(
    target.regions.map(async (region): Promise<[string, ReadonlySet<string>]> => {
      const bucket = bucketIn(session.clients, target, region, session.bucketOwner);
      return [region, await keysBelow(bucket, prefixOf(pack))];
    }),
  );
  return new Map(found);
}

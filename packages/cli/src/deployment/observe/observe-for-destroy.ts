import { RulewrightError } from "@rulewright/sdk";
import { getText, keysBelow } from "../aws/buckets.ts";
import { bucketIn } from "../aws/clients.ts";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import type { Observation } from "../plan/observation.ts";
import { parseRecord, recordKey, type PublishedRecord } from "../plan/record.ts";
import { prefixOf } from "../plan/release.ts";
import { reachOf, unionOfReaches, type RecordsPlace, type Target } from "../plan/target.ts";
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
 * Reads where a pack, or a variant of it, was ever published, from all its records, and what is left there.
 * @returns `undefined` where nothing is recorded.
 */
export async function observeRemains(
  session: Session,
  pack: string,
  place: RecordsPlace,
): Promise<Remains | undefined> {
  const { home, pointer } = await findRecords(session, pack, place);
  const records = await allRecords(session, pack, place, home);
  const newest = records.find(({ release }) => release.hash === (pointer.current ?? pointer.pending)) ?? records[0];
  if (!newest) return undefined;
  const targets = records.map(({ target }) => target);
  const former = unionOfReaches([...targets.map(reachOf), ...(pointer.reach ? [pointer.reach] : [])]);
  const target: Target = {
    ...newest.target,
    regions: [home, ...former.regions.filter((each) => each !== home)],
    organizationalUnits: [...new Set(targets.flatMap((each) => each.organizationalUnits))],
  };
  await mustHaveBuckets(session, target);
  const [objects, deployed] = await Promise.all([
    objectsOf(session, pack, target),
    observeDeployed(session, pack, target, former.topologies, home),
  ]);
  const { accountId } = session;
  const observation = { now: session.now(), accountId, home, pointer, former, unrecorded: [], objects, ...deployed };
  return { record: newest, target, observation };
}

/** Reads what is left of a pack. @throws RulewrightError `RW4020` where nothing is recorded. */
export async function observeForDestroy(session: Session, pack: string, place: RecordsPlace): Promise<Remains> {
  const remains = await observeRemains(session, pack, place);
  if (remains) return remains;
  const buckets = place.regions.map((region) => `${place.bucketPrefix}-${region}`).join(", ");
  const message = `No publication of ${pack} is recorded in ${buckets}.`;
  throw new RulewrightError(DEPLOYMENT_ERRORS.NOTHING_PUBLISHED, message);
}

async function allRecords(
  session: Session,
  pack: string,
  place: Pick<Target, "bucketPrefix" | "variant">,
  home: string,
): Promise<PublishedRecord[]> {
  const bucket = bucketIn(session.clients, place, home, session.bucketOwner);
  const found: PublishedRecord[] = [];
  for (const key of await keysBelow(bucket, recordKey(pack, "", place.variant).replace(/[^/]*$/, ""))) {
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

import { RulewrightError } from "@rulewright/sdk";
import { DEPLOYMENT_ERRORS } from "./errors.ts";
import { fetchRecord, findRecords, type Records } from "./observe/observe.ts";
import type { Session } from "./observe/session.ts";
import { earlierRelease, type PublishedRecord } from "./plan/record.ts";
import type { RecordsPlace } from "./plan/target.ts";

/** A pack's records with the release that is published, or on its way. */
export interface Published extends Records {
  readonly record: PublishedRecord;
}

/** What is published of a pack. @throws RulewrightError `RW4020` where nothing is. */
export async function fetchPublished(session: Session, pack: string, place: RecordsPlace): Promise<Published> {
  const records = await findRecords(session, pack, place);
  const { current, pending } = records.pointer;
  const record = await fetchRecord(session, pack, place, records.home, current ?? pending);
  if (record) return { ...records, record };
  const where = place.regions.map((region) => `${place.bucketPrefix}-${region}`).join(", ");
  throw new RulewrightError(DEPLOYMENT_ERRORS.NOTHING_PUBLISHED, `No publication of ${pack} is recorded in ${where}.`);
}

/**
 * What to go back to: of an unfinished publication the published release, else the one before.
 * @throws RulewrightError `RW4020`, `RW4021`.
 */
export async function fetchEarlier(
  session: Session,
  pack: string,
  place: RecordsPlace,
  to?: string,
): Promise<PublishedRecord> {
  const { home, pointer } = await fetchPublished(session, pack, place);
  const hash = to ?? earlierRelease(pointer);
  const record = await fetchRecord(session, pack, place, home, hash);
  if (record) return record;
  const named = place.variant === undefined ? pack : `${pack}, variant ${place.variant},`;
  const message =
    to === undefined ? `There is no release of ${named} before this one.` : `No release ${to} of ${named} is recorded.`;
  throw new RulewrightError(DEPLOYMENT_ERRORS.NOTHING_BEFORE, message);
}

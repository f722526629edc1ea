import { RulewrightError, problem, type Problem } from "@rulewright/sdk";
import { ProblemsError } from "../../problems-error.ts";
import { bucketIn } from "../aws/clients.ts";
import { isAwsError } from "../aws/aws-error.ts";
import { getText, hasObject, mustHaveBucket } from "../aws/buckets.ts";
import { describeOrganizationPack, isRecording } from "../aws/organization-packs.ts";
import { describeStackSet } from "../aws/stack-sets.ts";
import { describeStack } from "../aws/stacks.ts";
import { strangeStacks } from "../plan/owner.ts";
import type { Observation, OrganizationPackState, OrganizationState } from "../plan/observation.ts";
import {
  homeKey,
  organizationPackKey,
  parseHome,
  parsePointer,
  parseRecord,
  pointerKey,
  recordKey,
  type Pointer,
  type PublishedRecord,
} from "../plan/record.ts";
import type { Release } from "../plan/release.ts";
import { stackNameOf } from "../plan/stack-steps.ts";
import { reachOf, unionOfReaches, type Reach, type RecordsPlace, type Target, type Topology } from "../plan/target.ts";
import { observeOrganization } from "./organization.ts";
import type { Session } from "./session.ts";

/** The records of a pack, and where they are. */
export interface Records {
  readonly home: string;
  readonly pointer: Pointer;
}

/** Checks that every Region's bucket is there. @throws ProblemsError with every bucket that is not. */
export async function mustHaveBuckets(session: Session, target: Target): Promise<void> {
  const problems: Problem[] = [];
  await Promise.all(
    target.regions.map(async (region) => {
      const bucket = bucketIn(session.clients, target, region, session.bucketOwner);
      await mustHaveBucket(bucket, target.bucketPrefix).catch((error: unknown) => {
        if (!(error instanceof RulewrightError)) throw error;
        problems.push(problem(error, region, error.message));
      });
    }),
  );
  if (problems.length > 0) throw new ProblemsError(problems.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
}

/**
 * Finds a pack's pointer from the buckets of the Regions: there, or where a note says that it is. A new pack's home is the
 * first Region.
 */
export async function findRecords(session: Session, pack: string, target: RecordsPlace): Promise<Records> {
  for (const region of target.regions) {
    const pointer = await fetchPointer(session, pack, target, region);
    if (pointer) return { home: region, pointer };
    const bucket = bucketIn(session.clients, target, region, session.bucketOwner);
    const key = homeKey(pack, target.variant);
    const note = await getText(bucket, key);
    if (note === undefined) continue;
    const home = parseHome(note, `${bucket.name}/${key}`);
    return { home, pointer: (await fetchPointer(session, pack, target, home)) ?? {} };
  }
  return { home: target.regions[0], pointer: {} };
}

async function fetchPointer(
  session: Session,
  pack: string,
  target: Pick<Target, "bucketPrefix" | "variant">,
  region: string,
): Promise<Pointer | undefined> {
  const bucket = bucketIn(session.clients, target, region, session.bucketOwner);
  const key = pointerKey(pack, target.variant);
  const text = await getText(bucket, key);
  return text === undefined ? undefined : parsePointer(text, `${bucket.name}/${key}`);
}

/** The record of a release; `undefined` where there is none. */
export async function fetchRecord(
  session: Session,
  pack: string,
  target: Pick<Target, "bucketPrefix" | "variant">,
  home: string,
  hash: string | undefined,
): Promise<PublishedRecord | undefined> {
  if (hash === undefined) return undefined;
  const bucket = bucketIn(session.clients, target, home, session.bucketOwner);
  const key = recordKey(pack, hash, target.variant);
  const text = await getText(bucket, key);
  return text === undefined ? undefined : parseRecord(text, `${bucket.name}/${key}`);
}

/** What is known of a pack before it is known what would be published. */
export interface Standing extends Records {
  readonly organization?: OrganizationState;
  /** The records of the release that is published, and of one that is on its way. */
  readonly published?: PublishedRecord;
  readonly pending?: PublishedRecord;
}

/** Reads how a pack stands by its records. Changes nothing. @throws RulewrightError, ProblemsError */
export async function observeStanding(session: Session, pack: string, target: Target): Promise<Standing> {
  const organization = await observeOrganization(session, target);
  await mustHaveBuckets(session, target);
  const { home, pointer } = await findRecords(session, pack, target);
  const [published, pending] = await Promise.all(
    [pointer.current, pointer.pending].map((hash) => fetchRecord(session, pack, target, home, hash)),
  );
  return {
    home,
    pointer,
    ...(organization ? { organization } : {}),
    ...(published ? { published } : {}),
    ...(pending ? { pending } : {}),
  };
}

/** Reads everything that a plan needs to know. Changes nothing. @throws RulewrightError, ProblemsError */
export async function observe(
  session: Session,
  release: Release,
  target: Target,
  standing?: Standing,
): Promise<Observation> {
  const { organization, home, pointer, published, pending } =
    standing ?? (await observeStanding(session, release.pack, target));
  const [record, objects, unrecorded] = await Promise.all([
    fetchRecord(session, release.pack, target, home, release.hash),
    observeObjects(session, release, target),
    unrecordedRegions(session, target, organization),
  ]);
  const known = [record, published, pending].flatMap((each) => (each ? [reachOf(each.target)] : []));
  const former = unionOfReaches([...(pointer.reach ? [pointer.reach] : []), ...known]);
  const deployed = await observeDeployed(session, release.pack, target, [target.topology], home, former);
  return {
    now: session.now(),
    accountId: session.accountId,
    ...(organization ? { organization } : {}),
    home,
    pointer,
    former,
    unrecorded,
    ...(record ? { record } : {}),
    ...(published ? { published } : {}),
    objects,
    ...deployed,
  };
}

/** Where ordinary stacks go, and AWS Config is off; members' Regions are out of sight. */
async function unrecordedRegions(
  { clients, accountId }: Session,
  target: Target,
  organization: Observation["organization"],
): Promise<readonly string[]> {
  const isManagement = target.topology === "stack-set" && organization?.managementAccountId === accountId;
  if (target.topology !== "account" && !isManagement) return [];
  const recording = await Promise.all(target.regions.map((region) => isRecording(clients.config(region))));
  return target.regions.filter((_region, index) => recording[index] === false);
}

async function observeObjects(session: Session, release: Release, target: Target): Promise<Observation["objects"]> {
  const { codeKeys, stackTemplateKey, packTemplateKey } = release;
  const keys = [...codeKeys, ...(stackTemplateKey === undefined ? [] : [stackTemplateKey]), packTemplateKey];
  const found = await Promise.all(
    target.regions.map(async (region): Promise<[string, ReadonlySet<string>]> => {
      const bucket = bucketIn(session.clients, target, region, session.bucketOwner);
      const present = await Promise.all(keys.map(async (key) => ((await hasObject(bucket, key)) ? [key] : [])));
      return [region, new Set(present.flat())];
    }),
  );
  return new Map(found);
}

type Deployed = Pick<Observation, "stacks" | "stackSet" | "organizationPacks">;

/**
 * What AWS runs of a pack, in as far as the topologies could have put it there.
 * @throws ProblemsError `RW4025` with all that stands under the pack's name and is another's.
 */
export async function observeDeployed(
  session: Session,
  pack: string,
  target: Target,
  topologies: readonly Topology[],
  home: string,
  former?: Reach,
): Promise<Deployed> {
  const { clients } = session;
  const name = stackNameOf(pack, target.variant);
  const regions = [...new Set([...target.regions, ...(former?.regions ?? [])])];
  const hasStacks = topologies.some((topology) => topology !== "organization-pack");
  const packRegions = topologies.includes("organization-pack") ? regions : [];
  const unlessOff = <T>(region: string, look: Promise<T>) =>
    target.regions.includes(region) ? look : look.catch(nothingWhereRegionIsOff);
  const ref = { client: clients.cloudFormation(home), name, callAs: target.callAs };
  const [packs, stacks, stackSet] = await Promise.all([
    byRegion(packRegions, (region) => unlessOff(region, observeOrganizationPack(session, pack, target, region, home))),
    byRegion(hasStacks ? regions : [], (region) =>
      unlessOff(region, describeStack(clients.cloudFormation(region), name)),
    ),
    topologies.includes("stack-set") ? describeStackSet(ref) : undefined,
  ]);
  const deployed = { stacks, organizationPacks: packs, ...(stackSet ? { stackSet } : {}) };
  const problems = strangeStacks({ pack, variant: target.variant }, { ...deployed, home });
  if (problems.length > 0) throw new ProblemsError(problems);
  return deployed;
}

/** A Region that an account has switched off refuses its credentials; what was there can neither be seen nor removed. */
function nothingWhereRegionIsOff(error: unknown): undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!isAwsError(cause, "UnrecognizedClientException", "InvalidClientTokenId", "OptInRequired")) throw error;
}

async function byRegion<T>(
  regions: readonly string[],
  look: (region: string) => Promise<T | undefined>,
): Promise<ReadonlyMap<string, T>> {
  const found = await Promise.all(
    regions.map(async (region): Promise<[string, T][]> => {
      const value = await look(region);
      return value === undefined ? [] : [[region, value]];
    }),
  );
  return new Map(found.flat());
}

/** An organization pack has no tags: a note beside the records says which release it is at. */
export async function observeOrganizationPack(
  session: Session,
  pack: string,
  target: Target,
  region: string,
  home: string,
): Promise<OrganizationPackState | undefined> {
  const state = await describeOrganizationPack(session.clients.config(region), pack);
  if (!state) return undefined;
  const bucket = bucketIn(session.clients, target, home, session.bucketOwner);
  const note = await getText(bucket, organizationPackKey(pack, region));
  const release = note === undefined ? undefined : parsePointer(note, organizationPackKey(pack, region)).current;
  return { ...state, ...(release === undefined ? {} : { release }) };
}

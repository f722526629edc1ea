/** How a pack reaches accounts. */
export type Topology = "account" | "stack-set" | "organization-pack";

/** Every topology, in the order of their reach. */
export const TOPOLOGIES: readonly Topology[] = ["account", "stack-set", "organization-pack"];

/** Where a pack goes. What is recorded of a publication beside its content. */
export interface Target {
  readonly topology: Topology;
  /** Name of the variant of the pack that this is a target of; it has a stack set and records of its own. */
  readonly variant?: string;
  /** At least one; a pack's records are in the first one's bucket. */
  readonly regions: readonly [string, ...string[]];
  /** The one Region in which rules about the account itself are deployed. */
  readonly globalRulesRegion: string;
  /** The bucket of a Region is `<prefix>-<Region>`. */
  readonly bucketPrefix: string;
  /** Organizational units, or the root, that the topology deploys to. */
  readonly organizationalUnits: readonly string[];
  /** Only these accounts of the units; all where empty. */
  readonly accounts: readonly string[];
  readonly excludedAccounts: readonly string[];
  readonly callAs: "SELF" | "DELEGATED_ADMIN";
}

/** The part of a target that tells whose records are meant, and in which buckets they are looked for. */
export type RecordsPlace = Pick<Target, "bucketPrefix" | "regions" | "variant">;

/** How a publication goes about it. Changes nothing of what is there in the end. */
export interface Rollout {
  /** One account, or one Region where there is but one account, comes first; the rest follow after `bakeMinutes`. */
  readonly waves: boolean;
  /** The account that comes first; chosen where absent. */
  readonly firstAccount?: string;
  readonly bakeMinutes: number;
  /** Percentage of accounts per Region that may fail before AWS stops, 0 to 100. */
  readonly failureTolerance: number;
  /** Percentage of accounts that AWS works on at a time, 1 to 100. */
  readonly concurrency: number;
}

/** Where something of a pack may be, and in which way it came there. */
export interface Reach {
  readonly regions: readonly string[];
  readonly topologies: readonly Topology[];
}

/** Everywhere that one of these reaches. */
export function unionOfReaches(reaches: readonly Reach[]): Reach {
  return {
    regions: [...new Set(reaches.flatMap(({ regions }) => regions))],
    topologies: TOPOLOGIES.filter((topology) => reaches.some(({ topologies }) => topologies.includes(topology))),
  };
}

/** Where a target reaches. */
export function reachOf({ regions, topology }: Pick<Target, "regions" | "topology">): Reach {
  return { regions, topologies: [topology] };
}

/** The bucket of a Region. */
export function bucketOf({ bucketPrefix }: Pick<Target, "bucketPrefix">, region: string): string {
  return `${bucketPrefix}-${region}`;
}

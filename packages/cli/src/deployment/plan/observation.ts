import type { Pointer, PublishedRecord } from "./record.ts";
import type { Reach } from "./target.ts";

/** A stack as CloudFormation tells of it. */
export interface StackState {
  readonly id: string;
  /** Such as `UPDATE_COMPLETE`. */
  readonly status: string;
  readonly reason?: string;
  /** The pack it is of, by its tag or else by its outputs. */
  readonly pack?: string;
  /** The release it is at, by its tag. */
  readonly release?: string;
  /** When it was last created or updated. */
  readonly changedAt: Date;
}

/** A stack of a stack set, in one account and Region. */
export interface StackInstanceState {
  readonly account: string;
  readonly region: string;
  readonly organizationalUnit?: string;
  readonly status: "CURRENT" | "OUTDATED" | "INOPERABLE";
  /** Such as `FAILED` or `SKIPPED_SUSPENDED_ACCOUNT`. */
  readonly detailedStatus?: string;
  readonly reason?: string;
  readonly stackId?: string;
}

/** A stack set as CloudFormation tells of it. */
export interface StackSetState {
  /** The pack it is of, by its tag. */
  readonly pack?: string;
  readonly release?: string;
  /** An operation is under way. */
  readonly isBusy: boolean;
  readonly instances: readonly StackInstanceState[];
  /** When the last operation ended. */
  readonly changedAt?: Date;
}

/** An organization conformance pack as AWS Config tells of it, in one Region. */
export interface OrganizationPackState {
  /** Such as `UPDATE_SUCCESSFUL`. */
  readonly status: string;
  readonly reason?: string;
  /** The release that our note says it is at. */
  readonly release?: string;
  readonly excludedAccounts: readonly string[];
  readonly changedAt?: Date;
}

/** An account of the organization. */
export interface Member {
  readonly accountId: string;
  /** Suspended and closed accounts cannot be deployed to. */
  readonly isActive: boolean;
}

/** The organization, as far as a topology needs it. */
export interface OrganizationState {
  readonly id: string;
  readonly managementAccountId: string;
  /** Accounts below the units of the target, without the management account. */
  readonly members: readonly Member[];
  /** The management account is below them too. */
  readonly holdsManagement: boolean;
  /** Every account of the organization; only where accounts outside of the units have to be excluded. */
  readonly everyAccount?: readonly string[];
}

/** Everything a plan is made of beside release and target: read from AWS, once. */
export interface Observation {
  readonly now: Date;
  readonly accountId: string;
  readonly organization?: OrganizationState;
  /** The Region that holds the pack's records: where they are found, else the target's first. */
  readonly home: string;
  /** Content-addressed objects that are there already, by Region. */
  readonly objects: ReadonlyMap<string, ReadonlySet<string>>;
  readonly stacks: ReadonlyMap<string, StackState>;
  readonly stackSet?: StackSetState;
  readonly organizationPacks: ReadonlyMap<string, OrganizationPackState>;
  readonly pointer: Pointer;
  /** Everywhere that the records tell of. */
  readonly former: Reach;
  /** Regions of ordinary stacks where AWS Config does not record. */
  readonly unrecorded: readonly string[];
  /** The record of the release that is to be published, where there is one already. */
  readonly record?: PublishedRecord;
  /** The record of what `pointer.current` names. */
  readonly published?: PublishedRecord;
}

import type { StackContent } from "./stored-stack.ts";

/** A stack instance: one account and Region of a StackSet. */
export interface StackInstanceRow {
  readonly account: string;
  readonly region: string;
  /** The unit or root that was targeted; undefined for self-managed permissions. */
  readonly ou: string | undefined;
  status: "CURRENT" | "OUTDATED" | "INOPERABLE";
  detailedStatus: string;
  reason: string | undefined;
  operationId: string | undefined;
  stackId: string | undefined;
  overrides: ReadonlyMap<string, string> | undefined;
}

/** What an operation made of one instance. */
export interface OperationResultRow {
  readonly instance: StackInstanceRow;
  status: "PENDING" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
  reason: string | undefined;
}

/** The part of an operation in one Region, in the order of accounts. */
export interface RegionPart {
  readonly region: string;
  readonly results: readonly OperationResultRow[];
  /** Index of the first result that is not decided. */
  next: number;
  failed: number;
  hasExceededTolerance: boolean;
}

/** Preferences of an operation, in the spelling of the API. */
export interface OperationPreferences {
  readonly RegionConcurrencyType?: string | undefined;
  readonly RegionOrder?: readonly string[] | undefined;
  readonly FailureToleranceCount?: number | undefined;
  readonly FailureTolerancePercentage?: number | undefined;
  readonly MaxConcurrentCount?: number | undefined;
  readonly MaxConcurrentPercentage?: number | undefined;
  readonly ConcurrencyMode?: string | undefined;
}

/** Targets of an operation, in the spelling of the API. */
export interface DeploymentTargets {
  readonly Accounts?: readonly string[] | undefined;
  readonly AccountsUrl?: string | undefined;
  readonly OrganizationalUnitIds?: readonly string[] | undefined;
  readonly AccountFilterType?: string | undefined;
}

/** An operation on a StackSet. */
export interface StoredOperation {
  readonly id: string;
  readonly action: "CREATE" | "UPDATE" | "DELETE";
  status: "RUNNING" | "QUEUED" | "SUCCEEDED" | "FAILED" | "STOPPING" | "STOPPED";
  readonly preferences: OperationPreferences;
  readonly targets: DeploymentTargets | undefined;
  readonly retainStacks: boolean;
  readonly createdTime: Date;
  endTime: Date | undefined;
  readonly regions: readonly RegionPart[];
  /** The request, to tell a repeated one from another of the same id. */
  readonly request: string;
}

/** A StackSet. */
export interface StoredStackSet {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly permissionModel: "SERVICE_MANAGED" | "SELF_MANAGED";
  readonly token: string | undefined;
  status: "ACTIVE" | "DELETED";
  description: string | undefined;
  content: StackContent;
  autoDeployment: { readonly enabled: boolean; readonly retainsStacks: boolean } | undefined;
  isManagedExecution: boolean;
  /** By account and Region. */
  readonly instances: Map<string, StackInstanceRow>;
  /** Oldest first. */
  readonly operations: Map<string, StoredOperation>;
}

/** The key of an instance. */
export const instanceKey = (account: string, region: string) => `${account}/${region}`;

/** Tells whether an operation is not finished. */
export const isOpen = ({ status }: StoredOperation) =>
  status === "RUNNING" || status === "QUEUED" || status === "STOPPING";

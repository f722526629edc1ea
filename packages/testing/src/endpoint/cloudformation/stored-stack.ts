import type { Template } from "./template.ts";

/** A tag of a stack or StackSet. */
export interface StackTag {
  readonly Key: string;
  readonly Value: string;
}

/** A resource of a stack. */
export interface StackResourceRow {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  /** Functions resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
  status: string;
  statusReason: string | undefined;
  timestamp: Date;
}

/** An event of a stack. */
export interface StackEventRow {
  readonly eventId: string;
  readonly timestamp: Date;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly statusReason: string | undefined;
  readonly token: string | undefined;
}

/** What a stack is made of; an update replaces the whole. */
export interface StackContent {
  readonly template: Template;
  readonly parameters: ReadonlyMap<string, string>;
  readonly tags: readonly StackTag[];
  readonly capabilities: readonly string[];
}

/** A change between two contents of a stack. */
export interface ResourceChange {
  readonly action: "Add" | "Modify" | "Remove";
  readonly logicalId: string;
  readonly physicalId: string | undefined;
  readonly type: string;
  /** The members of the resource that change, by name. */
  readonly properties: readonly string[];
}

/** A change set. */
export interface StoredChangeSet {
  readonly id: string;
  readonly name: string;
  readonly type: "CREATE" | "UPDATE";
  readonly description: string | undefined;
  readonly createdTime: Date;
  readonly content: StackContent;
  readonly changes: readonly ResourceChange[];
  readonly token: string | undefined;
  status: string;
  statusReason: string | undefined;
  executionStatus: string;
}

/** What happens to a stack that cannot be created. */
export type OnFailure = "ROLLBACK" | "DO_NOTHING" | "DELETE";

/** A stack. */
export interface StoredStack {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly creationTime: Date;
  readonly roleArn: string | undefined;
  readonly onFailure: OnFailure;
  content: StackContent;
  status: string;
  statusReason: string | undefined;
  lastUpdatedTime: Date | undefined;
  deletionTime: Date | undefined;
  isProtected: boolean;
  readonly resources: Map<string, StackResourceRow>;
  outputs: readonly { key: string; value: string; description: string | undefined; exportName: string | undefined }[];
  /** Oldest first. */
  readonly events: StackEventRow[];
  readonly changeSets: Map<string, StoredChangeSet>;
  /** The action that each client request token asked for. */
  readonly tokens: Map<string, string>;
}

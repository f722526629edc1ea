import { RESOURCE_TYPE_NAMES, RESOURCE_TYPE_NOTES } from "./generated/resource-type-notes.generated.ts";
import type { ResourceType } from "./index.ts";
import type { GlobalRecording, ResourceIdentifier } from "./model/resource-type.ts";

export type { GlobalRecording, ResourceIdentifier } from "./model/resource-type.ts";

/** A resource type, as far as it is known. */
export interface ResourceTypeFacts {
  readonly name: ResourceType;
  /** Whether `ResourceTypes` lists the properties of its configuration. */
  readonly typed: boolean;
  /** `account` is `AWS::::Account` alone, which AWS Config does not record. */
  readonly scope: "regional" | "global" | "account";
  /** How a global type is recorded. */
  readonly global?: GlobalRecording;
  /** Missing where no sample item shows it. */
  readonly resourceId?: ResourceIdentifier;
  /** From sample ARNs, with `${partition}`, `${region}`, `${accountId}`, `${resourceId}`, `${resourceName}`, `${configuration.…}`; `*` is not derivable. */
  readonly arnPattern?: string;
}

const ACCOUNT = "AWS::::Account";
const names: ReadonlySet<string> = new Set(RESOURCE_TYPE_NAMES);

/** Lists the names of all resource types the catalogue knows: `AWS::::Account` first, then by name. */
export function resourceTypeNames(): readonly ResourceType[] {
  return RESOURCE_TYPE_NAMES;
}

/** Tells whether the catalogue knows a resource type. */
export function isResourceType(name: string): name is ResourceType {
  return names.has(name);
}

/** Finds what is known of a resource type. */
export function findResourceType(name: string): ResourceTypeFacts | undefined {
  if (!isResourceType(name)) return undefined;
  const { typed = false, ...notes } = RESOURCE_TYPE_NOTES[name] ?? {};
  const scope = name === ACCOUNT ? "account" : notes.global === undefined ? "regional" : "global";
  return { name, typed: typed || name === ACCOUNT, scope, ...notes };
}

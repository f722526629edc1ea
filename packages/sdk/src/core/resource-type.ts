import type { ResourceType, ResourceTypes } from "@rulewright/catalog";

export type { ResourceType, ResourceTypes };

/** The mark of a resource type that the catalogue does not know. */
export interface Untyped {
  readonly "~untyped": true;
}

/**
 * Names a resource type that the catalogue does not know yet, so that its configuration is `unknown`. The list of
 * known types is closed on purpose: a typo does not compile.
 */
export function untyped<const T extends `${string}::${string}::${string}`>(type: T): T & Untyped {
  // The mark exists in the type only; the value is the plain name, so that it stays plain data.
  return type as T & Untyped;
}

/** A catalogued resource type, or one past the catalogue by {@link untyped}. */
export type AnyResourceType = ResourceType | (string & Untyped);

/** The resource type of results about the account itself. */
export const ACCOUNT_TYPE = "AWS::::Account";

/** A configuration whose members are not known. */
export interface UnknownConfiguration {
  readonly [key: string]: unknown;
}

/** The shape of `configuration` for a resource type. */
export type ConfigurationOf<R extends string> = R extends ResourceType
  ? ResourceTypes[R]["configuration"]
  : UnknownConfiguration;

/** The shape of `supplementaryConfiguration` for a resource type. */
export type SupplementaryOf<R extends string> = R extends ResourceType
  ? ResourceTypes[R]["supplementaryConfiguration"]
  : UnknownConfiguration;

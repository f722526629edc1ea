import type { ConfigurationOf, SupplementaryOf } from "./resource-type.ts";

/** How a resource is related to the one that an item describes. */
export interface Relationship {
  readonly resourceType: string;
  readonly resourceId?: string;
  readonly resourceName?: string | null;
  /** Such as `"Is contained in Vpc"`; query results have none. */
  readonly name?: string;
}

/** What Config says of a resource's recording. */
export type ConfigurationItemStatus =
  "OK" | "ResourceDiscovered" | "ResourceNotRecorded" | "ResourceDeleted" | "ResourceDeletedNotRecorded";

/**
 * A configuration item in the spelling of a Lambda event, whatever spelling it arrived in. `tags`, `relationships` and
 * `supplementaryConfiguration` are always present; values that Config encodes as JSON inside a string are parsed.
 * Times are ISO 8601 text in UTC.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
 */
export interface ConfigurationItem<R extends string = string> {
  readonly configurationItemVersion?: string;
  readonly configurationItemCaptureTime: string;
  readonly configurationItemStatus: ConfigurationItemStatus;
  readonly configurationStateId?: number;
  readonly configurationStateMd5Hash?: string;
  readonly awsAccountId: string;
  /** `"global"` for IAM, CloudFront and other global services. */
  readonly awsRegion: string;
  readonly availabilityZone: string | null;
  readonly resourceType: R;
  readonly resourceId: string;
  readonly resourceName: string | null;
  readonly ARN?: string;
  readonly resourceCreationTime: string | null;
  readonly relatedEvents: readonly string[];
  readonly relationships: readonly Relationship[];
  readonly tags: { readonly [key: string]: string };
  readonly configuration: ConfigurationOf<R>;
  readonly supplementaryConfiguration: SupplementaryOf<R>;
}

/** The union of the items of several resource types: `resourceType` narrows `configuration`. */
export type ItemOf<R extends string> = R extends unknown ? ConfigurationItem<R> : never;

/**
 * Tells whether an item describes a resource that exists and is recorded; of the others Config wants NOT_APPLICABLE.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules-delete.html
 */
export function isJudgeable(status: string): boolean {
  return status === "OK" || status === "ResourceDiscovered";
}

import type { ConfigurationItem } from "@aws-sdk/client-config-service";
import { EndpointError } from "../endpoint-error.ts";
import type { Wire } from "../wire-shape.ts";

/** A configuration item in the API's spelling, as GetResourceConfigHistory answers it. */
export type ApiConfigurationItem = Wire<ConfigurationItem>;

type Nullable<T> = T | null | undefined;

/** A configuration item in the spelling of events and snapshot files, as far as it is converted. */
export interface EventConfigurationItem {
  readonly configurationItemVersion?: string | undefined;
  readonly configurationItemCaptureTime: string;
  readonly configurationItemStatus: string;
  readonly configurationStateId?: Nullable<number | string>;
  readonly configurationStateMd5Hash?: Nullable<string>;
  readonly awsAccountId?: string | undefined;
  readonly ARN?: Nullable<string>;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly resourceName?: Nullable<string>;
  readonly awsRegion?: string | undefined;
  readonly availabilityZone?: Nullable<string>;
  readonly resourceCreationTime?: Nullable<string>;
  readonly tags?: Nullable<Readonly<Record<string, string>>>;
  readonly relatedEvents?: Nullable<readonly string[]>;
  readonly relationships?: Nullable<
    readonly {
      readonly resourceType?: Nullable<string>;
      readonly resourceId?: Nullable<string>;
      readonly resourceName?: Nullable<string>;
      readonly name?: Nullable<string>;
    }[]
  >;
  readonly configuration?: unknown;
  readonly supplementaryConfiguration?: Nullable<Readonly<Record<string, unknown>>>;
}

function toDate(text: string): Date {
  const date = new Date(text);
  if (!Number.isNaN(date.getTime())) return date;
  throw new EndpointError("CAPTURE_TIME_INVALID", `"${text}" is not a time.`);
}

/** Gives one relationship the API's spelling. */
const toRelationship = (relationship: NonNullable<EventConfigurationItem["relationships"]>[number]) => ({
  resourceType: relationship.resourceType ?? undefined,
  resourceId: relationship.resourceId ?? undefined,
  resourceName: relationship.resourceName ?? undefined,
  relationshipName: relationship.name ?? undefined,
});

/**
 * Gives an event's item the API's spelling: four members renamed, `configuration` and each value of
 * `supplementaryConfiguration` as JSON text, times as dates, the state id as a string.
 *
 * @throws EndpointError `RW8103` when a time cannot be read.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html
 */
export function itemFromEvent(item: EventConfigurationItem): ApiConfigurationItem {
  const supplementary = Object.entries(item.supplementaryConfiguration ?? {});
  return {
    version: item.configurationItemVersion,
    accountId: item.awsAccountId,
    configurationItemCaptureTime: toDate(item.configurationItemCaptureTime),
    configurationItemStatus: item.configurationItemStatus,
    configurationStateId: item.configurationStateId?.toString(),
    configurationItemMD5Hash: item.configurationStateMd5Hash ?? undefined,
    arn: item.ARN ?? undefined,
    resourceType: item.resourceType,
    resourceId: item.resourceId,
    resourceName: item.resourceName ?? undefined,
    awsRegion: item.awsRegion,
    availabilityZone: item.availabilityZone ?? undefined,
    resourceCreationTime: item.resourceCreationTime ? toDate(item.resourceCreationTime) : undefined,
    tags: { ...item.tags },
    relatedEvents: item.relatedEvents ?? [],
    relationships: (item.relationships ?? []).map(toRelationship),
    configuration: JSON.stringify(item.configuration ?? null),
    supplementaryConfiguration: Object.fromEntries(
      supplementary.map(([key, value]) => [key, JSON.stringify(value ?? null)]),
    ),
  };
}

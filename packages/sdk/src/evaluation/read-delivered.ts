import type { ConfigurationItem, Relationship } from "../core/configuration-item.ts";
import { isObject, type JsonObject } from "../core/json.ts";
import { absentParts } from "../items/incomplete/absent-parts.ts";
import type { UnknownPaths } from "../items/incomplete/unknown-paths.ts";
import { decodeTwiceEncoded } from "../items/decode.ts";
import { readItem, type RefusedItem } from "../items/read-item.ts";

/** An item, and what its source does not say of it. */
export type ReadAny =
  { readonly item: ConfigurationItem; readonly absent: UnknownPaths } | { readonly refused: RefusedItem };

const NOTHING: UnknownPaths = [];

/**
 * Reads an item as {@link readItem} does. Those of snapshots, by far the most, are in the wanted spelling already and
 * take a shorter way; whatever is unusual about an item sends it the long one. A part that is not there at all, as in a
 * row of a query, is not known to be empty.
 */
export function readAny(raw: unknown): ReadAny {
  const delivered = isObject(raw) ? readDelivered(raw) : undefined;
  if (delivered) return { item: delivered, absent: NOTHING };
  const read = readItem(raw);
  return "item" in read ? { ...read, absent: isObject(raw) ? absentParts(raw) : NOTHING } : read;
}

const STATUSES: ReadonlySet<unknown> = new Set(["OK", "ResourceDiscovered"]);

/** `undefined` where anything is not as AWS Config delivers it. */
// oxlint-disable-next-line complexity -- one condition a member, each tested
function readDelivered(raw: JsonObject): ConfigurationItem | undefined {
  const { awsAccountId, awsRegion, resourceType, resourceId, ARN } = raw;
  const { configurationItemStatus: status, configurationItemCaptureTime: captured, configurationStateId } = raw;
  if (!isAccount(awsAccountId) || !isText(awsRegion) || !isText(resourceType) || !isText(resourceId)) return undefined;
  if (!isText(ARN) || !STATUSES.has(status) || !isIso(captured) || !isStateId(configurationStateId)) return undefined;
  const { configuration, tags, configurationItemVersion, configurationStateMd5Hash, relatedEvents } = raw;
  const { availabilityZone, resourceName, resourceCreationTime } = raw;
  if (!isText(configurationItemVersion) || typeof configurationStateMd5Hash !== "string") return undefined;
  if (!isObject(configuration) || !isTags(tags) || !isEmpty(relatedEvents)) return undefined;
  if (!isNullOr(isText, availabilityZone) || !isNullOr(isText, resourceName)) return undefined;
  if (!isNullOr(isIso, resourceCreationTime) || !isPlain(raw["supplementaryConfiguration"])) return undefined;
  const relationships = toRelationships(raw["relationships"]);
  if (!relationships) return undefined;
  return decodeTwiceEncoded(resourceType, {
    configurationItemVersion,
    configurationStateId,
    configurationStateMd5Hash,
    ARN,
    configurationItemCaptureTime: captured,
    configurationItemStatus: status as ConfigurationItem["configurationItemStatus"],
    awsAccountId,
    awsRegion,
    availabilityZone,
    resourceType,
    resourceId,
    resourceName,
    resourceCreationTime,
    relatedEvents: [],
    relationships,
    tags,
    configuration,
    supplementaryConfiguration: raw["supplementaryConfiguration"],
  });
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isAccount(value: unknown): value is string {
  return typeof value === "string" && value.length === 12 && /^\d{12}$/.test(value);
}

function isStateId(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value);
}

function isNullOr<T>(is: (value: unknown) => value is T, value: unknown): value is T | null {
  return value === null || is(value);
}

const ISO = /^\d{4}-[01]\d-[012]\dT[01]\d:[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** A time in the very form that `toISOString` gives; days from the 29th on and late hours go the long way. */
function isIso(value: unknown): value is string {
  if (typeof value !== "string" || !ISO.test(value)) return false;
  const month = value.slice(5, 7);
  const day = value.slice(8, 10);
  return month !== "00" && month <= "12" && day !== "00" && day <= "28";
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Not none: some types have theirs elsewhere. A key like `__proto__` is left to the long way. */
function isTags(value: unknown): value is { readonly [key: string]: string } {
  if (!isObject(value) || Object.hasOwn(value, "__proto__")) return false;
  let count = 0;
  for (const key in value) {
    if (typeof value[key] !== "string") return false;
    count += 1;
  }
  return count > 0;
}

/** A map whose values are no JSON text. */
function isPlain(value: unknown): value is JsonObject {
  if (!isObject(value) || Object.hasOwn(value, "__proto__")) return false;
  for (const key in value) if (typeof value[key] === "string") return false;
  return true;
}

function toRelationships(value: unknown): Relationship[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const relationships: Relationship[] = [];
  for (const each of value as readonly unknown[]) {
    if (!isObject(each)) return undefined;
    const { resourceType, resourceId, resourceName = null, name } = each;
    if (!isText(resourceType) || !isText(resourceId) || !isText(name)) return undefined;
    if (!isNullOr(isText, resourceName)) return undefined;
    relationships.push({ resourceType, resourceId, resourceName, name });
  }
  return relationships;
}

import type { ConfigurationItem, ConfigurationItemStatus, Relationship } from "../core/configuration-item.ts";
import { isJudgeable } from "../core/configuration-item.ts";
import type { ErrorEntry } from "../core/errors.ts";
import { isObject, shown, type JsonObject } from "../core/json.ts";
import { decodeTwiceEncoded } from "./decode.ts";
import { ITEM_ERRORS } from "./errors.ts";

/** Why an item cannot be read, with as much of its identity as it has. */
export interface RefusedItem {
  readonly entry: ErrorEntry;
  readonly message: string;
  readonly resourceType?: string;
  readonly resourceId?: string;
  readonly accountId?: string;
  readonly region?: string;
}

/** A configuration item in the event's spelling, or why there is none. */
export type ReadItem = { readonly item: ConfigurationItem } | { readonly refused: RefusedItem };

const STATUSES: ReadonlySet<unknown> = new Set([
  "OK",
  "ResourceDiscovered",
  "ResourceNotRecorded",
  "ResourceDeleted",
  "ResourceDeletedNotRecorded",
] satisfies ConfigurationItemStatus[]);

/**
 * Reads a configuration item in any of its spellings: a Lambda event's or a delivered file's (`awsAccountId`, `ARN`,
 * values embedded) and the API's (`accountId`, `arn`, values as JSON text, dates as `Date`).
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html
 */
export function readItem(raw: unknown): ReadItem {
  if (!isObject(raw)) {
    return {
      refused: { entry: ITEM_ERRORS.ITEM_NOT_OBJECT, message: `A configuration item is no object: ${shown(raw)}.` },
    };
  }
  const identity = readIdentity(raw);
  const reason = lacking(raw, identity);
  if (reason) return { refused: { ...reason, ...identity } };
  return { item: toItem(raw) };
}

interface Identity {
  readonly resourceType?: string;
  readonly resourceId?: string;
  readonly accountId?: string;
  readonly region?: string;
}

function readIdentity(raw: JsonObject): Identity {
  const given = {
    resourceType: text(raw["resourceType"]),
    resourceId: text(raw["resourceId"]),
    accountId: text(raw["awsAccountId"] ?? raw["accountId"]),
    region: text(raw["awsRegion"]),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function lacking(raw: JsonObject, identity: Identity): { entry: ErrorEntry; message: string } | undefined {
  const name = `The item ${identity.resourceType ?? "of no type"} ${identity.resourceId ?? "without an id"}`;
  const incomplete = (message: string) => ({ entry: ITEM_ERRORS.ITEM_INCOMPLETE, message: `${name} ${message}.` });
  if (identity.resourceType === undefined) return incomplete("has no resourceType");
  if (identity.resourceId === undefined) return incomplete("has no resourceId");
  if (!/^\d{12}$/.test(identity.accountId ?? "")) {
    return incomplete(`has no account of twelve digits: ${shown(identity.accountId ?? null)}`);
  }
  if (identity.region === undefined) return incomplete("has no awsRegion");
  const status = raw["configurationItemStatus"] ?? "OK";
  if (!STATUSES.has(status)) return incomplete(`has the unknown status ${shown(status)}`);
  if (toIso(raw["configurationItemCaptureTime"]) === undefined) {
    return incomplete(`has no capture time: ${shown(raw["configurationItemCaptureTime"] ?? null)}`);
  }
  if (isJudgeable(String(status)) && !isObject(embedded(raw["configuration"]))) {
    return { entry: ITEM_ERRORS.ITEM_WITHOUT_CONFIGURATION, message: `${name} has no configuration.` };
  }
  return undefined;
}

/** Only for an item that lacks nothing. */
function toItem(raw: JsonObject): ConfigurationItem {
  const resourceType = String(raw["resourceType"]);
  const supplementary = toSupplementary(raw["supplementaryConfiguration"]);
  const arn = text(raw["ARN"] ?? raw["arn"]);
  const version = text(raw["configurationItemVersion"] ?? raw["version"]);
  const stateId = toStateId(raw["configurationStateId"] ?? raw["configurationStateID"]);
  const hash = raw["configurationStateMd5Hash"] ?? raw["configurationItemMD5Hash"];
  return decodeTwiceEncoded(resourceType, {
    ...(version === undefined ? {} : { configurationItemVersion: version }),
    configurationItemCaptureTime: toIso(raw["configurationItemCaptureTime"]) ?? "",
    configurationItemStatus: toStatus(raw["configurationItemStatus"]),
    ...(stateId === undefined ? {} : { configurationStateId: stateId }),
    ...(typeof hash === "string" ? { configurationStateMd5Hash: hash } : {}),
    awsAccountId: String(raw["awsAccountId"] ?? raw["accountId"]),
    awsRegion: String(raw["awsRegion"]),
    availabilityZone: text(raw["availabilityZone"] ?? raw["availibilityZone"]) ?? null,
    resourceType,
    resourceId: String(raw["resourceId"]),
    resourceName: text(raw["resourceName"]) ?? null,
    ...(arn === undefined ? {} : { ARN: arn }),
    resourceCreationTime: toIso(raw["resourceCreationTime"]) ?? null,
    relatedEvents: array(raw["relatedEvents"]).filter((event) => typeof event === "string"),
    relationships: array(raw["relationships"]).filter(isObject).map(toRelationship),
    tags: toTags(raw["tags"], supplementary["Tags"]),
    configuration: toConfiguration(raw["configuration"]),
    supplementaryConfiguration: supplementary,
  });
}

/** A number in events, its text in the API. */
function toStateId(id: unknown): number | undefined {
  const number = typeof id === "string" && /^\d+$/.test(id) ? Number(id) : id;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined;
}

function toStatus(status: unknown): ConfigurationItemStatus {
  return isStatus(status) ? status : "OK";
}

function isStatus(status: unknown): status is ConfigurationItemStatus {
  return STATUSES.has(status);
}

/** A deleted resource has no configuration: an empty one, so that nobody meets `null`. */
function toConfiguration(value: unknown): JsonObject {
  const configuration = embedded(value);
  return isObject(configuration) ? configuration : {};
}

/** Each value of the API's map is JSON text; the values of an event are parsed already. */
function toSupplementary(value: unknown): JsonObject {
  const map = embedded(value);
  if (!isObject(map)) return {};
  return Object.fromEntries(Object.entries(map).map(([key, member]) => [key, embedded(member)]));
}

/** JSON text as its value; other text, and every other value, as it is. */
function embedded(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function toRelationship(raw: JsonObject): Relationship {
  const name = text(raw["name"] ?? raw["relationshipName"]);
  const id = text(raw["resourceId"]);
  return {
    resourceType: text(raw["resourceType"]) ?? "",
    ...(id === undefined ? {} : { resourceId: id }),
    resourceName: text(raw["resourceName"]) ?? null,
    ...(name === undefined ? {} : { name }),
  };
}

/** Tags are a map in events, a list in query results, and for some types stand in the supplementary part only. */
function toTags(tags: unknown, supplementary: unknown): { readonly [key: string]: string } {
  const own = tagEntries(tags);
  return Object.fromEntries(own.length > 0 ? own : tagEntries(supplementary));
}

function tagEntries(tags: unknown): [string, string][] {
  const pairs: readonly (readonly [unknown, unknown])[] = Array.isArray(tags)
    ? tags
        .filter(isObject)
        .map((tag) => [tag["key"] ?? tag["Key"] ?? tag["tagKey"], tag["value"] ?? tag["Value"] ?? tag["tagValue"]])
    : Object.entries(isObject(tags) ? tags : {});
  return pairs.flatMap(([key, value]) =>
    typeof key === "string" ? [[key, typeof value === "string" ? value : ""]] : [],
  );
}

function toIso(time: unknown): string | undefined {
  if (typeof time !== "string" && !(time instanceof Date)) return undefined;
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function array(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

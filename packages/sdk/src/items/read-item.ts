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
  /** Which state it is of, where that is told; of several of one time and id any that can be read comes first. */
  readonly state?: { readonly capturedAt: number; readonly stateId: number };
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
  if (reason) return { refused: { ...reason, ...identity, ...stateOf(raw) } };
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
    accountId: text(read(raw, "awsAccountId")),
    region: text(raw["awsRegion"]),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function stateOf(raw: JsonObject): Pick<RefusedItem, "state"> {
  const time = toIso(raw["configurationItemCaptureTime"]);
  const stateId = (toStateId(read(raw, "configurationStateId")) ?? 0) - 0.5;
  return time === undefined ? {} : { state: { capturedAt: Date.parse(time), stateId } };
}

type Refusal = Pick<RefusedItem, "entry" | "message">;

function lacking(raw: JsonObject, identity: Identity): Refusal | undefined {
  const name = `The item ${identity.resourceType ?? "of no type"} ${identity.resourceId ?? "without an id"}`;
  const reason = lackingIdentity(identity) ?? lackingState(raw);
  if (reason !== undefined) return { entry: ITEM_ERRORS.ITEM_INCOMPLETE, message: `${name} ${reason}.` };
  if (!isJudgeable(toStatus(raw["configurationItemStatus"])) || isObject(embedded(raw["configuration"])))
    return undefined;
  return { entry: ITEM_ERRORS.ITEM_WITHOUT_CONFIGURATION, message: `${name} has no configuration.` };
}

function lackingIdentity({ resourceType, resourceId, accountId, region }: Identity): string | undefined {
  if (resourceType === undefined) return "has no resourceType";
  if (resourceId === undefined) return "has no resourceId";
  if (!/^\d{12}$/.test(accountId ?? "")) return `has no account of twelve digits: ${shown(accountId ?? null)}`;
  return region === undefined ? "has no awsRegion" : undefined;
}

function lackingState(raw: JsonObject): string | undefined {
  const status = raw["configurationItemStatus"] ?? "OK";
  if (!STATUSES.has(status)) return `has the unknown status ${shown(status)}`;
  const time = raw["configurationItemCaptureTime"];
  return toIso(time) === undefined ? `has no capture time: ${shown(time ?? null)}` : undefined;
}

/** What the API, and files older than the event's record version 1.3, call a member otherwise. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  ARN: "arn",
  availabilityZone: "availibilityZone",
  awsAccountId: "accountId",
  configurationItemVersion: "version",
  configurationStateId: "configurationStateID",
  configurationStateMd5Hash: "configurationItemMD5Hash",
};

function read(raw: JsonObject, name: string): unknown {
  return raw[name] ?? raw[OTHER_NAMES[name] ?? name];
}

/** Only for an item that lacks nothing. */
function toItem(raw: JsonObject): ConfigurationItem {
  const supplementary = toSupplementary(raw["supplementaryConfiguration"]);
  const resourceType = text(raw["resourceType"]) ?? "";
  return decodeTwiceEncoded(resourceType, {
    ...toVersion(raw),
    configurationItemCaptureTime: toIso(raw["configurationItemCaptureTime"]) ?? "",
    configurationItemStatus: toStatus(raw["configurationItemStatus"]),
    awsAccountId: text(read(raw, "awsAccountId")) ?? "",
    awsRegion: text(raw["awsRegion"]) ?? "",
    availabilityZone: text(read(raw, "availabilityZone")) ?? null,
    resourceType,
    resourceId: text(raw["resourceId"]) ?? "",
    resourceName: text(raw["resourceName"]) ?? null,
    resourceCreationTime: toIso(raw["resourceCreationTime"]) ?? null,
    relatedEvents: array(raw["relatedEvents"]).filter((event) => typeof event === "string"),
    relationships: array(raw["relationships"]).filter(isObject).map(toRelationship),
    tags: toTags(raw["tags"], supplementary["Tags"]),
    configuration: toConfiguration(raw["configuration"]),
    supplementaryConfiguration: supplementary,
  });
}

type Version = "ARN" | "configurationItemVersion" | "configurationStateId" | "configurationStateMd5Hash";

/** What not every spelling has. */
function toVersion(raw: JsonObject): Pick<ConfigurationItem, Version> {
  const version = text(read(raw, "configurationItemVersion"));
  const stateId = toStateId(read(raw, "configurationStateId"));
  const hash = read(raw, "configurationStateMd5Hash");
  const arn = text(read(raw, "ARN"));
  return {
    ...(version === undefined ? {} : { configurationItemVersion: version }),
    ...(stateId === undefined ? {} : { configurationStateId: stateId }),
    ...(typeof hash === "string" ? { configurationStateMd5Hash: hash } : {}),
    ...(arn === undefined ? {} : { ARN: arn }),
  };
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

/** What a time ends with that says of which zone it is; all of AWS Config's are UTC, whatever this machine's is. */
const ZONE = /(?:Z|[+-]\d\d(?::?\d\d)?)$/i;

function toIso(time: unknown): string | undefined {
  if (!(time instanceof Date) && !(typeof time === "string" && /^\d{4}-\d\d-\d\dT/.test(time))) return undefined;
  const date = typeof time === "string" && !ZONE.test(time) ? new Date(`${time}Z`) : new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function array(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

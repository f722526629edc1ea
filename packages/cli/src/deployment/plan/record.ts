import { RulewrightError, canonicalJson, isObject, type JsonObject } from "@rulewright/sdk";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import { readManifest } from "./manifest.ts";
import { prefixOf, type Release } from "./release.ts";
import { TOPOLOGIES, unionOfReaches, type Reach, type Target } from "./target.ts";

/** Which release of a pack is published: `current.json` in the bucket of the pack's home Region. */
export interface Pointer {
  readonly current?: string;
  readonly previous?: string;
  /** The release that a publication is on its way to. */
  readonly pending?: string;
  /** `pending` is gone back to: the same command again goes on, rather than back once more. */
  readonly rollingBack?: boolean;
  /** Everywhere that the pack was ever published to: what a target drops is found there, and `destroy` looks there. */
  readonly reach?: Reach;
}

/** What is kept of a published release: `manifests/<hash>.json`. */
export interface PublishedRecord {
  readonly release: Release;
  readonly target: Target;
}

/** Where the records of a pack lie, or those of one of its variants. */
export function recordsPrefix(pack: string, variant?: string): string {
  return variant === undefined ? prefixOf(pack) : `${variantsPrefix(pack)}${variant}/`;
}

/** Where the records of a pack's variants lie, each in a folder of its name. */
export function variantsPrefix(pack: string): string {
  return `${prefixOf(pack)}variants/`;
}

/** Key of the pointer. */
export function pointerKey(pack: string, variant?: string): string {
  return `${recordsPrefix(pack, variant)}current.json`;
}

/** Key of a release's record. */
export function recordKey(pack: string, hash: string, variant?: string): string {
  return `${recordsPrefix(pack, variant)}manifests/${hash}.json`;
}

/** Key of the note that says in which Region the records are: they are found from every Region of the target. */
export function homeKey(pack: string, variant?: string): string {
  return `${recordsPrefix(pack, variant)}home.json`;
}

/** The text of that note. */
export function homeText(home: string): string {
  return `${JSON.stringify({ home })}\n`;
}

/** Reads that note. @throws RulewrightError `RW4022`. */
export function parseHome(text: string, where: string): string {
  const { home } = parseObject(text, where);
  if (typeof home === "string" && home !== "") return home;
  throw unreadable(where, "it names no Region");
}

/** Key of the note that says which release the organization pack of a Region is at: AWS Config keeps no tag of it. */
export function organizationPackKey(pack: string, region: string): string {
  return `${prefixOf(pack)}organization-pack-${region}.json`;
}

/** The text of a record: equal publications give equal text. */
export function recordText({ release, target }: PublishedRecord): string {
  const { bodies: _bodies, manifest, ...rest } = release;
  const document = { version: 1, ...rest, manifest: manifest.document, target };
  return `${JSON.stringify(JSON.parse(canonicalJson(document)), null, 1)}\n`;
}

/** Reads a record. @throws RulewrightError `RW4022`. */
export function parseRecord(text: string, where: string): PublishedRecord {
  const document = parseObject(text, where);
  const target = document["target"];
  const { pack, tool, hash, packTemplate, packTemplateKey, stackTemplateKey, parameters, codeKeys } = document;
  const isWhole =
    typeof pack === "string" &&
    typeof hash === "string" &&
    typeof packTemplateKey === "string" &&
    isObject(packTemplate) &&
    isTexts(parameters) &&
    Array.isArray(codeKeys) &&
    isTarget(target);
  if (!isWhole) throw unreadable(where, "it is no record of a publication");
  const release: Release = {
    pack,
    tool: typeof tool === "string" ? tool : "",
    hash,
    manifest: readManifest(document["manifest"], where),
    packTemplate,
    parameters,
    packTemplateKey,
    ...(typeof stackTemplateKey === "string" ? { stackTemplateKey } : {}),
    codeKeys: codeKeys.map(String),
    bodies: new Map(),
  };
  return { release, target };
}

/** Reads a pointer. @throws RulewrightError `RW4022`. */
export function parsePointer(text: string, where: string): Pointer {
  const document = parseObject(text, where);
  const member = (name: "current" | "previous" | "pending") => {
    const value = document[name];
    return typeof value === "string" ? { [name]: value } : {};
  };
  const rollingBack = document["rollingBack"] === true ? { rollingBack: true } : {};
  const reach = isObject(document["reach"]) ? { reach: readReach(document["reach"]) } : {};
  return { ...member("current"), ...member("previous"), ...member("pending"), ...rollingBack, ...reach };
}

function readReach({ regions, topologies }: JsonObject): Reach {
  const named = Array.isArray(topologies) ? topologies : [];
  return {
    regions: Array.isArray(regions) ? regions.filter((region) => typeof region === "string") : [],
    topologies: TOPOLOGIES.filter((topology) => named.includes(topology)),
  };
}

/** The pointer while a release is on its way. */
export function begun({ current, previous, reach }: Pointer, hash: string, isRollback: boolean, to: Reach): Pointer {
  return {
    ...(current === undefined ? {} : { current }),
    ...(previous === undefined ? {} : { previous }),
    pending: hash,
    ...(isRollback ? { rollingBack: true } : {}),
    reach: unionOfReaches(reach ? [reach, to] : [to]),
  };
}

/** The release to go back to: where an unfinished publication began, else the one before. */
export function earlierRelease({ current, previous, pending, rollingBack }: Pointer): string | undefined {
  if (pending === undefined) return previous;
  return rollingBack === true ? pending : current;
}

/** The pointer once a release is everywhere. */
export function settled({ current, previous, reach }: Pointer, hash: string): Pointer {
  const before = current === hash ? previous : current;
  return { current: hash, ...(before === undefined ? {} : { previous: before }), ...(reach ? { reach } : {}) };
}

function parseObject(text: string, where: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (cause) {
    throw new RulewrightError(DEPLOYMENT_ERRORS.RECORD_UNREADABLE, `${where} is no JSON.`, { cause });
  }
  throw unreadable(where, "it is no JSON object");
}

function unreadable(where: string, what: string): RulewrightError {
  return new RulewrightError(DEPLOYMENT_ERRORS.RECORD_UNREADABLE, `${where} cannot be used: ${what}.`);
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isObject(value) && Object.values(value).every((each) => typeof each === "string");
}

function isTarget(value: unknown): value is Target {
  if (!isObject(value)) return false;
  const { topology, regions, organizationalUnits, accounts, excludedAccounts } = value;
  const lists = [regions, organizationalUnits, accounts, excludedAccounts];
  return (
    TOPOLOGIES.some((each) => each === topology) &&
    lists.every((list) => Array.isArray(list) && list.every((each) => typeof each === "string")) &&
    Array.isArray(regions) &&
    regions.length > 0 &&
    typeof value["globalRulesRegion"] === "string" &&
    typeof value["bucketPrefix"] === "string"
  );
}

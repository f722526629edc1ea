import { setTimeout as wait } from "node:timers/promises";
import {
  BatchGetResourceConfigCommand,
  type BaseConfigurationItem,
  type ConfigServiceClient,
  type ResourceKey as WireKey,
  type ResourceType,
} from "@aws-sdk/client-config-service";
import { codeOf, isObject } from "@rulewright/sdk";
import { createConfigApi, type ConfigApi, type ResourceKey } from "@rulewright/sdk/runtime";
import { mergeConcurrently } from "./concurrency.ts";
import { liveCheckError, liveError, liveSource, type LiveItem, type OnLiveError } from "./live-item.ts";

/** What the account's own items are read with. */
export interface LiveOptions {
  /** Of the Region to read. */
  readonly client: ConfigServiceClient;
  readonly resourceTypes: readonly string[];
  readonly onError: OnLiveError;
  /** Types read at a time; 4 where absent. */
  readonly concurrency?: number;
}

interface Reading extends LiveOptions {
  readonly api: ConfigApi;
  readonly region: string;
}

/** Where a live item comes from. */
const SOURCE = liveSource();

/** The most that BatchGetResourceConfig takes. */
const BATCH = 100;
/** Calls for what a batch leaves unprocessed. */
const BATCH_ATTEMPTS = 5;
const PAUSE_MS = 100;

/**
 * The current items of one account and Region: each type is listed, then fetched by the hundred. Such items lack tags
 * and relationships ({@link fetchMissing} has them). What a batch leaves out without a word is looked up in the
 * history, so that nothing but a deleted resource goes missing. A failure is told of and ends no other type's reading.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_BatchGetResourceConfig.html
 */
export async function* liveItems(options: LiveOptions): AsyncGenerator<LiveItem> {
  const { client, resourceTypes, concurrency = 4 } = options;
  const reading = { ...options, api: createConfigApi(client), region: await client.config.region() };
  const sources = [...new Set(resourceTypes)].map((type) => itemsOfType(reading, type));
  yield* mergeConcurrently(sources, concurrency);
}

/**
 * The newest whole item of a resource, from its history; undefined where AWS Config has none, or knows the resource no
 * more.
 * @throws RulewrightError `RW6220`.
 */
export async function fetchMissing(client: ConfigServiceClient, resource: ResourceKey): Promise<unknown> {
  const { resourceType, resourceId } = resource;
  try {
    return await createConfigApi(client).newestItem({ resourceType, resourceId });
  } catch (error) {
    if (codeOf(error) === "ResourceNotDiscoveredException") return undefined;
    throw liveError(`The history of ${resourceType} ${resourceId}`, error);
  }
}

async function* itemsOfType(reading: Reading, resourceType: string): AsyncGenerator<LiveItem> {
  let ids: string[] = [];
  try {
    for await (const { resourceId } of reading.api.discoveredResources(resourceType)) {
      ids.push(resourceId);
      if (ids.length < BATCH) continue;
      yield* fetchBatch(reading, resourceType, ids);
      ids = [];
    }
  } catch (error) {
    const place = { resourceType, region: reading.region, source: SOURCE };
    reading.onError(liveCheckError(`The list of ${resourceType} in ${reading.region}`, error, place));
  }
  if (ids.length > 0) yield* fetchBatch(reading, resourceType, ids);
}

async function* fetchBatch(reading: Reading, resourceType: string, ids: readonly string[]): AsyncGenerator<LiveItem> {
  const left = new Set(ids);
  try {
    for (const { resourceId = "" } of yield* getBatch(reading, resourceType, left)) {
      left.delete(resourceId);
      fail(reading, resourceType, resourceId, `AWS Config left it unprocessed ${BATCH_ATTEMPTS} times`);
    }
  } catch (error) {
    for (const resourceId of left) fail(reading, resourceType, resourceId, error);
    return;
  }
  for (const resourceId of left) yield* fetchLeftOut(reading, resourceType, resourceId);
}

/** @param left - Loses what is yielded. @returns What stayed unprocessed. */
async function* getBatch(
  { client }: Reading,
  resourceType: string,
  left: Set<string>,
): AsyncGenerator<LiveItem, readonly WireKey[]> {
  let keys: WireKey[] = [...left].map((resourceId) => ({ resourceType: known(resourceType), resourceId }));
  for (let attempt = 1; keys.length > 0 && attempt <= BATCH_ATTEMPTS; attempt += 1) {
    if (attempt > 1) await wait(PAUSE_MS * 2 ** (attempt - 1));
    const page: BatchPage = await client.send(new BatchGetResourceConfigCommand({ resourceKeys: keys }));
    for (const raw of page.baseConfigurationItems ?? []) {
      left.delete(raw.resourceId ?? "");
      yield { raw, source: SOURCE, incomplete: ["tags", "relationships"] };
    }
    keys = [...(page.unprocessedResourceKeys ?? [])];
  }
  return keys;
}

interface BatchPage {
  readonly baseConfigurationItems?: readonly BaseConfigurationItem[] | undefined;
  readonly unprocessedResourceKeys?: readonly WireKey[] | undefined;
}

async function* fetchLeftOut(reading: Reading, resourceType: string, resourceId: string): AsyncGenerator<LiveItem> {
  try {
    const raw = await fetchMissing(reading.client, { resourceType, resourceId });
    if (isObject(raw) && !isDeleted(raw["configurationItemStatus"])) yield { raw, source: SOURCE };
  } catch (error) {
    fail(reading, resourceType, resourceId, error instanceof Error && error.cause ? error.cause : error);
  }
}

function isDeleted(status: unknown): boolean {
  return status === "ResourceDeleted" || status === "ResourceDeletedNotRecorded";
}

function fail({ region, onError }: Reading, resourceType: string, resourceId: string, cause: unknown): void {
  const place = { resourceType, resourceId, region, source: SOURCE };
  onError(liveCheckError(`${resourceType} ${resourceId} in ${region}`, cause, place));
}

/** The SDK's enum of types is older than what Config records; the service decides. */
function known(resourceType: string): ResourceType {
  return resourceType as ResourceType;
}

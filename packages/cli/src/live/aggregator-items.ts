import {
  SelectAggregateResourceConfigCommand,
  type ConfigServiceClient,
  type SelectAggregateResourceConfigCommandOutput,
} from "@aws-sdk/client-config-service";
import { isObject, type JsonObject, type Source } from "@rulewright/sdk";
import { mergeConcurrently } from "./concurrency.ts";
import { liveCheckError, liveSource, type LiveItem, type MissingPart, type OnLiveError } from "./live-item.ts";

/** What an aggregator's items are read with. */
export interface AggregatorOptions {
  /** Of the aggregator's account and Region. */
  readonly client: ConfigServiceClient;
  readonly resourceTypes: readonly string[];
  /** Narrow the query; all that are aggregated where absent. */
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  readonly onError: OnLiveError;
  /** Types read at a time; 2 where absent. */
  readonly concurrency?: number;
}

/** `SELECT *` would give only the scalars among them. */
const COLUMNS = [
  "accountId",
  "arn",
  "availabilityZone",
  "awsRegion",
  "configuration",
  "configurationItemCaptureTime",
  "configurationItemStatus",
  "configurationStateId",
  "relationships",
  "resourceCreationTime",
  "resourceId",
  "resourceName",
  "resourceType",
  "supplementaryConfiguration",
  "tags",
  "version",
];
const PAGE = 100;
/** Characters of the longest query. */
const LONGEST_QUERY = 4096;

/**
 * The current items that an aggregator holds, of every account and Region. Queries give relationships without their
 * names, so items that have any are incomplete there.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_SelectAggregateResourceConfig.html
 */
export async function* aggregatorItems(name: string, options: AggregatorOptions): AsyncGenerator<LiveItem> {
  const source = liveSource(name);
  const sources = [...new Set(options.resourceTypes)].map((type) => itemsOfType(name, type, options, source));
  yield* mergeConcurrently(sources, options.concurrency ?? 2);
}

async function* itemsOfType(
  name: string,
  resourceType: string,
  { client, accounts, regions, onError }: AggregatorOptions,
  source: Source,
): AsyncGenerator<LiveItem> {
  const what = `${resourceType} of the aggregator ${name}`;
  const isAskedFor = (row: JsonObject) => isOneOf(accounts, row["accountId"]) && isOneOf(regions, row["awsRegion"]);
  try {
    let token: string | undefined;
    do {
      const page: SelectAggregateResourceConfigCommandOutput = await client.send(
        new SelectAggregateResourceConfigCommand({
          ConfigurationAggregatorName: name,
          Expression: query(resourceType, accounts, regions),
          Limit: PAGE,
          NextToken: token,
        }),
      );
      for (const text of page.Results ?? []) {
        const row: unknown = JSON.parse(text);
        if (!isObject(row)) throw new Error(`a result is no object: ${text.slice(0, 80)}`);
        if (isAskedFor(row)) yield toLiveItem(row, source);
      }
      token = page.NextToken;
    } while (token);
  } catch (error) {
    onError(liveCheckError(what, error, { resourceType, source }));
  }
}

/** The query of one type; accounts and Regions are left to the reader where the list is too long for it. */
function query(
  resourceType: string,
  accounts: readonly string[] | undefined,
  regions: readonly string[] | undefined,
): string {
  const all = `SELECT ${COLUMNS.join(", ")} WHERE resourceType = ${quoted(resourceType)}`;
  const narrowed = [all, within("accountId", accounts), within("awsRegion", regions)].join("");
  return narrowed.length <= LONGEST_QUERY ? narrowed : all;
}

function within(property: string, values: readonly string[] | undefined): string {
  return values === undefined ? "" : ` AND ${property} IN (${values.map(quoted).join(", ")})`;
}

/** The language has no escape for a quotation mark; no type, account or Region has one. */
function quoted(value: string): string {
  if (!value.includes("'")) return `'${value}'`;
  throw new Error(`a query cannot name ${value}`);
}

function isOneOf(values: readonly string[] | undefined, value: unknown): boolean {
  return values === undefined || (typeof value === "string" && values.includes(value));
}

function toLiveItem(row: JsonObject, source: Source): LiveItem {
  const { tags, relationships } = row;
  const incomplete: MissingPart[] = [];
  if (!Array.isArray(tags)) incomplete.push("tags");
  if (!Array.isArray(relationships) || relationships.length > 0) incomplete.push("relationships");
  const raw = { configurationItemStatus: "OK", ...row, tags: toTagMap(tags) };
  return { raw, source, ...(incomplete.length > 0 ? { incomplete } : {}) };
}

function toTagMap(tags: unknown): Readonly<Record<string, unknown>> {
  const list: readonly unknown[] = Array.isArray(tags) ? tags : [];
  return Object.fromEntries(
    list.flatMap((tag) => (isObject(tag) && typeof tag["key"] === "string" ? [[tag["key"], tag["value"] ?? ""]] : [])),
  );
}

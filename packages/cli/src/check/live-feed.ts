import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { RulewrightError, codeOf, isObject, messageOf, type CheckError } from "@rulewright/sdk";
import type { Checker } from "@rulewright/sdk/evaluation";
import { CLI_ERRORS } from "../errors.ts";
import { aggregatorItems } from "../live/aggregator-items.ts";
import { aggregatorPlaces } from "../live/aggregator-places.ts";
import { fetchCallerIdentity } from "../live/caller-identity.ts";
import { eachConcurrently } from "../live/concurrency.ts";
import { createLiveAws, regionOfChain } from "../live/live-aws.ts";
import { liveSource, toRawItem, type LiveItem } from "../live/live-item.ts";
import { fetchMissing, liveItems } from "../live/live-items.ts";
import type { Selection } from "../selection/select-by.ts";

/** Options that read items from AWS Config. */
export interface LiveCheckOptions {
  /** The items of the account of the credentials. */
  readonly live?: boolean;
  /** The items of this aggregator instead. */
  readonly aggregator?: string;
  /** Twelve digits; STS is asked where absent. */
  readonly account?: string;
}

/** Judges items as they come from AWS Config; what cannot be read is an error of the result. */
export type LiveFeed = (checker: Checker, tick: (items: number) => void) => Promise<void>;

/** Items that are completed at a time: each is a call. */
const CONCURRENCY = 8;

/**
 * Makes ready to read what AWS Config holds; nothing but the credentials' account is asked for yet.
 * @throws RulewrightError `RW5040` without credentials, `RW5041` without a Region.
 */
export async function createLiveFeed(
  { aggregator, account }: LiveCheckOptions,
  selection: Selection = {},
): Promise<LiveFeed> {
  if (aggregator !== undefined) return aggregatorFeed(aggregator, account, selection);
  const chosen = selection.regions?.filter((region) => region !== "global") ?? [];
  const [first = await regionOfChain(), ...others] = chosen;
  return accountFeed([first, ...others], account ?? (await accountIn(first)));
}

async function aggregatorFeed(name: string, account: string | undefined, selection: Selection): Promise<LiveFeed> {
  const region = await aggregatorRegion();
  if (account === undefined) await accountIn(region); // credentials that are none end the run, not each of its calls
  const client = createLiveAws(region).client(ConfigServiceClient);
  const { accounts, regions } = selection;
  const narrowed = { ...(accounts ? { accounts } : {}), ...(regions ? { regions } : {}) };
  return async (checker, tick) => {
    const asked = { client, ...narrowed, onError: (error: CheckError) => checker.addError(error) };
    const items = aggregatorItems(name, { ...asked, resourceTypes: [...checker.readTypes] });
    await judgeAll(items, checker, tick, async () => undefined);
    if (!accounts && !regions) return;
    // what was asked for and has other resources only is not missing, but rules that need evidence are undetermined there
    for (const place of await aggregatorPlaces(name, asked))
      checker.addPlace(place.accountId, place.region, liveSource(name));
  };
}

async function aggregatorRegion(): Promise<string> {
  try {
    return await regionOfChain();
  } catch (cause) {
    const hint = "Set AWS_REGION to the Region of the aggregator.";
    throw new RulewrightError(CLI_ERRORS.REGION_UNKNOWN, "No Region is configured.", { hint, cause });
  }
}

async function accountIn(region: string): Promise<string> {
  const { accountId } = await fetchCallerIdentity(region, { canBeNamed: true });
  return accountId;
}

function accountFeed(regions: readonly string[], accountId: string): LiveFeed {
  return async (checker, tick) => {
    // rules that need evidence are undetermined in the account, whatever it has recorded
    for (const region of regions) checker.addPlace(accountId, region, liveSource());
    for (const region of regions) {
      const client = createLiveAws(region).client(ConfigServiceClient);
      const resourceTypes = [...checker.readTypes];
      const items = liveItems({ client, resourceTypes, onError: (error) => checker.addError(error) });
      await judgeAll(items, checker, tick, async (item) => newest(client, item));
    }
  };
}

/** The resource's item from its history, which lacks nothing. */
async function newest(client: ConfigServiceClient, { raw }: LiveItem): Promise<unknown> {
  if (!isObject(raw)) return undefined;
  const { resourceType, resourceId } = raw;
  if (typeof resourceType !== "string" || typeof resourceId !== "string") return undefined;
  return fetchMissing(client, { resourceType, resourceId });
}

/** Items are completed side by side and judged one after the other. */
async function judgeAll(
  items: AsyncIterable<LiveItem>,
  checker: Checker,
  tick: (items: number) => void,
  complete: (item: LiveItem) => Promise<unknown>,
): Promise<void> {
  let last: Promise<void> = Promise.resolve();
  await eachConcurrently(items, CONCURRENCY, async (item) => {
    const whole = await completed(item, checker, complete);
    last = last.then(() => checker.add(toRawItem(whole)));
    await last;
    tick(1);
  });
}

/** The item with what a rule reads of it and the API left out, where it can be had. */
async function completed(
  item: LiveItem,
  checker: Checker,
  complete: (item: LiveItem) => Promise<unknown>,
): Promise<LiveItem> {
  if (!item.incomplete) return item;
  const missing = await checker.unknownReads(toRawItem(item));
  const isRead = (part: string) => missing.some((path) => path === part || path.startsWith(`${part}.`));
  if (!item.incomplete.some(isRead)) return item;
  try {
    const raw = await complete(item);
    return raw === undefined ? item : { raw, source: item.source };
  } catch (error) {
    checker.addError(historyError(item, error));
    return item;
  }
}

function historyError({ raw, source }: LiveItem, error: unknown): CheckError {
  const { resourceType, resourceId, accountId, awsRegion: region } = isObject(raw) ? raw : {};
  const place = Object.entries({ resourceType, resourceId, accountId, region }).filter(
    ([, value]) => typeof value === "string",
  );
  return { ...Object.fromEntries(place), code: codeOf(error), message: messageOf(error), source };
}

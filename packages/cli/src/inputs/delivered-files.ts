import { basename } from "node:path";
import { deliveryTime } from "./delivery-time.ts";

/** A file that AWS Config delivered, as its name tells. */
export interface DeliveredFile {
  readonly path: string;
  readonly kind: "snapshot" | "history";
  /** Account and Region, such as `111122223333 eu-west-1`. */
  readonly place: string;
  /** When a snapshot was taken, or the last change that a history file tells of; milliseconds since 1970. */
  readonly at: number;
}

/** What is judged of files that were found, and what that leaves open. */
export interface DeliveryChoice {
  /** In the order given. */
  readonly files: readonly string[];
  readonly leftOut: { readonly snapshots: number; readonly history: number; readonly otherServices: number };
  /** Accounts and Regions with history files alone, in order. */
  readonly withoutSnapshot: readonly string[];
  /** Whole months, such as `2026-02`, of which an account and Region have no file though others are later. */
  readonly missingMonths: ReadonlyMap<string, readonly string[]>;
}

const NAME = /^(\d{12})_Config_([a-z0-9-]+)_(ConfigSnapshot|ConfigHistory|ChangeNotification)_/;

/** Below the account's folder of a bucket each service has its own. */
const OTHER_SERVICE = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/(?!Config\/)[^/]+\//;

/**
 * Reads the name of a delivered file; a single change that was too large for its notification counts as history.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/example-configuration-history-notification.html
 */
export function parseDelivered(path: string): DeliveredFile | undefined {
  const [, account, region, form] = NAME.exec(basename(path)) ?? [];
  const at = deliveryTime(path)?.getTime();
  if (account === undefined || region === undefined || at === undefined) return undefined;
  return { path, kind: form === "ConfigSnapshot" ? "snapshot" : "history", place: `${account} ${region}`, at };
}

/**
 * Chooses among files by their names: of each account and Region the latest snapshot and the history files that are not
 * older; everything where AWS Config did not name it. Files of other services in a shared bucket are left out.
 * @param named - Paths that are judged and not counted, whatever their names say.
 */
export function chooseDelivered(paths: readonly string[], named: ReadonlySet<string> = new Set()): DeliveryChoice {
  const delivered = new Map(paths.flatMap((path) => parseDelivered(path) ?? []).map((file) => [file.path, file]));
  const latest = latestSnapshots(delivered.values());
  const files: string[] = [];
  const judged: DeliveredFile[] = [];
  const leftOut = { snapshots: 0, history: 0, otherServices: 0 };
  for (const path of paths) {
    const file = delivered.get(path);
    const isChosen = file ? isCurrent(file, latest.get(file.place)) : !OTHER_SERVICE.test(path);
    if (isChosen && file) judged.push(file);
    if (isChosen || named.has(path)) files.push(path);
    else if (!file) leftOut.otherServices += 1;
    else if (file.kind === "snapshot") leftOut.snapshots += 1;
    else leftOut.history += 1;
  }
  const places = [...new Set(judged.map(({ place }) => place))].sort();
  return {
    files,
    leftOut,
    withoutSnapshot: places.filter((place) => !latest.has(place)),
    missingMonths: missingMonths(places, judged),
  };
}

/** When the latest snapshot of each account and Region was taken. */
function latestSnapshots(files: Iterable<DeliveredFile>): ReadonlyMap<string, number> {
  const latest = new Map<string, number>();
  for (const { kind, place, at } of files)
    if (kind === "snapshot") latest.set(place, Math.max(at, latest.get(place) ?? at));
  return latest;
}

/** Names tell seconds only: a change, or a snapshot, of the snapshot's own second may have come after it. */
function isCurrent({ at }: DeliveredFile, snapshotAt: number | undefined): boolean {
  return snapshotAt === undefined || at >= snapshotAt;
}

/** Between an account's first file and the newest of all; the newest month itself may still be under way. */
function missingMonths(places: readonly string[], judged: readonly DeliveredFile[]): ReadonlyMap<string, string[]> {
  const monthsOf = new Map<string, Set<number>>(places.map((place) => [place, new Set()]));
  for (const { place, at } of judged) monthsOf.get(place)?.add(monthNumber(at));
  const newest = smallestFirst([...monthsOf.values()].flatMap((months) => [...months])).at(-1) ?? 0;
  const missing = new Map<string, string[]>();
  for (const [place, months] of monthsOf) {
    const [first = newest] = smallestFirst(months);
    const between = Array.from({ length: Math.max(0, newest - first - 1) }, (_, index) => first + 1 + index);
    const without = between.filter((month) => !months.has(month));
    if (without.length > 0) missing.set(place, without.map(monthName));
  }
  return missing;
}

function smallestFirst(numbers: Iterable<number>): number[] {
  return [...numbers].sort((a, b) => a - b);
}

function monthNumber(at: number): number {
  const date = new Date(at);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function monthName(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
}

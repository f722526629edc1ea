import { needsAttention, type StatusRow } from "./row.ts";

/** Rows of one pack or variant and Region, added up. */
export interface PlaceTally {
  readonly pack: string;
  readonly variant?: string;
  readonly region: string;
  /** Accounts. */
  accounts: number;
  ok: number;
  busy: number;
  failed: number;
  missing: number;
  unknown: number;
  behind: number;
  nonCompliantRules: number;
  functionErrors: number;
  droppedEvents: number;
  queuedEvents: number;
  looserParameters: number;
}

/** What is kept of any number of rows. */
export interface StatusTally {
  readonly add: (row: StatusRow) => void;
  /** By pack, then by Region, as they came. */
  readonly places: () => readonly PlaceTally[];
  /** Rows that somebody should look at: the first ones. */
  readonly attention: () => readonly StatusRow[];
  /** How many such rows there are. */
  readonly needingAttention: () => number;
  /** Sentences about what could not be read, each once. */
  readonly notRead: () => readonly string[];
}

/** Failing rows that are kept to be listed: 1 % of 2,000 accounts in four Regions are 80. */
const MOST_LISTED = 500;
const MOST_SENTENCES = 100;

/** Adds rows up, in the same memory however many there are. */
export function createStatusTally(): StatusTally {
  const places = new Map<string, PlaceTally>();
  const attention: StatusRow[] = [];
  const notRead = new Set<string>();
  let needing = 0;
  return {
    add: (row) => {
      const key = `${row.pack} ${row.variant ?? ""} ${row.region}`;
      const place = places.get(key) ?? emptyPlace(row);
      places.set(key, place);
      addRow(place, row);
      for (const sentence of row.notRead ?? []) if (notRead.size < MOST_SENTENCES) notRead.add(sentence);
      if (!needsAttention(row)) return;
      needing += 1;
      if (attention.length < MOST_LISTED) attention.push(row);
    },
    places: () => [...places.values()],
    attention: () => attention,
    needingAttention: () => needing,
    notRead: () => [...notRead],
  };
}

function emptyPlace({ pack, variant, region }: StatusRow): PlaceTally {
  return {
    pack,
    ...(variant === undefined ? {} : { variant }),
    region,
    accounts: 0,
    ok: 0,
    busy: 0,
    failed: 0,
    missing: 0,
    unknown: 0,
    behind: 0,
    nonCompliantRules: 0,
    functionErrors: 0,
    droppedEvents: 0,
    queuedEvents: 0,
    looserParameters: 0,
  };
}

function addRow(place: PlaceTally, row: StatusRow): void {
  place.accounts += 1;
  place[row.health] += 1;
  if (row.release === "behind") place.behind += 1;
  place.nonCompliantRules += row.compliance?.nonCompliant ?? 0;
  place.looserParameters += row.looser?.length ?? 0;
  for (const { errors, dropped } of row.functions ?? []) {
    place.functionErrors += errors;
    place.droppedEvents += dropped;
  }
  for (const { messages } of row.queues ?? []) place.queuedEvents += messages;
}

import { SEVERITIES } from "../../outcome.ts";
import { at, type Model } from "./model.ts";

/** Columns that evaluations can be sorted by. */
export const SORT_KEYS = ["status", "severity", "rule", "resource", "account", "region", "reason"] as const;

/** One of them. */
export type SortKey = (typeof SORT_KEYS)[number];

/** By what, and which way. */
export interface Order {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** What is most pressing first. */
export const FIRST_ORDER: Order = { key: "status", descending: false };

/** Sorts positions of evaluations, keeping the result's order among equals. Ranks are made once for each key. */
export function createSort(model: Model): (rows: Uint32Array, order: Order) => Uint32Array {
  const ranks = new Map<SortKey, Uint32Array>();
  return (rows, { key, descending }) => {
    const known = ranks.get(key) ?? RANKS[key](model);
    ranks.set(key, known);
    return countingSort(rows, known, descending);
  };
}

const RANKS: Readonly<Record<SortKey, (model: Model) => Uint32Array>> = {
  status: (model) => {
    const severity = RANKS.severity(model);
    return severity.map((rank, index) => at(model.outcome, index) * SEVERITIES.length + rank);
  },
  severity: ({ data, profile }) => profile.map((position) => SEVERITIES.indexOf(at(data.profiles, position)[1])),
  rule: ({ data, profile }) => {
    const ranks = ranksOf(data.rules.map(({ name }) => name));
    return profile.map((position) => at(ranks, at(data.profiles, position)[0]));
  },
  resource: ({ data, resource }) => pick(ranksOf(data.resources.id), resource),
  account: ({ data, resource }) => through(ranksOf(data.accounts), data.resources.account, resource),
  region: ({ data, resource }) => through(ranksOf(data.regions), data.resources.region, resource),
  reason: ({ data, annotation }) => {
    const ranks = ranksOf(data.annotations);
    return annotation.map((position) => (position === 0 ? ranks.length : at(ranks, position - 1)));
  },
};

function pick(ranks: Uint32Array, positions: Uint32Array): Uint32Array {
  return positions.map((position) => at(ranks, position));
}

function through(ranks: Uint32Array, column: readonly number[], positions: Uint32Array): Uint32Array {
  return positions.map((position) => at(ranks, at(column, position)));
}

/** The rank of each text among all; equal texts have the same. */
function ranksOf(texts: readonly string[]): Uint32Array {
  const ranks = new Uint32Array(texts.length);
  const order = texts.map((_text, index) => index).sort((a, b) => compare(at(texts, a), at(texts, b)));
  let rank = 0;
  for (const [position, index] of order.entries()) {
    if (position > 0 && at(texts, index) !== at(texts, at(order, position - 1))) rank += 1;
    ranks[index] = rank;
  }
  return ranks;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function countingSort(rows: Uint32Array, ranks: Uint32Array, descending: boolean): Uint32Array {
  const highest = ranks.reduce((most, rank) => Math.max(most, rank), 0);
  const rankOf = (row: number) => (descending ? highest - at(ranks, row) : at(ranks, row));
  const starts = new Uint32Array(highest + 2);
  for (const row of rows) {
    const next = rankOf(row) + 1;
    starts[next] = at(starts, next) + 1;
  }
  for (let rank = 1; rank < starts.length; rank += 1) starts[rank] = at(starts, rank) + at(starts, rank - 1);
  const sorted = new Uint32Array(rows.length);
  for (const row of rows) {
    const rank = rankOf(row);
    const place = at(starts, rank);
    sorted[place] = row;
    starts[rank] = place + 1;
  }
  return sorted;
}

import type { EvaluationStore } from "./evaluation-store.ts";
import { compareText } from "./interner.ts";

/**
 * Rows in the contract's order: by account, Region, type, id and rule; by code unit, so that every machine agrees. Held
 * are the resources' order and how many rows come before each, eight bytes a resource; a row's place is worked out when
 * it is asked for.
 */
export class OrderedRows {
  readonly length: number;
  readonly #firstRow: EvaluationStore["resources"]["firstRow"];
  /** A resource for each entry; several that are called alike are one entry. */
  readonly #entries: Uint32Array;
  /** How many rows come before an entry; one more at the end. */
  readonly #starts: Uint32Array;
  readonly #tied = new Map<number, readonly TiedRow[]>();
  #entry = 0;

  constructor(store: EvaluationStore) {
    const ordered = orderResources(store);
    const { firstRow, rows: counts } = store.resources;
    this.#firstRow = firstRow;
    this.#entries = new Uint32Array(ordered.length);
    this.#starts = new Uint32Array(ordered.length + 1);
    let entry = 0;
    let total = 0;
    for (let at = 0; at < ordered.length; entry += 1) {
      const resource = ordered[at] ?? 0;
      this.#entries[entry] = resource;
      this.#starts[entry] = total;
      total += counts.at(resource);
      const tied = [resource];
      for (at += 1; at < ordered.length && isSame(store, resource, ordered[at] ?? 0); at += 1) {
        tied.push(ordered[at] ?? 0);
        total += counts.at(ordered[at] ?? 0);
      }
      if (tied.length > 1) this.#tied.set(entry, tiedRows(store, tied));
    }
    this.#entries = this.#entries.subarray(0, entry);
    this.#starts.fill(total, entry);
    this.length = total;
  }

  /** Hands over the row at an index below the length, and its resource. Quickest for one index after the other. */
  at<T>(index: number, read: (row: number, resource: number) => T): T {
    if (!this.#holds(this.#entry, index)) this.#entry = this.#entryOf(index);
    const entry = this.#entry;
    const offset = index - (this.#starts[entry] ?? 0);
    const tied = this.#tied.size > 0 ? this.#tied.get(entry)?.[offset] : undefined;
    if (tied) return read(tied.row, tied.resource);
    const resource = this.#entries[entry] ?? 0;
    return read(this.#firstRow.at(resource) + offset, resource);
  }

  #holds(entry: number, index: number): boolean {
    return index >= (this.#starts[entry] ?? 0) && index < (this.#starts[entry + 1] ?? 0);
  }

  #entryOf(index: number): number {
    if (this.#holds(this.#entry + 1, index)) return this.#entry + 1;
    let low = 0;
    let high = this.#entries.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

interface TiedRow {
  readonly row: number;
  readonly resource: number;
}

/** The rows of resources that are called alike, by rule; of one rule in the order of the resources. */
function tiedRows(store: EvaluationStore, resources: readonly number[]): TiedRow[] {
  const { firstRow, rows: counts } = store.resources;
  const rows = resources.flatMap((resource) =>
    Array.from({ length: counts.at(resource) }, (_row, offset) => ({ row: firstRow.at(resource) + offset, resource })),
  );
  return rows.sort((a, b) => store.rows.rule.at(a.row) - store.rows.rule.at(b.row));
}

/** Ids are read one group of account, Region and type after the other, so that never all of them are strings at once. */
function orderResources(store: EvaluationStore): Uint32Array {
  const { account, region, type, id, rows: counts } = store.resources;
  const [accounts, regions, types] = [store.accounts.ranks(), store.regions.ranks(), store.types.ranks()];
  const groups = new Map<number, number[]>();
  let held = 0;
  for (let resource = 0; resource < id.length; resource += 1) {
    if (counts.at(resource) === 0) continue; // nothing is said of it
    held += 1;
    const place = (accounts[account.at(resource)] ?? 0) * regions.length + (regions[region.at(resource)] ?? 0);
    const key = place * types.length + (types[type.at(resource)] ?? 0);
    const group = groups.get(key);
    if (group) group.push(resource);
    else groups.set(key, [resource]);
  }
  const ordered = new Uint32Array(held);
  let at = 0;
  for (const key of [...groups.keys()].sort((a, b) => a - b)) {
    const group = groups.get(key) ?? [];
    groups.delete(key);
    const named = group.map((resource) => ({ resource, id: store.texts.get(id.at(resource)) ?? "" }));
    named.sort((a, b) => compareText(a.id, b.id) || a.resource - b.resource);
    for (const { resource } of named) {
      ordered[at] = resource;
      at += 1;
    }
  }
  return ordered;
}

function isSame(store: EvaluationStore, a: number, b: number): boolean {
  const { account, region, type, id, idHash } = store.resources;
  return (
    idHash.at(a) === idHash.at(b) &&
    account.at(a) === account.at(b) &&
    region.at(a) === region.at(b) &&
    type.at(a) === type.at(b) &&
    store.texts.isSame(id.at(a), id.at(b))
  );
}

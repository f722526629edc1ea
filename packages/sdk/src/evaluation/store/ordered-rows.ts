import type { EvaluationStore } from "./evaluation-store.ts";
import { compareText } from "./interner.ts";

/** Rows in the contract's order, each with its resource. */
export interface OrderedRows {
  readonly rows: Uint32Array;
  readonly resources: Uint32Array;
}

/**
 * Orders rows by account, Region, type, id and rule; by code unit, so that every machine agrees. Ids are read one
 * group of account, Region and type after the other, so that never all of them are strings at once.
 */
export function orderRows(store: EvaluationStore): OrderedRows {
  const { firstRow, rows: counts } = store.resources;
  const ordered = orderResources(store);
  let total = 0;
  for (const resource of ordered) total += counts.at(resource);
  const rows = new Uint32Array(total);
  const resources = new Uint32Array(total);
  let at = 0;
  let tie = 0;
  for (const [position, resource] of ordered.entries()) {
    const previous = ordered[position - 1];
    if (previous === undefined || !isSame(store, previous, resource)) tie = at;
    const first = firstRow.at(resource);
    for (let row = first; row < first + counts.at(resource); row += 1) {
      // rows of one resource are in the rules' order, those of two that are called alike may not be
      let target = at;
      while (target > tie && store.rows.rule.at(rows[target - 1] ?? 0) > store.rows.rule.at(row)) {
        rows[target] = rows[target - 1] ?? 0;
        resources[target] = resources[target - 1] ?? 0;
        target -= 1;
      }
      rows[target] = row;
      resources[target] = resource;
      at += 1;
    }
  }
  return { rows, resources };
}

function orderResources(store: EvaluationStore): Uint32Array {
  const { account, region, type, id } = store.resources;
  const [accounts, regions, types] = [store.accounts.ranks(), store.regions.ranks(), store.types.ranks()];
  const groups = new Map<number, number[]>();
  for (let resource = 0; resource < id.length; resource += 1) {
    const place = (accounts[account.at(resource)] ?? 0) * regions.length + (regions[region.at(resource)] ?? 0);
    const key = place * types.length + (types[type.at(resource)] ?? 0);
    const group = groups.get(key);
    if (group) group.push(resource);
    else groups.set(key, [resource]);
  }
  const ordered = new Uint32Array(id.length);
  let at = 0;
  for (const key of [...groups.keys()].sort((a, b) => a - b)) {
    const group = groups.get(key) ?? [];
    groups.delete(key);
    const ids = group.map((resource) => store.texts.get(id.at(resource)) ?? "");
    const order = [...ids.keys()].sort((a, b) => compareText(ids[a] ?? "", ids[b] ?? "") || a - b);
    for (const index of order) {
      ordered[at] = group[index] ?? 0;
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
    store.texts.get(id.at(a)) === store.texts.get(id.at(b))
  );
}

import type { Source } from "../core/results.ts";

/** An account and Region that an input knows. */
export interface KnownPlace {
  readonly accountId: string;
  readonly region: string;
  readonly source: Source;
}

/** Accounts and Regions, each once, with the input that told of it first. */
export class KnownPlaces implements Iterable<KnownPlace> {
  readonly #byRegion = new Map<string, Map<string, KnownPlace>>();
  readonly #all: KnownPlace[] = [];
  /** Items of one place mostly follow one another. */
  #last: KnownPlace | undefined;

  add(accountId: string, region: string, source: Source): void {
    if (this.#last?.region === region && this.#last.accountId === accountId) return;
    let accounts = this.#byRegion.get(region);
    if (!accounts) this.#byRegion.set(region, (accounts = new Map()));
    this.#last = accounts.get(accountId);
    if (this.#last) return;
    this.#last = { accountId, region, source };
    accounts.set(accountId, this.#last);
    this.#all.push(this.#last);
  }

  /** In the order in which they were told of. */
  [Symbol.iterator](): Iterator<KnownPlace> {
    return this.#all[Symbol.iterator]();
  }
}

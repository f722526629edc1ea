import type { Column } from "./column.ts";

/** Where the resources are held that an index finds. */
export interface IndexedResources {
  readonly resources: Readonly<Record<keyof Place | "idHash", Column>>;
}

/** The numbers of a resource's account, Region and type. */
export interface Place {
  readonly account: number;
  readonly region: number;
  readonly type: number;
}

/** Finds resources by what they are: a hash table of their numbers, four bytes a slot. */
export class ResourceIndex {
  readonly #store: IndexedResources;
  #slots = new Uint32Array(1024);
  #count = 0;

  constructor(store: IndexedResources) {
    this.#store = store;
  }

  /**
   * The number of a resource; where there is none yet, `next` becomes it.
   *
   * @param idHash - Of its id, by {@link hashText}.
   * @param hasId - Whether the resource of a number has the id.
   */
  find(place: Place, idHash: number, hasId: (index: number) => boolean, next: number): number {
    if (this.#count * 2 > this.#slots.length) this.#grow();
    const hash = mix(idHash, place);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const held = this.#slots[slot] ?? 0;
      if (held === 0) {
        this.#slots[slot] = next + 1;
        this.#count += 1;
        return next;
      }
      if (this.#isAt(held - 1, place, idHash) && hasId(held - 1)) return held - 1;
    }
  }

  /** Lets another resource stand where one is held that is called like it. */
  replace(place: Place, idHash: number, held: number, by: number): void {
    const mask = this.#slots.length - 1;
    let slot = mix(idHash, place) & mask;
    while (this.#slots[slot] !== held + 1) slot = (slot + 1) & mask;
    this.#slots[slot] = by + 1;
  }

  #isAt(index: number, { account, region, type }: Place, idHash: number): boolean {
    const { resources } = this.#store;
    return (
      resources.idHash.at(index) === idHash &&
      resources.account.at(index) === account &&
      resources.region.at(index) === region &&
      resources.type.at(index) === type
    );
  }

  #grow(): void {
    const { account, region, type, idHash } = this.#store.resources;
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    const mask = this.#slots.length - 1;
    for (const held of old) {
      if (held === 0) continue;
      const index = held - 1;
      const place = { account: account.at(index), region: region.at(index), type: type.at(index) };
      let slot = mix(idHash.at(index), place) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = held;
    }
  }
}

/** FNV-1a over UTF-16 code units. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

function mix(hash: number, { account, region, type }: Place): number {
  let mixed = Math.imul(hash ^ (account * 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (region * 0x9e3779b1) ^ (mixed >>> 13), 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (type * 0x9e3779b1) ^ (mixed >>> 16), 0x27d4eb2f);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

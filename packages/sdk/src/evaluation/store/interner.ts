/** Numbers texts that occur again and again: accounts, Regions, types, files. */
export class Interner {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];
  /** Mostly the same comes again, and to compare takes less than to look up. */
  #last = "";
  #lastNumber = -1;

  add(text: string): number {
    if (this.#lastNumber < 0 || text !== this.#last) {
      this.#lastNumber = this.#numberOf(text);
      this.#last = text;
    }
    return this.#lastNumber;
  }

  #numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  get(number: number): string {
    return this.#texts[number] ?? "";
  }

  /** In the order of their numbers. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  /** The place of each number's text among all, by code unit. */
  ranks(): Uint32Array {
    const order = [...this.#texts.keys()].sort((a, b) => compareText(this.get(a), this.get(b)));
    const ranks = new Uint32Array(order.length);
    for (const [rank, number] of order.entries()) ranks[number] = rank;
    return ranks;
  }
}

/** By code unit, so that every machine agrees. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

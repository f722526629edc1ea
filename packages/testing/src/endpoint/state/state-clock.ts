/** Moves a thing one step on; answers whether it has come to rest. */
export type Step = () => boolean;

/** More steps than anything takes; `settle` gives up there rather than loop for ever. */
const MAX_STEPS = 1_000_000;

/**
 * What moves stacks, StackSet operations and packs from state to state: being looked at, or the test.
 */
export class StateClock {
  /**
   * How often a thing that is under way is described before it takes its next step; each description still shows the
   * state before the step. 0 brings things to rest at once; `manual` leaves them where they are until `advance`.
   */
  pollsPerStep: number | "manual" = 1;
  /** The time of what a step stores. */
  readonly now: () => Date;
  readonly #moving = new Map<object, { readonly step: Step; polls: number }>();

  constructor(now: () => Date) {
    this.now = now;
  }

  /** Sets a thing in motion; whatever moved it before no longer does. */
  start(thing: object, step: Step): void {
    this.#moving.set(thing, { step, polls: 0 });
    if (this.pollsPerStep === 0) this.#run(thing);
  }

  /** Notes that a thing was described. */
  poll(thing: object): void {
    const motion = this.#moving.get(thing);
    if (motion === undefined || this.pollsPerStep === "manual") return;
    motion.polls += 1;
    if (motion.polls < this.pollsPerStep) return;
    motion.polls = 0;
    this.#step(thing);
  }

  /** Moves everything that is under way on by some steps. */
  advance(steps = 1): void {
    for (let count = 0; count < steps; count += 1) {
      const moving = [...this.#moving.keys()];
      for (const thing of moving) this.#step(thing);
    }
  }

  /** Brings everything to rest. */
  settle(): void {
    for (let count = 0; count < MAX_STEPS && this.#moving.size > 0; count += 1) this.advance();
  }

  /** Tells whether a thing is under way. */
  isMoving(thing: object): boolean {
    return this.#moving.has(thing);
  }

  #step(thing: object): void {
    const motion = this.#moving.get(thing);
    if (motion === undefined) return;
    const isAtRest = motion.step();
    if (isAtRest && this.#moving.get(thing) === motion) this.#moving.delete(thing);
  }

  #run(thing: object): void {
    for (let count = 0; count < MAX_STEPS && this.#moving.has(thing); count += 1) this.#step(thing);
  }
}

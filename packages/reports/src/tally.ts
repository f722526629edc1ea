import type { Outcome } from "./outcome.ts";

/** Evaluations by outcome. */
export type Tally = Record<Outcome, number>;

/** A tally of nothing. */
export function emptyTally(): Tally {
  return { "non-compliant": 0, undetermined: 0, exempt: 0, compliant: 0, "not-applicable": 0 };
}

/** Counts one outcome under a key. */
export function count<Key>(tallies: Map<Key, Tally>, key: Key, outcome: Outcome): void {
  const tally = tallies.get(key) ?? emptyTally();
  tally[outcome] += 1;
  tallies.set(key, tally);
}

/** Evaluations that say yes or no. */
export function judged(tally: Tally): number {
  return tally.compliant + tally["non-compliant"];
}

/** All evaluations of a tally. */
export function total(tally: Tally): number {
  return Object.values(tally).reduce((sum, each) => sum + each, 0);
}

/**
 * The share of judged evaluations that comply, in per cent with one decimal, as in `99.9`. Rounded down, so that 100
 * means all of them; `undefined` when nothing was judged.
 */
export function compliantShare(tally: Tally): string | undefined {
  const all = judged(tally);
  if (all === 0) return undefined;
  if (tally["non-compliant"] === 0) return "100";
  return (Math.floor((tally.compliant / all) * 1000) / 10).toFixed(1).replace(/^0\.0$/, tally.compliant ? "<0.1" : "0");
}

/** The service of a resource type: `EC2` of `AWS::EC2::Instance`, the last word of others. */
export function serviceOf(resourceType: string): string {
  const [vendor, service, ...rest] = resourceType.split("::");
  if (vendor === "AWS" && service) return service;
  return rest.at(-1) || resourceType;
}

/** The framework of a control: what stands before the slash. */
export function frameworkOf(control: string): string {
  const slash = control.indexOf("/");
  return slash === -1 ? control : control.slice(0, slash);
}

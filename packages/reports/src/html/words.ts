import type { Outcome } from "../outcome.ts";

/** A sign for each outcome, so that none is told by colour alone. */
export const SIGNS: Readonly<Record<Outcome, string>> = {
  "non-compliant": "✕",
  undetermined: "?",
  exempt: "⊘",
  compliant: "✓",
  "not-applicable": "–",
};

const NUMBER = new Intl.NumberFormat("en-US");

/** A number with thousands set apart: `100,000`. */
export function grouped(number: number): string {
  return NUMBER.format(number);
}

/** A number with its noun: `1 rule`, `2,000 rules`. */
export function many(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** What the page's address says of a filter: `#status=non-compliant&rule=…`. */
export function filterHash(filter: Readonly<Record<string, string>>): string {
  return `#${new URLSearchParams(filter).toString()}`;
}

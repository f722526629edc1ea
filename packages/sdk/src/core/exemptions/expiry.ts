const DAY_MS = 86_400_000;

/** The end of a day, in milliseconds; `undefined` where there is no such day. */
export function endOfDay(day: string): number | undefined {
  const start = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(start.getTime()) || start.toISOString().slice(0, 10) !== day) return undefined;
  return start.getTime() + DAY_MS;
}

/** Tells whether an exemption holds. One with a date that is none does not, and none does at a time that is none. */
export function isInForce(expires: string, now: Date): boolean {
  const end = endOfDay(expires);
  return end !== undefined && now.getTime() < end;
}

/** Whole days from a moment to the end of a day. */
export function daysUntil(expires: string, now: Date): number {
  return Math.ceil(((endOfDay(expires) ?? Number.NaN) - now.getTime()) / DAY_MS);
}

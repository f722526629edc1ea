/** A JSON object with unknown members. */
export interface JsonObject {
  readonly [key: string]: unknown;
}

/** Tells an object (no array, no null) from everything else. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The text of a value with the keys of every object sorted: equal values give equal text, so it can be hashed.
 * Dates are written as ISO text and undefined members are left out, as `JSON.stringify` does.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    isObject(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member,
  );
}

/** A value as an error message shows it: JSON, cut to 80 characters. Never throws, whatever the value. */
export function shown(value: unknown): string {
  const text = toText(value);
  // the second cut takes away the first half of a surrogate pair
  return text.length <= 80 ? text : `${text.slice(0, 79).replace(/[\ud800-\udbff]$/, "")}…`;
}

function toText(value: unknown): string {
  if (typeof value === "bigint" || typeof value === "number") return String(value); // NaN is no JSON
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return `${typeof value === "function" ? "a function" : "an object"} that is no JSON`; // a cycle, a bigint within
  }
}

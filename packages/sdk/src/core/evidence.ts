import { CORE_ERRORS, RulewrightError } from "./errors.ts";
import { isObject, shown } from "./json.ts";
import type { Subject } from "./rule.ts";

/** What `collect` found for one subject, or the error it ended in. */
export type EvidenceRecord =
  | { readonly subject: Subject; readonly evidence?: unknown }
  | { readonly subject: Subject; readonly error: { readonly code: string; readonly message: string } };

/** What `list` and `collect` of one rule gave in one account and Region. */
export interface EvidenceEntry {
  readonly rule: string;
  readonly accountId: string;
  readonly region: string;
  readonly collectedAt: Date;
  /** Whether `list` came to its end, so that every subject is here. */
  readonly listed: boolean;
  readonly subjects: readonly EvidenceRecord[];
}

/**
 * Turns evidence into plain JSON data. Dates become `{ "$date": ISO }`, undefined members are left out and a key that
 * begins with `$` gets one more.
 * @throws RulewrightError `RW1020` for what the format cannot hold: functions, bigints, maps, byte arrays …
 */
export function encodeEvidence(value: unknown, path = "evidence"): unknown {
  return encode(value, path, []);
}

/** @param above - The objects that hold the value, outermost first, to find a cycle. */
function encode(value: unknown, path: string, above: readonly unknown[]): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return { $date: value.toISOString() };
  if (above.includes(value)) throw unholdable(`${path} is an object within itself`);
  const within = [...above, value];
  // not map(), which would leave the holes of an array
  if (Array.isArray(value)) return Array.from(value, (member, index) => encode(member, `${path}[${index}]`, within));
  if (isPlainObject(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => [key.startsWith("$") ? `$${key}` : key, encode(member, `${path}.${key}`, within)]),
    );
  }
  throw unholdable(`${path} is ${describe(value)}`);
}

function unholdable(what: string): RulewrightError {
  return new RulewrightError(CORE_ERRORS.EVIDENCE_UNREADABLE, `${what}, which an evidence file cannot hold.`, {
    hint: "Return plain data from collect: objects, arrays, strings, finite numbers, booleans, dates.",
  });
}

/**
 * Turns plain JSON data back into evidence; the inverse of {@link encodeEvidence}.
 * @throws RulewrightError `RW1020` for a `$date` that is no date and for a key with a single `$`.
 */
export function decodeEvidence(value: unknown, path = "evidence"): unknown {
  if (Array.isArray(value)) return value.map((member, index) => decodeEvidence(member, `${path}[${index}]`));
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === "$date") return decodeDate(value["$date"], path);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (/^\$(?!\$)/.test(key)) throw unreadable(`${path} has the key ${key}; one $ is reserved.`);
      return [key.startsWith("$$") ? key.slice(1) : key, decodeEvidence(member, `${path}.${key}`)];
    }),
  );
}

function decodeDate(text: unknown, path: string): Date {
  const date = new Date(typeof text === "string" && /^(?:[+-]\d\d)?\d{4}-\d\d-\d\dT/.test(text) ? text : Number.NaN);
  if (Number.isNaN(date.getTime())) throw unreadable(`${path} has the date ${shown(text)}, which is no ISO 8601 time.`);
  return date;
}

function unreadable(message: string): RulewrightError {
  return new RulewrightError(CORE_ERRORS.EVIDENCE_UNREADABLE, message);
}

function isPlainObject(value: unknown): value is object {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

function describe(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (isObject(value))
    return `an instance of ${typeof value.constructor === "function" ? value.constructor.name : "no class"}`;
  return value === undefined ? "undefined" : `${shown(value)} (${typeof value})`;
}

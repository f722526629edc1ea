import { ServiceError } from "./service-error.ts";

/** A sentence about one value that breaks a constraint, or nothing. */
export type Violation = string | undefined;

const failed = (value: string, path: string, constraint: string) =>
  `${value} at '${path}' failed to satisfy constraint: Member must ${constraint}`;

const quoted = (value: unknown) => `Value '${String(value).slice(0, 80)}'`;

/** The violation of a required member that is not there. */
export const missing = (path: string): string => failed("Value null", path, "not be null");

/** Checks the length of a string (in characters) or the size of a list. Absent is fine. */
export function lengthWithin(path: string, value: string | readonly unknown[] | undefined, min: number, max: number) {
  if (value === undefined) return undefined;
  const shown = typeof value === "string" ? quoted(value) : "Value of the list";
  if (value.length < min) return failed(shown, path, `have length greater than or equal to ${min}`);
  if (value.length > max) return failed(shown, path, `have length less than or equal to ${max}`);
  return undefined;
}

/** Checks a number against bounds, both included. Absent is fine. */
export function valueWithin(path: string, value: number | undefined, min: number, max: number): Violation {
  if (value === undefined) return undefined;
  if (value < min) return failed(quoted(value), path, `have value greater than or equal to ${min}`);
  if (value > max) return failed(quoted(value), path, `have value less than or equal to ${max}`);
  return undefined;
}

/** Checks a value against an enumeration. Absent is fine. */
export function oneOf(path: string, value: string | undefined, allowed: Iterable<string>): Violation {
  if (value === undefined) return undefined;
  const set = new Set(allowed);
  return set.has(value) ? undefined : failed(quoted(value), path, `satisfy enum value set: [${[...set].join(", ")}]`);
}

/**
 * Refuses the request when anything is violated, saying all of it at once, as AWS services do.
 *
 * @param code - `ValidationException` for JSON services, `ValidationError` for query services.
 */
export function refuseViolations(violations: readonly Violation[], code = "ValidationException"): void {
  const found = violations.filter((violation) => violation !== undefined);
  if (found.length === 0) return;
  const count = `${found.length} validation error${found.length === 1 ? "" : "s"} detected`;
  throw new ServiceError(code, `${count}: ${found.join("; ")}`);
}

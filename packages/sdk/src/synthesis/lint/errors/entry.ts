import type { ErrorEntry } from "../../../core/errors.ts";

/** A kind of problem, with the page of AWS's documentation that says so. */
export interface LintErrorEntry extends ErrorEntry {
  readonly severity: "error" | "warning";
  /** The page that states the fact; for our own limits and forms, the page of what they concern. */
  readonly source: string;
}

/** What AWS refuses, or what cannot work. */
export function error(code: string, source: string, hint: string): LintErrorEntry {
  return { code, hint, source, severity: "error" };
}

/** What AWS takes, or may take, and what seldom is meant. */
export function warning(code: string, source: string, hint: string): LintErrorEntry {
  return { code, hint, source, severity: "warning" };
}

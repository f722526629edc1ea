import type { ErrorEntry } from "./errors.ts";

/** One thing that is wrong, among all that were found. */
export interface Problem {
  /** Stable code, `RW1002`. */
  readonly code: string;
  /** One sentence: what is wrong, with the value. */
  readonly message: string;
  /** Where: a rule name, then keys, joined by dots (`my-rule.parameters.ports.default`). */
  readonly path: string;
  /** What to do next. */
  readonly hint: string;
  readonly severity: "error" | "warning";
  /** Line in the source text, from 1, where there is a text. */
  readonly line?: number;
}

/** Makes a problem from a table entry. */
export function problem(
  entry: ErrorEntry,
  path: string,
  message: string,
  options: { readonly severity?: "error" | "warning"; readonly hint?: string } = {},
): Problem {
  return { code: entry.code, message, path, hint: options.hint ?? entry.hint, severity: options.severity ?? "error" };
}

import type { ErrorEntry } from "../core/errors.ts";

/** Takes a problem of a pack. */
export type ReportProblem = (
  entry: ErrorEntry,
  path: string,
  message: string,
  hint?: string,
  severity?: "error" | "warning",
) => void;

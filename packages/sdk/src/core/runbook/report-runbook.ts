import type { ErrorEntry } from "../errors.ts";

/**
 * Takes a problem of a runbook or of what is passed to it; the key is below the rule's `remediation`. An error of the
 * runbook itself where nothing else is said.
 */
export type ReportRunbook = (
  key: string,
  message: string,
  options?: { readonly entry?: ErrorEntry; readonly hint?: string; readonly severity?: "error" | "warning" },
) => void;

import type { Problem } from "@rulewright/sdk";

/** A problem of a file, as the linter finds it. */
export interface LintFinding extends Problem {
  /** As it was named on the command line; `-` is standard input. */
  readonly file?: string;
  /** From 1. */
  readonly column?: number;
  /** A page of documentation that states the fact. */
  readonly source?: string;
}

/** What all problems of one code have in common. */
export interface LintRule {
  readonly code: string;
  readonly hint: string;
  readonly severity: "error" | "warning";
  readonly source: string;
}

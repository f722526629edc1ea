/** Formats of `lint`. */
export const LINT_FORMATS = ["table", "json", "sarif"] as const;

/** One of them. */
export type LintFormat = (typeof LINT_FORMATS)[number];

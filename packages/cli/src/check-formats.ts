/** Formats of `check`. */
export const CHECK_FORMATS = ["table", "json", "jsonl", "csv", "md", "junit", "sarif", "html"] as const;

/** One of them. */
export type CheckFormat = (typeof CHECK_FORMATS)[number];

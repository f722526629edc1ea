import type { ErrorEntry } from "../core/errors.ts";

/** Codes of offline evaluation (`RW610…`). */
export const EVALUATION_ERRORS = {
  EVIDENCE_INCOMPLETE: {
    code: "RW6101",
    hint: "Record the evidence again; subjects that were not listed are not judged.",
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

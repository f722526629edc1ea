import type { ErrorEntry } from "../core/errors.ts";

/** Codes of offline evaluation (`RW610…`). */
export const EVALUATION_ERRORS = {
  EVIDENCE_INCOMPLETE: {
    code: "RW6101",
    hint: "Record the evidence again; subjects that were not listed are not judged.",
  },
  SUBJECT_INVALID: {
    code: "RW6102",
    hint: "Yield subjects with one of the rule's resourceTypes where it claims several, and record again.",
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

/** Judging configuration items and recorded evidence without AWS. */
export { check, type CheckInput, type CheckOptions, type RawItem, type SourcedEvidence } from "./check.ts";
export { EVALUATION_ERRORS } from "./errors.ts";

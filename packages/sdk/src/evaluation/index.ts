/** Judging configuration items and recorded evidence without AWS. */
export { check, type CheckOptions } from "./check.ts";
export type { CheckInput, RawItem, SourcedEvidence } from "./inputs.ts";
export { EVALUATION_ERRORS } from "./errors.ts";

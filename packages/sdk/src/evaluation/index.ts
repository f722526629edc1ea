/** Judging configuration items and recorded evidence without AWS. */
export { check } from "./check.ts";
export { Checker, type CheckerOptions, type CheckOptions, type CheckPart } from "./checker.ts";
export type { CheckInput, PlannedItem, RawItem, SourcedEvidence } from "./inputs.ts";
export type { PlacedItem, RunSelection } from "./run-selection.ts";
export { EVALUATION_ERRORS } from "./errors.ts";

/** The linter of conformance packs: pure, and for any pack. */
export { LINT_ERRORS, type LintErrorEntry } from "./errors/index.ts";
export { LINT_LIMITS } from "./limits.ts";
export { lintPack, type LintOptions } from "./lint-pack.ts";
export type { TokenPolicy } from "./pack-model.ts";
export type { LintProblem } from "./report.ts";

import type { LintErrorEntry } from "./entry.ts";
import { REMEDIATION_ERRORS } from "./remediation-errors.ts";
import { RULE_ERRORS } from "./rule-errors.ts";
import { TEMPLATE_ERRORS } from "./template-errors.ts";

export type { LintErrorEntry } from "./entry.ts";

/** Codes of the linter (`RW31…`), each with its severity and the page of AWS's documentation behind it. */
export const LINT_ERRORS = {
  ...TEMPLATE_ERRORS,
  ...RULE_ERRORS,
  ...REMEDIATION_ERRORS,
} as const satisfies Readonly<Record<string, LintErrorEntry>>;

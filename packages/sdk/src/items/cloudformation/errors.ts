import type { ErrorEntry } from "../../core/errors.ts";

/** Codes of CloudFormation templates that cannot be read (`RW630…`). */
export const TEMPLATE_ERRORS = {
  TEMPLATE_UNREADABLE: {
    code: "RW6301",
    hint: "Correct the YAML or JSON; `aws cloudformation validate-template` agrees.",
  },
  NOT_A_TEMPLATE: { code: "RW6302", hint: "A CloudFormation template is an object with a section Resources." },
  TEMPLATE_KEY_REPEATED: { code: "RW6303", hint: "Keep one of the two: CloudFormation refuses, or loses, the other." },
  TEMPLATE_TOO_LARGE: { code: "RW6304", hint: "CloudFormation takes templates of at most 1 MB; split the template." },
  TEMPLATE_HAS_MACROS: {
    code: "RW6305",
    hint: "Check what the macros make of it: `aws cloudformation get-template --template-stage Processed`.",
  },
  TEMPLATE_MERGES_KEYS: { code: "RW6306", hint: "CloudFormation does not know `<<`: write the members out." },
  TEMPLATE_PARAMETER_INVALID: { code: "RW6307", hint: "Give one of the parameter's AllowedValues." },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

/** Something that is wrong with a template. */
export interface TemplateProblem {
  readonly code: string;
  readonly message: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  readonly hint: string;
}

/** Makes a problem from a table entry. */
export function templateProblem(
  entry: ErrorEntry,
  message: string,
  at: { readonly line?: number; readonly column?: number } = {},
): TemplateProblem {
  return { code: entry.code, message, ...at, hint: entry.hint };
}

import { shown } from "./json.ts";

/** What a coded error or problem is told by: a code that never changes and the next step for the reader. */
export interface ErrorEntry {
  readonly code: string;
  readonly hint: string;
}

/** Codes of definitions and parameters (`RW1…`). Other rooms keep their own table beside their code. */
export const CORE_ERRORS = {
  PARAMETER_MISSING: { code: "RW1001", hint: "Set the parameter on the rule or in the conformance pack." },
  PARAMETER_INVALID: { code: "RW1002", hint: "Give a value of the allowed form." },
  PARAMETERS_UNREADABLE: { code: "RW1003", hint: "ruleParameters is the JSON text of one object, name to value." },
  PARAMETER_UNKNOWN: { code: "RW1004", hint: "Remove the parameter, or correct its name." },
  PARAMETER_LOOSER: { code: "RW1005", hint: "Give a value that meets the bound, or drop the framework from the pack." },
  DEFINITION_INVALID: { code: "RW1010", hint: "Correct the rule's definition." },
  DEFINITION_INCOMPLETE: { code: "RW1011", hint: "Add the key to the rule's literal." },
  CONTROL_UNKNOWN: {
    code: "RW1012",
    hint: "Write controls as FRAMEWORK/ID, such as cis-1.2.0/4.1 or securityhub/EC2.13.",
  },
  NAME_TAKEN: { code: "RW1013", hint: "Give the rule a name of its own." },
  RUNBOOK_UNKNOWN: { code: "RW1014", hint: "Name an AWS-owned runbook, or define one beside the rule." },
  VERDICT_INVALID: {
    code: "RW1015",
    hint: "Return compliant(), nonCompliant(annotation) or notApplicable() from evaluate.",
  },
  RUNBOOK_INVALID: { code: "RW1016", hint: "Correct the runbook." },
  RUNBOOK_REFERENCE: {
    code: "RW1017",
    hint: "Refer to a parameter, an output of a step that has run before, global:REGION or automation:EXECUTION_ID.",
  },
  RUNBOOK_ARGUMENT: { code: "RW1018", hint: "Pass the parameters that the runbook has." },
  RUNBOOK_UNVERIFIED: {
    code: "RW1019",
    hint: "Add a step that waits for, or asserts, what was to be changed: a call that succeeds proves little.",
  },
  EVIDENCE_UNREADABLE: { code: "RW1020", hint: "Record the evidence again." },
  EXEMPTIONS_UNREADABLE: { code: "RW1030", hint: "Write YAML with `version: 1` and a list `exemptions`." },
  EXEMPTION_KEY_UNKNOWN: { code: "RW1031", hint: "Remove the key, or correct its name." },
  EXEMPTION_INCOMPLETE: { code: "RW1032", hint: "Add the key to the exemption." },
  EXEMPTION_INVALID: { code: "RW1033", hint: "Give a value of the allowed form." },
  EXEMPTION_RULE_UNKNOWN: { code: "RW1034", hint: "See `rulewright rules` for their names." },
  EXEMPTION_REFUSED: { code: "RW1035", hint: "Remove the exemption: the rule's author allows none." },
  EXEMPTION_LAX: { code: "RW1036", hint: "Exempt fewer resources, or for a shorter time." },
  EXEMPTION_RULE_MANAGED: {
    code: "RW1037",
    hint: "AWS Config goes on showing NON_COMPLIANT: a managed rule can be exempted in reports only.",
  },
  EXEMPTION_EXPIRED: { code: "RW1038", hint: "Mend the resources, or renew the exemption with a new date." },
  EXEMPTION_UNUSED: { code: "RW1039", hint: "Remove the exemption, or correct what it covers." },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

/**
 * An error with a stable code, a sentence and a hint. Two copies of the SDK may meet in one process, so code tells
 * these errors by {@link isRulewrightError}, never by `instanceof`.
 */
export class RulewrightError extends Error {
  override readonly name = "RulewrightError";
  readonly code: string;
  readonly hint: string;

  constructor(entry: ErrorEntry, message: string, options: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = entry.code;
    this.hint = options.hint ?? entry.hint;
  }
}

/** Tells whether a thrown value is a {@link RulewrightError}, of this copy of the SDK or of another. */
export function isRulewrightError(error: unknown): error is RulewrightError {
  return error instanceof Error && error.name === "RulewrightError" && "code" in error && "hint" in error;
}

/** A thrown value's message, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : typeof error === "string" ? error : shown(error);
}

/**
 * A thrown value's code: ours, else the AWS error's name (`AccessDeniedException`), else the system's (`ECONNRESET`),
 * else the error's class name.
 */
export function codeOf(error: unknown): string {
  if (isRulewrightError(error)) return error.code;
  if (!(error instanceof Error)) return "Error";
  if ("$metadata" in error || error.name !== "Error") return error.name;
  return "code" in error && typeof error.code === "string" ? error.code : "Error";
}

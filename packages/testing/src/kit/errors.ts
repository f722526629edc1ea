import type { ErrorEntry } from "@rulewright/sdk";

/** Codes of the test kit (`RW80…`); the endpoint's are `RW81…`. */
export const KIT_ERRORS = {
  NO_RUNNER: {
    code: "RW8001",
    hint: "Call it in a test file of jest, or of a runner with global describe, test and afterAll.",
  },
  CASE_FAILED: { code: "RW8002", hint: "Mend the rule or the row." },
  CASE_MISSING: { code: "RW8003", hint: "Add a row for it: an absence of violations proves nothing." },
  PERMISSION_UNDECLARED: { code: "RW8004", hint: "Add the action to the rule's permissions." },
  PERMISSION_UNUSED: { code: "RW8005", hint: "Remove the action, or add a test that needs it." },
  ITEM_INVALID: { code: "RW8006", hint: "Give the item what it lacks." },
  DEFINITION_UNSOUND: { code: "RW8007", hint: "Correct the rule's definition." },
  CASE_INVALID: { code: "RW8008", hint: "Correct the row." },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

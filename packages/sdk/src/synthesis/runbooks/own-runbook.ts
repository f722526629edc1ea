import { isRunbook, type AnyRunbook } from "../../core/runbook/runbook.ts";
import type { CustomEntry } from "../pack.ts";

/** The runbook that a rule brings along, or nothing where AWS owns it or the pack leaves the remediation out. */
export function ownRunbookOf({ rule, remediation }: CustomEntry): AnyRunbook | undefined {
  const runbook = rule.remediation?.runbook;
  return remediation !== false && isRunbook(runbook) ? runbook : undefined;
}

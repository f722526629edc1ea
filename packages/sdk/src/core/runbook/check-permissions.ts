import { shown } from "../json.ts";
import type { RunbookPermission } from "../remediation.ts";
import { isReading } from "./is-reading.ts";
import type { ReportRunbook } from "./report-runbook.ts";
import type { AnyRunbook } from "./runbook.ts";

/** Steps that call nothing of AWS. */
const HARMLESS: ReadonlySet<string> = new Set(["aws:branch", "aws:sleep", "aws:pause"]);

/** Finds what is wrong with what a runbook of ours may do: a write action needs a resource pattern. */
export function checkPermissions(
  { steps }: AnyRunbook,
  permissions: readonly RunbookPermission[] | undefined,
  report: ReportRunbook,
): void {
  const given: unknown = permissions ?? [];
  if (!Array.isArray(given)) return report("permissions", "the remediation's permissions are no list.");
  if (given.length === 0 && Array.isArray(steps) && steps.some((step) => !HARMLESS.has(step?.action))) {
    const hint = "Name the IAM actions of its steps, and on which resources.";
    report("permissions", "its runbook calls AWS, and the remediation declares no permissions.", { hint });
  }
  for (const [index, { actions, resources }] of (permissions ?? []).entries()) {
    const key = `permissions[${index}]`;
    if (!Array.isArray(actions) || !Array.isArray(resources) || actions.length === 0 || resources.length === 0) {
      report(key, "a permission names actions and resources.");
      continue;
    }
    checkPermission({ actions, resources }, key, report);
  }
}

function checkPermission({ actions, resources }: RunbookPermission, key: string, report: ReportRunbook): void {
  for (const action of actions) {
    const [, name] = /^[a-z0-9-]+:([A-Za-z]+)$/.exec(action) ?? [];
    if (name === undefined) {
      report(key, `${shown(action)} is not an IAM action.`, { hint: "Write service:Action, without wildcards." });
    } else if (!isReading(name) && resources.includes("*")) {
      // a warning: some write actions know no resource
      const hint = "Narrow it by a pattern, such as arn:*:s3:::*, unless IAM knows no resource for the action.";
      report(key, `its runbook may ${action} on everything.`, { hint, severity: "warning" });
    }
  }
}

import { isObject, shown } from "../json.ts";
import type { RunbookPermission } from "../remediation.ts";
import { isReading } from "./is-reading.ts";
import type { ReportRunbook } from "./report-runbook.ts";
import type { AnyRunbook } from "./runbook.ts";

/** Steps that call nothing of AWS. */
const HARMLESS: ReadonlySet<string> = new Set(["aws:branch", "aws:sleep", "aws:pause"]);

/**
 * Finds what is wrong with what a runbook may do: in one of ours, a write action needs a resource pattern.
 * @param own - The runbook where it is one of ours.
 */
export function checkPermissions(own: AnyRunbook | undefined, permissions: unknown, report: ReportRunbook): void {
  const given: unknown = permissions ?? [];
  if (!Array.isArray(given)) return report("permissions", "the remediation's permissions are no list.");
  const steps: unknown = own?.steps;
  if (given.length === 0 && Array.isArray(steps) && steps.some((step) => !HARMLESS.has(step?.action))) {
    const hint = "Name the IAM actions of its steps, and on which resources.";
    report("permissions", "its runbook calls AWS, and the remediation declares no permissions.", { hint });
  }
  const elements: readonly unknown[] = given;
  for (const [index, permission] of elements.entries()) {
    const key = `permissions[${index}]`;
    if (isPermission(permission)) checkPermission(permission, own !== undefined, key, report);
    else report(key, "a permission names actions and resources.");
  }
}

function isPermission(value: unknown): value is RunbookPermission {
  return isObject(value) && [value["actions"], value["resources"]].every(isTextList);
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((element) => typeof element === "string");
}

function checkPermission(
  { actions, resources }: RunbookPermission,
  isOwn: boolean,
  key: string,
  report: ReportRunbook,
): void {
  for (const action of actions) {
    const [, name] = /^[a-z0-9-]+:([A-Za-z]+)$/.exec(action) ?? [];
    if (name === undefined) {
      report(key, `${shown(action)} is not an IAM action.`, { hint: "Write service:Action, without wildcards." });
    } else if (isOwn && !isReading(name) && resources.includes("*")) {
      // a warning: some write actions know no resource
      const hint = "Narrow it by a pattern, such as arn:*:s3:::*, unless IAM knows no resource for the action.";
      report(key, `its runbook may ${action} on everything.`, { hint, severity: "warning" });
    }
  }
}

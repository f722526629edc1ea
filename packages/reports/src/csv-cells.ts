import type { CheckEvaluation } from "@rulewright/sdk";

/** Names of the columns, in their order. Columns may be added at the end, never changed. */
const CSV_COLUMNS = [
  "rule",
  "severity",
  "status",
  "complianceType",
  "resourceType",
  "resourceId",
  "resourceName",
  "accountId",
  "region",
  "annotation",
  "controls",
  "configurationItemCaptureTime",
  "parametersHash",
  "sourceFile",
  "sourceLine",
  "sourceLogicalId",
  "exemptionReason",
  "exemptionOwner",
  "exemptionExpires",
  "missing",
  "remediation",
] as const;

/** The header, with its line end. */
export const CSV_HEADER = `${CSV_COLUMNS.join(",")}\r\n`;

/** One evaluation as a line of RFC 4180, with its line end. Lists are joined by `; `. */
export function csvLine(evaluation: CheckEvaluation, runbook: string | undefined): string {
  const { source, exemption } = evaluation;
  const cells: Record<(typeof CSV_COLUMNS)[number], string | undefined> = {
    rule: evaluation.rule,
    severity: evaluation.severity,
    status: evaluation.status,
    complianceType: evaluation.complianceType,
    resourceType: evaluation.resourceType,
    resourceId: evaluation.resourceId,
    resourceName: evaluation.resourceName,
    accountId: evaluation.accountId,
    region: evaluation.region,
    annotation: evaluation.annotation,
    controls: evaluation.controls.join("; "),
    configurationItemCaptureTime: evaluation.configurationItemCaptureTime,
    parametersHash: evaluation.parametersHash,
    sourceFile: source.file,
    sourceLine: source.line?.toString(),
    sourceLogicalId: source.logicalId,
    exemptionReason: exemption?.reason,
    exemptionOwner: exemption?.owner,
    exemptionExpires: exemption?.expires,
    missing: evaluation.missing?.join("; "),
    remediation: runbook,
  };
  return `${CSV_COLUMNS.map((column) => cell(cells[column] ?? "")).join(",")}\r\n`;
}

/**
 * A cell. What a spreadsheet would run as a formula gets an apostrophe in front; quotes where RFC 4180 wants them.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

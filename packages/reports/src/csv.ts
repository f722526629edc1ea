import type { CheckResult } from "@rulewright/sdk";
import { CSV_HEADER, csvLine } from "./csv-cells.ts";
import { rulesByName, type ReportContext } from "./report-context.ts";

/**
 * The evaluations as CSV (RFC 4180, UTF-8, CRLF), one line each under one header. Errors are not part of it. A cell that
 * begins with `=`, `+`, `-`, `@`, a tab or a carriage return has an apostrophe in front.
 */
export function* toCsv(result: CheckResult, context: ReportContext = {}): Generator<string> {
  const rules = rulesByName(context);
  yield CSV_HEADER;
  for (const evaluation of result.evaluations)
    yield csvLine(evaluation, rules.get(evaluation.rule)?.remediation?.runbook);
}

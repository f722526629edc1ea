import type { LintFinding } from "./lint-finding.ts";

/** The problems as one JSON document: `{ "version": 1, "problems": [...] }`. */
export function toLintJson(findings: readonly LintFinding[]): string {
  const problems = findings.map(({ code, message, path, line, column, hint, severity, file, source }) => ({
    code,
    message,
    path,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    hint,
    severity,
    ...(file === undefined ? {} : { file }),
    ...(source === undefined ? {} : { source }),
  }));
  return `${JSON.stringify({ version: 1, problems }, null, 2)}\n`;
}

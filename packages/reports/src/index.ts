/** Results of a check, for people and machines. */
export { toCsv } from "./csv.ts";
export { inertLines, inertText } from "./inert-text.ts";
export { toJson, toJsonLines } from "./json.ts";
export { toJUnit } from "./junit.ts";
export { toMarkdown, type MarkdownOptions } from "./markdown.ts";
export { plainTable, type TableColumn } from "./plain-table.ts";
export type { ReportContext, ReportRule } from "./report-context.ts";
export { toSarif } from "./sarif.ts";
export { counted, summaryLine } from "./summary-line.ts";
export { toTable, type TableOptions } from "./table.ts";
export { type LintFinding, type LintRule } from "./lint-finding.ts";
export { toLintJson } from "./lint-json.ts";
export { toLintSarif } from "./lint-sarif.ts";
export { toLintTable, type LintTableOptions } from "./lint-table.ts";

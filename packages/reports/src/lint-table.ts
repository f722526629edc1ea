import { createColors } from "picocolors";
import { inertText } from "./inert-text.ts";
import type { LintFinding } from "./lint-finding.ts";
import { counted } from "./summary-line.ts";

/** How problems are listed. */
export interface LintTableOptions {
  /** ANSI colours. */
  readonly color: boolean;
  /** Files that were checked, those without problems too. */
  readonly files: number;
}

/** Lists problems for a terminal: file by file and line by line, each with its place, code, sentence and hint. */
export function toLintTable(findings: readonly LintFinding[], { color, files }: LintTableOptions): string {
  const colors = createColors(color);
  const byFile = new Map<string, LintFinding[]>();
  for (const finding of findings) {
    const file = finding.file ?? "";
    byFile.set(file, [...(byFile.get(file) ?? []), finding]);
  }
  const sections = [...byFile].map(([file, own]) => {
    const width = Math.max(...own.map((finding) => placeOf(finding).length));
    const lines = own.map((finding) => {
      const severity = finding.severity === "error" ? colors.red("error  ") : colors.yellow("warning");
      const indent = " ".repeat(width + 21);
      const where = pointerOf(finding);
      return [
        `  ${placeOf(finding).padEnd(width)}  ${severity}  ${finding.code}  ${inertText(finding.message)}`,
        ...(where === "" ? [] : [`${indent}${colors.dim(inertText(where))}`]),
        `${indent}${colors.dim(inertText(finding.hint))}`,
      ].join("\n");
    });
    return [colors.bold(inertText(file)), ...lines].join("\n");
  });
  return `${[...sections, closing(findings, files)].join("\n\n")}\n`;
}

function placeOf({ line, column }: LintFinding): string {
  return line === undefined ? "" : column === undefined ? String(line) : `${line}:${column}`;
}

/** The place inside the file: its path without the file's name. */
function pointerOf({ path, file }: LintFinding): string {
  if (file === undefined) return path;
  return path.startsWith(`${file}: `) ? path.slice(file.length + 2) : "";
}

function closing(findings: readonly LintFinding[], files: number): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const counts = [counted(errors, "error"), counted(findings.length - errors, "warning")].join(", ");
  return findings.length === 0
    ? `No problems in ${counted(files, "file")}.`
    : `${counts} in ${counted(files, "file")}.`;
}

import { counted, plainTable } from "@rulewright/reports";
import { createColors } from "picocolors";
import { readableWidth, wrap } from "../explain/layout.ts";
import { TOOL } from "../version.ts";
import type { Examination } from "./examine.ts";
import type { Finding, FindingSeverity } from "./finding.ts";

/** How findings add up. */
export interface FindingCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** Among the warnings. */
  readonly notLookedAt: number;
}

/** Counts findings. */
export function countFindings(findings: readonly Finding[]): FindingCounts {
  const of = (severity: FindingSeverity) => findings.filter((finding) => finding.severity === severity).length;
  const notLookedAt = findings.filter(({ id }) => id === "not-looked-at").length;
  return { errors: of("error"), warnings: of("warning"), infos: of("info"), notLookedAt };
}

/** Findings for machines: `schemas/doctor.schema.json`. */
export function doctorDocument(examination: Examination, findings: readonly Finding[]): object {
  const { account, regions, topology, packs, now } = examination;
  return {
    version: 1,
    tool: TOOL,
    lookedAt: now.toISOString(),
    accountId: account.accountId,
    topology,
    regions,
    packs: packs.map(({ pack }) => pack),
    findings,
    summary: countFindings(findings),
  };
}

/** How findings are drawn. */
export interface FindingsTableOptions {
  readonly color: boolean;
  readonly width: number;
}

type Colors = ReturnType<typeof createColors>;

/** Findings for people: place by place with the commands that mend them, then the counts. */
export function toFindingsTable(
  { account, regions }: Pick<Examination, "account" | "regions">,
  findings: readonly Finding[],
  options: FindingsTableOptions,
): string {
  const colors = createColors(options.color);
  const width = readableWidth(options.width);
  const places = [undefined, ...regions];
  const sections = places.map((region) => {
    const own = findings.filter((finding) => finding.region === region);
    const heading = colors.bold(region === undefined ? `Account ${account.accountId}` : region);
    return own.length === 0 ? "" : [heading, ...own.flatMap((each) => lines(each, own, colors, width))].join("\n");
  });
  const counts = plainTable(
    [
      ["", "left"],
      ["errors", "right"],
      ["warnings", "right"],
      ["not looked at", "right"],
    ],
    places.map((region) => countCells(region, findings, colors)),
  );
  const parts = [...sections.filter((text) => text !== ""), counts, closing(findings, colors)];
  return `${parts.join("\n\n")}\n`;
}

/** What is shown of a finding instead of its severity. */
const LABELS: Partial<Record<Finding["id"], string>> = {
  "type-cannot-be-seen": "cannot see",
  "type-seen-late": "late",
  "not-looked-at": "not seen",
};
const LABEL = 10;
const INDENT = LABEL + 4;

function lines(finding: Finding, all: readonly Finding[], colors: Colors, width: number): string[] {
  const paint = { error: colors.red, warning: colors.yellow, info: colors.dim }[finding.severity];
  const [first = "", ...rest] = wrap(finding.message, width, INDENT);
  const isLast = all.findLast(({ mend }) => mend === finding.mend) === finding;
  return [
    `  ${paint((LABELS[finding.id] ?? finding.severity).padEnd(LABEL))}  ${first.trimStart()}`,
    ...rest,
    // one command may mend several findings; it stays on one line, to be copied
    ...(finding.mend === undefined || !isLast ? [] : [`${" ".repeat(INDENT)}${colors.cyan(finding.mend)}`]),
  ];
}

function countCells(region: string | undefined, findings: readonly Finding[], colors: Colors): readonly string[] {
  const { errors, warnings, notLookedAt } = countFindings(findings.filter((finding) => finding.region === region));
  const bad = errors > 0 ? colors.red(String(errors)) : "0";
  return [region ?? "account", bad, String(warnings - notLookedAt), String(notLookedAt)];
}

function closing(findings: readonly Finding[], colors: Colors): string {
  const { errors, warnings, notLookedAt } = countFindings(findings);
  const parts = [
    counted(errors, "error"),
    counted(warnings - notLookedAt, "warning"),
    ...(notLookedAt > 0 ? [`${counted(notLookedAt, "thing")} not looked at`] : []),
  ];
  return colors.bold(`${parts.join(", ")}.`);
}

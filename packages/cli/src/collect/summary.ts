import { counted } from "@rulewright/reports";
import type { Collected } from "./collect-rule.ts";

/** One rule in one Region, in numbers. */
export interface CollectedRule {
  readonly rule: string;
  readonly region: string;
  readonly listed: boolean;
  readonly subjects: number;
  readonly failed: number;
}

/** What could not be collected. */
export interface CollectFailure {
  readonly rule: string;
  readonly region: string;
  /** Absent where the listing failed. */
  readonly resourceId?: string;
  readonly code: string;
  readonly message: string;
}

/** What `collect --json` prints: a public contract. Fields may be added, never changed. */
export interface CollectSummary {
  readonly version: 1;
  /** The evidence file. */
  readonly file: string;
  readonly accountId: string;
  /** ISO 8601, UTC. */
  readonly collectedAt: string;
  readonly rules: readonly CollectedRule[];
  readonly failures: readonly CollectFailure[];
  /** Names of rules that none of the Regions has. */
  readonly notAvailable: readonly string[];
}

/** Counts what was collected, and gathers what was not. */
export function summarizeCollected(collected: readonly Collected[]): Pick<CollectSummary, "rules" | "failures"> {
  const rules = collected.map(({ entry: { rule, region, listed, subjects } }) => ({
    rule,
    region,
    listed,
    subjects: subjects.length,
    failed: subjects.filter((record) => "error" in record).length,
  }));
  const failures = collected.flatMap(({ entry: { rule, region, subjects }, listingError }) => [
    ...(listingError ? [{ rule, region, ...listingError }] : []),
    ...subjects.flatMap((record) =>
      "error" in record ? [{ rule, region, resourceId: record.subject.resourceId, ...record.error }] : [],
    ),
  ]);
  return { rules, failures };
}

/** Failures shown; the others are in the file. */
const MOST = 20;
const HEAD = ["rule", "Region", "subjects", "failed", "listed"];

/** The summary for a person: a line for each rule and Region, then what failed. */
export function summaryText({ file, accountId, rules, failures, notAvailable }: CollectSummary): string {
  const rows = [
    HEAD,
    ...rules.map(({ rule, region, subjects, failed, listed }) => [
      rule,
      region,
      String(subjects),
      String(failed),
      listed ? "yes" : "in part",
    ]),
  ];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 2 || column === 3 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
  const subjects = rules.reduce((sum, each) => sum + each.subjects, 0);
  const names = new Set(rules.map(({ rule }) => rule)).size;
  const more = failures.length - MOST;
  return [
    ...lines,
    "",
    ...failures.slice(0, MOST).map(failureText),
    ...(more > 0 ? [`… and ${more} more`] : []),
    ...(failures.length > 0 ? [""] : []),
    ...notAvailable.map((rule) => `${rule} is not available in these Regions.`),
    `${file}: ${counted(names, "rule")}, ${counted(subjects, "subject")} of account ${accountId}, ${counted(failures.length, "failure")}`,
    "",
  ].join("\n");
}

function failureText({ rule, region, resourceId, code, message }: CollectFailure): string {
  const sentence = message.startsWith(code) ? message : `${code}: ${message}`;
  return `${sentence}\n  ${[rule, resourceId ?? "its listing", region].join(" · ")}`;
}

import type { AnyRule, CheckResult } from "@rulewright/sdk";
import {
  toCsv,
  toJUnit,
  toJson,
  toJsonLines,
  toMarkdown,
  toSarif,
  toTable,
  type ReportContext,
} from "@rulewright/reports";
import type { CheckFormat } from "./check-formats.ts";
import type { Io } from "./io.ts";

/** Longest comment that GitHub takes. @see https://docs.github.com/en/rest/issues/comments */
const LONGEST_COMMENT = 65_536;

/** A result in the form that was asked for, in pieces. */
export async function renderResult(
  result: CheckResult,
  format: CheckFormat,
  rules: readonly AnyRule[],
  io: Io,
): Promise<Iterable<string>> {
  switch (format) {
    case "table":
      return [toTable(result, { width: io.width, color: io.color })];
    case "json":
      return toJson(result);
    case "jsonl":
      return toJsonLines(result);
    case "junit":
      return toJUnit(result);
    case "csv":
      return toCsv(result, await reportContext(result, rules));
    case "md":
      return [toMarkdown(result, await reportContext(result, rules), { maximumLength: LONGEST_COMMENT })];
    case "sarif":
      return toSarif(result, await reportContext(result, rules));
    case "html": {
      const { toHtml } = await import("@rulewright/reports/html");
      return [toHtml(result, await reportContext(result, rules))];
    }
  }
}

/** What reports say beyond the result: titles of controls, names of frameworks; only these formats load the catalogue. */
async function reportContext(result: CheckResult, rules: readonly AnyRule[]): Promise<ReportContext> {
  const { findControl, frameworks } = await import("@rulewright/catalog/controls");
  const ids = new Set(result.evaluations.flatMap(({ controls }) => controls));
  return {
    rules,
    controls: [...ids].flatMap((id) => findControl(id) ?? []),
    frameworks: [...frameworks(), { id: "securityhub", name: "AWS Security Hub" }],
  };
}

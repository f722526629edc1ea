import type { CheckEvaluation, CheckResult, Severity } from "@rulewright/sdk";
import { createColors } from "picocolors";
import { inertText } from "./inert-text.ts";
import { byReason } from "./missing.ts";
import { plainTable, type TableColumn } from "./plain-table.ts";
import { listFirst, type RuleGroup } from "./rule-groups.ts";
import { counted, summaryLine } from "./summary-line.ts";

/** How a table is drawn. */
export interface TableOptions {
  /** ANSI colours. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Resources shown of each rule; the others are counted. */
  readonly perRule?: number;
}

const PER_RULE = 20;
const NARROWEST = 60;

type Colors = ReturnType<typeof createColors>;

/**
 * Draws a result for a terminal: what is non-compliant, exempt or undetermined rule by rule, what failed, then each
 * rule's counts. Control characters of the result's texts are shown as U+FFFD: none reaches the terminal.
 */
export function toTable(result: CheckResult, options: TableOptions): string {
  const colors = createColors(options.color);
  const width = Math.max(options.width, NARROWEST);
  const most = options.perRule ?? PER_RULE;
  const rules = listFirst(result, most);
  const places = result.summary.accounts > 1 || result.summary.regions > 1;
  const drawing = { colors, width, most, places };
  const parts = [
    ...rules.filter((rule) => rule.nonCompliant > 0).map((rule) => ruleSection(rule, drawing)),
    ...rules.filter((rule) => rule.exempt > 0).map((rule) => exemptSection(rule, drawing)),
    ...rules.filter((rule) => rule.undetermined > 0).map((rule) => undeterminedSection(rule, drawing)),
    errorSection(result, drawing),
    ruleTable(rules, colors),
    closing(result, rules, colors),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

interface Drawing {
  readonly colors: Colors;
  readonly width: number;
  readonly most: number;
  /** More than one account or Region: each resource says its own. */
  readonly places: boolean;
}

/** Columns that a resource's name may take beside its annotation; a longer name gets a line of its own. */
const LONGEST_NAME = 44;
const INDENT = "  ";

function ruleSection({ rule, severity, nonCompliant, listed }: RuleGroup, drawing: Drawing): string {
  const { colors } = drawing;
  const heading = `${severityText(severity, colors)}  ${colors.bold(inertText(rule))}`;
  return resourceSection(heading, nonCompliant, listed.nonCompliant, ({ annotation = "" }) => annotation, drawing);
}

function exemptSection({ rule, exempt, listed }: RuleGroup, drawing: Drawing): string {
  const { colors } = drawing;
  const heading = `${colors.dim("EXEMPT")}  ${colors.bold(inertText(rule))}`;
  return resourceSection(heading, exempt, listed.exempt, reasonToExempt, drawing);
}

function reasonToExempt({ exemption, annotation = "" }: CheckEvaluation): string {
  return exemption ? `Until ${exemption.expires}, ${exemption.owner}: ${exemption.reason}` : annotation;
}

/** What is not known is said once, above the resources of which it is not. */
function undeterminedSection({ rule, undetermined, listed }: RuleGroup, drawing: Drawing): string {
  const { colors, width } = drawing;
  const lines = [...byReason(listed.undetermined)].flatMap(([reason, evaluations]) => {
    const [first = "", ...rest] = wrap(reason, width - 6);
    const names = evaluations.map((evaluation) => `    ${placedName(evaluation, drawing)}`);
    return [INDENT + first, ...rest.map((line) => `      ${line}`), ...names];
  });
  const heading = `${colors.dim("UNDETERMINED")}  ${colors.bold(inertText(rule))}`;
  return section(heading, undetermined, lines, undetermined - listed.undetermined.length, colors);
}

function resourceSection(
  heading: string,
  count: number,
  listed: readonly CheckEvaluation[],
  textOf: (evaluation: CheckEvaluation) => string,
  drawing: Drawing,
): string {
  const { colors, width } = drawing;
  const shown = listed.map((evaluation) => ({ name: placedName(evaluation, drawing), text: textOf(evaluation) }));
  const short = shown.map(({ name }) => name.length).filter((length) => length <= LONGEST_NAME);
  const column = Math.max(0, ...short);
  const lines = shown.flatMap(({ name, text }) => {
    if (name.length > LONGEST_NAME) return [INDENT + name, ...wrap(text, width - 6).map((line) => `      ${line}`)];
    const [first = "", ...rest] = wrap(text, width - column - 2 * INDENT.length);
    const gap = " ".repeat(column + 2 * INDENT.length);
    return [`${INDENT}${name.padEnd(column)}${INDENT}${first}`, ...rest.map((line) => gap + line)];
  });
  return section(heading, count, lines, count - shown.length, colors);
}

/** @param more - Resources that are not listed. */
function section(heading: string, count: number, lines: readonly string[], more: number, colors: Colors): string {
  const head = `${heading}  ${counted(count, "resource")}`;
  return [head, ...lines, ...(more > 0 ? [colors.dim(`  … and ${more} more (--json lists all)`)] : [])].join("\n");
}

function placedName(evaluation: CheckEvaluation, { places }: Drawing): string {
  const name = nameOf(evaluation);
  return inertText(places ? `${name}  ${evaluation.accountId} ${evaluation.region}` : name);
}

/** What a person calls the resource: its id, and its name where the id does not say it. */
function nameOf({ resourceId, resourceName }: CheckEvaluation): string {
  return resourceName && !resourceId.includes(resourceName) ? `${resourceId} (${resourceName})` : resourceId;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of inertText(text).split(/\s+/)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

function errorSection({ errors }: CheckResult, { colors, width, most }: Drawing): string {
  if (errors.length === 0) return "";
  const lines = errors.slice(0, most).flatMap(({ rule, resourceId, code: given, message, source }) => {
    const code = inertText(given);
    const place = source.line === undefined ? source.file : `${source.file}:${source.line}`;
    const [first = "", ...rest] = wrap(`${code} ${message}`, width - 4);
    return [
      `  ${colors.yellow(code)}${first.slice(code.length)}`,
      ...rest.map((line) => `    ${line}`),
      `    ${colors.dim(inertText([rule, resourceId, place].filter(Boolean).join(" · ")))}`,
    ];
  });
  const more = errors.length - most;
  return [colors.bold("Could not be judged"), ...lines, ...(more > 0 ? [colors.dim(`  … and ${more} more`)] : [])].join(
    "\n",
  );
}

function ruleTable(rules: readonly RuleGroup[], colors: Colors): string {
  if (rules.length === 0) return "";
  const exempt = rules.some((rule) => rule.exempt > 0);
  const undetermined = rules.some((rule) => rule.undetermined > 0);
  const numbers = [
    "non-compliant",
    "compliant",
    "not applicable",
    ...(exempt ? ["exempt"] : []),
    ...(undetermined ? ["undetermined"] : []),
  ];
  return plainTable(
    [["rule", "left"], ["severity", "left"], ...numbers.map((heading): TableColumn => [heading, "right"])],
    rules.map(({ rule, severity, nonCompliant, compliant, notApplicable, ...doubts }) => {
      const bad = nonCompliant > 0 ? colors.red(String(nonCompliant)) : "0";
      const cells = [inertText(rule), severityText(severity, colors), bad, String(compliant), String(notApplicable)];
      if (exempt) cells.push(String(doubts.exempt));
      if (undetermined) cells.push(String(doubts.undetermined));
      return cells;
    }),
  );
}

function closing(result: CheckResult, rules: readonly RuleGroup[], colors: Colors): string {
  const unjudged = rules.filter(({ lacksEvidence }) => lacksEvidence).length;
  const lines = [colors.bold(summaryLine(result.summary))];
  if (unjudged > 0) lines.push(`${counted(unjudged, "rule")} not judged: no evidence (run rulewright collect)`);
  const { notJudged = [] } = result;
  const types = [...new Set(notJudged.map(({ resourceType }) => resourceType).filter((type) => type !== ""))].sort();
  if (notJudged.length > 0)
    lines.push(
      `${counted(notJudged.length, "resource")} not judged${types.length > 0 ? `: ${inertText(types.join(", "))}` : ""}`,
    );
  return lines.join("\n");
}

function severityText(severity: Severity, colors: Colors): string {
  if (severity === "CRITICAL" || severity === "HIGH") return colors.red(severity);
  return severity === "MEDIUM" ? colors.yellow(severity) : severity;
}

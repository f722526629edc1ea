import type { CheckError, CheckEvaluation, CheckResult, NotJudgedResource, Source } from "@rulewright/sdk";
import { doubtsOf } from "./doubts.ts";
import { listAll, type Group, type UndeterminedGroup } from "./list-all.ts";
import { code, escape } from "./markdown-text.ts";
import { reasonUnknown } from "./missing.ts";
import { label } from "./outcome.ts";
import { rulesByName, type KnownRule, type ReportContext } from "./report-context.ts";
import { counted } from "./summary-line.ts";

/** How much Markdown is made. */
export interface MarkdownOptions {
  /** Characters at most, such as 65,536 for a comment on GitHub; rules that do not fit are counted. */
  readonly maximumLength?: number;
  /** Resources listed of each rule; the others are counted. */
  readonly perRule?: number;
}

const PER_RULE = 25;
/** Kept free for the sentence that counts what was left out. */
const RESERVE = 200;

/**
 * GitHub-flavoured Markdown for a pull request: the counts, then each non-compliant rule with its resources folded away,
 * then what could not be judged or is undetermined, and why, and what is exempt with its reasons. Text from resources is
 * escaped: it can neither format nor mention anybody, and control characters are shown as U+FFFD.
 */
export function toMarkdown(result: CheckResult, context: ReportContext = {}, options: MarkdownOptions = {}): string {
  const perRule = options.perRule ?? PER_RULE;
  const rules = rulesByName(context);
  const { nonCompliant, undetermined, exempt } = listAll(result, perRule);
  const sections = [
    ...nonCompliant.map((group) => ruleSection(group, rules.get(group[0].rule), perRule)),
    ...(result.errors.length > 0 ? [errorSection(result.errors, perRule)] : []),
    ...notJudgedSections(result, perRule),
    ...undetermined.map(undeterminedSection),
    ...exemptSections(exempt, result),
  ];
  return bounded(heading(result, context), sections, options.maximumLength ?? Number.POSITIVE_INFINITY);
}

function bounded(head: string, sections: readonly string[], maximumLength: number): string {
  const parts = [head.slice(0, maximumLength)];
  let length = head.length;
  for (const [index, section] of sections.entries()) {
    const reserve = index === sections.length - 1 ? 0 : RESERVE;
    if (length + section.length + 1 + reserve > maximumLength) {
      const note = `_${counted(sections.length - index, "more section")} left out for length; the JSON, CSV and HTML outputs list all._\n`;
      if (length + note.length + 1 <= maximumLength) parts.push(note);
      break;
    }
    parts.push(section);
    length += section.length + 1;
  }
  return parts.join("\n");
}

function heading(result: CheckResult, { title }: ReportContext): string {
  const { summary, tool, notJudged = [] } = result;
  const counts: readonly (readonly [string, number])[] = [
    ["non-compliant", summary.nonCompliant],
    ["compliant", summary.compliant],
    ["not applicable", summary.notApplicable],
    ["exempt", summary.exempt],
    ["undetermined", summary.undetermined],
    ["errors", summary.errors],
    ...(notJudged.length > 0 ? [["not judged", notJudged.length] as const] : []),
  ];
  return [
    `### ${escape(title ?? "Compliance")}: ${verdict(result)}`,
    "",
    `| ${counts.map(([name]) => name).join(" | ")} |`,
    `| ${counts.map(() => "---:").join(" | ")} |`,
    `| ${counts.map(([, number]) => number).join(" | ")} |`,
    "",
    `<sub>${escape(tool)}</sub>`,
    "",
  ].join("\n");
}

/** Reads as clean only where it is. */
function verdict(result: CheckResult): string {
  const { compliant, nonCompliant, notApplicable, exempt } = result.summary;
  if (nonCompliant > 0) return counted(nonCompliant, "non-compliant evaluation");
  const isJudged = compliant + notApplicable + exempt > 0;
  const doubts = doubtsOf(result).join(", ");
  return `${isJudged ? "Nothing non-compliant" : "Nothing was judged"}${doubts === "" ? "" : `; ${doubts}`}`;
}

function ruleSection(group: Group, rule: KnownRule | undefined, perRule: number): string {
  const [{ severity, rule: name }] = group;
  const rows = group
    .slice(0, perRule)
    .map(({ resourceType, resourceId, resourceName, accountId, region, annotation }) => {
      const shownName = resourceName && !resourceId.includes(resourceName) ? ` ${escape(resourceName)}` : "";
      return `| ${escape(resourceType)} | ${code(resourceId)}${shownName} | ${escape(accountId)} | ${escape(region)} | ${escape(annotation ?? "")} |`;
    });
  const runbook = rule?.remediation?.runbook;
  return folded(`${label(severity)}: ${code(name)}, ${counted(group.length, "resource")}`, {
    ...(rule ? { before: escape(rule.description) } : {}),
    columns: ["type", "resource", "account", "Region", "reason"],
    rows,
    more: group.length - rows.length,
    ...(runbook ? { after: `Remediation: ${code(runbook)}` } : {}),
  });
}

interface Table {
  readonly before?: string;
  readonly columns: readonly string[];
  /** As lines of Markdown. */
  readonly rows: readonly string[];
  /** Rows that are not shown. */
  readonly more: number;
  readonly after?: string;
}

/** A table that is folded away under its summary. */
function folded(summary: string, { before, columns, rows, more, after }: Table): string {
  return [
    `<details><summary>${summary}</summary>`,
    "",
    ...(before === undefined ? [] : [before, ""]),
    `| ${columns.join(" | ")} |`,
    `| ${columns.map(() => "---").join(" | ")} |`,
    ...rows,
    "",
    ...(more > 0 ? [`… and ${more} more.`, ""] : []),
    ...(after === undefined ? [] : [after, ""]),
    "</details>",
    "",
  ].join("\n");
}

function errorSection(errors: readonly CheckError[], most: number): string {
  const rows = errors.slice(0, most).map(({ code: errorCode, message, rule, resourceId, source }) => {
    return `| ${code(errorCode)} | ${escape(message)} | ${[rule, resourceId, place(source)]
      .filter(Boolean)
      .map((each) => escape(each ?? ""))
      .join(", ")} |`;
  });
  return folded(`Could not be judged: ${counted(errors.length, "error")}`, {
    columns: ["code", "message", "where"],
    rows,
    more: errors.length - rows.length,
  });
}

/** One, where a template has what no rule can judge. */
function notJudgedSections({ notJudged = [] }: CheckResult, most: number): string[] {
  if (notJudged.length === 0) return [];
  const rows = notJudged.slice(0, most).map(notJudgedRow);
  const section = folded(`Not judged: ${counted(notJudged.length, "resource")}`, {
    columns: ["type", "resource", "where", "reason"],
    rows,
    more: notJudged.length - rows.length,
  });
  return [section];
}

function notJudgedRow({ resourceType, logicalId, source, reason }: NotJudgedResource): string {
  return `| ${[escape(resourceType), code(logicalId), escape(place(source)), escape(reason)].join(" | ")} |`;
}

function place({ file, line }: Source): string {
  return line === undefined ? file : `${file}:${line}`;
}

function undeterminedSection({ rule, number, first }: UndeterminedGroup): string {
  const rows = first.map((evaluation) => {
    const { resourceId, accountId, region } = evaluation;
    const cells = [code(resourceId), ...[accountId, region, reasonUnknown(evaluation)].map(escape)];
    return `| ${cells.join(" | ")} |`;
  });
  return folded(`Undetermined: ${code(rule)}, ${counted(number, "resource")}`, {
    columns: ["resource", "account", "Region", "reason"],
    rows,
    more: number - rows.length,
  });
}

/** One, where anything is exempt. */
function exemptSections(exempt: readonly CheckEvaluation[], { summary }: CheckResult): string[] {
  if (summary.exempt === 0) return [];
  const rows = exempt.map(exemptRow);
  const section = folded(`Exempt: ${counted(summary.exempt, "evaluation")}`, {
    columns: ["rule", "resource", "account", "Region", "until", "owner", "reason"],
    rows,
    more: summary.exempt - rows.length,
  });
  return [section];
}

function exemptRow({ rule, resourceId, accountId, region, exemption }: CheckEvaluation): string {
  const { expires = "", owner = "", reason = "" } = exemption ?? {};
  const cells = [code(rule), code(resourceId), ...[accountId, region, expires, owner, reason].map(escape)];
  return `| ${cells.join(" | ")} |`;
}

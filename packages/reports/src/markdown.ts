import type { CheckError, CheckEvaluation, CheckResult } from "@rulewright/sdk";
import { listAll, type Group, type UndeterminedGroup } from "./list-all.ts";
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
 * escaped: it can neither format nor mention anybody.
 */
export function toMarkdown(result: CheckResult, context: ReportContext = {}, options: MarkdownOptions = {}): string {
  const perRule = options.perRule ?? PER_RULE;
  const rules = rulesByName(context);
  const { nonCompliant, undetermined, exempt } = listAll(result, perRule);
  const sections = [
    ...nonCompliant.map((group) => ruleSection(group, rules.get(group[0].rule), perRule)),
    ...(result.errors.length > 0 ? [errorSection(result.errors, perRule)] : []),
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

function heading({ summary, tool }: CheckResult, { title }: ReportContext): string {
  const { compliant, nonCompliant, notApplicable, exempt, undetermined, errors } = summary;
  const verdict = nonCompliant === 0 ? "Nothing non-compliant" : counted(nonCompliant, "non-compliant evaluation");
  return [
    `### ${escape(title ?? "Compliance")}: ${verdict}`,
    "",
    "| non-compliant | compliant | not applicable | exempt | undetermined | errors |",
    "| ---: | ---: | ---: | ---: | ---: | ---: |",
    `| ${[nonCompliant, compliant, notApplicable, exempt, undetermined, errors].join(" | ")} |`,
    "",
    `<sub>${escape(tool)}</sub>`,
    "",
  ].join("\n");
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
    const place = source.line === undefined ? source.file : `${source.file}:${source.line}`;
    return `| ${code(errorCode)} | ${escape(message)} | ${[rule, resourceId, place]
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

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text that stays text: no HTML, no formatting, no mention, no reference, no link, on one line. */
function escape(text: string): string {
  return oneLine(text)
    .replaceAll(/[&<>]/g, (character) => ENTITIES[character] ?? "")
    .replaceAll(/[\\`*_{}[\]~|$]/g, (character) => `\\${character}`)
    .replaceAll(/[@#]|:(?=\/\/)|www(?=\.)/g, (start) => `${start}&#8203;`);
}

/** Text as code, in HTML so that backticks and pipes need no thought; what could format or link is an entity. */
function code(text: string): string {
  const unsafe = /[^A-Za-z0-9 .,/:()=+-]|:(?=\/\/)|(?<=www)\./gu;
  return `<code>${oneLine(text).replaceAll(unsafe, (character) => `&#${character.codePointAt(0)};`)}</code>`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

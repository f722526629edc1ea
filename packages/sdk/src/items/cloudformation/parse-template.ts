import { LineCounter, isAlias, isMap, isPair, isScalar, parseDocument, type Document, type Tags } from "yaml";
import { messageOf } from "../../core/errors.ts";
import { TEMPLATE_ERRORS, templateProblem, type TemplateProblem } from "./errors.ts";
import { keyText, nodeReader } from "./read-node.ts";
import { isValueObject, type ValueObject } from "./value.ts";

/** A template's text as an object, or what is wrong with it. */
export type ParsedTemplate =
  | { readonly template: ValueObject; readonly lineOf: (logicalId: string) => number }
  | { readonly problems: readonly [TemplateProblem, ...TemplateProblem[]] };

/** Twice what CloudFormation takes, since comments and spaces may be taken away before. */
const MAX_TEXT_LENGTH = 2 * 1_048_576;

/** One mistake at the beginning can make every line after it one. */
const MAX_PROBLEMS = 20;

/**
 * Types of YAML 1.1 that CloudFormation leaves out, and sexagesimal numbers (`22:22`): their text stays text.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
const LEFT_OUT = /binary|omap|pairs|set$|timestamp/;

/** Reads the YAML or JSON text of a template, with its short tags. Never throws. */
export function parseTemplate(text: string): ParsedTemplate {
  if (text.length > MAX_TEXT_LENGTH) {
    return failed(templateProblem(TEMPLATE_ERRORS.TEMPLATE_TOO_LARGE, `The template has ${text.length} characters.`));
  }
  const lines = new LineCounter();
  const document = parseYaml(text, lines);
  if ("code" in document) return failed(document);
  const [first, ...others] = document.errors
    .slice(0, MAX_PROBLEMS)
    .map(({ message, pos: [offset] }) => syntaxProblem(message, placeOf(lines, offset)));
  if (first) return failed(first, ...others);

  const reader = nodeReader((offset) => placeOf(lines, offset));
  const template = reader.read(document.contents);
  const [problem, ...more] = reader.problems;
  if (problem) return failed(problem, ...more);
  if (!isValueObject(template) || !isValueObject(template["Resources"])) {
    const what = isValueObject(template) ? "has no section Resources" : template === null ? "is empty" : "is no object";
    return failed(templateProblem(TEMPLATE_ERRORS.NOT_A_TEMPLATE, `The template ${what}.`, { line: 1 }));
  }
  const resourceLines = linesOfResources(document, lines);
  return { template, lineOf: (logicalId) => resourceLines.get(logicalId) ?? 1 };
}

function failed(first: TemplateProblem, ...others: readonly TemplateProblem[]): ParsedTemplate {
  return { problems: [first, ...others] };
}

/** The document with its nodes: their places, tags and texts are needed. Text nested too deep exhausts the parser. */
function parseYaml(text: string, lineCounter: LineCounter): Document.Parsed | TemplateProblem {
  try {
    return parseDocument(withoutTabs(text), {
      version: "1.1",
      schema: "yaml-1.1",
      customTags: (tags: Tags) => tags.filter((tag) => typeof tag === "string" || !isLeftOut(tag)),
      merge: false,
      uniqueKeys: false, // compares every key with every other; the reader does it faster
      lineCounter,
      prettyErrors: false,
      logLevel: "error",
    });
  } catch (error) {
    return syntaxProblem(messageOf(error), { line: 1 });
  }
}

function isLeftOut({ tag, format }: { readonly tag: string; readonly format?: string }): boolean {
  return LEFT_OUT.test(tag) || format === "TIME";
}

/** JSON may be indented by tabs, which YAML refuses. No string of JSON has a line break, so none is touched. */
function withoutTabs(text: string): string {
  return text.trimStart().startsWith("{") ? text.replace(/^[\t ]+/gm, (indent) => indent.replaceAll("\t", " ")) : text;
}

function linesOfResources(document: Document.Parsed, lines: LineCounter): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const given = isMap(document.contents) ? document.contents.get("Resources", true) : undefined;
  const resources: unknown = isAlias(given) ? given.resolve(document) : given;
  for (const pair of isMap(resources) ? resources.items : []) {
    if (!isPair(pair) || !isScalar(pair.key) || !pair.key.range) continue;
    found.set(keyText(pair.key), lines.linePos(pair.key.range[0]).line);
  }
  return found;
}

function placeOf(lines: LineCounter, offset: number): { readonly line: number; readonly column: number } {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** The parser goes down into the text by calls, of which there cannot be arbitrarily many. */
function syntaxProblem(message: string, at: { readonly line: number; readonly column?: number }): TemplateProblem {
  if (message.includes("call stack")) {
    return templateProblem(TEMPLATE_ERRORS.TEMPLATE_TOO_LARGE, "The template is nested too deep to be parsed.", at);
  }
  return templateProblem(TEMPLATE_ERRORS.TEMPLATE_UNREADABLE, `The text is neither YAML nor JSON: ${message}.`, at);
}

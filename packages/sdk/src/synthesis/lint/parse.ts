import { LineCounter, isScalar, parseAllDocuments, type Document, type YAMLError } from "yaml";
import { createConverter } from "./convert.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import { DEEPEST, MOST_SYNTAX } from "./limits.ts";
import type { PackNode, Place } from "./node.ts";
import type { Report } from "./report.ts";

const START: Place = { path: "", line: 1, column: 1 };

/**
 * Reads a template as CloudFormation does: YAML 1.1 without aliases, merge keys and typed tags, or JSON. Short function
 * tags are read as their long forms. Nothing is returned for a text that is no YAML, is empty or nests too deeply.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
export function parsePack(text: string, report: Report): PackNode | undefined {
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    report(LINT_ERRORS.TOO_DEEP, { ...START, line: deep }, "The text nests too deeply to be read.");
    return undefined;
  }
  const lineCounter = new LineCounter();
  const placeOf = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { path: "", line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const documents = documentsOf(text, lineCounter);
  const errors = documents.flatMap((document) => document.errors);
  for (const error of errors.slice(0, MOST_SYNTAX)) reportSyntax(error, placeOf, report);
  if (errors.length > 0) return undefined;
  const [first, second] = documents;
  if (!first?.contents || (isScalar(first.contents) && first.contents.value === null)) {
    report(LINT_ERRORS.DOCUMENT_EMPTY, START, "The file holds no template.");
    return undefined;
  }
  if (second) {
    const message = `The file holds ${documents.length} YAML documents; only the first is checked.`;
    report(LINT_ERRORS.DOCUMENTS_SEVERAL, placeOf(second.range[0]), message);
  }
  return createConverter(placeOf, report)(first.contents);
}

function documentsOf(text: string, lineCounter: LineCounter): readonly Document.Parsed[] {
  return [
    ...parseAllDocuments(text, { lineCounter, version: "1.1", merge: false, uniqueKeys: false, prettyErrors: false }),
  ];
}

function reportSyntax(error: YAMLError, placeOf: (offset: number) => Place, report: Report): void {
  const place = placeOf(error.pos[0]);
  if (error.code === "RESOURCE_EXHAUSTION")
    report(LINT_ERRORS.TOO_DEEP, place, "The text nests too deeply to be read.");
  else report(LINT_ERRORS.YAML_SYNTAX, place, `The text is no YAML: ${sentence(error.message)}`);
}

function sentence(message: string): string {
  const [line = ""] = message.split("\n");
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

/** Indentation and open brackets that no template needs. */
const WIDEST = 8 * DEEPEST;
const MOST_OPEN = 4 * DEEPEST;

/**
 * The first line that nests beyond all sense, or nothing. The parser is recursive and must not be handed such a text.
 * Brackets inside texts count too, which only matters where hundreds of them stay open.
 */
function tooDeepAt(text: string): number | undefined {
  let open = 0;
  let number = 0;
  for (const line of text.split("\n")) {
    number += 1;
    if (isIndentedTooDeeply(line)) return number;
    for (const bracket of line.replaceAll(/[^[\]{}]/g, "")) {
      open = Math.max(0, open + (bracket === "[" || bracket === "{" ? 1 : -1));
      if (open > MOST_OPEN) return number;
    }
  }
  return undefined;
}

/** By blanks, or by the marks of compact sequences: `- - - x`. */
function isIndentedTooDeeply(line: string): boolean {
  const [indentation = ""] = /^[ \t?:-]*/.exec(line) ?? [];
  return indentation.length > WIDEST || (indentation.match(/[?:-](?=[ \t])/g)?.length ?? 0) > DEEPEST;
}

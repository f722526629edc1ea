import { CORE_ERRORS, messageOf, problem, type Problem } from "@rulewright/sdk";
import { LineCounter, isMap, isNode, isScalar, isSeq, parseDocument } from "yaml";

/** A text's document with the lines of its parts, or why it is no YAML. */
export type ParsedYaml =
  { readonly document: unknown; readonly lineOf: (path: string) => number } | { readonly problems: readonly Problem[] };

/** One mistake at the beginning can make every line after it one. */
const MAX_PROBLEMS = 20;

/** Deeper than anything that has a meaning. */
const DEEPEST = 8;

/** Reads YAML 1.2, where dates and words like `on` are texts, or JSON. Never throws. */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const lineAt = (offset: number) => Math.max(lines.linePos(offset).line, 1);
  try {
    const parsed = parseDocument(text, {
      version: "1.2",
      schema: "core",
      lineCounter: lines,
      prettyErrors: false,
      logLevel: "error",
    });
    // a tag that means nothing is a warning of the parser's: its value would be taken for plain text
    const faults = [...parsed.errors, ...parsed.warnings].slice(0, MAX_PROBLEMS);
    if (faults.length > 0) return { problems: faults.map(({ message, pos }) => syntax(message, lineAt(pos[0]))) };
    const lineByPath = new Map<string, number>();
    collectLines(parsed.contents, "", lineAt, lineByPath);
    return { document: parsed.toJS(), lineOf: (path) => lineOf(path, lineByPath) };
  } catch (error) {
    return { problems: [syntax(messageOf(error), 1)] }; // nested too deep, or aliases without end
  }
}

function syntax(message: string, line: number): Problem {
  const [sentence = ""] = message.split("\n");
  return {
    ...problem(CORE_ERRORS.EXEMPTIONS_UNREADABLE, "", `The text is no YAML: ${sentence.replace(/\.$/, "")}.`),
    line,
  };
}

/** Lines by the paths that problems have: `exemptions[2].accounts[0]`. What stands behind an alias has the alias's. */
function collectLines(
  node: unknown,
  path: string,
  lineAt: (offset: number) => number,
  into: Map<string, number>,
  depth = 0,
): void {
  if (depth > DEEPEST) return;
  const below = (child: unknown, place: string, at: unknown) => {
    const offset = isNode(at) ? at.range?.[0] : undefined;
    if (offset !== undefined) into.set(place, lineAt(offset));
    collectLines(child, place, lineAt, into, depth + 1);
  };
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (isScalar(key)) below(value, path === "" ? String(key.value) : `${path}.${String(key.value)}`, key);
    }
  }
  if (isSeq(node)) for (const [index, item] of node.items.entries()) below(item, `${path}[${index}]`, item);
}

/** The line of a path or, where that is not there, of what should hold it. */
function lineOf(path: string, lineByPath: ReadonlyMap<string, number>): number {
  for (let place = path; place !== ""; place = place.slice(0, Math.max(place.search(/(\.|\[)[^.[]*$/), 0))) {
    const line = lineByPath.get(place);
    if (line !== undefined) return line;
  }
  return 1;
}

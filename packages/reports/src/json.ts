import type { CheckResult } from "@rulewright/sdk";

/** The result as one JSON document, indented by two; in pieces, as a whole it may be longer than a text can be. */
export function* toJson(result: CheckResult): Generator<string> {
  yield* piecesOf(result, 0);
  yield "\n";
}

/** The evaluations as JSON lines, one a line. Errors and summary are not part of it. */
export function* toJsonLines(result: CheckResult): Generator<string> {
  for (const evaluation of result.evaluations) yield `${JSON.stringify(evaluation)}\n`;
}

/** Elements of a list in one piece: each piece has its price. */
const AT_ONCE = 64;

/** What `JSON.stringify` gives for a value that stands so many levels deep. */
function* piecesOf(value: unknown, depth: number): Generator<string> {
  const inner = lineBreak(depth + 1);
  let before = "";
  if (Array.isArray(value)) {
    for (const elements of batches(value)) {
      yield `${before || "["}${inner}${elementsText(elements, depth + 1)}`;
      before = ",";
    }
    yield before === "" ? "[]" : `${lineBreak(depth)}]`;
  } else if (isPlain(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (member === undefined) continue;
      yield `${before || "{"}${inner}${JSON.stringify(key)}: `;
      yield* piecesOf(member, depth + 1);
      before = ",";
    }
    yield before === "" ? "{}" : `${lineBreak(depth)}}`;
  } else yield elementsText([value], depth);
}

/** Not by `slice`: a long list makes its elements one by one. */
function* batches(list: readonly unknown[]): Generator<readonly unknown[]> {
  let batch: unknown[] = [];
  for (const element of list) {
    batch.push(element);
    if (batch.length < AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Elements without the brackets around them, indented by being put into as many lists. */
function elementsText(elements: readonly unknown[], depth: number): string {
  let nested: unknown = elements;
  for (let level = 1; level < depth; level += 1) nested = [nested];
  const opening = depth * (depth + 3); // of each level a bracket, a line break and its indentation
  const closing = depth * (depth + 1);
  return JSON.stringify(nested, null, 2).slice(opening, -closing);
}

function lineBreak(depth: number): string {
  return `\n${"  ".repeat(depth)}`;
}

/** What is not written by its members is written whole. */
function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !("toJSON" in value);
}

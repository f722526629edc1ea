import { isAlias, isMap, isScalar, isSeq, type Alias, type Pair, type Scalar, type YAMLMap } from "yaml";
import { TEMPLATE_ERRORS, templateProblem, type TemplateProblem } from "./errors.ts";
import { Unknown, type Value, type ValueObject } from "./value.ts";

type Place = (offset: number) => { readonly line: number; readonly column: number };

/** CloudFormation's own templates are far from both. */
const MAX_DEPTH = 100;
const MAX_NODES = 200_000;

/** Turns a parsed document into values: short tags become the functions they stand for, aliases what they point to. */
export function nodeReader(placeOf: Place) {
  const problems: TemplateProblem[] = [];
  const anchors = new Map<string, unknown>();
  const anchored = new Set<unknown>();
  const targets = new Map<Alias, unknown>();
  let nodes = 0;
  let isTooLarge = false;

  function report(entry: (typeof TEMPLATE_ERRORS)[keyof typeof TEMPLATE_ERRORS], message: string, node: unknown): void {
    problems.push(templateProblem(entry, message, placeOf(offsetOf(node))));
  }

  function read(node: unknown, depth = 0): Value {
    nodes += 1;
    if (isTooLarge) return null;
    if (nodes > MAX_NODES || depth > MAX_DEPTH) {
      isTooLarge = true;
      const what = depth > MAX_DEPTH ? `is nested deeper than ${MAX_DEPTH}` : `has more than ${MAX_NODES} values`;
      report(TEMPLATE_ERRORS.TEMPLATE_TOO_LARGE, `The template ${what}, with its aliases written out.`, node);
      return null;
    }
    if (isAlias(node)) return readAlias(node, depth);
    remember(node);
    const value = readUntagged(node, depth);
    const tag = shortTagOf(node);
    return tag === undefined ? value : longForm(tag, value);
  }

  /** An anchor may be set again: an alias means the one before it in the text, wherever it is written out. */
  function readAlias(alias: Alias, depth: number): Value {
    const target = targets.get(alias) ?? anchors.get(alias.source);
    if (target === undefined) {
      report(TEMPLATE_ERRORS.TEMPLATE_UNREADABLE, `The alias *${alias.source} has no anchor before it.`, alias);
      return null;
    }
    targets.set(alias, target);
    return read(target, depth + 1);
  }

  function remember(node: unknown): void {
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor === undefined || anchored.has(node)) return;
    anchored.add(node);
    anchors.set(anchor, node);
  }

  function readUntagged(node: unknown, depth: number): Value {
    if (isScalar(node)) return readScalar(node);
    if (isSeq(node)) return node.items.map((item) => read(item, depth + 1));
    return isMap(node) ? readMap(node, depth) : null;
  }

  function readMap(map: YAMLMap, depth: number): ValueObject {
    const members = new Map<string, Value>();
    for (const pair of map.items) {
      const key = keyOf(pair);
      if (key === undefined) report(TEMPLATE_ERRORS.TEMPLATE_UNREADABLE, "A key is no text.", pair.key);
      else if (key === "<<")
        report(TEMPLATE_ERRORS.TEMPLATE_MERGES_KEYS, "The template merges keys by `<<`.", pair.key);
      else if (members.has(key)) report(TEMPLATE_ERRORS.TEMPLATE_KEY_REPEATED, `The key ${key} is repeated.`, pair.key);
      else members.set(key, read(pair.value, depth + 1));
    }
    return Object.fromEntries(members); // a key `__proto__` is a member like any other
  }

  return { read: (node: unknown) => read(node), problems };
}

function keyOf({ key }: Pair): string | undefined {
  return isScalar(key) ? keyText(key) : undefined;
}

/** A key as it is written: `on` and `012` are no boolean and no number here. */
export function keyText({ source, value }: Scalar): string {
  return source ?? String(value);
}

/**
 * A scalar's value. What one reader takes for a number or boolean and another for something else is not known: a number
 * not spelled as JSON would (`012`, `5.70`, `1_000`), and `yes`, `no`, `on`, `off`. A single letter is text.
 */
function readScalar({ value, source }: Scalar): Value {
  if (typeof value === "number" || typeof value === "bigint") {
    return source === undefined || String(value) === source ? Number(value) : new Unknown();
  }
  if (typeof value === "boolean") return readBoolean(value, source ?? String(value));
  return typeof value === "string" ? value : null;
}

function readBoolean(value: boolean, source: string): Value {
  if (source.length === 1) return source;
  return source.toLowerCase() === String(value) ? value : new Unknown();
}

/** The name of a short tag (`Sub` of `!Sub`); `!` alone and the tags of YAML itself are none. */
function shortTagOf(node: unknown): string | undefined {
  const tag = isScalar(node) || isMap(node) || isSeq(node) ? node.tag : undefined;
  return tag?.startsWith("!") && !tag.startsWith("!!") && tag.length > 1 ? tag.slice(1) : undefined;
}

/** `!Ref X` is `{ Ref: X }`, `!GetAtt A.B` is `{ "Fn::GetAtt": ["A", "B"] }`, any other `!F X` is `{ "Fn::F": X }`. */
function longForm(tag: string, value: Value): Value {
  if (tag === "Ref" || tag === "Condition") return { [tag]: value };
  return { [`Fn::${tag}`]: value };
}

function offsetOf(node: unknown): number {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node.range?.[0] ?? 0) : 0;
}

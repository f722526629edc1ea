import type { Bound } from "@rulewright/catalog/controls";
import { allControls } from "./find-subject.ts";

/** What controls ask of one parameter. */
export interface ParameterBound {
  readonly op: Bound["op"];
  readonly value: Bound["value"];
  readonly stricter?: Bound["stricter"];
  /** All parameters that may carry the value, where there are several: one of them is enough. */
  readonly anyOf?: readonly string[];
  /** Ids of the controls that ask for it. */
  readonly controls: readonly string[];
}

/** A bound, and the control whose it is. */
export interface ControlBound {
  readonly control: string;
  readonly bound: Bound;
}

/** The bounds on managed rules, from every framework. */
export function boundsOn(identifiers: readonly string[]): readonly ControlBound[] {
  return allControls().flatMap(({ id, bounds }) =>
    bounds.filter(({ rule }) => identifiers.includes(rule)).map((bound) => ({ control: id, bound })),
  );
}

/** The bounds on one parameter, equal ones together. Several parameters that carry one bound each show it. */
export function parameterBounds(bounds: readonly ControlBound[], parameter: string): readonly ParameterBound[] {
  const groups = new Map<string, ParameterBound>();
  for (const { control, bound } of bounds) {
    if (!bound.parameters.includes(parameter)) continue;
    const { op, value, stricter, parameters } = bound;
    const key = JSON.stringify([op, value]);
    const controls = [...new Set([...(groups.get(key)?.controls ?? []), control])];
    groups.set(key, {
      op,
      value,
      ...(stricter === undefined ? {} : { stricter }),
      ...(parameters.length > 1 ? { anyOf: parameters } : {}),
      controls,
    });
  }
  return [...groups.values()];
}

/** A value that meets all bounds that can be met together. */
export interface BoundedSetting {
  readonly value: Bound["value"];
  /** Controls that ask for another value: they need an entry of their own. */
  readonly others: readonly ParameterBound[];
}

/** The value that meets the bounds on one parameter: the strictest where they are ordered. */
export function boundedSetting(bounds: readonly ParameterBound[]): BoundedSetting | undefined {
  const [first] = bounds;
  if (first === undefined) return undefined;
  if (bounds.every(({ op }) => op === "contains")) {
    return { value: [...new Set(bounds.flatMap(({ value }) => elementsOf(value)))], others: [] };
  }
  const strictest = bounds.reduce((a, b) => (isStricter(b, a) ? b : a));
  const others = bounds.filter((each) => directionOf(each) === 0 && each !== strictest);
  return { value: strictest.value, others };
}

/** Elements of a value that stands for several. */
export function elementsOf(value: Bound["value"]): readonly string[] {
  return typeof value === "object" ? value : [String(value)];
}

/** Tells whether a value is what a bound asks for, or stricter. */
export function meets(bound: ParameterBound, given: unknown): boolean {
  const values = [given].flat().map(String);
  const [value = ""] = values;
  const wanted = elementsOf(bound.value);
  if (bound.op === "contains") return wanted.every((each) => values.includes(each));
  if (bound.op === "in") return values.every((each) => wanted.includes(each));
  const direction = directionOf(bound);
  return direction === 0 ? value === String(bound.value) : direction * compare(value, String(bound.value)) >= 0;
}

const IN_WORDS = { "=": "", ">=": "at least ", "<=": "at most ", in: "one of ", contains: "includes " } as const;

/** A bound in words. */
export function boundText({ op, value, anyOf }: ParameterBound): string {
  return `${anyOf ? "this or one of its like " : ""}${IN_WORDS[op]}${elementsOf(value).join(", ")}`;
}

function isStricter(a: ParameterBound, b: ParameterBound): boolean {
  const direction = directionOf(a);
  if (direction === 0 || direction !== directionOf(b)) return false;
  return direction * compare(String(a.value), String(b.value)) > 0;
}

/** 1 where higher is stricter, -1 where lower is, 0 where values have no order. */
function directionOf({ op, stricter }: ParameterBound): -1 | 0 | 1 {
  if (op === ">=" || stricter === "higher") return 1;
  return op === "<=" || stricter === "lower" ? -1 : 0;
}

/** Numbers by size, versions (`1.9`, `1.34`) part by part. */
function compare(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

import { toWireValue } from "./wire.ts";

/** What a control demands of a parameter. */
export interface ParameterBound {
  /** The parameter; several where any of them may carry the value (`blockedPort1` to `blockedPort5`). */
  readonly parameters: readonly string[];
  /** `in`: every element of the value is of the list. `contains`: the value includes all of the list. */
  readonly op: "=" | ">=" | "<=" | "in" | "contains";
  readonly value: boolean | number | string | readonly string[];
  /** The direction of a tighter setting. */
  readonly stricter?: "higher" | "lower";
}

/**
 * Tells whether values are as strict as a bound or stricter. ARNs are compared without their partition: a policy of AWS
 * is the same in each.
 */
export function meetsBound(bound: ParameterBound, values: readonly unknown[]): boolean {
  const given = values.filter((value) => value !== undefined);
  if (bound.op === "contains") {
    const elements = new Set(given.flatMap(boundElements));
    return boundElements(bound.value).every((wanted) => elements.has(wanted));
  }
  return given.length > 0 && given.every((value) => meetsOne(bound, value));
}

function meetsOne(bound: ParameterBound, value: unknown): boolean {
  const { op, value: wanted, stricter } = bound;
  if (op === "in") return isPartOf(boundElements(value), boundElements(wanted));
  if (op === ">=" || (op === "=" && stricter === "higher")) return compareUnder(bound, value, wanted) >= 0;
  if (op === "<=" || (op === "=" && stricter === "lower")) return compareUnder(bound, value, wanted) <= 0;
  return inAnyPartition(toWireValue(value)).toLowerCase() === inAnyPartition(toWireValue(wanted)).toLowerCase();
}

/**
 * Compares two values as a bound orders them: versions, which are texts, part by part (1.9 is before 1.34), anything else
 * as a number. `NaN` where one of them is neither.
 */
export function compareUnder({ value: wanted }: Pick<ParameterBound, "value">, a: unknown, b: unknown): number {
  if (typeof wanted !== "string" || !VERSION.test(wanted)) return toNumber(a) - toNumber(b);
  const [first, second] = [a, b].map((each) => toWireValue(each ?? "").trim());
  if (first === undefined || second === undefined || ![first, second].every((each) => VERSION.test(each))) {
    return Number.NaN;
  }
  return first.localeCompare(second, "en", { numeric: true });
}

const VERSION = /^\d+(\.\d+)*$/;

/** An empty text is no 0. */
function toNumber(value: unknown): number {
  return typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
}

/** A rule that accepts nothing at all is none: an empty list is no part. */
function isPartOf(elements: readonly string[], all: readonly string[]): boolean {
  return elements.length > 0 && elements.every((element) => all.includes(element));
}

/** A bound in words: `MinimumPasswordLength >= 14`. */
export function boundText({ parameters, op, value }: ParameterBound): string {
  const names = parameters.length > 2 ? `${parameters[0]} … ${parameters.at(-1)}` : parameters.join(", ");
  return `${names} ${op} ${Array.isArray(value) ? value.join(", ") : toWireValue(value)}`;
}

/** The elements of a list, or of a text with commas, as bounds compare them. */
export function boundElements(value: unknown): readonly string[] {
  const elements: readonly unknown[] = Array.isArray(value) ? value : toWireValue(value).split(",");
  return elements.map((element) => inAnyPartition(toWireValue(element).trim()));
}

function inAnyPartition(text: string): string {
  return text.replace(/^arn:aws(-[a-z]+)+:/, "arn:aws:");
}

import { toWireValue } from "./wire.ts";

/** What a control demands of a parameter. */
export interface ParameterBound {
  /** The parameter; several where any of them may carry the value (`blockedPort1` to `blockedPort5`). */
  readonly parameters: readonly string[];
  /** `in`: the value is one of the list. `contains`: the value includes all of the list. */
  readonly op: "=" | ">=" | "<=" | "in" | "contains";
  readonly value: boolean | number | string | readonly string[];
  /** The direction of a tighter setting. */
  readonly stricter?: "higher" | "lower";
}

/** Tells whether values are as strict as a bound or stricter. */
export function meetsBound(bound: ParameterBound, values: readonly unknown[]): boolean {
  const given = values.filter((value) => value !== undefined);
  if (bound.op === "contains") {
    const elements = new Set(given.flatMap(elementsOf));
    return elementsOf(bound.value).every((wanted) => elements.has(wanted));
  }
  return given.length > 0 && given.every((value) => meetsOne(bound, value));
}

function meetsOne({ op, value: wanted, stricter }: ParameterBound, value: unknown): boolean {
  const [number, limit] = [Number(value), Number(wanted)];
  if (op === "in") return elementsOf(wanted).includes(toWireValue(value));
  if (op === ">=" || (op === "=" && stricter === "higher")) return number >= limit;
  if (op === "<=" || (op === "=" && stricter === "lower")) return number <= limit;
  return toWireValue(value).toLowerCase() === toWireValue(wanted).toLowerCase();
}

/** A bound in words: `MinimumPasswordLength >= 14`. */
export function boundText({ parameters, op, value }: ParameterBound): string {
  const names = parameters.length > 2 ? `${parameters[0]} … ${parameters.at(-1)}` : parameters.join(", ");
  return `${names} ${op} ${Array.isArray(value) ? value.join(", ") : toWireValue(value)}`;
}

function elementsOf(value: unknown): readonly string[] {
  const elements: readonly unknown[] = Array.isArray(value) ? value : toWireValue(value).split(",");
  return elements.map((element) => toWireValue(element).trim());
}

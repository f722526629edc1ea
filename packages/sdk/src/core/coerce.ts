import { shown } from "./json.ts";
import type { ItemSpec, ParameterSpec } from "./parameter-spec.ts";

/** A coerced value, or why there is none. */
export type Coerced<T> = { readonly value: T } | { readonly refused: string };

const INTEGER = /^-?(?:0|[1-9]\d*)$/;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Turns a wire value into the value a spec describes. AWS Config hands values over as strings (`"14"`, `"TRUE"`,
 * `"a,b"`), sometimes as native JSON. Exact: what is not of the allowed form is refused, never rounded or guessed.
 *
 * @returns The value, or the reason for refusal as words that follow the value in a sentence.
 */
export function coerce(spec: ParameterSpec, wire: unknown): Coerced<unknown> {
  switch (spec.type) {
    case "boolean":
      return coerceBoolean(wire);
    case "array":
      return coerceArray(spec, wire);
    case "string":
    case "integer":
    case "number":
      return coerceItem(spec, wire);
    default: // plain JavaScript may say anything; `checkDefinition` names it
      return { refused: "has a type that no parameter has" };
  }
}

/** The allowed form of a parameter in words: `an integer from 6 to 128`. */
export function allowedForm(spec: ParameterSpec | ItemSpec): string {
  switch (spec.type) {
    case "boolean":
      return "true or false";
    case "array":
      return `a comma-separated list, each element ${allowedForm(spec.items)}${between(spec.minItems, spec.maxItems, "elements")}`;
    case "string":
      if (spec.enum) return oneOf(spec.enum);
      return `a string${spec.pattern === undefined ? "" : ` that matches ${spec.pattern}`}${between(spec.minLength, spec.maxLength, "characters")}`;
    case "integer":
    case "number":
      if (spec.enum) return oneOf(spec.enum);
      return `${spec.type === "integer" ? "an integer" : "a number"}${between(spec.minimum, spec.maximum)}`;
  }
}

function coerceItem(spec: ItemSpec, wire: unknown): Coerced<string | number> {
  return spec.type === "string" ? coerceString(spec, wire) : coerceNumber(spec, wire);
}

type NumberSpec = Exclude<ItemSpec, { type: "string" }>;
type StringSpec = Extract<ItemSpec, { type: "string" }>;

function coerceNumber(spec: NumberSpec, wire: unknown): Coerced<number> {
  const value = typeof wire === "string" ? parseNumber(spec, wire.trim()) : wire;
  if (!isNumberOf(spec, value)) return refused(spec, wire);
  return { value: value === 0 ? 0 : value }; // no negative zero
}

function parseNumber({ type }: NumberSpec, text: string): number {
  return (type === "integer" ? INTEGER : NUMBER).test(text) ? Number(text) : Number.NaN;
}

function isNumberOf(spec: NumberSpec, value: unknown): value is number {
  if (typeof value !== "number" || !Number.isFinite(value)) return false;
  if (spec.type === "integer" && !Number.isSafeInteger(value)) return false;
  return isOneOf(spec.enum, value) && isWithin(value, spec.minimum, spec.maximum);
}

function coerceString(spec: StringSpec, wire: unknown): Coerced<string> {
  const native = typeof wire === "boolean" || (typeof wire === "number" && Number.isFinite(wire));
  const value = native ? String(wire) : wire;
  return typeof value === "string" && isStringOf(spec, value) ? { value } : refused(spec, wire);
}

function isStringOf(spec: StringSpec, value: string): boolean {
  const length = Array.from(value).length; // characters, as JSON Schema counts
  if (!isOneOf(spec.enum, value) || !isWithin(length, spec.minLength, spec.maxLength)) return false;
  return spec.pattern === undefined || matches(spec.pattern, value);
}

function isOneOf<T>(allowed: readonly T[] | undefined, value: T): boolean {
  return allowed === undefined || allowed.includes(value);
}

function isWithin(value: number, low = -Infinity, high = Infinity): boolean {
  return value >= low && value <= high;
}

/** No text matches a pattern that is no regular expression: `checkDefinition` names the pattern, a Lambda refuses. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return false;
  }
}

function coerceBoolean(wire: unknown): Coerced<boolean> {
  if (typeof wire === "boolean") return { value: wire };
  const word = typeof wire === "string" ? wire.trim().toLowerCase() : "";
  return word === "true" || word === "false" ? { value: word === "true" } : { refused: "is not true or false" };
}

function coerceArray(spec: Extract<ParameterSpec, { type: "array" }>, wire: unknown): Coerced<readonly unknown[]> {
  const elements = elementsOf(wire);
  if (elements === undefined) return refused(spec, wire);
  if (elements === "a comma too many") return { refused: "has a comma too many, which leaves an element empty" };
  const values: (string | number)[] = [];
  for (const element of elements) {
    const coerced = coerceItem(spec.items, element);
    if ("refused" in coerced) return { refused: `has an element ${shown(element)} that ${coerced.refused}` };
    values.push(coerced.value);
  }
  if (values.length < (spec.minItems ?? 0) || values.length > (spec.maxItems ?? Infinity)) return refused(spec, wire);
  if (spec.uniqueItems === true && new Set(values).size !== values.length) return { refused: "repeats an element" };
  return { value: values };
}

/**
 * CSV, the JSON text of an array, a native array, or one native scalar. An empty text is the empty list. An empty element
 * of CSV is a comma too many, and would be a prefix of every text; JSON can say that it is meant.
 */
function elementsOf(wire: unknown): readonly unknown[] | "a comma too many" | undefined {
  if (Array.isArray(wire)) return wire;
  if (typeof wire === "number" || typeof wire === "boolean") return [wire];
  if (typeof wire !== "string") return undefined;
  const text = wire.trim();
  if (text === "") return [];
  if (!text.startsWith("[")) {
    const elements = text.split(",").map((element) => element.trim());
    return elements.includes("") ? "a comma too many" : elements;
  }
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function refused(spec: ParameterSpec | ItemSpec, wire: unknown): { readonly refused: string } {
  // a bigint is shown without its n, as the number that it is not
  return { refused: `is ${typeof wire === "bigint" ? "a bigint, " : ""}not ${allowedForm(spec)}` };
}

function between(low: number | undefined, high: number | undefined, unit = ""): string {
  const noun = unit === "" ? "" : ` ${unit}`;
  if (low !== undefined && high !== undefined) return `${unit === "" ? "" : ","} from ${low} to ${high}${noun}`;
  if (low !== undefined) return `${unit === "" ? "" : ","} of at least ${low}${noun}`;
  return high === undefined ? "" : `${unit === "" ? "" : ","} of at most ${high}${noun}`;
}

function oneOf(values: readonly (string | number)[]): string {
  return `one of ${values.map((value) => JSON.stringify(value)).join(", ")}`;
}

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
    default:
      return coerceItem(spec, wire);
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
    default:
      if (spec.enum) return oneOf(spec.enum);
      return `${spec.type === "integer" ? "an integer" : "a number"}${between(spec.minimum, spec.maximum)}`;
  }
}

function coerceItem(spec: ItemSpec, wire: unknown): Coerced<string | number> {
  return spec.type === "string" ? coerceString(spec, wire) : coerceNumber(spec, wire);
}

function coerceNumber(spec: Exclude<ItemSpec, { type: "string" }>, wire: unknown): Coerced<number> {
  const form = spec.type === "integer" ? INTEGER : NUMBER;
  const value = typeof wire === "string" ? (form.test(wire.trim()) ? Number(wire) : Number.NaN) : wire;
  if (typeof value !== "number" || !Number.isFinite(value)) return refused(spec);
  if (spec.type === "integer" && !Number.isSafeInteger(value)) return refused(spec);
  if (spec.enum && !spec.enum.includes(value)) return refused(spec);
  if (value < (spec.minimum ?? -Infinity) || value > (spec.maximum ?? Infinity)) return refused(spec);
  return { value: value === 0 ? 0 : value }; // no negative zero
}

function coerceString(spec: Extract<ItemSpec, { type: "string" }>, wire: unknown): Coerced<string> {
  const native = typeof wire === "boolean" || (typeof wire === "number" && Number.isFinite(wire));
  const value = native ? String(wire) : wire;
  if (typeof value !== "string") return refused(spec);
  const length = [...value].length;
  if (length < (spec.minLength ?? 0) || length > (spec.maxLength ?? Infinity)) return refused(spec);
  if (spec.enum && !spec.enum.includes(value)) return refused(spec);
  if (spec.pattern !== undefined && !matches(spec.pattern, value)) return refused(spec);
  return { value };
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
  if (elements === undefined) return refused(spec);
  const values: (string | number)[] = [];
  for (const element of elements) {
    const coerced = coerceItem(spec.items, element);
    if ("refused" in coerced) return { refused: `has an element ${shown(element)} that ${coerced.refused}` };
    values.push(coerced.value);
  }
  if (values.length < (spec.minItems ?? 0) || values.length > (spec.maxItems ?? Infinity)) return refused(spec);
  if (spec.uniqueItems === true && new Set(values).size !== values.length) return { refused: "repeats an element" };
  return { value: values };
}

/** CSV, the JSON text of an array, a native array, or one native scalar. An empty text is the empty list. */
function elementsOf(wire: unknown): readonly unknown[] | undefined {
  if (Array.isArray(wire)) return wire;
  if (typeof wire === "number" || typeof wire === "boolean") return [wire];
  if (typeof wire !== "string") return undefined;
  const text = wire.trim();
  if (text === "") return [];
  if (!text.startsWith("[")) return text.split(",").map((element) => element.trim());
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function refused(spec: ParameterSpec | ItemSpec): { readonly refused: string } {
  return { refused: `is not ${allowedForm(spec)}` };
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

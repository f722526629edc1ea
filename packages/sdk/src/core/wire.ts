import type { ParameterSpecs } from "./parameter-spec.ts";

/**
 * A parameter's value as AWS Config carries it: text. A list is CSV, or JSON where an element would not survive CSV.
 * Reading it back gives the same value.
 */
export function toWireValue(value: unknown): string {
  if (!Array.isArray(value)) return typeof value === "string" ? value : JSON.stringify(value);
  const elements = value.map((element: unknown) => (typeof element === "string" ? element : JSON.stringify(element)));
  const plain = elements.every((element) => /^[^\s,[][^,]*$/.test(element) && element === element.trim());
  return plain ? elements.join(",") : JSON.stringify(value);
}

/** A rule's effective parameters as wire text, in the order of their declaration; those without a value are left out. */
export function toWireParameters(
  specs: ParameterSpecs,
  values: { readonly [name: string]: unknown },
): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.keys(specs)
      .filter((name) => Object.hasOwn(values, name) && values[name] !== undefined)
      .map((name) => [name, toWireValue(values[name])]),
  );
}

import { isObject } from "../json.ts";
import type { RunbookParameterSpec } from "./parameter.ts";

/**
 * What a parameter wants instead of the texts that AWS Config would pass, or nothing where they will do.
 * @param texts - One, or any number for lists.
 */
export function wantedInstead(spec: RunbookParameterSpec, texts: readonly string[]): string | undefined {
  if (spec.type === "StringList") return undefined;
  if (spec.type === "MapList") return texts.every(isMap) ? undefined : "JSON objects";
  const [text, ...others] = texts;
  return text === undefined || others.length > 0 ? "one value" : wantedInsteadOfOne(spec, text);
}

type Single = Exclude<RunbookParameterSpec, { readonly type: "StringList" | "MapList" }>;

function wantedInsteadOfOne(spec: Single, text: string): string | undefined {
  switch (spec.type) {
    case "Boolean":
      return /^(true|false)$/i.test(text) ? undefined : "true or false";
    case "Integer":
      return /^-?\d+$/.test(text) ? oneOf(spec.allowedValues, Number(text)) : "a whole number";
    case "StringMap":
      return isMap(text) ? undefined : "a JSON object";
    case "String":
      if (!matches(spec.allowedPattern, text)) return "a value that matches its allowedPattern";
      return oneOf(spec.allowedValues, text);
  }
}

function oneOf<V extends string | number>(allowed: readonly V[] | undefined, value: V): string | undefined {
  return allowed === undefined || allowed.includes(value) ? undefined : `one of ${allowed.join(", ")}`;
}

/** A pattern that only Java understands is left to Systems Manager. */
function matches(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined) return true;
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return true;
  }
}

function isMap(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}

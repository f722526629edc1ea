import { isObject } from "../json.ts";

const REFERENCE = /\{\{([^{}]*)\}\}/g;

/** What a text refers to, without braces and the space inside them: `{{ FindUser.UserName }}` → `FindUser.UserName`. */
export function referencesIn(text: string): string[] {
  return Array.from(text.matchAll(REFERENCE), ([, inside = ""]) => inside.trim());
}

/** A text within a value, and the keys that lead to it, joined by dots. */
export interface PlacedText {
  readonly path: string;
  readonly text: string;
}

/** Every text within a value; names of members are not looked at. */
export function* textsWithin(value: unknown, path: string): Generator<PlacedText> {
  if (typeof value === "string") yield { path, text: value };
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) yield* textsWithin(element, `${path}[${index}]`);
  }
  if (!isObject(value)) return;
  for (const [key, member] of Object.entries(value)) yield* textsWithin(member, `${path}.${key}`);
}

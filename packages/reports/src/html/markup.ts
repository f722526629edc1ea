import { inertText } from "../inert-text.ts";

/** Text that is HTML already. Only `html` and `raw` make it, so nothing unescaped gets into a page by accident. */
export interface Markup {
  readonly markup: string;
}

type Value = Markup | string | number | false | undefined | readonly Value[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * HTML from a template; every value that is not markup is escaped and rid of control characters and
 * directional overrides, `false` and `undefined` are nothing. The template's
 * indentation is left out.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const texts = strings.map((text) => text.replaceAll(/\n\s+/g, "\n"));
  const parts = texts.map((text, index) => (index < values.length ? text + render(values[index]) : text));
  return { markup: parts.join("") };
}

/** Declares a text to be HTML. For our own texts only. */
export function raw(markup: string): Markup {
  return { markup };
}

function render(value: Value): string {
  if (value === undefined || value === false) return "";
  if (typeof value === "number") return String(value);
  if (typeof value === "string")
    return inertText(value).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
  if (isList(value)) return value.map(render).join("");
  return value.markup;
}

function isList(value: Markup | readonly Value[]): value is readonly Value[] {
  return Array.isArray(value);
}

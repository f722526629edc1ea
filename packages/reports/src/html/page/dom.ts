/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

import { inertText } from "../../inert-text.ts";

type Child = Node | string | undefined;
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Attributes that people read. */
const READ: ReadonlySet<string> = new Set(["title", "aria-label"]);

/**
 * An element with attributes (`true` for a bare one) and children. Texts become text nodes, never HTML,
 * without control characters and directional overrides; titles and labels too, while other attributes stay as they are.
 */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    const text = value === true ? "" : String(value);
    element.setAttribute(name, READ.has(name) ? inertText(text) : text);
  }
  const shown = children.filter((child) => child !== undefined);
  element.append(...shown.map((child) => (typeof child === "string" ? inertText(child) : child)));
  return element;
}

/** A button that does something. */
export function button(attributes: Attributes, onClick: () => void, ...children: readonly Child[]): HTMLButtonElement {
  const element = el("button", { type: "button", ...attributes }, ...children);
  element.addEventListener("click", onClick);
  return element;
}

/** An element of the page, by its id and kind. */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`The report is damaged: it has no ${id}.`);
}

/** Runs a function after calls have ceased for a while. */
export function debounced(run: () => void, milliseconds: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, milliseconds);
  };
}

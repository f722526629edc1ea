import { SEVERITIES, OUTCOMES, label, type Outcome } from "../../outcome.ts";
import type { Severity } from "@rulewright/sdk";
import { grouped } from "../words.ts";
import { outcomeMark } from "./cells.ts";
import { el } from "./dom.ts";
import type { Facet } from "./facets.ts";
import { at } from "./model.ts";

/** Values from which on a facet has a field to find one. */
const MANY = 12;

/** A facet as a set of checkboxes with counts, all of them in sight or behind a button. */
export interface FacetList {
  readonly element: HTMLElement;
  show(counts: Uint32Array, chosen: ReadonlySet<string> | undefined): void;
}

/** A facet of few values, each a chip. */
export function chipFacet(facet: Facet, heading: string, onToggle: (value: string) => void): FacetList {
  const boxes = facet.values.map((value, position) => ({ position, ...checkbox(value, onToggle, faceOf(value)) }));
  const element = el("fieldset", { class: "chips" }, el("legend", {}, heading), ...boxes.map((box) => box.element));
  return {
    element,
    show(counts, chosen) {
      for (const { input, number, position, element: chip } of boxes) {
        const value = at(facet.values, position);
        input.checked = chosen?.has(value) ?? false;
        number.textContent = grouped(at(counts, position));
        chip.classList.toggle("none", counts[position] === 0);
      }
    },
  };
}

/** A facet of any number of values, behind a button; the most frequent first. Filled only while it is open. */
export function menuFacet(
  facet: Facet,
  heading: string,
  onToggle: (value: string) => void,
  textOf: (value: string) => string,
): FacetList {
  const total = el("b", { class: "chosen" });
  const list = el("div", { class: "options" });
  const find = el("input", { type: "search", placeholder: "Find", "aria-label": `Find in ${heading}` });
  const panel = el("div", { class: "panel" }, ...(facet.values.length > MANY ? [find] : []), list);
  const element = el("details", { class: "menu" }, el("summary", {}, heading, total), panel);
  let latest: { counts: Uint32Array; chosen: ReadonlySet<string> | undefined } | undefined;
  const fill = () => {
    if (!element.open || !latest) return;
    const focused = document.activeElement instanceof HTMLInputElement ? document.activeElement.value : undefined;
    const within = list.contains(document.activeElement);
    const { counts, chosen } = latest;
    const boxes = ordered(facet, counts, chosen, textOf, find.value).map(({ value, number, text }) => {
      const box = checkbox(value, onToggle, [text]);
      box.input.checked = chosen?.has(value) ?? false;
      box.number.textContent = grouped(number);
      box.element.classList.toggle("none", number === 0);
      return box;
    });
    list.replaceChildren(...boxes.map((box) => box.element));
    if (within) boxes.find(({ input }) => input.value === focused)?.input.focus();
  };
  element.addEventListener("toggle", () => {
    fill();
    panel.classList.remove("flipped");
    panel.classList.toggle("flipped", panel.getBoundingClientRect().right > document.documentElement.clientWidth);
  });
  find.addEventListener("input", fill);
  closeFromOutside(element);
  return {
    element,
    show(counts, chosen) {
      latest = { counts, chosen };
      total.textContent = chosen ? String(chosen.size) : "";
      fill();
    },
  };
}

interface Option {
  readonly value: string;
  readonly text: string;
  readonly number: number;
}

function ordered(
  { values }: Facet,
  counts: Uint32Array,
  chosen: ReadonlySet<string> | undefined,
  textOf: (value: string) => string,
  sought: string,
): Option[] {
  const needle = sought.toLowerCase();
  const rank = ({ value }: Option) => (chosen?.has(value) ? 0 : 1);
  return values
    .map((value, position) => ({ value, text: textOf(value), number: at(counts, position) }))
    .filter(({ value, text }) => value.toLowerCase().includes(needle) || text.toLowerCase().includes(needle))
    .sort((a, b) => rank(a) - rank(b) || b.number - a.number || (a.text < b.text ? -1 : 1));
}

interface Checkbox {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  readonly number: HTMLElement;
}

function checkbox(value: string, onToggle: (value: string) => void, face: readonly (Node | string)[]): Checkbox {
  const input = el("input", { type: "checkbox", value });
  const number = el("span", { class: "number" });
  input.addEventListener("change", () => onToggle(value));
  return { input, number, element: el("label", {}, input, el("span", { class: "face" }, ...face), number) };
}

function faceOf(value: string): readonly (Node | string)[] {
  const outcome = OUTCOMES.find((each): each is Outcome => each === value);
  if (outcome) return outcomeMark(outcome);
  const severity = SEVERITIES.find((each): each is Severity => each === value);
  return [severity ? label(severity) : value];
}

/** Escape closes the menu and goes back to its button; so does a click elsewhere, and the focus' leaving. */
function closeFromOutside(menu: HTMLDetailsElement): void {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}

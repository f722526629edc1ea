import { OUTCOMES, SEVERITIES, label } from "../../outcome.ts";
import { button, byId, debounced, el } from "./dom.ts";
import { chipFacet, menuFacet, type FacetList } from "./facet-list.ts";
import type { Facet, FacetName } from "./facets.ts";
import type { Filtered } from "./filter.ts";
import type { Model } from "./model.ts";
import { toggled, FIRST_VIEW, type View } from "./view.ts";

/** How long typing must cease before the list follows. */
const PAUSE_MS = 120;

const HEADINGS: Readonly<Record<FacetName, string>> = {
  status: "Status",
  severity: "Severity",
  rule: "Rule",
  account: "Account",
  region: "Region",
  service: "Service",
  framework: "Framework",
  control: "Control",
};

/** The search field, the facets and what is chosen of them. */
export interface FilterBar {
  show(view: View, filtered: Filtered): void;
}

/** Builds the filter bar; it tells of every change and shows what it is told. */
export function createFilterBar(
  model: Model,
  facets: readonly Facet[],
  current: () => View,
  onChange: (view: View) => void,
): FilterBar {
  const search = byId("search", HTMLInputElement);
  const chips = byId("chips", HTMLElement);
  const names = new Map(Object.entries(model.data.frameworks));
  const textOf = (value: string) => names.get(value) ?? value;
  /** What was typed a moment ago is not lost to a click. */
  const latest = (): View => ({ ...current(), query: search.value.trim() });
  const toggle = (name: FacetName) => (value: string) => onChange(toggled(latest(), name, value));
  const lists = new Map<FacetName, FacetList>();
  for (const facet of facets) {
    const list = listOf(facet, toggle(facet.name), textOf);
    if (list) lists.set(facet.name, list);
  }
  byId("facets", HTMLElement).append(...[...lists.values()].map(({ element }) => element));
  search.addEventListener(
    "input",
    debounced(() => onChange(latest()), PAUSE_MS),
  );
  return {
    show(view, { counts }) {
      if (search.value.trim() !== view.query) search.value = view.query;
      for (const [name, list] of lists) list.show(counts.get(name) ?? new Uint32Array(), view.chosen.get(name));
      chips.replaceChildren(...chosenChips(view, onChange, textOf, search));
    },
  };
}

/** Facets of one value do not filter; controls are chosen by their links. */
function listOf(
  facet: Facet,
  onToggle: (value: string) => void,
  textOf: (value: string) => string,
): FacetList | undefined {
  const heading = HEADINGS[facet.name];
  if (facet.name === "status" || facet.name === "severity") return chipFacet(facet, heading, onToggle);
  if (facet.name === "control" || facet.values.length < 2) return undefined;
  return menuFacet(facet, heading, onToggle, textOf);
}

/** What is chosen, each with a way out of it. */
function chosenChips(
  view: View,
  onChange: (view: View) => void,
  textOf: (value: string) => string,
  search: HTMLInputElement,
): HTMLElement[] {
  const chips = [...view.chosen].flatMap(([name, values]) =>
    [...values].map((value) => {
      const text = `${HEADINGS[name]}: ${chipText(value, textOf)}`;
      return button(
        { class: "chip", "aria-label": `Remove filter ${text}` },
        () => {
          onChange(toggled(view, name, value));
          search.focus();
        },
        text,
        el("span", { "aria-hidden": "true" }, "×"),
      );
    }),
  );
  if (chips.length === 0 && view.query === "") return [];
  const clear = () => {
    onChange({ ...FIRST_VIEW, order: view.order });
    search.focus();
  };
  return [...chips, button({ class: "clear" }, clear, "Clear")];
}

function chipText(value: string, textOf: (value: string) => string): string {
  const word = [...OUTCOMES, ...SEVERITIES].find((each) => each === value);
  return word ? label(word) : textOf(value);
}

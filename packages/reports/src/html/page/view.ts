import { FACETS, type FacetName } from "./facets.ts";
import type { Chosen } from "./filter.ts";
import { FIRST_ORDER, SORT_KEYS, type Order } from "./sort.ts";

/** What the list shows, and how: what the page's address keeps. */
export interface View {
  readonly query: string;
  readonly chosen: Chosen;
  readonly order: Order;
}

/** Everything, the most pressing first. */
export const FIRST_VIEW: View = { query: "", chosen: new Map(), order: FIRST_ORDER };

/** Reads a view from the address' hash; `undefined` when the hash is none, as in `#rules`. Unknown keys are ignored. */
export function parseHash(hash: string): View | undefined {
  const text = hash.replace(/^#/, "");
  if (!text.includes("=")) return text === "" ? FIRST_VIEW : undefined;
  const parameters = new URLSearchParams(text);
  const chosen = new Map<FacetName, ReadonlySet<string>>();
  for (const facet of FACETS) {
    const values = parameters.getAll(facet);
    if (values.length > 0) chosen.set(facet, new Set(values));
  }
  return { query: parameters.get("q") ?? "", chosen, order: parseOrder(parameters.get("sort") ?? "") };
}

/** A view as the address' hash; empty for the first one. */
export function toHash({ query, chosen, order }: View): string {
  const parameters = new URLSearchParams();
  if (query !== "") parameters.set("q", query);
  for (const facet of FACETS) for (const value of chosen.get(facet) ?? []) parameters.append(facet, value);
  const sort = `${order.descending ? "-" : ""}${order.key}`;
  if (sort !== FIRST_ORDER.key) parameters.set("sort", sort);
  const text = parameters.toString();
  return text === "" ? "" : `#${text}`;
}

/** The view with a value of a facet chosen or no longer. */
export function toggled(view: View, facet: FacetName, value: string): View {
  const values = new Set(view.chosen.get(facet));
  if (!values.delete(value)) values.add(value);
  const chosen = new Map(view.chosen);
  if (values.size === 0) chosen.delete(facet);
  else chosen.set(facet, values);
  return { ...view, chosen };
}

function parseOrder(text: string): Order {
  const descending = text.startsWith("-");
  const key = SORT_KEYS.find((each) => each === (descending ? text.slice(1) : text));
  return key ? { key, descending } : FIRST_ORDER;
}

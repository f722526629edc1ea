import { OUTCOMES, SEVERITIES } from "../../outcome.ts";
import { frameworkOf, serviceOf } from "../../tally.ts";
import { at, type Model } from "./model.ts";

/** What evaluations can be filtered by, in the order of the page. */
export const FACETS = ["status", "severity", "rule", "account", "region", "service", "framework", "control"] as const;

/** One of them. */
export type FacetName = (typeof FACETS)[number];

/** A facet: its values, and which of them each outcome, profile or resource has. */
export interface Facet {
  readonly name: FacetName;
  readonly values: readonly string[];
  readonly level: "outcome" | "profile" | "resource";
  /** Positions in `values` by the position of the outcome, profile or resource. */
  readonly positions: readonly (readonly number[])[];
}

/** The facets of a report. */
export function facetsOf({ data, outcome }: Model): readonly Facet[] {
  const { profiles, resources, accounts, regions, types, rules, controls } = data;
  const ids = controls.map(([id]) => id);
  const services = types.map(serviceOf);
  const { values: serviceNames, positions: serviceOfTypes } = distinct(services);
  const { values: frameworks, positions: frameworkOfControls } = distinct(ids.map(frameworkOf));
  const statuses = OUTCOMES.filter((_value, index) => outcome.includes(index));
  const severities = SEVERITIES.filter((value) => profiles.some(([, severity]) => severity === value));
  return [
    facet(
      "status",
      statuses,
      "outcome",
      OUTCOMES.map((each) => statuses.flatMap((value, position) => (value === each ? [position] : []))),
    ),
    facet(
      "severity",
      severities,
      "profile",
      single(severities, profiles.length, (index) => severities.indexOf(at(profiles, index)[1])),
    ),
    facet(
      "rule",
      rules.map(({ name }) => name),
      "profile",
      single(rules, profiles.length, (index) => at(profiles, index)[0]),
    ),
    facet(
      "account",
      accounts,
      "resource",
      single(accounts, resources.id.length, (index) => at(resources.account, index)),
    ),
    facet(
      "region",
      regions,
      "resource",
      single(regions, resources.id.length, (index) => at(resources.region, index)),
    ),
    facet("service", serviceNames, "resource", single(serviceNames, resources.id.length, serviceAt)),
    facet(
      "framework",
      frameworks,
      "profile",
      profiles.map(([, , list]) => [...new Set(list.map((id) => at(frameworkOfControls, id)))]),
    ),
    facet(
      "control",
      ids,
      "profile",
      profiles.map(([, , list]) => list),
    ),
  ];
  function serviceAt(index: number): number {
    return at(serviceOfTypes, at(resources.type, index));
  }
}

function facet(
  name: FacetName,
  values: readonly string[],
  level: Facet["level"],
  positions: Facet["positions"],
): Facet {
  return { name, values, level, positions };
}

/** One value each: the lists are shared, one for each value. */
function single(values: readonly unknown[], length: number, valueAt: (index: number) => number): Facet["positions"] {
  const lists = values.map((_value, position) => [position]);
  return Array.from({ length }, (_nothing, index) => at(lists, valueAt(index)));
}

function distinct(texts: readonly string[]): { readonly values: string[]; readonly positions: number[] } {
  const values = [...new Set(texts)];
  const known = new Map(values.map((value, position) => [value, position]));
  return { values, positions: texts.map((text) => known.get(text) ?? 0) };
}

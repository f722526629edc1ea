import type { Facet, FacetName } from "./facets.ts";
import { at, type Model } from "./model.ts";
import type { Matcher } from "./search.ts";

/** Values chosen of each facet: any of them will do; facets without any do not filter. */
export type Chosen = ReadonlyMap<FacetName, ReadonlySet<string>>;

/** What a filter lets through. */
export interface Filtered {
  /** Positions of evaluations, in the order of the result. */
  readonly rows: Uint32Array;
  /** For each facet, how many evaluations each value would leave, given everything else that is chosen. */
  readonly counts: ReadonlyMap<FacetName, Uint32Array>;
}

/** Filters all evaluations, and counts for each facet what its values would leave. */
export function applyFilter(
  model: Model,
  facets: readonly Facet[],
  chosen: Chosen,
  matches: Matcher | undefined,
): Filtered {
  const refused = refusals(model, facets, chosen);
  const counts = facets.map(({ values }) => new Uint32Array(values.length));
  const rows = new Uint32Array(model.size);
  let length = 0;
  for (let index = 0; index < model.size; index += 1) {
    const where = placesOf(model, index);
    const refusal =
      at(refused.outcome, where.outcome) | at(refused.profile, where.profile) | at(refused.resource, where.resource);
    if (severalBits(refusal) || matches?.(index) === false) continue;
    if (refusal === 0) {
      rows[length] = index;
      length += 1;
    }
    tallyUp(facets, counts, where, refusal);
  }
  return {
    rows: rows.slice(0, length),
    counts: new Map(facets.map(({ name }, position) => [name, at(counts, position)])),
  };
}

type Places = Readonly<Record<Facet["level"], number>>;

function placesOf(model: Model, index: number): Places {
  return { outcome: at(model.outcome, index), profile: at(model.profile, index), resource: at(model.resource, index) };
}

function severalBits(bits: number): boolean {
  return (bits & (bits - 1)) !== 0;
}

/** Counts an evaluation that all facets let through, or all but the one that would count it. */
function tallyUp(facets: readonly Facet[], counts: readonly Uint32Array[], where: Places, refusal: number): void {
  for (const [position, { level, positions }] of facets.entries()) {
    if (refusal !== 0 && refusal !== 1 << position) continue;
    const column = at(counts, position);
    for (const value of at(positions, where[level])) column[value] = at(column, value) + 1;
  }
}

/** For each outcome, profile and resource, a bit for each facet that refuses it. */
function refusals(model: Model, facets: readonly Facet[], chosen: Chosen): Record<Facet["level"], Uint32Array> {
  const { profiles, resources } = model.data;
  const refused = {
    outcome: new Uint32Array(facets.find(({ level }) => level === "outcome")?.positions.length ?? 0),
    profile: new Uint32Array(profiles.length),
    resource: new Uint32Array(resources.id.length),
  };
  for (const [bit, { name, values, level, positions }] of facets.entries()) {
    const wanted = chosen.get(name);
    if (!wanted || wanted.size === 0) continue;
    const column = refused[level];
    const good = values.map((value) => wanted.has(value));
    for (const [index, list] of positions.entries()) {
      if (!list.some((value) => good[value])) column[index] = at(column, index) | (1 << bit);
    }
  }
  return refused;
}

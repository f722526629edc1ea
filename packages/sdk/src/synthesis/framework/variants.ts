import type { Bound } from "@rulewright/catalog/controls";

/** A control, and what it demands of one managed rule. */
export interface ControlDemand {
  readonly control: string;
  readonly bounds: readonly Bound[];
}

/** One use of a managed rule: controls that its parameters can serve together. */
export interface Variant {
  readonly demands: readonly ControlDemand[];
  /** What tells it from the other uses, as part of a name. */
  readonly distinction: string;
}

/**
 * The uses that a managed rule needs, so that no two controls of one contradict each other. What a control demands beside
 * the parameters that tell the uses apart is demanded of each of them: port 445 is closed to IPv4 and to IPv6.
 */
export function variantsOf(demands: readonly ControlDemand[]): Variant[] {
  const seeds: Bound[][] = [];
  for (const { bounds } of demands) {
    const exact = bounds.filter(isExact);
    const seed = seeds.find((each) => !contradict(each, exact));
    if (seed) seed.push(...exact);
    else seeds.push(exact);
  }
  const tellsApart = (bound: Bound) => isExact(bound) && seeds.some((seed) => contradict(seed, [bound]));
  return seeds.map((seed, index) => ({
    demands: demands.filter(({ bounds }) => {
      const telling = bounds.filter(tellsApart);
      return telling.length === 0 || seeds.findIndex((each) => !contradict(each, telling)) === index;
    }),
    distinction: String(seed.find(tellsApart)?.value ?? "also")
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-"),
  }));
}

/** Parameters that tell the uses of a managed rule apart: controls want different exact values of them. */
export function tellingParameters(bounds: readonly Bound[]): readonly string[] {
  const exact = bounds.filter(isExact);
  const telling = exact.filter((bound) => contradict(exact, [bound]));
  return [...new Set(telling.flatMap(({ parameters }) => parameters))];
}

/** Bounds with a direction and lists can be met together; of exact values there is one. */
function isExact({ op, stricter }: Bound): boolean {
  return op === "=" && stricter === undefined;
}

/** Whether two lists of exact bounds want different values of one parameter. */
function contradict(some: readonly Bound[], others: readonly Bound[]): boolean {
  return some.some((a) =>
    others.some((b) => a.parameters[0] === b.parameters[0] && JSON.stringify(a.value) !== JSON.stringify(b.value)),
  );
}

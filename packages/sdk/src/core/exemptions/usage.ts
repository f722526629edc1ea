import type { ExemptionPlace, ExemptionSelectors } from "./exemption.ts";
import { fitsAll, toListTest } from "./pattern.ts";

/** What a run saw of its exemptions, by their place in the list. */
export interface ExemptionUsage {
  /** Those that exempted something. */
  readonly used: Set<number>;
  /** Those that would have exempted something, had they not expired: how many evaluations. */
  readonly expired: Map<number, number>;
  /** Rules that were applied. */
  readonly rules: Set<string>;
  /** Regions by account. */
  readonly places: Map<string, Set<string>>;
}

/** A usage of nothing. */
export function emptyUsage(): ExemptionUsage {
  return { used: new Set(), expired: new Map(), rules: new Set(), places: new Map() };
}

/** Notes that a rule was applied somewhere. */
export function visit({ rules, places }: ExemptionUsage, { rule, accountId, region }: ExemptionPlace): void {
  rules.add(rule);
  const regions = places.get(accountId);
  if (regions) regions.add(region);
  else places.set(accountId, new Set([region]));
}

/** Tells whether an exemption could have covered anything of this run: its rule ran, in an account and Region of it. */
export function wasTried({ rules, accounts, regions }: ExemptionSelectors, usage: ExemptionUsage): boolean {
  if (!rules.some((rule) => usage.rules.has(rule))) return false;
  const isRegion = regions ? toListTest(regions) : () => true;
  const seen = accounts.some(fitsAll)
    ? [...usage.places.values()]
    : accounts.map((accountId) => usage.places.get(accountId) ?? new Set<string>());
  return seen.some((regionsOfAccount) => [...regionsOfAccount].some(isRegion));
}

import { surplusInstances } from "./decide.ts";
import type { StackInstanceState } from "./observation.ts";

/** Accounts named in one deletion of stacks. */
const MOST_NAMED_ACCOUNTS = 200;

/** Which stacks one operation deletes. */
export interface Deletion {
  readonly targets: {
    readonly OrganizationalUnitIds: string[];
    readonly AccountFilterType?: "INTERSECTION";
    readonly Accounts?: string[];
  };
  readonly regions: readonly string[];
}

/** Everything, through the units that AWS reached it by; `units` where it does not say. */
export function wholeDeletion(instances: readonly StackInstanceState[], units: readonly string[]): readonly Deletion[] {
  if (instances.length === 0) return [];
  const found = unitsOf(instances);
  return [{ targets: { OrganizationalUnitIds: found.length > 0 ? found : [...units] }, regions: regionsOf(instances) }];
}

/**
 * What lies outside of these accounts and Regions: dropped Regions as a whole, then what is left, unit by unit. A unit that
 * loses all its stacks is named without a filter, so that AWS no longer deploys to accounts that join it; of others the
 * accounts are named.
 */
export function droppedDeletions(
  instances: readonly StackInstanceState[],
  accounts: readonly string[],
  regions: readonly string[],
): readonly Deletion[] {
  const surplus = surplusInstances({ isBusy: false, instances }, accounts, regions);
  const ofDroppedRegions = surplus.filter(({ region }) => !regions.includes(region));
  const others = surplus.filter(({ region }) => regions.includes(region));
  const byUnit = unitsOf(others).flatMap((unit): readonly Deletion[] => {
    const own = others.filter(({ organizationalUnit }) => organizationalUnit === unit);
    const all = instances.filter(
      ({ organizationalUnit, region }) => organizationalUnit === unit && regions.includes(region),
    );
    if (own.length === all.length) return [{ targets: { OrganizationalUnitIds: [unit] }, regions: regionsOf(own) }];
    return named(unit, own);
  });
  return [...wholeDeletion(ofDroppedRegions, []), ...byUnit];
}

function named(unit: string, instances: readonly StackInstanceState[]): Deletion[] {
  const accounts = [...new Set(instances.map(({ account }) => account))];
  const deletions: Deletion[] = [];
  for (let start = 0; start < accounts.length; start += MOST_NAMED_ACCOUNTS) {
    const Accounts = accounts.slice(start, start + MOST_NAMED_ACCOUNTS);
    const targets = { OrganizationalUnitIds: [unit], AccountFilterType: "INTERSECTION" as const, Accounts };
    deletions.push({ targets, regions: regionsOf(instances) });
  }
  return deletions;
}

function unitsOf(instances: readonly StackInstanceState[]): string[] {
  return [...new Set(instances.flatMap(({ organizationalUnit }) => organizationalUnit ?? []))];
}

function regionsOf(instances: readonly StackInstanceState[]): string[] {
  return [...new Set(instances.map(({ region }) => region))];
}

import { findManagedRule } from "@rulewright/catalog/managed-rules";
import { findResourceType } from "@rulewright/catalog/resource-types";
import { isGlobalType, scopeOf } from "../core/scope.ts";
import { logicalIdOf } from "./names.ts";
import type { PackEntry } from "./conformance-pack.ts";

/** The condition that global rules stand under. */
export const GLOBAL_RULES = "GlobalRules";

/** Where AWS Config records the types with a home Region in the partition `aws-us-gov`. */
const GOVCLOUD_HOME = "us-gov-west-1";

/** What deploys an entry in some Regions only. */
export interface RegionSwitch {
  /** Of the pack: `"false"` leaves the entry out. */
  readonly parameter: string;
  readonly condition: string;
  readonly regions: readonly string[];
}

/**
 * The switch of an entry that is not for every Region: its own where the pack names Regions, and one for all rules of a
 * home Region. The switch `GlobalRules` cannot stand for a home Region: it is wherever the deployment wants IAM's rules,
 * and there AWS Config may have no such rule, or no such item.
 */
export function regionSwitchOf(entry: PackEntry): RegionSwitch | undefined {
  const named = entry.kind === "policy" ? undefined : entry.regions;
  const id = logicalIdOf(entry.name);
  if (named) return { parameter: `Deploy${id}`, condition: `${id}HasRegion`, regions: named };
  const home = homeRegionsOf(entry);
  if (!home) return undefined;
  const rules = `${home.map(logicalIdOf).join("")}Rules`;
  return { parameter: `Deploy${rules}`, condition: rules, regions: home };
}

/** Whether an entry reports once per account instead of in every Region. */
export function isGlobalEntry(entry: PackEntry): boolean {
  if (entry.kind === "custom") return scopeOf(entry.rule) === "global";
  if (entry.kind === "policy") return entry.resourceTypes.every(isGlobalType);
  const { accountWide, resourceTypes = [] } = findManagedRule(entry.identifier) ?? {};
  return accountWide === true || (resourceTypes.length > 0 && resourceTypes.every(isGlobalType));
}

/** The condition that an entry's resources stand under: a template that serves every Region leaves some of them out. */
export function conditionOf(entry: PackEntry): { readonly Condition?: string } {
  const limited = regionSwitchOf(entry);
  if (limited) return { Condition: limited.condition };
  return isGlobalEntry(entry) ? { Condition: GLOBAL_RULES } : {};
}

/**
 * The Regions that alone have a managed rule, or the items that another rule judges. A custom rule that only a schedule
 * starts needs neither: it asks the service.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html
 */
function homeRegionsOf(entry: PackEntry): readonly string[] | undefined {
  if (entry.kind === "managed") {
    const { regions, resourceTypes = [] } = findManagedRule(entry.identifier) ?? {};
    return regions ?? recordedIn(resourceTypes);
  }
  if (entry.kind === "custom" && (entry.rule.kind !== "rule" || scopeOf(entry.rule) !== "global")) return undefined;
  const home = recordedIn(entry.kind === "custom" ? entry.rule.resourceTypes : entry.resourceTypes);
  return home && [...home, GOVCLOUD_HOME];
}

/** The home Regions of types that AWS Config records nowhere else, sorted; nothing where one is recorded elsewhere. */
function recordedIn(resourceTypes: readonly string[]): readonly string[] | undefined {
  const homes = resourceTypes.map((type) => {
    const global = findResourceType(type)?.global;
    return global?.recorded === "home-region" ? global.homeRegion : undefined;
  });
  if (homes.length === 0 || homes.includes(undefined)) return undefined;
  return [...new Set(homes.flatMap((home) => home ?? []))].sort();
}

import { isAutomatic } from "./automatic.ts";
import { configRule } from "./config-rule.ts";
import { sortedEntries } from "./entries.ts";
import { logicalIdOf } from "./names.ts";
import type { ConformancePack } from "./pack.ts";
import { hasValueCondition, packParameters, parameterDeclaration, type Promotion } from "./promotions.ts";
import { GLOBAL_RULES, isGlobalEntry, regionSwitchOf, type RegionSwitch } from "./regions.ts";
import { AUTOMATIC_REMEDIATION, remediationConfiguration } from "./remediation-configuration.ts";
import type { PackResource, PackTemplate, TemplateValue } from "./template.ts";

/** The logical id of the remediation that belongs to a rule's. */
export function remediationIdOf(ruleName: string): string {
  return `${logicalIdOf(ruleName)}Remediation`;
}

/** Makes the template of a pack that `checkPack` found sound. Pure: equal packs give equal templates. */
export function synthesizePack(pack: ConformancePack): PackTemplate {
  const resources: [string, PackResource][] = [];
  for (const entry of sortedEntries(pack)) {
    resources.push([logicalIdOf(entry.name), configRule(entry, pack)]);
    const remediation = entry.kind === "custom" ? remediationConfiguration(entry) : undefined;
    if (remediation) resources.push([remediationIdOf(entry.name), remediation]);
  }
  return { ...sections(switchesOf(pack), packParameters(pack)), Resources: Object.fromEntries(resources) };
}

/** The switches of a pack, in the order of its parameters: each is `"true"` unless the deployment says otherwise. */
export function switchesOf(pack: ConformancePack): readonly Switch[] {
  const switches: Switch[] = [];
  if (pack.rules.some(isAutomatic)) {
    switches.push({ parameter: AUTOMATIC_REMEDIATION_SWITCH, condition: AUTOMATIC_REMEDIATION });
  }
  if (pack.rules.some((entry) => isGlobalEntry(entry) && !regionSwitchOf(entry))) {
    switches.push({ parameter: GLOBAL_RULES_SWITCH, condition: GLOBAL_RULES });
  }
  return [...switches, ...regionSwitches(pack)];
}

/** The switches of entries that are for some Regions only, in the order of their names. */
export function regionSwitches(pack: Pick<ConformancePack, "rules">): readonly RegionSwitch[] {
  const switches = pack.rules.flatMap((entry) => regionSwitchOf(entry) ?? []);
  const byName = new Map(switches.map((each) => [each.parameter, each]));
  return [...byName.values()].sort((a, b) => (a.parameter < b.parameter ? -1 : 1));
}

/** The pack parameter that switches all automatic remediation. */
export const AUTOMATIC_REMEDIATION_SWITCH = "EnableAutomaticRemediation";
/** The pack parameter that switches global rules. */
export const GLOBAL_RULES_SWITCH = "DeployGlobalRules";

/** A pack parameter and the condition that it decides. */
export type Switch = { readonly parameter: string; readonly condition: string };

function sections(
  switches: readonly Switch[],
  promoted: ReadonlyMap<string, readonly Promotion[]>,
): Omit<PackTemplate, "Resources"> {
  const parameters: [string, TemplateValue][] = switches.map((each) => [
    each.parameter,
    { Type: "String", Default: "true" },
  ]);
  const conditions: [string, TemplateValue][] = switches.map((each) => [
    each.condition,
    { "Fn::Equals": [{ Ref: each.parameter }, "true"] },
  ]);
  for (const [name, [promotion]] of [...promoted].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!promotion) continue;
    parameters.push([name, parameterDeclaration(promotion)]);
    const isEmpty = { "Fn::Equals": [{ Ref: name }, ""] };
    if (promotion.optional) conditions.push([hasValueCondition(name), { "Fn::Not": [isEmpty] }]);
  }
  return {
    ...(parameters.length === 0 ? {} : { Parameters: Object.fromEntries(parameters) }),
    ...(conditions.length === 0 ? {} : { Conditions: Object.fromEntries(conditions) }),
  };
}

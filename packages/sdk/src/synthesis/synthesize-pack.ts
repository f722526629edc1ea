import { GLOBAL_RULES, configRule, isGlobalEntry, regionCondition, regionsOf } from "./config-rule.ts";
import { logicalIdOf } from "./names.ts";
import type { ConformancePack, PackEntry } from "./pack.ts";
import { hasValueCondition, packParameters, parameterDeclaration, type Promotion } from "./promotions.ts";
import { AUTOMATIC_REMEDIATION, isAutomatic, remediationConfiguration } from "./remediation-configuration.ts";
import type { PackResource, PackTemplate, TemplateValue } from "./template.ts";

/** The logical id of the remediation that belongs to a rule's. */
export function remediationIdOf(ruleName: string): string {
  return `${logicalIdOf(ruleName)}Remediation`;
}

/** Entries by rule name, so that equal packs give equal bytes. */
export function sortedEntries(pack: ConformancePack): PackEntry[] {
  return pack.rules.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Makes the template of a pack that `checkPack` found sound. Pure: equal packs give equal templates. */
export function synthesizePack(pack: ConformancePack): PackTemplate {
  const resources: [string, PackResource][] = [];
  for (const entry of sortedEntries(pack)) {
    resources.push([logicalIdOf(entry.name), configRule(entry)]);
    const remediation = entry.kind === "custom" ? remediationConfiguration(entry) : undefined;
    if (remediation) resources.push([remediationIdOf(entry.name), remediation]);
  }
  const switches: { readonly parameter: string; readonly condition: string }[] = [];
  if (pack.rules.some((entry) => entry.kind === "custom" && isAutomatic(entry))) {
    switches.push({ parameter: "EnableAutomaticRemediation", condition: AUTOMATIC_REMEDIATION });
  }
  if (pack.rules.some((entry) => isGlobalEntry(entry) && !regionsOf(entry))) {
    switches.push({ parameter: "DeployGlobalRules", condition: GLOBAL_RULES });
  }
  for (const entry of sortedEntries(pack)) {
    if (!regionsOf(entry)) continue;
    switches.push({ parameter: regionSwitch(entry.name), condition: regionCondition(entry.name) });
  }
  return { ...sections(switches, packParameters(pack)), Resources: Object.fromEntries(resources) };
}

/** The pack parameter that leaves out a rule that a Region lacks. */
export function regionSwitch(ruleName: string): string {
  return `Deploy${logicalIdOf(ruleName)}`;
}

type Switch = { readonly parameter: string; readonly condition: string };

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

import { configRule, GLOBAL_RULES, isGlobalEntry } from "./config-rule.ts";
import { logicalIdOf } from "./names.ts";
import type { ConformancePack, PackEntry } from "./pack.ts";
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
  if (pack.rules.some(isGlobalEntry)) switches.push({ parameter: "DeployGlobalRules", condition: GLOBAL_RULES });
  return { ...switchSections(switches), Resources: Object.fromEntries(resources) };
}

function switchSections(
  switches: readonly { parameter: string; condition: string }[],
): Omit<PackTemplate, "Resources"> {
  if (switches.length === 0) return {};
  const parameter: TemplateValue = { Type: "String", Default: "true" };
  return {
    Parameters: Object.fromEntries(switches.map((each) => [each.parameter, parameter])),
    Conditions: Object.fromEntries(
      switches.map((each) => [each.condition, { "Fn::Equals": [{ Ref: each.parameter }, "true"] }]),
    ),
  };
}

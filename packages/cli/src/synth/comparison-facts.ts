import { isObject, isParameterReference } from "@rulewright/sdk";
import type { ConformancePack, CustomEntry } from "@rulewright/sdk/synthesis";

/**
 * Adds to a manifest what tells one release of a rule from the next, part by part: its code alone, what it exempts (neither
 * why nor by whom), and whose values nobody may print.
 * @param codeHashes - Of custom rules' code, by the rule's name in the pack.
 */
export function withComparisonFacts(
  manifest: object,
  pack: Pick<ConformancePack, "rules">,
  codeHashes: ReadonlyMap<string, string>,
): object {
  if (!isObject(manifest) || !Array.isArray(manifest["rules"])) return manifest;
  const facts = new Map(
    pack.rules.flatMap((entry): [unknown, object][] =>
      entry.kind === "custom" ? [[entry.name, factsOf(entry, codeHashes.get(entry.name))]] : [],
    ),
  );
  const rules = manifest["rules"].map((rule: unknown) =>
    isObject(rule) ? { ...rule, ...facts.get(rule["name"]) } : rule,
  );
  return { ...manifest, rules };
}

function factsOf({ rule, exemptions }: CustomEntry, code: string | undefined): object {
  const specs = Object.entries(rule.parameters ?? {});
  const secrets = specs.flatMap(([name, { secret }]) => (secret === true ? [name] : []));
  const handedOn = Object.entries(rule.remediation?.parameters ?? {}).flatMap(([name, value]) =>
    isParameterReference(value) && secrets.includes(value["~parameter"]) ? [name] : [],
  );
  const entries = exemptions?.exemptions.map(({ rules: _rules, ...covers }) => covers) ?? [];
  return {
    ...(code === undefined ? {} : { code }),
    ...(secrets.length > 0 ? { secretParameters: secrets } : {}),
    ...(handedOn.length > 0 ? { secretRunbookParameters: handedOn } : {}),
    exemptions: { ...(exemptions ? { exemptAs: exemptions.exemptAs } : {}), entries },
  };
}

import type { BundledExemption } from "./exemption.ts";

/**
 * What of the exemptions may be part of a function, which every account can read: what they cover and how long, neither
 * reasons nor owners.
 * @param rules - Names of the rules of the function; exemptions from no other are handed over.
 */
export function bundledExemptions(
  exemptions: readonly BundledExemption[],
  rules?: readonly string[],
): BundledExemption[] {
  return exemptions.flatMap((exemption) => {
    const { id, accounts, regions, resourceTypes, resourceIds, tags, expires } = exemption;
    const covered = rules ? exemption.rules.filter((rule) => rules.includes(rule)) : exemption.rules;
    if (covered.length === 0) return [];
    return {
      id,
      rules: [...covered],
      accounts: [...accounts],
      ...(regions ? { regions: [...regions] } : {}),
      ...(resourceTypes ? { resourceTypes: [...resourceTypes] } : {}),
      ...(resourceIds ? { resourceIds: [...resourceIds] } : {}),
      ...(tags ? { tags: tags.map(({ key, pattern }) => ({ key, pattern })) } : {}),
      expires,
    };
  });
}

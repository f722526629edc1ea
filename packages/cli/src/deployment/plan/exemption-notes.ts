import { canonicalJson } from "@rulewright/sdk";
import type { ManifestExemption, ManifestRule } from "./manifest.ts";
import type { PlanInput } from "./plan-input.ts";

/**
 * Tells of exemptions that are published and would no longer be: whoever forgets the file makes what it covered count
 * again, and lets automatic remediation change it. Those rules come first.
 */
export function exemptionNotes({ release, observation }: Pick<PlanInput, "release" | "observation">): string[] {
  const { published, now } = observation;
  const before = new Map(published?.release.manifest.rules.map((rule) => [rule.name, rule]));
  const isSwitchedOff = release.parameters["EnableAutomaticRemediation"] === "false";
  const lost = release.manifest.rules.flatMap((rule) => {
    const number = lostExemptions(before.get(rule.name), rule, now);
    const isAutomatic = rule.remediation?.automatic === true && !isSwitchedOff;
    return number === 0 ? [] : [{ name: rule.name, number, isAutomatic }];
  });
  if (lost.length === 0) return [];
  const named = lost
    .toSorted((a, b) => Number(b.isAutomatic) - Number(a.isAutomatic))
    .map(({ name, number, isAutomatic }) => `${name} (${number}${isAutomatic ? ", remediated automatically" : ""})`);
  return [
    `Published exemptions are not in this release, or cover something else: ${named.join(", ")}. What they covered ` +
      "counts again. Make the pack with --exemptions to keep them.",
  ];
}

/** How many that still hold are gone; one that only holds for another time is the same. */
function lostExemptions(was: ManifestRule | undefined, is: ManifestRule, now: Date): number {
  if (!was?.exemptions || !is.exemptions) return 0; // an earlier version did not tell
  const today = now.toISOString().slice(0, 10);
  const kept = new Set(is.exemptions.entries.map(coverage));
  return was.exemptions.entries.filter((each) => String(each.covers["expires"]) >= today && !kept.has(coverage(each)))
    .length;
}

function coverage({ covers: { expires: _expires, ...covers } }: ManifestExemption): string {
  return canonicalJson(covers);
}

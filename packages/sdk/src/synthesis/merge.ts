import { RulewrightError } from "../core/errors.ts";
import { canonicalJson } from "../core/json.ts";
import { packSettingProblems } from "./check-settings.ts";
import type { PackDeployment } from "./deployment.ts";
import { SYNTHESIS_ERRORS } from "./errors.ts";
import { checkExemptions } from "./exemptions.ts";
import { isFramework } from "./framework/guardrails.ts";
import { conflictText, mergeEntries, type ReportConflict } from "./merge-entries.ts";
import type { ConformancePack, PackEntry } from "./pack.ts";
import { refuseOthers } from "./refuse-others.ts";

/**
 * Several packs as one deployment: each rule once (AWS bills every pack's copy of a rule), at the strictest of the
 * packs' values, wherever either pack has it. Where a value differs, also from a default that the other pack leaves it
 * at, and no control of the packs says which is stricter, they cannot be merged; nor where a rule's code, policy,
 * schedule, remediation or `onError` differs. The same holds of `deployment`, unless the literal has one.
 * @throws RulewrightError `RW3013` naming every such difference at once, `RW3021` for a setting that there is not.
 */
export function merge(
  packs: readonly ConformancePack[],
  literal: { readonly name: string; readonly deployment?: PackDeployment },
): ConformancePack {
  refuseOthers("merge", literal, ["name", "deployment"]);
  const merged = new Map<string, PackEntry>();
  const conflicts: string[] = [];
  const sources = packs.flatMap(({ framework }) =>
    framework !== undefined && isFramework(framework) ? framework : [],
  );
  for (const entry of packs.flatMap((pack) => pack.rules)) {
    const key = keyOf(entry);
    const known = merged.get(key);
    const report: ReportConflict = (...conflict) => conflicts.push(conflictText(entry.name, ...conflict));
    merged.set(key, known ? mergeEntries(known, entry, sources, report) : entry);
  }
  const deployment = literal.deployment ?? commonDeployment(packs, conflicts);
  if (conflicts.length > 0) throw new RulewrightError(SYNTHESIS_ERRORS.MERGE_CONFLICT, conflicts.join(" "));
  const exemptionProblems = packs.flatMap(checkExemptions);
  const settingProblems = packs.flatMap(packSettingProblems);
  return {
    kind: "conformance-pack",
    name: literal.name,
    ...(deployment ? { deployment } : {}),
    ...(exemptionProblems.length > 0 ? { exemptionProblems } : {}),
    ...(settingProblems.length > 0 ? { settingProblems } : {}),
    rules: [...merged.values()],
  };
}

function commonDeployment(packs: readonly ConformancePack[], conflicts: string[]): PackDeployment | undefined {
  const [first, ...others] = packs.flatMap(({ name, deployment }) => (deployment ? [{ name, deployment }] : []));
  const other = others.find(({ deployment }) => canonicalJson(deployment) !== canonicalJson(first?.deployment));
  if (first && other) {
    conflicts.push(`${first.name} and ${other.name} are deployed differently: give merge a deployment of its own.`);
  }
  return first?.deployment;
}

/** A rule is the same in two packs where it has the same name and is of the same making. */
function keyOf(entry: PackEntry): string {
  return `${entry.kind} ${entry.kind === "managed" ? entry.identifier : ""} ${entry.name}`;
}

import { frameworks, type ControlSource } from "@rulewright/catalog/controls";
import { didYouMean } from "../../core/did-you-mean.ts";
import { shown } from "../../core/json.ts";
import { SYNTHESIS_ERRORS } from "../errors.ts";
import { isPackParameter } from "../pack-parameter.ts";
import type { ConformancePack, CustomEntry, PackEntry } from "../pack.ts";
import type { ReportProblem } from "../report-problem.ts";
import { boundText, boundedValues, entryBounds, meets, type EntryBound } from "./bounds.ts";

/** A framework whose controls the catalogue has. */
export function isFramework(id: string): id is ControlSource {
  return frameworks().some((framework) => framework.id === id);
}

/**
 * Checks that a pack is as strict as the framework it names, or stricter: what is looser is an error that names the
 * control, the bound and the value. A bounded parameter may not be left to whoever deploys the pack.
 */
export function checkFramework(pack: ConformancePack, report: ReportProblem): void {
  const { framework } = pack;
  if (framework === undefined) return;
  if (!isFramework(framework)) {
    const known = frameworks().map(({ id }) => id);
    const hint = didYouMean(framework, known) || `The catalogue has ${known.join(", ")}.`;
    return report(SYNTHESIS_ERRORS.FRAMEWORK_UNKNOWN, "framework", `There is no framework ${shown(framework)}.`, hint);
  }
  for (const entry of pack.rules) {
    for (const entryBound of entryBounds(entry, framework)) checkBound(entry, entryBound, report);
    if (entry.kind === "custom") checkUnbounded(entry, framework, report);
  }
}

function checkBound(entry: PackEntry, { control, bound }: EntryBound, report: ReportProblem): void {
  const path = `${entry.name}.parameters.${bound.parameters[0] ?? ""}`;
  const values = boundedValues(entry, bound);
  if (values.some(isPackParameter)) {
    const message = `${entry.name}: ${control} binds ${boundText(bound)}, so the parameter cannot become one of the pack.`;
    return report(SYNTHESIS_ERRORS.LOOSER_THAN_CONTROL, path, message, "Set the value in the pack's source.");
  }
  if (meets(bound, values)) return;
  const given = values.every((value) => value === undefined)
    ? "nothing"
    : values.map((value) => shown(value)).join(", ");
  const message = `${entry.name}: ${control} wants ${boundText(bound)}, and the pack sets ${given}.`;
  report(SYNTHESIS_ERRORS.LOOSER_THAN_CONTROL, path, message);
}

/** A control that a custom rule claims was reviewed at the rule's defaults; with other values nobody knows. */
function checkUnbounded(entry: CustomEntry, framework: ControlSource, report: ReportProblem): void {
  const claimed = (entry.rule.controls ?? []).filter((control) => control.startsWith(`${framework}/`));
  if (claimed.length === 0) return;
  const bounded = new Set(entryBounds(entry, framework).flatMap(({ bound }) => bound.parameters));
  for (const [name, value] of Object.entries(entry.parameters)) {
    const spec = entry.rule.parameters?.[name];
    if (!spec || bounded.has(name) || JSON.stringify(value) === JSON.stringify(spec.default)) continue;
    const message = `${entry.name}: ${claimed.join(", ")} was reviewed with ${name} = ${shown(spec.default ?? null)}; with ${shown(value)} nobody has.`;
    report(SYNTHESIS_ERRORS.UNREVIEWED_VALUE, `${entry.name}.parameters.${name}`, message, undefined, "warning");
  }
}

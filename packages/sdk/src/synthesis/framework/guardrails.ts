import { frameworks, type Bound, type ControlSource } from "@rulewright/catalog/controls";
import { boundText, meetsBound } from "../../core/bound.ts";
import { didYouMean } from "../../core/did-you-mean.ts";
import { shown } from "../../core/json.ts";
import { SYNTHESIS_ERRORS } from "../errors.ts";
import { isPackParameter } from "../pack-parameter.ts";
import type { ConformancePack, CustomEntry, PackEntry } from "../pack.ts";
import type { ReportProblem } from "../report-problem.ts";
import { boundedValues, entryBounds, type EntryBound } from "./bounds.ts";

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
  const bound = pack.rules.flatMap((entry) => entryBounds(entry, framework).map((each) => ({ entry, ...each })));
  for (const each of bound) {
    // a rule may be in a pack twice, once for each of two controls: one of them has to meet the bound
    const meeting = bound.some((other) => other.bound === each.bound && isMet(other));
    if (!meeting) checkBound(each, report);
    else checkPromoted(each, report);
  }
  for (const entry of pack.rules) if (entry.kind === "custom") checkUnbounded(entry, framework, report);
}

interface Bounded extends EntryBound {
  readonly entry: PackEntry;
}

function isMet({ entry, bound }: Bounded): boolean {
  return meetsBound(bound, boundedValues(entry, bound).map(fixedValue));
}

/** A promoted parameter stands at its default here; what a deployment sets is checked where the rule runs. */
function fixedValue(value: unknown): unknown {
  return isPackParameter(value) ? value["~packParameter"].default : value;
}

function checkBound({ entry, control, bound }: Bounded, report: ReportProblem): void {
  const values = boundedValues(entry, bound).map(fixedValue);
  const given = values.every((value) => value === undefined)
    ? "nothing"
    : values.map((value) => shown(value)).join(", ");
  const message = `${entry.name}: ${control} wants ${boundText(bound)}, and the pack sets ${given}.`;
  report(SYNTHESIS_ERRORS.LOOSER_THAN_CONTROL, pathOf(entry, bound), message);
}

/** AWS's own rules know no bound: whoever deploys the pack could set them looser. */
function checkPromoted({ entry, control, bound }: Bounded, report: ReportProblem): void {
  if (entry.kind === "custom" || !boundedValues(entry, bound).some(isPackParameter)) return;
  const message = `${entry.name}: ${control} binds ${boundText(bound)}, so the parameter cannot become one of the pack.`;
  report(SYNTHESIS_ERRORS.LOOSER_THAN_CONTROL, pathOf(entry, bound), message, "Set the value in the pack's source.");
}

function pathOf(entry: PackEntry, { parameters }: Bound): string {
  return `${entry.name}.parameters.${parameters[0] ?? ""}`;
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

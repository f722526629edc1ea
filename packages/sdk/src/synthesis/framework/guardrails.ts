import { frameworks, type Bound, type ControlSource } from "@rulewright/catalog/controls";
import { boundText } from "../../core/bound.ts";
import { didYouMean } from "../../core/did-you-mean.ts";
import { shown } from "../../core/json.ts";
import { SYNTHESIS_ERRORS } from "../errors.ts";
import { isPackParameter } from "../pack-parameter.ts";
import type { ConformancePack, CustomEntry, PackEntry } from "../pack.ts";
import type { ReportProblem } from "../report-problem.ts";
import { boundedValues, entryBounds, fixedValue, isMet, type EntryBound } from "./bounds.ts";
import { tellingParameters } from "./variants.ts";

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
  if (typeof framework !== "string") return; // what is no text is refused with the pack's other settings
  if (!isFramework(framework)) {
    const known = frameworks().map(({ id }) => id);
    const hint = didYouMean(framework, known) || `The catalogue has ${known.join(", ")}.`;
    return report(SYNTHESIS_ERRORS.FRAMEWORK_UNKNOWN, "framework", `There is no framework ${shown(framework)}.`, hint);
  }
  const bound = pack.rules.flatMap((entry) => entryBounds(entry, framework).map((each) => ({ entry, ...each })));
  for (const each of bound) {
    if (!isMet(each.entry, each.bound) && !isMetElsewhere(each, bound)) checkBound(each, report);
    else checkPromoted(each, report);
  }
  for (const entry of pack.rules) if (entry.kind === "custom") checkUnbounded(entry, framework, report);
}

interface Bounded extends EntryBound {
  readonly entry: PackEntry;
}

/**
 * A managed rule may be in a pack twice, once for each of two controls: then one use has to meet the bound, but of what
 * both look at alike each has to. A rule of ours carries every bound and refuses to run with a looser value, however
 * strict another use of it is.
 */
function isMetElsewhere({ entry, control, bound }: Bounded, all: readonly Bounded[]): boolean {
  if (entry.kind === "custom") return false;
  const ofRule = all.filter((other) => other.bound.rule === bound.rule);
  const telling = tellingParameters(ofRule.map((other) => other.bound));
  const isOneUses = ofRule.some((other) => other.control === control && isAbout(other.bound, telling));
  return ofRule
    .filter((other) => other.bound === bound && isMet(other.entry, bound))
    .some((other) => isOneUses || telling.every((name) => looksAtAsMuch(name, other.entry, entry)));
}

function isAbout({ parameters }: Bound, names: readonly string[]): boolean {
  return parameters.some((name) => names.includes(name));
}

function looksAtAsMuch(name: string, entry: PackEntry, other: PackEntry): boolean {
  const value = entry.parameters[name];
  return value === undefined || JSON.stringify(value) === JSON.stringify(other.parameters[name]);
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

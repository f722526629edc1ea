import { didYouMean } from "../core/did-you-mean.ts";
import { shown } from "../core/json.ts";
import { readParameters } from "../core/parameters.ts";
import { problem, type Problem } from "../core/problem.ts";
import { toWireParameters, toWireValue } from "../core/wire.ts";
import { checkDeployment } from "./check-deployment.ts";
import { checkManaged } from "./check-managed.ts";
import { checkRemediation } from "./check-remediation.ts";
import { checkEntrySettings, isReadable, packSettingProblems } from "./check-settings.ts";
import { effectiveParameters, fixedParameters } from "./config-rule.ts";
import { checkTemplateNames } from "./check-template-names.ts";
import { checkValues, isWritable } from "./check-values.ts";
import { deployedBytes } from "./deployed-size.ts";
import { LIMITS, SYNTHESIS_ERRORS } from "./errors.ts";
import { checkExemptions } from "./exemptions.ts";
import { checkFramework } from "./framework/guardrails.ts";
import { logicalIdOf } from "./names.ts";
import {
  isPackEntry,
  type ConformancePack,
  type CustomEntry,
  type PackDefaults,
  type PackEntry,
  type PolicyEntry,
} from "./pack.ts";
import { packParameters, promotionsOf } from "./promotions.ts";
import type { ReportProblem } from "./report-problem.ts";
import { checkStack } from "./stack/check-stack.ts";
import { remediationIdOf, synthesizePack } from "./synthesize-pack.ts";

/** Finds everything that would keep a pack from being deployed as it is meant; an empty list means it is sound. */
export function checkPack(pack: ConformancePack): Problem[] {
  const found: Problem[] = [];
  const report: ReportProblem = (entry, path, message, hint, severity = "error") =>
    found.push(problem(entry, path, message, { severity, ...(hint ? { hint } : {}) }));

  if (
    typeof pack.name !== "string" ||
    !/^[a-zA-Z][-a-zA-Z0-9]*$/.test(pack.name) ||
    pack.name.length > LIMITS.packNameLength
  ) {
    report(SYNTHESIS_ERRORS.PACK_NAME, "name", `${shown(pack.name)} is no name for a conformance pack.`);
  }
  found.push(...packSettingProblems(pack));
  if (!Array.isArray(pack.rules) || pack.rules.length === 0) {
    report(SYNTHESIS_ERRORS.PACK_EMPTY, `${pack.name}.rules`, `Pack ${pack.name} has no rules.`);
    return found;
  }
  const entries = readableEntries(pack, report);
  checkNames(entries, report);
  for (const entry of entries) {
    if (entry.kind === "custom") {
      checkCustom(entry, pack.defaults, found, report);
      continue;
    }
    if (entry.kind === "managed") checkManaged(entry, report);
    else checkPolicy(entry, report);
    const texts = Object.entries(fixedParameters(entry)).map(([key, value]) => [key, toWireValue(value)]);
    checkLength(entry.name, Object.fromEntries(texts), report);
  }
  const readable = { ...pack, rules: entries };
  checkPackParameters(readable, report);
  checkTemplateNames(readable, report);
  checkFramework(readable, report);
  found.push(...checkExemptions(pack));
  checkDeployment(readable, report);
  if (!found.some(({ severity }) => severity === "error")) checkSize(pack, report);
  return found;
}

/** What of a pack's rules can be read on; the rest is reported. */
function readableEntries({ name, rules, defaults }: ConformancePack, report: ReportProblem): PackEntry[] {
  for (const [index, given] of rules.entries()) {
    if (isPackEntry(given)) continue;
    const path = `${name}.rules[${index}]`;
    report(SYNTHESIS_ERRORS.ENTRY_UNKNOWN, path, `Entry ${index + 1} of pack ${name} is no entry of a pack.`);
  }
  const entries = rules.filter(isPackEntry);
  for (const entry of entries) checkEntrySettings(entry, defaults, report);
  const readable = entries.filter(isReadable);
  for (const entry of readable) checkValues(entry, report);
  return readable.filter(isWritable);
}

function checkNames(entries: readonly PackEntry[], report: ReportProblem): void {
  const taken = new Map<string, string>();
  for (const { name } of entries) {
    if (!/^[A-Za-z][A-Za-z0-9_-]{0,100}$/.test(name)) {
      report(
        SYNTHESIS_ERRORS.RULE_NAME,
        name,
        `${shown(name)} is no name for a rule in a pack, where 101 characters fit.`,
      );
    }
    for (const id of [logicalIdOf(name), remediationIdOf(name)]) {
      const other = taken.get(id);
      if (other !== undefined) {
        const message =
          other === name
            ? `The pack has two rules named ${name}.`
            : `The rules ${other} and ${name} both get the logical id ${id}.`;
        report(SYNTHESIS_ERRORS.NAME_TAKEN, name, message);
        break;
      }
      taken.set(id, name);
    }
  }
}

function checkCustom(
  entry: CustomEntry,
  defaults: PackDefaults | undefined,
  found: Problem[],
  report: ReportProblem,
): void {
  const { rule, name } = entry;
  const specs = rule.parameters ?? {};
  const promotions = promotionsOf(entry);
  // what the deployment sets is not missing
  const isKnown = (key: string) => !promotions.has(key) || promotions.get(key)?.default !== undefined;
  const known = Object.fromEntries(Object.entries(specs).filter(([key]) => isKnown(key)));
  const { problems } = readParameters(name, known, fixedParameters(entry));
  found.push(...problems);
  for (const unknown of Object.keys(entry.parameters)) {
    if (Object.hasOwn(specs, unknown)) continue;
    const message = `Rule ${name} has no parameter ${unknown}.`;
    const hint = didYouMean(unknown, Object.keys(specs));
    report(SYNTHESIS_ERRORS.PARAMETER_REFUSED, `${name}.parameters.${unknown}`, message, hint);
  }
  checkLength(name, toWireParameters(specs, effectiveParameters(entry)), report);
  checkRemediation(entry, defaults?.remediation, problems.length === 0, report);
}

function checkPolicy({ name, description = "", guard, resourceTypes }: PolicyEntry, report: ReportProblem): void {
  const refuse = (key: string, message: string) =>
    report(SYNTHESIS_ERRORS.POLICY_REFUSED, `${name}.${key}`, `Policy rule ${name}: ${message}`);
  if (typeof guard !== "string" || guard.trim() === "") refuse("guard", "it has no policy text.");
  else if (guard.length > LIMITS.guardPolicyLength) {
    refuse("guard", `the policy has ${guard.length} characters; AWS Config takes ${LIMITS.guardPolicyLength}.`);
  }
  if (description.length > LIMITS.descriptionLength) {
    const length = `${description.length} characters; AWS Config takes ${LIMITS.descriptionLength}`;
    refuse("description", `its description has ${length}.`);
  }
  if (resourceTypes.length === 0) refuse("resourceTypes", "it names no resource type.");
}

/** One parameter of the pack may serve several rules; then it has one default. */
function checkPackParameters(pack: ConformancePack, report: ReportProblem): void {
  const byName = packParameters(pack);
  const path = `${pack.name}.parameters`;
  for (const [name, [first, ...others]] of byName) {
    if (!/^[A-Za-z0-9]{1,255}$/.test(name)) {
      report(
        SYNTHESIS_ERRORS.PARAMETER_REFUSED,
        `${path}.${name}`,
        `${shown(name)} is no name for a pack's parameter: letters and digits, at most 255.`,
      );
    }
    if (others.some((other) => other.default !== first?.default || other.optional !== first?.optional)) {
      report(
        SYNTHESIS_ERRORS.PARAMETER_REFUSED,
        `${path}.${name}`,
        `The pack's parameter ${name} has different defaults for different rules.`,
      );
    }
    if ((first?.default?.length ?? 0) > LIMITS.packParameterLength) {
      report(
        SYNTHESIS_ERRORS.PARAMETERS_TOO_LONG,
        `${path}.${name}`,
        `The default of ${name} has more than ${LIMITS.packParameterLength} characters.`,
      );
    }
  }
  const { Parameters = {} } = synthesizePack(pack);
  const count = Object.keys(Parameters).length;
  if (count > LIMITS.packParameters) {
    report(
      SYNTHESIS_ERRORS.PACK_TOO_LARGE,
      path,
      `Pack ${pack.name} has ${count} parameters; AWS Config takes ${LIMITS.packParameters}.`,
    );
  }
}

function checkLength(name: string, wire: { readonly [name: string]: string }, report: ReportProblem): void {
  const { length } = JSON.stringify(wire);
  if (length <= LIMITS.inputParametersLength) return;
  report(
    SYNTHESIS_ERRORS.PARAMETERS_TOO_LONG,
    `${name}.parameters`,
    `The input parameters of ${name} have ${length} characters.`,
  );
}

/** Once the pack is sound: what CloudFormation makes of it can be measured. */
function checkSize(pack: ConformancePack, report: ReportProblem): void {
  checkStack(pack, report);
  if (pack.rules.length > LIMITS.rulesPerPack) {
    const message = `Pack ${pack.name} has ${pack.rules.length} rules; AWS Config takes ${LIMITS.rulesPerPack}.`;
    report(SYNTHESIS_ERRORS.PACK_TOO_LARGE, `${pack.name}.rules`, message);
  }
  const bytes = deployedBytes(synthesizePack(pack), pack);
  if (bytes <= LIMITS.templateBytes) return;
  const message = `The template of pack ${pack.name} may have ${bytes} bytes once it is deployed; AWS Config takes ${LIMITS.templateBytes} inline.`;
  report(SYNTHESIS_ERRORS.PACK_TOO_LARGE, pack.name, message);
}

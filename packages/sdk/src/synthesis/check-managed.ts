import {
  findManagedRule,
  managedRules,
  type ManagedRule,
  type ManagedRuleParameter,
} from "@rulewright/catalog/managed-rules";
import { didYouMean } from "../core/did-you-mean.ts";
import { shown } from "../core/json.ts";
import { toWireValue } from "../core/wire.ts";
import { isPassable } from "./check-values.ts";
import { fixedParameters } from "./config-rule.ts";
import type { ManagedEntry } from "./conformance-pack.ts";
import { SYNTHESIS_ERRORS } from "./errors.ts";
import { kindMissed } from "./managed-kinds.ts";
import type { ReportProblem } from "./report-problem.ts";

/** Compares a managed rule of a pack with the catalogue, for plain JavaScript and for values that types do not see. */
export function checkManaged(entry: ManagedEntry, report: ReportProblem): void {
  const { name, identifier } = entry;
  const facts = findManagedRule(identifier);
  if (facts?.identifier === identifier) return checkParameters(entry, facts, report);
  const known = () => managedRules().map((rule) => rule.identifier);
  const hint = facts ? `Did you mean ${facts.identifier}?` : didYouMean(identifier, known());
  report(SYNTHESIS_ERRORS.MANAGED_RULE_UNKNOWN, name, `AWS has no managed rule ${identifier}.`, hint);
}

function checkParameters(entry: ManagedEntry, { identifier, parameters: known }: ManagedRule, report: ReportProblem) {
  if (known === null) return; // no source lists them
  const { name, parameters } = entry;
  const refuse = (parameter: string, message: string, hint?: string) =>
    report(
      SYNTHESIS_ERRORS.PARAMETER_REFUSED,
      `${name}.parameters.${parameter}`,
      `Managed rule ${identifier} ${message}`,
      hint,
    );
  const names = known.map((each) => each.name);
  for (const given of Object.keys(parameters)) {
    if (names.includes(given)) continue;
    const all = names.length > 0 ? `It has ${names.join(", ")}.` : "It has no parameters.";
    refuse(given, `has no parameter ${given}.`, didYouMean(given, names) || all);
  }
  for (const each of known) {
    if (each.required !== true || parameters[each.name] !== undefined) continue;
    const hint = each.default === undefined ? undefined : `The console fills in ${shown(each.default)}.`;
    refuse(each.name, `needs its parameter ${each.name}; defaults of the console do not apply in packs.`, hint);
  }
  const fixed = fixedParameters(entry);
  for (const each of known) checkKind(each, fixed[each.name], refuse);
}

/** What cannot be passed at all is refused before. */
function checkKind(
  parameter: ManagedRuleParameter,
  value: unknown,
  refuse: (parameter: string, message: string, hint: string) => void,
): void {
  if (value === undefined || !isPassable(value)) return;
  const { name } = parameter;
  const expected = kindMissed(parameter, toWireValue(value));
  if (expected) refuse(name, `takes ${expected} in ${name}; this is ${shown(value)}.`, `Write ${expected}.`);
}

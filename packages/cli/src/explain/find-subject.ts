import {
  findControl,
  frameworkControls,
  frameworks,
  type Control,
  type ControlSource,
} from "@rulewright/catalog/controls";
import { managedRules, type ManagedRule } from "@rulewright/catalog/managed-rules";
import { RulewrightError, didYouMean, type AnyRule } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";

/** What a name stands for. */
export type ExplainSubject =
  | { readonly kind: "rule"; readonly rule: AnyRule }
  | { readonly kind: "managed-rule"; readonly managedRule: ManagedRule }
  | { readonly kind: "control"; readonly control: Control }
  | { readonly kind: "framework"; readonly framework: ControlSource };

/** Every source of controls, the one that frameworks refer to last. */
export function controlSources(): readonly ControlSource[] {
  return [...frameworks().map(({ id }) => id), "securityhub"];
}

/** Every control of every source. */
export function allControls(): readonly Control[] {
  return controlSources().flatMap(frameworkControls);
}

/**
 * Finds a rule by its name, a managed rule by identifier or name, a control by its id (a Security Hub control by its
 * number alone too) or a framework by its id, in any case.
 * @throws RulewrightError `RW5031`, with the nearest name of all kinds.
 */
export function findSubject(name: string, rules: readonly AnyRule[]): ExplainSubject {
  const wanted = name.toLowerCase();
  const rule = rules.find((each) => each.name === name) ?? rules.find((each) => each.name.toLowerCase() === wanted);
  if (rule) return { kind: "rule", rule };
  const managedRule = managedRules().find((each) => namesOf(each).some((one) => one.toLowerCase() === wanted));
  if (managedRule) return { kind: "managed-rule", managedRule };
  const control = findControl(name) ?? findControlInAnyCase(wanted);
  if (control) return { kind: "control", control };
  const framework = controlSources().find((each) => each === wanted);
  if (framework) return { kind: "framework", framework };
  const known = [
    ...rules.map((each) => each.name),
    ...managedRules().flatMap(namesOf),
    ...allControls().flatMap(({ id, source }) => (source === "securityhub" ? [id, numberOf(id)] : [id])),
    ...controlSources(),
  ];
  const hint = didYouMean(name, known);
  const message = `${name} is no rule, no managed rule, no control and no framework.`;
  throw new RulewrightError(CLI_ERRORS.NOTHING_TO_EXPLAIN, message, hint ? { hint } : {});
}

/** A control's number: its id without the source. */
export function numberOf(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}

function findControlInAnyCase(wanted: string): Control | undefined {
  const ids = new Set([wanted, `securityhub/${wanted}`]);
  return allControls().find(({ id }) => ids.has(id.toLowerCase()));
}

function namesOf({ identifier, name, docName }: ManagedRule): string[] {
  return [identifier, name, ...(docName === undefined ? [] : [docName])];
}

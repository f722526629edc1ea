import type { AnyChangeRule, AnyPeriodicRule, AnyRule } from "../core/any-rule.ts";
import { parameterError, readParameters } from "../core/parameters.ts";
import { scopeOf } from "../core/scope.ts";
import { parametersHash } from "./hash.ts";

/** A rule with its effective parameters, ready to judge. */
export interface PreparedRule<R extends AnyRule = AnyRule> {
  readonly rule: R;
  readonly parameters: { readonly [name: string]: unknown };
  readonly parametersHash: string;
  readonly scope: "global" | "regional";
  /** The name that evidence has for the rule. */
  readonly evidenceName: string;
}

/**
 * Reads a rule's parameters for an offline run: its defaults, and the settings given.
 * @param evidenceName - The name of its definition, where the run has another for it.
 * @throws RulewrightError `RW1001`, `RW1002` for what is missing or bad.
 */
export function prepareRule<R extends AnyRule>(
  rule: R,
  settings: { readonly [name: string]: unknown } = {},
  evidenceName = rule.name,
): PreparedRule<R> {
  const specs = rule.parameters ?? {};
  const { values, problems } = readParameters(rule.name, specs, settings);
  const [first, ...others] = problems;
  if (first) throw parameterError([first, ...others]);
  const scope = scopeOf(rule);
  return { rule, parameters: values, parametersHash: parametersHash(specs, values), scope, evidenceName };
}

export function isChange(prepared: PreparedRule): prepared is PreparedRule<AnyChangeRule> {
  return prepared.rule.kind === "rule";
}

export function isPeriodic(prepared: PreparedRule): prepared is PreparedRule<AnyPeriodicRule> {
  return prepared.rule.kind === "periodic-rule";
}

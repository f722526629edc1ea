import { coerce, allowedForm } from "./coerce.ts";
import { CORE_ERRORS, RulewrightError } from "./errors.ts";
import { isObject, shown, type JsonObject } from "./json.ts";
import type { ParameterSpec, ParameterSpecs } from "./parameter-spec.ts";
import { problem, type Problem } from "./problem.ts";

/** Every parameter of a rule with its value, and everything that was wrong with the wire values. */
export interface ReadParameters {
  readonly values: { readonly [name: string]: unknown };
  readonly problems: readonly Problem[];
  /** Names that the rule does not declare: an error in synthesis, a logged warning at run time. */
  readonly unknownNames: readonly string[];
}

/**
 * Reads a rule's parameters from wire values: coerces, applies defaults, and reports every bad and missing value at
 * once, naming rule, parameter, value and allowed form. A JSON `null` counts as not given. Values of `secret`
 * parameters are not repeated in problems.
 */
export function readParameters(ruleName: string, specs: ParameterSpecs, wire: JsonObject): ReadParameters {
  const values: [string, unknown][] = [];
  const problems: Problem[] = [];
  for (const [name, spec] of Object.entries(specs)) {
    const given = Object.hasOwn(wire, name) ? wire[name] : undefined;
    if (given === undefined || given === null) {
      if (spec.required) problems.push(missing(ruleName, name, spec));
      values.push([name, fixed(spec.default)]);
      continue;
    }
    const coerced = coerce(spec, given);
    if ("refused" in coerced) problems.push(invalid(ruleName, name, spec, given, coerced.refused));
    else values.push([name, fixed(coerced.value)]);
  }
  const unknownNames = Object.keys(wire).filter((name) => !Object.hasOwn(specs, name));
  return { values: Object.freeze(Object.fromEntries(values)), problems, unknownNames };
}

/** A list that no rule can change: the same values judge the next resource, and a default the next event. */
function fixed(value: unknown): unknown {
  return Array.isArray(value) ? Object.freeze([...(value as readonly unknown[])]) : value;
}

/**
 * Parses the `ruleParameters` text of a Lambda event; absent or empty means no parameters.
 * @throws RulewrightError `RW1003` when the text is not the JSON of an object.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
 */
export function parseRuleParameters(ruleName: string, text: unknown): JsonObject {
  if (text === undefined || text === null || text === "") return {};
  let parsed: unknown = text;
  let reason = "it is not the JSON of an object";
  if (typeof text === "string") {
    try {
      parsed = JSON.parse(text);
    } catch {
      reason = "it is not valid JSON"; // the parser's own message repeats the text, which may hold a secret
    }
  }
  if (isObject(parsed)) return parsed;
  throw new RulewrightError(
    CORE_ERRORS.PARAMETERS_UNREADABLE,
    `The parameters of rule ${ruleName} cannot be read: ${reason}.`,
  );
}

/** Joins the problems of one rule's parameters into the error that the runtime throws. */
export function parameterError(problems: readonly [Problem, ...Problem[]]): RulewrightError {
  const [first] = problems;
  return new RulewrightError(first, problems.map((each) => each.message).join(" "));
}

function missing(ruleName: string, name: string, spec: ParameterSpec): Problem {
  return problem(
    CORE_ERRORS.PARAMETER_MISSING,
    `${ruleName}.parameters.${name}`,
    `Rule ${ruleName} lacks its parameter ${name}; it takes ${allowedForm(spec)}.`,
  );
}

function invalid(ruleName: string, name: string, spec: ParameterSpec, given: unknown, refused: string): Problem {
  const value = spec.secret ? "(secret)" : shown(given);
  const reason = spec.secret ? `is not ${allowedForm(spec)}` : refused;
  return problem(
    CORE_ERRORS.PARAMETER_INVALID,
    `${ruleName}.parameters.${name}`,
    `Parameter ${name} of rule ${ruleName}: ${value} ${reason}.`,
  );
}

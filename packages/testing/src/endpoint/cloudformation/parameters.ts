import { ServiceError } from "../service-error.ts";
import type { Template } from "./template.ts";

/** A parameter as a request gives it. */
export interface GivenParameter {
  readonly ParameterKey?: string | undefined;
  readonly ParameterValue?: string | undefined;
  readonly UsePreviousValue?: boolean | undefined;
}

const refuse = (message: string) => new ServiceError("ValidationError", message);

function valueOf(
  { UsePreviousValue: keeps = false, ParameterValue: value }: GivenParameter,
  previous: string | undefined,
): string | undefined {
  return keeps ? previous : value;
}

/**
 * Works out the values that a stack runs with: given ones, kept ones, defaults.
 *
 * @param previous - The values before; undefined for a new stack.
 * @throws ServiceError `ValidationError` for unknown, missing and disallowed values.
 */
export function effectiveParameters(
  { parameters }: Template,
  given: readonly GivenParameter[],
  previous: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const unknown = given.map(({ ParameterKey: key = "" }) => key).filter((key) => !parameters.has(key));
  if (unknown.length > 0) throw refuse(`Parameters: [${unknown.join(", ")}] do not exist in the template`);
  const byKey = new Map(given.map((parameter) => [parameter.ParameterKey ?? "", parameter]));
  const effective = new Map<string, string>();
  const missing: string[] = [];
  for (const [name, { defaultValue, allowedValues }] of parameters) {
    const value = valueOf(byKey.get(name) ?? {}, previous.get(name)) ?? defaultValue;
    if (value === undefined) missing.push(name);
    else if (allowedValues?.includes(value) === false) {
      throw refuse(`Parameter '${name}' must be one of AllowedValues`);
    } else effective.set(name, value);
  }
  if (missing.length > 0) throw refuse(`Parameters: [${missing.join(", ")}] must have values`);
  return effective;
}

/** The parameters as they are described; values that must not be echoed are masked. */
export function describeParameters({ parameters }: Template, values: ReadonlyMap<string, string>) {
  return [...values].map(([ParameterKey, value]) => ({
    ParameterKey,
    ParameterValue: parameters.get(ParameterKey)?.noEcho === true ? "****" : value,
  }));
}

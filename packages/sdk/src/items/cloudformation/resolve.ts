import { FUNCTIONS } from "./functions.ts";
import type { Scope } from "./scope.ts";
import { Unknown, isUnknown, isValueList, isValueObject, unknownFrom, type Value, type ValueObject } from "./value.ts";

/**
 * What a value of a template is once its functions are worked out, as far as everything they need is known; `undefined`
 * for `AWS::NoValue`. Attributes of resources, imports and secrets are known at deployment only.
 */
export function resolve(value: Value, scope: Scope): Value | undefined {
  if (typeof value === "string") return value.includes("{{resolve:") ? new Unknown() : value;
  if (isValueList(value)) {
    return value.flatMap((item) => {
      const resolved = resolve(item, scope);
      return resolved === undefined ? [] : [resolved];
    });
  }
  return isValueObject(value) ? resolveObject(value, scope) : value;
}

function resolveObject(value: ValueObject, scope: Scope): Value | undefined {
  const keys = Object.keys(value);
  const name = keys.find((key) => key === "Ref" || key.startsWith("Fn::"));
  if (name === undefined) return resolveMembers(value, scope);
  const apply = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  const argument = value[name];
  // a function beside other keys is a macro, or nothing that CloudFormation takes
  if (keys.length > 1 || !apply || argument === undefined) return unknownFrom(resolveMembers(value, scope));
  return apply(argument, { scope, resolve: (member) => resolve(member, scope) });
}

function resolveMembers(value: ValueObject, scope: Scope): ValueObject {
  const members: [string, Value][] = [];
  for (const [key, member] of Object.entries(value)) {
    const resolved = resolve(member, scope);
    if (resolved !== undefined) members.push([key, resolved]);
  }
  return Object.fromEntries(members);
}

/** The properties of a resource; `undefined` where not even their names are known. */
export function resolveProperties(properties: Value | undefined, scope: Scope): ValueObject | undefined {
  const resolved = properties === undefined ? {} : resolve(properties, scope);
  return isUnknown(resolved) || !isValueObject(resolved) ? undefined : resolved;
}

import type { FunctionContext } from "./scope.ts";
import { hasUnknown, isValueList, isValueObject, type Value } from "./value.ts";

/**
 * Decides a condition by its name: `undefined` when it depends on what only the deployment knows, does not exist, or
 * depends on itself.
 */
export function decide(name: string, context: FunctionContext): boolean | undefined {
  const { conditions, decided } = context.scope;
  if (decided.has(name)) return decided.get(name);
  decided.set(name, undefined); // what it says while it is being decided
  const condition = Object.hasOwn(conditions, name) ? conditions[name] : undefined;
  const decision = condition === undefined ? undefined : decideValue(condition, context);
  decided.set(name, decision);
  return decision;
}

type Operator = (operands: readonly Value[], context: FunctionContext) => boolean | undefined;

const OPERATORS: Readonly<Record<string, Operator>> = {
  "Fn::And": every,
  "Fn::Equals": areEqual,
  "Fn::Not": not,
  "Fn::Or": some,
};

function decideValue(condition: Value | undefined, context: FunctionContext): boolean | undefined {
  const [entry, ...others] = isValueObject(condition) ? Object.entries(condition) : [];
  if (!entry || others.length > 0) return undefined;
  const [name, argument] = entry;
  if (name === "Condition") return typeof argument === "string" ? decide(argument, context) : undefined;
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  return isValueList(argument) ? operator?.(argument, context) : undefined;
}

/** False as soon as one is, whatever the others are. */
function every(list: readonly Value[], context: FunctionContext): boolean | undefined {
  const decisions = list.map((condition) => decideValue(condition, context));
  if (decisions.includes(false)) return false;
  return decisions.length === 0 || decisions.includes(undefined) ? undefined : true;
}

/** True as soon as one is, whatever the others are. */
function some(list: readonly Value[], context: FunctionContext): boolean | undefined {
  const decisions = list.map((condition) => decideValue(condition, context));
  if (decisions.includes(true)) return true;
  return decisions.length === 0 || decisions.includes(undefined) ? undefined : false;
}

function not(list: readonly Value[], context: FunctionContext): boolean | undefined {
  const decision = list.length === 1 ? decideValue(list[0], context) : undefined;
  return decision === undefined ? undefined : !decision;
}

/** CloudFormation compares text: `true` and `"true"` are equal, upper and lower case are not. */
function areEqual(list: readonly Value[], { resolve }: FunctionContext): boolean | undefined {
  if (list.length !== 2) return undefined;
  const [left, right] = list.map((value) => resolve(value));
  if (left === undefined || right === undefined || hasUnknown(left) || hasUnknown(right)) return undefined;
  return asText(left) === asText(right);
}

function asText(value: Value): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "boolean" || typeof member === "number" ? String(member) : member,
  );
}

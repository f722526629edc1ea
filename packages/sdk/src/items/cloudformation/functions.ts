import { decide } from "./conditions.ts";
import { getAtt, ref } from "./references.ts";
import type { FunctionContext } from "./scope.ts";
import { substitute } from "./substitute.ts";
import { Unknown, hasUnknown, isValueList, isValueObject, unknownFrom, type Value } from "./value.ts";

type IntrinsicFunction = (argument: Value, context: FunctionContext) => Value | undefined;

/**
 * The intrinsic functions that need nothing but the template. All others (`Fn::ImportValue`, `Fn::GetAZs`,
 * `Fn::Cidr`, `Fn::Transform` …) give what only the deployment knows.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export const FUNCTIONS: Readonly<Record<string, IntrinsicFunction>> = {
  Ref: (name, { scope }) => (typeof name === "string" ? ref(name, scope) : new Unknown()),
  "Fn::GetAtt": (argument, { scope }) => getAtt(argument, scope),
  "Fn::Sub": substitute,
  "Fn::Join": join,
  "Fn::Select": select,
  "Fn::Split": split,
  "Fn::FindInMap": findInMap,
  "Fn::If": choose,
  "Fn::Base64": (argument, { resolve }) => {
    const text = resolve(argument);
    return typeof text === "string" ? Buffer.from(text, "utf8").toString("base64") : unknownFrom(text);
  },
};

function join(argument: Value, { resolve }: FunctionContext): Value {
  const [delimiter, items] = isValueList(argument) ? argument : [];
  const list = items === undefined ? undefined : resolve(items);
  if (typeof delimiter !== "string" || !isValueList(list) || hasUnknown(list)) return unknownFrom(list);
  return list.every((item) => typeof item !== "object") ? list.join(delimiter) : new Unknown();
}

function split(argument: Value, { resolve }: FunctionContext): Value {
  const [delimiter, source] = isValueList(argument) ? argument : [];
  const text = source === undefined ? undefined : resolve(source);
  if (typeof delimiter !== "string" || delimiter === "" || typeof text !== "string") return unknownFrom(text);
  return text.split(delimiter);
}

/** One element may be known where another is not. */
function select(argument: Value, { resolve }: FunctionContext): Value {
  const [position, items] = isValueList(argument) ? argument : [];
  const index = Number(position === undefined ? Number.NaN : resolve(position));
  const list = items === undefined ? undefined : resolve(items);
  if (!isValueList(list) || !Number.isInteger(index)) return unknownFrom(list);
  return list[index] ?? new Unknown();
}

function findInMap(argument: Value, { scope, resolve }: FunctionContext): Value {
  const [map, first, second] = isValueList(argument) ? argument.map((key) => resolve(key)) : [];
  if (typeof map !== "string" || typeof first !== "string" || typeof second !== "string") return new Unknown();
  let found: Value = scope.mappings;
  for (const key of [map, first, second]) {
    const member: Value | undefined = isValueObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
    if (member === undefined) return new Unknown();
    found = member;
  }
  return found;
}

/** Where the condition cannot be decided, only what both branches say alike is known. */
function choose(argument: Value, context: FunctionContext): Value | undefined {
  const [name, then, otherwise] = isValueList(argument) ? argument : [];
  if (typeof name !== "string" || then === undefined || otherwise === undefined) return new Unknown();
  const decision = decide(name, context);
  if (decision !== undefined) return context.resolve(decision ? then : otherwise);
  const [left, right] = [context.resolve(then), context.resolve(otherwise)];
  const isSame = left !== undefined && right !== undefined && !hasUnknown(left) && !hasUnknown(right);
  return isSame && JSON.stringify(left) === JSON.stringify(right) ? left : unknownFrom(left, right);
}

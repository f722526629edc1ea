import { getAtt, isScalarValue, ref } from "./references.ts";
import type { FunctionContext } from "./scope.ts";
import { Unknown, isValueList, isValueObject, unknownFrom, type Value } from "./value.ts";

/**
 * What `Fn::Sub` gives: its text with each `${Name}` and `${Name.Attribute}` replaced; `${!Text}` stands for `${Text}`.
 * A text of which a part is unknown is unknown.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html
 */
export function substitute(argument: Value, context: FunctionContext): Value {
  const [text, given] = isValueList(argument) ? argument : [argument];
  if (typeof text !== "string" || text.includes("{{resolve:")) return new Unknown();
  const variables = isValueObject(given) ? given : {};
  const missing: (Value | undefined)[] = [];
  const result = text.replace(/\$\{([^}]*)\}/g, (_whole, written: string) => {
    const name = written.trim();
    if (name.startsWith("!")) return `\${${name.slice(1)}}`;
    const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const value = variable === undefined ? valueOf(name, context) : context.resolve(variable);
    if (isScalarValue(value)) return String(value);
    missing.push(value ?? new Unknown());
    return "";
  });
  return missing.length === 0 ? result : unknownFrom(...missing);
}

function valueOf(name: string, { scope }: FunctionContext): Value | undefined {
  return name.includes(".") ? getAtt(name, scope) : ref(name, scope);
}

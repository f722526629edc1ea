import type { Scope } from "./scope.ts";
import { Unknown, isUnknown, isValueList, type Value } from "./value.ts";

/** What `Ref` gives: a parameter's value, or a resource's physical id, which only the deployment knows. */
export function ref(name: string, { parameters, resources }: Scope): Value | undefined {
  if (name === "AWS::NoValue") return undefined;
  if (resources.has(name)) return new Unknown([name], { logicalId: name, attribute: "Ref" });
  return parameters.get(name) ?? new Unknown();
}

/** What `Fn::GetAtt` gives, of `"Name.Attribute"` or `["Name", "Attribute"]`. */
export function getAtt(argument: Value, { resources }: Scope): Unknown {
  const path = typeof argument === "string" ? argument : isValueList(argument) ? argument.map(textOf).join(".") : "";
  const [logicalId = "", ...attribute] = path.split(".");
  if (!resources.has(logicalId)) return new Unknown();
  return new Unknown([logicalId], { logicalId, attribute: attribute.join(".") });
}

function textOf(value: Value): string {
  return typeof value === "string" ? value : "";
}

/** Tells a resolved value that can stand inside a text. */
export function isScalarValue(value: Value | undefined): value is string | number | boolean {
  return value !== undefined && value !== null && typeof value !== "object" && !isUnknown(value);
}

import { isObject } from "../core/json.ts";

/** Tells a template among other JSON: it says that it is one, or its `Resources` all have a `Type`. */
export function isTemplate(value: unknown): boolean {
  if (!isObject(value) || !isObject(value["Resources"])) return false;
  const resources = Object.values(value["Resources"]);
  const areTyped = resources.every((resource) => isObject(resource) && typeof resource["Type"] === "string");
  return "AWSTemplateFormatVersion" in value || (resources.length > 0 && areTyped);
}

import { isObject, type JsonObject } from "@rulewright/sdk";

/** Properties of a template's resources of a type. */
export function propertiesOf({ Resources }: JsonObject, type: string): JsonObject[] {
  const resources = isObject(Resources) ? Object.values(Resources).filter(isObject) : [];
  return resources.flatMap(({ Type, Properties }) => (Type === type && isObject(Properties) ? [Properties] : []));
}

/** Properties of a pack's rules, by their names. */
export function rulesOf(packTemplate: JsonObject): ReadonlyMap<string, JsonObject> {
  return byRule(packTemplate, "AWS::Config::ConfigRule");
}

/** Properties of a pack's remediations, by the names of their rules. */
export function remediationsOf(packTemplate: JsonObject): ReadonlyMap<string, JsonObject> {
  return byRule(packTemplate, "AWS::Config::RemediationConfiguration");
}

function byRule(packTemplate: JsonObject, type: string): ReadonlyMap<string, JsonObject> {
  const resources = propertiesOf(packTemplate, type);
  return new Map(resources.map((properties) => [String(properties["ConfigRuleName"]), properties]));
}

/** A pack's parameter that a value refers to: directly, or where that has a value. */
export function referenceIn(value: unknown): { readonly name: string; readonly isOptional: boolean } | undefined {
  if (!isObject(value)) return undefined;
  if (typeof value["Ref"] === "string") return { name: value["Ref"], isOptional: false };
  const choice = value["Fn::If"];
  const inner = Array.isArray(choice) ? referenceIn(choice[1]) : undefined;
  return inner && { ...inner, isOptional: true };
}

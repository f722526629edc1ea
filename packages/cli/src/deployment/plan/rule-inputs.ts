import { isObject, toWireValue, type JsonObject } from "@rulewright/sdk";

/** A rule's parameter as a deployment would set it. */
export interface RuleInput {
  readonly parameter: string;
  /** The pack's parameter that it stands for; absent where the pack fixes the value. */
  readonly setBy?: string;
  /** Absent where the rule gets none. */
  readonly text?: string;
}

/** Properties of the rules of a pack's template, by their names. */
export function ruleDefinitions({ Resources }: JsonObject): ReadonlyMap<string, JsonObject> {
  const resources = isObject(Resources) ? Object.values(Resources).filter(isObject) : [];
  return new Map(
    resources.flatMap(({ Type, Properties }): [string, JsonObject][] =>
      Type === "AWS::Config::ConfigRule" && isObject(Properties)
        ? [[String(Properties["ConfigRuleName"]), Properties]]
        : [],
    ),
  );
}

/** A rule's input parameters under the values that are given for a pack's parameters, and the defaults of the others. */
export function ruleInputs(
  { InputParameters }: JsonObject,
  { declared, given }: { readonly declared: JsonObject; readonly given: Readonly<Record<string, string>> },
): RuleInput[] {
  if (!isObject(InputParameters)) return [];
  return Object.entries(InputParameters).map(([parameter, value]): RuleInput => {
    const reference = referenceIn(value);
    if (!reference) return { parameter, text: textOf(value) };
    const { name, isOptional } = reference;
    const text = Object.hasOwn(given, name) ? given[name] : defaultOf(declared[name]);
    const isLeftOut = text === undefined || (isOptional && text === "");
    return { parameter, setBy: name, ...(isLeftOut ? {} : { text }) };
  });
}

/** A pack refers to its parameter directly, or where that has a value. */
function referenceIn(value: unknown): { readonly name: string; readonly isOptional: boolean } | undefined {
  if (!isObject(value)) return undefined;
  if (typeof value["Ref"] === "string") return { name: value["Ref"], isOptional: false };
  const choice = value["Fn::If"];
  const inner = Array.isArray(choice) ? referenceIn(choice[1]) : undefined;
  return inner && { ...inner, isOptional: true };
}

function defaultOf(declaration: unknown): string | undefined {
  return isObject(declaration) && "Default" in declaration ? textOf(declaration["Default"]) : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : toWireValue(value);
}

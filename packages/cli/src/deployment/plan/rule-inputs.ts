import { isObject, toWireValue, type JsonObject } from "@rulewright/sdk";
import { referenceIn } from "./pack-template.ts";

/** A rule's parameter as a deployment would set it. */
export interface RuleInput {
  readonly parameter: string;
  /** The pack's parameter that it stands for; absent where the pack fixes the value. */
  readonly setBy?: string;
  /** Absent where the rule gets none. */
  readonly text?: string;
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

function defaultOf(declaration: unknown): string | undefined {
  return isObject(declaration) && "Default" in declaration ? textOf(declaration["Default"]) : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : toWireValue(value);
}

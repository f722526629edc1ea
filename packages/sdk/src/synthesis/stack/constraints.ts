import { allowedForm, coerce } from "../../core/coerce.ts";
import type { ItemSpec, ParameterSpec } from "../../core/parameter-spec.ts";
import { toWireValue } from "../../core/wire.ts";
import { LIMITS } from "../errors.ts";
import type { Promotion } from "../promotions.ts";
import type { TemplateValue } from "../template.ts";
import { integerPattern } from "./integer-pattern.ts";
import { quantifier, textPattern } from "./text-pattern.ts";

/** Longer patterns are left out: nobody could read them. */
const LONGEST_PATTERN = 1_024;

type ListSpec = Extract<ParameterSpec, { type: "array" }>;
type Constraints = { readonly [name: string]: TemplateValue };

/**
 * What CloudFormation refuses of a parameter's values: only what a rule that has it would refuse as well. Words, switches
 * and numbers of a list are taken as they are written there, all else in every form that rules read.
 * @param promotions - The parameters of rules that the stack's parameter sets; never empty.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export function constraintsOf(promotions: readonly Promotion[]): Constraints {
  const specs = promotions.flatMap(({ spec }) => spec ?? []);
  const isOptional = promotions.every(({ optional }) => optional);
  const words = [...new Set(specs.map(allowedForm))].join(" and ");
  const described = { ConstraintDescription: `must be ${words}${isOptional ? ", or empty" : ""}` };
  const values = allowedValues(promotions, specs);
  if (values.length > 0) return { AllowedValues: isOptional ? [...values, ""] : values, ...described };
  const pattern = specs.flatMap((spec) => formPattern(spec) ?? []).find(({ length }) => length <= LONGEST_PATTERN);
  const allowed = pattern === undefined ? undefined : isOptional ? `^(${pattern})?$` : `^(${pattern})$`;
  return {
    ...(allowed === undefined ? {} : { AllowedPattern: allowed, ...described }),
    ...(specs.some(isNumeric) ? {} : { MaxLength: longest(promotions) }),
  };
}

/** The values of the first rule that has few, as far as all rules take them; a default may be written otherwise. */
function allowedValues(promotions: readonly Promotion[], specs: readonly ParameterSpec[]): readonly string[] {
  const [values] = specs.flatMap((spec) => {
    const listed = listedValues(spec);
    return listed ? [listed] : [];
  });
  if (!values) return [];
  const taken = values.filter((value) => specs.every((spec) => !("refused" in coerce(spec, value))));
  return [...new Set([...taken, ...promotions.flatMap((each) => each.default ?? [])])];
}

function isNumeric({ type }: ParameterSpec): boolean {
  return type === "integer" || type === "number";
}

/** What all parameters of a rule may have together, less what is around this one's value. */
function longest(promotions: readonly Promotion[]): number {
  const around = promotions.map(({ parameter }) => JSON.stringify({ [parameter]: "" }).length);
  return LIMITS.inputParametersLength - Math.max(...around);
}

/** The texts of the values of a spec that has few. */
function listedValues(spec: ParameterSpec): readonly string[] | undefined {
  if (spec.type === "boolean") return ["true", "false"];
  return spec.type === "array" ? undefined : spec.enum?.map((value) => toWireValue(value));
}

/** White space that rules do not mind; nothing that is printed, which CloudFormation and JavaScript agree on. */
const SPACE = "[^!-~]*";
const NUMBER = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?";
const ANYTHING = "[\\s\\S]*";

/** An expression of the texts that a spec takes, and of as few others as possible. */
function formPattern(spec: ParameterSpec): string | undefined {
  switch (spec.type) {
    case "integer":
      return `${SPACE}${integerPattern(spec.minimum, spec.maximum)}${SPACE}`;
    case "number":
      return `${SPACE}${NUMBER}${SPACE}`;
    case "array":
      return listPattern(spec);
    case "string":
      return textPattern(spec);
    case "boolean":
      return undefined; // has its values listed
  }
}

/** CSV with as many elements as there may be, or the JSON of an array. */
function listPattern({ items, minItems = 0, maxItems = Infinity }: ListSpec): string | undefined {
  const element = elementPattern(items);
  const more = quantifier(minItems - 1, maxItems - 1);
  if (element === undefined && more === "*") return undefined;
  const one = element === undefined ? "[^,]*" : `${SPACE}${element}${SPACE}`;
  const list = maxItems < 1 ? [] : [`${one}(,${one})${more}`];
  return [...(minItems > 0 ? [] : [SPACE]), ...list, `${SPACE}\\[${ANYTHING}`].join("|");
}

/** An expression of an element in CSV; `undefined` where that may be any text. */
function elementPattern(items: ItemSpec): string | undefined {
  switch (items.type) {
    case "integer":
      return integerPattern(items.minimum, items.maximum);
    case "number":
      return NUMBER;
    case "string":
      return items.enum === undefined ? undefined : `(${items.enum.map(literally).join("|")})`;
  }
}

function literally(text: string): string {
  return text.trim().replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

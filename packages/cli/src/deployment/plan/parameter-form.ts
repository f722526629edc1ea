import { isObject, type JsonObject, type ParameterSpec } from "@rulewright/sdk";

/** What a rule takes for a parameter that a deployment sets. */
export interface ParameterForm {
  readonly rule: string;
  readonly parameter: string;
  readonly form: ParameterSpec;
}

type NumberForm = Extract<ParameterSpec, { readonly type: "integer" | "number" }>;
type StringForm = Extract<ParameterSpec, { readonly type: "string" }>;

/** A form as the manifest has it; `undefined` for one that is none, or that a later version wrote. */
export function readParameterForm(value: JsonObject): ParameterForm | undefined {
  const { rule, parameter, form } = value;
  const read = isObject(form) ? readForm(form) : undefined;
  return typeof rule === "string" && typeof parameter === "string" && read
    ? { rule, parameter, form: read }
    : undefined;
}

/** A form as the manifest writes it: what the values are told by, and neither description nor default. */
export function writtenForm(form: ParameterSpec): JsonObject {
  const { description: _description, default: _default, required: _required, ...rest } = form;
  return rest;
}

function readForm(form: JsonObject): ParameterSpec | undefined {
  const common = { description: "", ...(form["secret"] === true ? { secret: true as const } : {}) };
  const { type } = form;
  switch (type) {
    case "boolean":
      return { ...common, type };
    case "integer":
    case "number":
    case "string": {
      const item = readItem(form);
      return item && { ...common, ...item };
    }
    case "array": {
      const items = isObject(form["items"]) ? readItem(form["items"]) : undefined;
      if (!items) return undefined;
      const isUnique = form["uniqueItems"] === true;
      return {
        ...common,
        type,
        items,
        ...numbersOf(form, ["minItems", "maxItems"]),
        ...(isUnique ? { uniqueItems: isUnique } : {}),
      };
    }
    default:
      return undefined;
  }
}

function readItem(form: JsonObject): Omit<NumberForm, "description"> | Omit<StringForm, "description"> | undefined {
  const { type, pattern } = form;
  const choices = Array.isArray(form["enum"]) ? form["enum"] : undefined;
  if (type === "integer" || type === "number") {
    const numbers = choices?.filter((each) => typeof each === "number");
    return { type, ...numbersOf(form, ["minimum", "maximum"]), ...(numbers ? { enum: numbers } : {}) };
  }
  if (type !== "string") return undefined;
  const texts = choices?.filter((each) => typeof each === "string");
  return {
    type,
    ...numbersOf(form, ["minLength", "maxLength"]),
    ...(typeof pattern === "string" ? { pattern } : {}),
    ...(texts ? { enum: texts } : {}),
  };
}

function numbersOf<Name extends string>(form: JsonObject, names: readonly Name[]): { readonly [K in Name]?: number } {
  const found: { [K in Name]?: number } = {};
  for (const name of names) {
    const value = form[name];
    if (typeof value === "number") found[name] = value;
  }
  return found;
}

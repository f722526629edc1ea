import { repeated } from "./check-members.ts";
import { allowedForm, coerce } from "./coerce.ts";
import { didYouMean } from "./did-you-mean.ts";
import { CORE_ERRORS, messageOf } from "./errors.ts";
import { isObject, shown, type JsonObject } from "./json.ts";
import { SPEC_KEYS, type ItemSpec, type ParameterSpec, type ParameterSpecs } from "./parameter-spec.ts";
import { problem, type Problem } from "./problem.ts";

const SHARED_KEYS = ["type", "description", "required", "secret", "default"];

/** Checks the parameter specs of one rule; part of `checkDefinition`. */
export function checkParameterSpecs(ruleName: string, specs: ParameterSpecs): Problem[] {
  return Object.entries(specs).flatMap(([name, spec]) => {
    const found: Problem[] = [];
    const report: Report = (key, message, hint) =>
      found.push(
        problem(
          CORE_ERRORS.DEFINITION_INVALID,
          `${ruleName}.parameters.${name}${key === "" ? "" : `.${key}`}`,
          `Rule ${ruleName}, parameter ${name}: ${message}`,
          hint ? { hint } : {},
        ),
      );
    if (/^[A-Za-z][A-Za-z0-9_-]{0,254}$/.test(name)) checkSpec(spec, report);
    else report("", "a parameter's name is letters, digits, - and _, at most 255.");
    return found;
  });
}

type Report = (key: string, message: string, hint?: string) => void;

function checkSpec(spec: ParameterSpec, report: Report): void {
  if (!isObject(spec)) return report("", `${shown(spec)} is not the form of a parameter.`);
  if (!Object.hasOwn(SPEC_KEYS, spec.type)) {
    const hint = didYouMean(shown(spec.type), Object.keys(SPEC_KEYS));
    return report("type", `the type ${shown(spec.type)} is not one of ${Object.keys(SPEC_KEYS).join(", ")}.`, hint);
  }
  checkKeys(spec, SHARED_KEYS, `a parameter of type ${spec.type}`, report);
  checkDescription(spec.description, report);
  checkFlags(spec, ["required", "secret"], report);
  const sound = checkForm(spec, report);
  if (spec.required && spec.default !== undefined) {
    report("required", "it is required and has a default.", "Remove one of the two.");
  }
  const refused = sound && spec.default !== undefined ? refusal(spec, spec.default) : undefined;
  if (refused !== undefined) report("default", `the default ${refused}.`);
}

function checkDescription(description: unknown, report: Report): void {
  if (description === undefined || (typeof description === "string" && description.trim() === "")) {
    report("description", "it has no description.", "Say what it does.");
  } else if (typeof description !== "string")
    report("description", `the description ${shown(description)} is no text.`);
}

/** Checks what can only be true or false: a text such as "false" would be read as true, or as nothing. */
function checkFlags(spec: ParameterSpec, keys: readonly string[], report: Report): void {
  const given: JsonObject = { ...spec };
  for (const key of keys) {
    const flag = given[key];
    if (flag !== undefined && typeof flag !== "boolean") report(key, `${key} is ${shown(flag)}, not true or false.`);
  }
}

function checkKeys(spec: ParameterSpec | ItemSpec, shared: readonly string[], what: string, report: Report): void {
  const known = [...shared, ...SPEC_KEYS[spec.type]];
  for (const key of Object.keys(spec)) {
    if (!known.includes(key)) report(key, `${key} is not a key of ${what}.`, didYouMean(key, known));
  }
}

/**
 * What is wrong with a default, or nothing where it is of the parameter's own type, not merely a text that could be read
 * as one, and in bounds.
 */
function refusal(spec: ParameterSpec, value: unknown): string | undefined {
  const coerced = coerce(spec, value);
  if (!("refused" in coerced) && JSON.stringify(coerced.value) === JSON.stringify(value)) return undefined;
  if (spec.secret) return `(secret) is not ${allowedForm(spec)}`;
  return `${shown(value)} ${"refused" in coerced ? coerced.refused : `is not ${allowedForm(spec)}`}`;
}

function checkForm(spec: ParameterSpec | ItemSpec, report: Report): boolean {
  let sound = true;
  const refuse: Report = (key, message, hint) => {
    sound = false;
    report(key, message, hint);
  };
  if ("enum" in spec && spec.enum !== undefined) checkEnum(spec, refuse);
  for (const [low, high] of BOUNDS) checkBounds({ ...spec }, low, high, refuse);
  if (spec.type === "string" && spec.pattern !== undefined) checkPattern(spec.pattern, refuse);
  if (spec.type === "array") {
    checkFlags(spec, ["uniqueItems"], refuse);
    sound = checkItems(spec.items, refuse) && sound;
  }
  return sound;
}

function checkEnum({ type, enum: given }: { readonly type: string; readonly enum?: unknown }, refuse: Report): void {
  if (!Array.isArray(given)) return refuse("enum", `the enum ${shown(given)} is not a list.`);
  if (given.length === 0) refuse("enum", "the enum allows nothing.");
  const wanted = { string: "a string", integer: "an integer", number: "a number" }[type] ?? type;
  for (const value of given) {
    if (!isOf(type, value)) refuse("enum", `the enum has ${shown(value)}, which is not ${wanted}.`);
  }
  for (const value of repeated(given)) refuse("enum", `the enum names ${shown(value)} twice.`, "Name it once.");
}

function isOf(type: string, value: unknown): boolean {
  if (type === "string") return typeof value === "string";
  return type === "integer" ? Number.isSafeInteger(value) : Number.isFinite(value);
}

const BOUNDS = [
  ["minimum", "maximum"],
  ["minLength", "maxLength"],
  ["minItems", "maxItems"],
] as const;

function checkBounds(spec: Readonly<Record<string, unknown>>, low: string, high: string, refuse: Report): void {
  const [least, most] = [spec[low], spec[high]];
  for (const key of [low, high]) {
    const bound = spec[key];
    if (bound !== undefined && !Number.isFinite(bound)) {
      refuse(key, `${key} is ${shown(bound)}, which is ${typeof bound === "bigint" ? "a bigint" : "not a number"}.`);
    }
  }
  if (typeof least === "number" && typeof most === "number" && least > most) {
    refuse(low, `${low} ${least} is above ${high} ${most}.`);
  }
}

function checkItems(items: ItemSpec | undefined, refuse: Report): boolean {
  if (!isObject(items) || !["integer", "number", "string"].includes(items.type)) {
    refuse("items", "items must say of what type the elements are: integer, number or string.");
    return false;
  }
  checkKeys(items, ["type"], `elements of type ${items.type}`, (key, ...rest) => refuse(`items.${key}`, ...rest));
  return checkForm(items, (key, ...rest) => refuse(`items.${key}`, ...rest));
}

function checkPattern(pattern: unknown, refuse: Report): void {
  if (typeof pattern !== "string") {
    const given = pattern instanceof RegExp ? String(pattern) : shown(pattern);
    return refuse("pattern", `the pattern ${given} is no text.`, "Write the regular expression as a string.");
  }
  try {
    RegExp(pattern, "u");
  } catch (error) {
    refuse("pattern", `the pattern is no regular expression: ${messageOf(error)}.`);
  }
}

import { allowedForm, coerce } from "./coerce.ts";
import { didYouMean } from "./did-you-mean.ts";
import { CORE_ERRORS, messageOf } from "./errors.ts";
import { isObject, shown } from "./json.ts";
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
    return report("type", `${shown(spec.type)} is not one of ${Object.keys(SPEC_KEYS).join(", ")}.`, hint);
  }
  checkKeys(spec, SHARED_KEYS, `a parameter of type ${spec.type}`, report);
  if (typeof spec.description !== "string" || spec.description.trim() === "") report("description", "it has none.");
  const sound = checkForm(spec, report);
  if (spec.required && spec.default !== undefined) {
    report("required", "it is required and has a default.", "Remove one of the two.");
  }
  if (sound && spec.default !== undefined && !isNative(spec, spec.default)) {
    report("default", `the default ${spec.secret ? "(secret)" : shown(spec.default)} is not ${allowedForm(spec)}.`);
  }
}

function checkKeys(spec: ParameterSpec | ItemSpec, shared: readonly string[], what: string, report: Report): void {
  const known = [...shared, ...SPEC_KEYS[spec.type]];
  for (const key of Object.keys(spec)) {
    if (!known.includes(key)) report(key, `${key} is not a key of ${what}.`, didYouMean(key, known));
  }
}

/** Whether the default is of the parameter's own type, not merely a text that could be read as one, and in bounds. */
function isNative(spec: ParameterSpec, value: unknown): boolean {
  const coerced = coerce(spec, value);
  if ("refused" in coerced) return false;
  return JSON.stringify(coerced.value) === JSON.stringify(value);
}

function checkForm(spec: ParameterSpec | ItemSpec, report: Report): boolean {
  let sound = true;
  const refuse: Report = (key, message, hint) => {
    sound = false;
    report(key, message, hint);
  };
  if ("enum" in spec && spec.enum && spec.enum.length === 0) refuse("enum", "the enum allows nothing.");
  for (const [low, high] of BOUNDS) checkBounds({ ...spec }, low, high, refuse);
  if (spec.type === "string" && spec.pattern !== undefined) checkPattern(spec.pattern, refuse);
  if (spec.type === "array") sound = checkItems(spec.items, refuse) && sound;
  return sound;
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
    if (bound !== undefined && typeof bound !== "number") refuse(key, `${shown(bound)} is not a number.`);
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

function checkPattern(pattern: string, refuse: Report): void {
  try {
    RegExp(pattern, "u");
  } catch (error) {
    refuse("pattern", `the pattern is no regular expression: ${messageOf(error)}.`);
  }
}

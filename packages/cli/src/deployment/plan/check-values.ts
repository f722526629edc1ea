import { findManagedRule } from "@rulewright/catalog/managed-rules";
import {
  CORE_ERRORS,
  boundText,
  isObject,
  meetsBound,
  problem,
  readParameters,
  type JsonObject,
  type ParameterSpec,
  type Problem,
} from "@rulewright/sdk";
import { LIMITS, SYNTHESIS_ERRORS } from "@rulewright/sdk/synthesis";
import { declaredProblems } from "./check-declared.ts";
import type { Manifest, ManifestRule } from "./manifest.ts";
import { rulesOf } from "./pack-template.ts";
import { ruleInputs, type RuleInput } from "./rule-inputs.ts";

/** What a deployment sets, and of what. */
export interface SetValues {
  readonly manifest: Manifest;
  readonly packTemplate: JsonObject;
  /** Parameters of stack or pack that may be set. */
  readonly declared: JsonObject;
  /** Values by name, as they were given. */
  readonly given: Readonly<Record<string, string>>;
  readonly variant?: string | undefined;
}

/**
 * The values that no rule would judge by: AWS takes any text, and the function then refuses every event. What the rule
 * takes is from the manifest, of a managed rule from the catalogue; a manifest that was written before it told forms
 * leaves only the bounds of its framework to check.
 */
export function valueProblems(values: SetValues): Problem[] {
  const definitions = rulesOf(values.packTemplate);
  const ofRules = values.manifest.rules.flatMap((rule) => {
    const definition = definitions.get(rule.name) ?? {};
    return ruleProblems(rule, definition, values);
  });
  // what a rule says of a value tells more than the pattern that stands for it in the template
  const told = new Set(ofRules.map(({ setBy }) => setBy));
  const given = Object.fromEntries(Object.entries(values.given).filter(([name]) => !told.has(name)));
  const ofDeployment = declaredProblems(values.declared, given, (parameter) => subject(parameter, values));
  return [...ofDeployment, ...ofRules.map(({ found }) => found)];
}

/** A problem of a rule, and the parameter that makes it. */
interface Told {
  readonly setBy: string;
  readonly found: Problem;
}

function ruleProblems(rule: ManifestRule, definition: JsonObject, values: SetValues): Told[] {
  const inputs = ruleInputs(definition, values);
  const open = inputs.filter(({ setBy }) => setBy !== undefined);
  if (open.length === 0) return [];
  const forms = formsOf(rule, definition, values.manifest);
  const wrong = open.flatMap((input) => formProblems(rule, input, forms, values));
  const isWrong = new Set(wrong.map(({ found }) => found.path));
  return [...wrong, ...boundProblems(rule, inputs, values, isWrong), ...lengthProblems(rule, inputs, open, values)];
}

type Forms = ReadonlyMap<string, ParameterSpec>;

function formsOf({ name }: ManifestRule, definition: JsonObject, { stack }: Manifest): Forms {
  const source = isObject(definition["Source"]) ? definition["Source"] : {};
  const managed = source["Owner"] === "AWS" ? findManagedRule(String(source["SourceIdentifier"])) : undefined;
  const ofManaged = (managed?.parameters ?? []).flatMap(({ name: parameter, kind }): [string, ParameterSpec][] =>
    kind === "integer" || kind === "number" || kind === "boolean" ? [[parameter, { type: kind, description: "" }]] : [],
  );
  const ofOwn = (stack?.forms ?? []).filter(({ rule }) => rule === name);
  return new Map([...ofManaged, ...ofOwn.map(({ parameter, form }): [string, ParameterSpec] => [parameter, form])]);
}

function formProblems(
  { name }: ManifestRule,
  { parameter, text, setBy = "" }: RuleInput,
  forms: Forms,
  of: SetValues,
): Told[] {
  const form = forms.get(parameter);
  if (!form || text === undefined) return [];
  const { problems } = readParameters(name, { [parameter]: form }, { [parameter]: text });
  return problems.map((each) => ({ setBy, found: { ...each, message: `${subject(setBy, of)}: ${each.message}` } }));
}

/** One of several parameters that a bound names may carry the value; none of them set leaves the rule its default. */
function boundProblems(
  { name, bounds }: ManifestRule,
  inputs: readonly RuleInput[],
  of: SetValues,
  isWrong: ReadonlySet<string>,
): Told[] {
  return bounds.flatMap((bound) => {
    const parts = bound.parameters.map((parameter) => inputs.find((input) => input.parameter === parameter));
    const set = parts.find((input) => input?.setBy !== undefined && input.text !== undefined);
    if (!set || bound.parameters.some((parameter) => isWrong.has(pathOf(name, parameter)))) return [];
    const texts = parts.map((input) => input?.text);
    if (meetsBound(bound, texts)) return [];
    const message =
      `${subject(set.setBy ?? "", of)} would set rule ${name} looser than its framework allows: ` +
      `${bound.control} wants ${boundText(bound)}.`;
    const found = problem(CORE_ERRORS.PARAMETER_LOOSER, pathOf(name, set.parameter), message);
    return [{ setBy: set.setBy ?? "", found }];
  });
}

function lengthProblems(
  { name }: ManifestRule,
  inputs: readonly RuleInput[],
  open: readonly RuleInput[],
  of: SetValues,
): Told[] {
  const texts = inputs.flatMap(({ parameter, text }): [string, string][] =>
    text === undefined ? [] : [[parameter, text]],
  );
  const { length } = JSON.stringify(Object.fromEntries(texts));
  if (length <= LIMITS.inputParametersLength) return [];
  const setBy = [...new Set(open.map((input) => input.setBy))].join(", ");
  const message = `${subject(setBy, of)}: the input parameters of rule ${name} would have ${length} characters.`;
  return [{ setBy, found: problem(SYNTHESIS_ERRORS.PARAMETERS_TOO_LONG, `${name}.parameters`, message) }];
}

/** What somebody typed, and where. */
function subject(parameter: string, { manifest, variant }: SetValues): string {
  return `Parameter ${parameter} of pack ${manifest.pack}${variant === undefined ? "" : `, variant ${variant}`}`;
}

function pathOf(rule: string, parameter: string): string {
  return `${rule}.parameters.${parameter}`;
}

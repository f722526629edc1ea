import type { ItemSpec, ParameterSpec } from "@rulewright/sdk";
import { boundText, type ParameterBound } from "./bounds.ts";
import type { ControlGroup, CoveredControl } from "./controls.ts";
import { numberOf } from "./find-subject.ts";
import { columns, section, wrap } from "./layout.ts";
import type { ManagedRuleFacts, SuggestedRunbook } from "./managed-rule-facts.ts";
import type { PackLines } from "./pack-lines.ts";
import type { RemediationValue, RuleFacts } from "./rule-facts.ts";

/** A parameter: its form, what it is for, and what controls ask of it. */
export function parameterLines(
  name: string,
  form: string,
  description: string,
  bounds: readonly ParameterBound[],
  width: number,
): string[] {
  return [
    ...wrap(`${name}  ${form}`, width, 2, 4),
    ...(description === "" ? [] : wrap(description, width, 4)),
    ...bounds.flatMap((bound) => wrap(`${boundText(bound)}: ${bound.controls.join(", ")}`, width, 4, 2)),
  ];
}

/** The form of a parameter of ours, in words. */
export function formOf(spec: ParameterSpec): string {
  const form =
    spec.type === "array" ? `list of ${spec.items.type}${limitsOf(spec.items)}` : `${spec.type}${limitsOf(spec)}`;
  const standard = spec.default === undefined ? [] : [`default ${[spec.default].flat().join(", ")}`];
  return [form, ...standard, ...(spec.required ? ["required"] : []), ...(spec.secret ? ["secret"] : [])].join(", ");
}

function limitsOf(form: ParameterSpec | ItemSpec): string {
  if (form.type === "boolean" || form.type === "array") return "";
  if (form.enum) return `: ${form.enum.join(" or ")}`;
  if (form.type === "string") return form.pattern === undefined ? "" : ` matching ${form.pattern}`;
  if (form.minimum !== undefined && form.maximum !== undefined) return ` from ${form.minimum} to ${form.maximum}`;
  if (form.minimum !== undefined) return ` of at least ${form.minimum}`;
  return form.maximum === undefined ? "" : ` of at most ${form.maximum}`;
}

/** The parameters of a managed rule. */
export function managedParameterLines(parameters: ManagedRuleFacts["parameters"], width: number): string[] {
  if (parameters === null) return ["  No source lists them."];
  return parameters.flatMap(({ name, kind, required, default: standard, bounds }) => {
    const form = [
      kind,
      ...(standard === undefined ? [] : [`${standard} in the console`]),
      ...(required === true ? ["required"] : required === null ? ["required or not: no source says"] : []),
    ];
    return parameterLines(name, form.join(", "), "", bounds, width);
  });
}

/** The controls of a rule, by framework. */
export function controlSection(groups: readonly ControlGroup[], width: number): string[] {
  return section(
    "Controls",
    groups.flatMap(({ name, controls }) => [`  ${name}`, ...controlLines(controls, width)]),
  );
}

/** Requirements without a title share lines. */
function controlLines(controls: readonly CoveredControl[], width: number): string[] {
  const titled = controls.filter(({ title }) => title !== undefined);
  const others = controls.filter(({ title }) => title === undefined);
  const whole = others.filter(({ partly }) => !partly).map(({ id }) => numberOf(id));
  const partly = others.filter((each) => each.partly).map(({ id }) => numberOf(id));
  return [
    ...columns(
      titled.map((each) => [numberOf(each.id), `${each.title ?? ""}${marksOf(each)}`] as const),
      width,
      4,
    ),
    ...(whole.length > 0 ? wrap(whole.join(", "), width, 4) : []),
    ...(partly.length > 0 ? wrap(`in part: ${partly.join(", ")}`, width, 4, 2) : []),
  ];
}

function marksOf({ partly, via = [] }: CoveredControl): string {
  const marks = [...(partly ? ["in part"] : []), ...(via.length > 0 ? [`by ${via.join(", ")}`] : [])];
  return marks.length > 0 ? ` (${marks.join(", ")})` : "";
}

/** A runbook of ours or of AWS, and what its parameters get. */
export function remediationLines(
  { runbook, description, parameters }: NonNullable<RuleFacts["remediation"]>,
  width: number,
): string[] {
  const pairs = Object.entries(parameters).map(([name, value]) => [name, remediationValue(value)] as const);
  const head = description === undefined ? [`  ${runbook}`] : wrap(`${runbook}: ${description}`, width, 2);
  return [...head, ...columns(pairs, width, 4)];
}

function remediationValue(value: RemediationValue): string {
  if (value === "RESOURCE_ID") return "the resource's id";
  return "parameter" in value ? `the rule's ${value.parameter}` : JSON.stringify(value.value);
}

/** A runbook that AWS offers, and what it wants. */
export function runbookLines(
  { name, resourceParameter, resourceIdFits, parameters }: SuggestedRunbook,
  width: number,
): string[] {
  const fits = {
    yes: "RESOURCE_ID",
    no: "the resource, but not RESOURCE_ID: a runbook of your own has to look it up",
    unknown: "RESOURCE_ID, if it is what Config reports",
  };
  const pairs = parameters.map((each) => {
    const isResource = each.name === resourceParameter && resourceIdFits !== null;
    const standard = each.default === undefined ? "" : `, default ${each.default}`;
    return [
      each.name,
      isResource ? fits[resourceIdFits] : `${each.kind}${each.required ? ", required" : ""}${standard}`,
    ] as const;
  });
  return [`  ${name}`, ...columns(pairs, width, 4)];
}

/** Code is not wrapped: it is to be copied. */
export function packSection({ imports, entries }: PackLines): string[] {
  if (entries.length === 0) return [];
  const indented = (text: string) => text.split("\n").map((line) => `  ${line}`);
  return section("In a pack", [...imports.flatMap(indented), "", ...entries.flatMap(indented)]);
}

/** A pair for columns, unless there is nothing to say. */
export function pair(name: string, text: string): (readonly [string, string])[] {
  return text === "" ? [] : [[name, text]];
}

/** Lines as one text, with never more than one empty line. */
export function joined(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`.replaceAll(/\n{3,}/g, "\n\n");
}

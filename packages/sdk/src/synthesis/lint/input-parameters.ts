import type { ManagedRule, ManagedRuleParameter } from "@rulewright/catalog/managed-rules";
import { isObject, shown } from "../../core/json.ts";
import { messageOf } from "../../core/errors.ts";
import { kindMissed } from "../managed-kinds.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import { LINT_LIMITS } from "./limits.ts";
import { kindOf, memberOf, under, type MapNode, type PackNode, type ScalarNode } from "./node.ts";
import type { PackModel, Resource } from "./pack-model.ts";
import { nearest } from "./report.ts";
import { outcomesOf, textsOf } from "./values.ts";

/** Checks a rule's InputParameters: their length and, for a managed rule, names and kinds. */
export function checkInputParameters(
  { id, properties }: Resource,
  managed: ManagedRule | undefined,
  pack: PackModel,
): void {
  const given = memberOf(properties, "InputParameters");
  if (given === undefined) {
    if (managed)
      checkMissing(managed, { ...under(properties, "InputParameters"), kind: "map", members: new Map() }, pack);
    return;
  }
  for (const outcome of outcomesOf(given, pack)) {
    const parameters = readParameters(id, outcome, pack);
    if (parameters === undefined) continue;
    const values = new Map([...parameters.members].map(([name, node]) => [name, textsOf(node, name, pack)]));
    checkLength(id, parameters, values, pack);
    if (managed) checkManaged(managed, parameters, values, pack);
  }
}

/** InputParameters are a mapping, or the JSON text of one. */
function readParameters(id: string, node: PackNode, { report }: PackModel): MapNode | undefined {
  if (node.kind === "map") return node;
  const message = `The InputParameters of ${id} are a mapping or JSON text`;
  if (node.kind !== "scalar" || typeof node.value !== "string") {
    report(LINT_ERRORS.INPUT_UNREADABLE, node, `${message}; this is ${kindOf(node)}.`);
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(node.text);
    if (isObject(value)) return fromJson(value, node);
    report(LINT_ERRORS.INPUT_UNREADABLE, node, `${message}; this is the JSON of something else.`);
  } catch (error) {
    report(LINT_ERRORS.INPUT_UNREADABLE, node, `${message}; this is no JSON: ${messageOf(error)}`);
  }
  return undefined;
}

function fromJson(value: { readonly [key: string]: unknown }, { path, line, column }: ScalarNode): MapNode {
  const place = { path, line, column };
  const members = Object.entries(value).map(([name, member]): [string, PackNode] => {
    const text = typeof member === "string" ? member : JSON.stringify(member);
    return [name, { ...under(place, name), kind: "scalar", value: text, text }];
  });
  return { ...place, kind: "map", members: new Map(members) };
}

type Values = ReadonlyMap<string, readonly ScalarNode[]>;

/** Counts the longest outcome of every value, as the JSON that AWS Config receives. */
function checkLength(id: string, parameters: MapNode, values: Values, { report }: PackModel): void {
  const longest = [...values].map(([name, texts]) => {
    return [name, texts.reduce((most, { text }) => (text.length > most.length ? text : most), "")];
  });
  const { length } = JSON.stringify(Object.fromEntries(longest));
  if (length <= LINT_LIMITS.inputParametersLength) return;
  report(LINT_ERRORS.INPUT_TOO_LONG, parameters, `The input parameters of ${id} have ${length} characters.`);
}

function checkManaged(managed: ManagedRule, parameters: MapNode, values: Values, pack: PackModel): void {
  if (managed.parameters === null) return; // no source lists them
  const names = managed.parameters.map(({ name }) => name);
  for (const [name, node] of parameters.members) {
    const known = managed.parameters.find((parameter) => parameter.name === name);
    if (known === undefined) {
      const others = names.length === 0 ? "It has none." : `It has ${names.join(", ")}.`;
      const hint = sameButCase(name, names) || nearest(name, names) || others;
      pack.report(LINT_ERRORS.INPUT_UNKNOWN, node, `${managed.identifier} has no parameter ${shown(name)}.`, hint);
    } else {
      for (const value of values.get(name) ?? []) checkKind(known, value, pack);
    }
  }
  checkMissing(managed, parameters, pack);
}

function sameButCase(name: string, names: readonly string[]): string {
  const same = names.find((each) => each.toLowerCase() === name.toLowerCase());
  return same === undefined ? "" : `Did you mean ${same}?`;
}

function checkMissing({ identifier, parameters }: ManagedRule, given: MapNode, { report }: PackModel): void {
  for (const { name, required, default: fallback } of parameters ?? []) {
    if (required !== true || given.members.has(name)) continue;
    const hint = fallback === undefined ? "" : `Add it: the console would fill in ${shown(fallback)}, a pack does not.`;
    report(LINT_ERRORS.INPUT_MISSING, under(given, name), `${identifier} needs its parameter ${name}.`, hint);
  }
}

function checkKind(parameter: ManagedRuleParameter, value: ScalarNode, pack: PackModel): void {
  const expected = kindMissed(parameter, value.text);
  if (expected === undefined || value.text.includes("${")) return;
  pack.report(LINT_ERRORS.INPUT_KIND, value, `${parameter.name} is ${expected}; this is ${shown(value.text)}.`);
}

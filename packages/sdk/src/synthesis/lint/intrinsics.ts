import { shown } from "../../core/json.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import { kindOf, type MapNode, type PackNode, type ScalarNode } from "./node.ts";
import type { PackModel } from "./pack-model.ts";
import { nearest } from "./report.ts";
import { callOf } from "./values.ts";

/** What the template refers to. */
export interface Uses {
  readonly parameters: ReadonlySet<string>;
  readonly conditions: ReadonlySet<string>;
}

const SURE = ["Ref", "Fn::If", "Fn::Not", "Fn::Equals"];
/** CloudFormation has them; of packs only `Fn::ImportValue` is documented, for organizations. */
const OTHER = [
  "Fn::And",
  "Fn::Base64",
  "Fn::Cidr",
  "Fn::FindInMap",
  "Fn::ForEach",
  "Fn::GetAtt",
  "Fn::GetAZs",
  "Fn::ImportValue",
  "Fn::Join",
  "Fn::Length",
  "Fn::Or",
  "Fn::Select",
  "Fn::Split",
  "Fn::Sub",
  "Fn::ToJsonString",
  "Fn::Transform",
];
const PSEUDO_PARAMETERS = [
  "AWS::AccountId",
  "AWS::NoValue",
  "AWS::NotificationARNs",
  "AWS::Partition",
  "AWS::Region",
  "AWS::StackId",
  "AWS::StackName",
  "AWS::URLSuffix",
];

/** AWS's samples of packs fill these in with `Fn::Sub`. @see https://github.com/aws-samples/aws-config-cost-optimization-conformance-pack */
const SUBSTITUTED: ReadonlySet<string> = new Set(["AWS::AccountId", "AWS::Partition", "AWS::Region"]);

/** How many arguments a function takes. */
const ARGUMENTS: { readonly [name: string]: readonly [number, number] } = {
  "Fn::If": [3, 3],
  "Fn::Not": [1, 1],
  "Fn::Equals": [2, 2],
  "Fn::And": [2, 10],
  "Fn::Or": [2, 10],
};

/** Checks every function of a pack's resources and conditions, and tells what they refer to. */
export function checkFunctions(pack: PackModel): Uses {
  const uses = { parameters: new Set<string>(), conditions: new Set<string>() };
  const walk = (node: PackNode, inCondition: boolean): void => {
    if (node.kind === "list") for (const item of node.items) walk(item, inCondition);
    if (node.kind !== "map") return;
    const call = callOf(node);
    if (call) checkCall(call.name, call.argument, node, uses, pack);
    const condition = inCondition ? node.members.get("Condition") : undefined;
    if (condition) useCondition(condition, uses, pack);
    for (const member of node.members.values()) walk(member, inCondition);
  };
  for (const condition of pack.conditions.values()) walk(condition, true);
  for (const { node, properties } of pack.resources.values()) {
    const condition = node.members.get("Condition");
    if (condition) useCondition(condition, uses, pack);
    walk(properties, false);
  }
  return uses;
}

/** A text in which only the place of deployment is filled in. */
function isSureSubstitution(name: string, argument: PackNode): boolean {
  if (name !== "Fn::Sub" || argument.kind !== "scalar") return false;
  return [...argument.text.matchAll(/\$\{([^}]*)\}/g)].every(
    ([, of = ""]) => of.startsWith("!") || SUBSTITUTED.has(of),
  );
}

interface Found {
  readonly parameters: Set<string>;
  readonly conditions: Set<string>;
}

function checkCall(name: string, argument: PackNode, node: MapNode, uses: Found, pack: PackModel): void {
  const { report } = pack;
  if (node.members.size > 1) report(LINT_ERRORS.FUNCTION_SHAPE, node, `${name} stands beside other keys.`);
  if (OTHER.includes(name)) {
    if (name !== "Fn::ImportValue" && !isSureSubstitution(name, argument)) {
      report(LINT_ERRORS.FUNCTION_UNSURE, argument, `It is not documented that packs may use ${name}.`);
    }
  } else if (!SURE.includes(name)) {
    const hint = nearest(name, [...SURE, ...OTHER]);
    report(LINT_ERRORS.FUNCTION_UNKNOWN, argument, `There is no function ${shown(name)}.`, hint);
  }
  if (name === "Ref") checkRef(argument, uses, pack);
  checkArguments(name, argument, pack);
  const condition = name === "Fn::If" && argument.kind === "list" ? argument.items[0] : undefined;
  if (condition) useCondition(condition, uses, pack);
  if (name === "Fn::Sub") useSubstituted(argument, uses);
}

function checkArguments(name: string, argument: PackNode, { report }: PackModel): void {
  const expected = ARGUMENTS[name];
  if (expected === undefined || argument.kind === "opaque") return;
  const [low, high] = expected;
  if (argument.kind !== "list") {
    report(LINT_ERRORS.FUNCTION_SHAPE, argument, `${name} takes a list; this is ${kindOf(argument)}.`);
  } else if (argument.items.length < low || argument.items.length > high) {
    const number = low === high ? String(low) : `${low} to ${high}`;
    report(LINT_ERRORS.FUNCTION_SHAPE, argument, `${name} takes ${number} arguments, not ${argument.items.length}.`);
  }
}

function checkRef(argument: PackNode, uses: Found, { report, parameters, resources }: PackModel): void {
  if (argument.kind === "opaque") return;
  if (argument.kind !== "scalar") {
    report(LINT_ERRORS.FUNCTION_SHAPE, argument, `Ref takes a name; this is ${kindOf(argument)}.`);
    return;
  }
  const { text } = argument;
  uses.parameters.add(text);
  if (parameters.has(text) || text === "AWS::NoValue") return;
  if (PSEUDO_PARAMETERS.includes(text) || resources.has(text)) {
    report(LINT_ERRORS.REF_UNSURE, argument, `It is not documented that packs may refer to ${text}.`);
    return;
  }
  const hint = () => nearest(text, [...parameters.keys(), ...(text.startsWith("AWS:") ? PSEUDO_PARAMETERS : [])]);
  report(LINT_ERRORS.REF_UNKNOWN, argument, `The pack has no parameter ${shown(text)}.`, hint);
}

function useCondition(name: PackNode, uses: Found, { report, conditions }: PackModel): void {
  if (name.kind === "opaque") return;
  if (name.kind !== "scalar") {
    report(LINT_ERRORS.FUNCTION_SHAPE, name, `A condition is named by text; this is ${kindOf(name)}.`);
    return;
  }
  uses.conditions.add(name.text);
  if (conditions.has(name.text)) return;
  const hint = () => nearest(name.text, conditions.keys());
  report(LINT_ERRORS.CONDITION_UNKNOWN, name, `The pack has no condition ${shown(name.text)}.`, hint);
}

/** `Fn::Sub` uses what its text names, so that those parameters do not count as unused. */
function useSubstituted(argument: PackNode, uses: Found): void {
  const text: ScalarNode | PackNode | undefined = argument.kind === "list" ? argument.items[0] : argument;
  if (text?.kind !== "scalar") return;
  for (const [, name = ""] of text.text.matchAll(/\$\{([A-Za-z0-9]+)\}/g)) uses.parameters.add(name);
}

import { REGION } from "../../core/region.ts";
import type { ConformancePack } from "../pack.ts";
import { packParameters, type Promotion } from "../promotions.ts";
import { GLOBAL_RULES_SWITCH, regionSwitches, switchesOf } from "../synthesize-pack.ts";
import type { TemplateValue } from "../template.ts";
import { constraintsOf } from "./constraints.ts";
import type { StackContext } from "./context.ts";
import { ref, type Intrinsic } from "./values.ts";

/** The condition that the stack is in the one Region where global rules report. */
const IN_GLOBAL_RULES_REGION = "IsGlobalRulesRegion";
/** CloudFormation takes so many conditions in one `Fn::Or`. */
const CONDITIONS_PER_OR = 10;

type Section = { readonly [name: string]: TemplateValue };

/** The parameters of a stack: where code is and what it runs on, the global Region, and what the pack leaves open. */
export function stackParameters(context: StackContext): [string, TemplateValue][] {
  const { pack, functions } = context;
  return [
    ...(functions.length === 0 ? [] : codeParameters(context)),
    ...(switchesOf(pack).some(({ parameter }) => parameter === GLOBAL_RULES_SWITCH)
      ? [["GlobalRulesRegion", GLOBAL_RULES_REGION] satisfies [string, TemplateValue]]
      : []),
    ...passedParameters(pack),
  ];
}

const GLOBAL_RULES_REGION = {
  Type: "String",
  Default: "us-east-1",
  Description: "The one Region in which rules about global resources report.",
  AllowedPattern: REGION.source,
  ConstraintDescription: "must be a Region, such as us-east-1: rules about global resources would report nowhere",
};

function codeParameters({ functions }: StackContext): [string, TemplateValue][] {
  return [
    [
      "CodeBucketPrefix",
      { Type: "String", Description: "Code is in the bucket of this name, a hyphen and the Region.", MinLength: 1 },
    ],
    ...functions.map(({ codeParameter, name }): [string, TemplateValue] => [
      codeParameter,
      { Type: "String", Description: `Key of the code of function ${name}.`, MinLength: 1 },
    ]),
    ["Runtime", { Type: "String", Default: "nodejs24.x", AllowedPattern: "nodejs\\d+\\.x" }],
    ["Architecture", { Type: "String", Default: "arm64", AllowedValues: ["arm64", "x86_64"] }],
  ];
}

/** What of the pack the stack's user sets, under the pack's own names. */
function passedParameters(pack: ConformancePack): [string, TemplateValue][] {
  const automatic = switchesOf(pack)
    .filter(({ parameter }) => !isAnswered(pack, parameter))
    .map(({ parameter }): [string, TemplateValue] => [
      parameter,
      { Type: "String", Default: "true", AllowedValues: ["true", "false"] },
    ]);
  const promoted = [...packParameters(pack)].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...automatic,
    ...promoted.flatMap(([name, [first, ...others]]): [string, TemplateValue][] =>
      first ? [[name, passedParameter(first, others)]] : [],
    ),
  ];
}

/** A parameter that one or several rules share; all of them say alike what its default is. */
function passedParameter(first: Promotion, others: readonly Promotion[]): TemplateValue {
  const { description, default: given, optional } = first;
  const fallback = given ?? (optional ? "" : undefined);
  const promotions = [first, ...others];
  return {
    Type: "String",
    ...(description === undefined ? {} : { Description: description }),
    ...(fallback === undefined ? {} : { Default: fallback }),
    ...(promotions.some(({ spec }) => spec?.secret) ? { NoEcho: true } : {}),
    ...constraintsOf(promotions),
  };
}

/** Whether the stack itself knows what a switch of the pack is. */
function isAnswered(pack: ConformancePack, parameter: string): boolean {
  return parameter === GLOBAL_RULES_SWITCH || regionSwitches(pack).some((each) => each.parameter === parameter);
}

/** The conditions that answer the pack's switches by Region. */
export function stackConditions({ pack }: StackContext): Section {
  const isHome = { "Fn::Equals": [ref("AWS::Region"), ref("GlobalRulesRegion")] };
  const needsHome = switchesOf(pack).some(({ parameter }) => parameter === GLOBAL_RULES_SWITCH);
  return {
    ...(needsHome ? { [IN_GLOBAL_RULES_REGION]: isHome } : {}),
    ...Object.fromEntries(regionSwitches(pack).map(({ condition, regions }) => [condition, isInRegions(regions)])),
  };
}

function isInRegions(regions: readonly string[]): TemplateValue {
  return anyOf([...new Set(regions)].sort().map((region) => ({ "Fn::Equals": [ref("AWS::Region"), region] })));
}

/** Any number of conditions, nested where there are more than one `Fn::Or` takes. */
function anyOf(conditions: readonly TemplateValue[]): TemplateValue {
  const [first, ...others] = conditions;
  if (first !== undefined && others.length === 0) return first;
  if (conditions.length <= CONDITIONS_PER_OR) return { "Fn::Or": conditions };
  const groups: TemplateValue[] = [];
  for (let start = 0; start < conditions.length; start += CONDITIONS_PER_OR) {
    groups.push(anyOf(conditions.slice(start, start + CONDITIONS_PER_OR)));
  }
  return anyOf(groups);
}

/** What the stack hands to the pack for each of its parameters. */
export function packInputs({ pack }: StackContext, names: readonly string[]): readonly Intrinsic[] {
  const limited = new Map(regionSwitches(pack).map(({ parameter, condition }) => [parameter, condition]));
  return names.map((name) => {
    const condition = name === GLOBAL_RULES_SWITCH ? IN_GLOBAL_RULES_REGION : limited.get(name);
    const value = condition === undefined ? ref(name) : { "Fn::If": [condition, "true", "false"] };
    return { ParameterName: name, ParameterValue: value };
  });
}

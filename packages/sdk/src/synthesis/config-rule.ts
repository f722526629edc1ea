import type { AnyRule } from "../core/any-rule.ts";
import { readParameters } from "../core/parameters.ts";
import { toWireValue } from "../core/wire.ts";
import { functionTokenOf } from "./functions.ts";
import { literalText, tokenText } from "./names.ts";
import { isPackParameter } from "./pack-parameter.ts";
import type { ConformancePack, CustomEntry, ManagedEntry, PackEntry, PolicyEntry } from "./pack.ts";
import { promotedValue, promotionsOf } from "./promotions.ts";
import { conditionOf } from "./regions.ts";
import type { PackResource, TemplateValue } from "./template.ts";

const CHANGE_MESSAGES = ["ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification"];

/** The `AWS::Config::ConfigRule` of an entry of a pack. */
export function configRule(entry: PackEntry, pack: Pick<ConformancePack, "deployment">): PackResource {
  return { Type: "AWS::Config::ConfigRule", ...conditionOf(entry), Properties: properties(entry, pack) };
}

/**
 * A rule's effective parameters under a pack's settings, those set at deployment at their default. Problems are found by
 * `checkPack`.
 */
export function effectiveParameters(entry: CustomEntry): { readonly [name: string]: unknown } {
  return readParameters(entry.name, entry.rule.parameters ?? {}, fixedParameters(entry)).values;
}

/** An entry's settings with promoted parameters at their default, or left out where they have none. */
export function fixedParameters({ parameters }: PackEntry): { readonly [name: string]: unknown } {
  const settings = Object.entries(parameters).map(([name, value]) => [
    name,
    isPackParameter(value) ? value["~packParameter"].default : value,
  ]);
  return Object.fromEntries(settings.filter(([, value]) => value !== undefined));
}

function properties(entry: PackEntry, pack: Pick<ConformancePack, "deployment">): PackResource["Properties"] {
  switch (entry.kind) {
    case "custom":
      return customProperties(entry, functionTokenOf(pack, entry));
    case "managed":
      return managedProperties(entry);
    case "policy":
      return policyProperties(entry);
    default: // `checkPack` refuses what is no entry
      throw new TypeError("A pack's entry is of no known kind.");
  }
}

function customProperties(entry: CustomEntry, functionToken: string): PackResource["Properties"] {
  const { rule } = entry;
  const effective = effectiveParameters(entry);
  return {
    ConfigRuleName: entry.name,
    ...description(rule.description),
    ...inputParameters(
      entry,
      Object.fromEntries(Object.keys(rule.parameters ?? {}).map((name) => [name, effective[name]])),
    ),
    // a rule that is only periodic has no scope: AWS Config would ignore it
    ...(rule.kind === "rule" ? { Scope: { ComplianceResourceTypes: rule.resourceTypes } } : {}),
    Source: {
      Owner: "CUSTOM_LAMBDA",
      SourceIdentifier: tokenText(functionToken),
      SourceDetails: sourceDetails(rule),
    },
  };
}

function managedProperties(entry: ManagedEntry): PackResource["Properties"] {
  return {
    ConfigRuleName: entry.name,
    ...inputParameters(entry, fixedParameters(entry)),
    ...(entry.schedule ? { MaximumExecutionFrequency: entry.schedule } : {}),
    Source: { Owner: "AWS", SourceIdentifier: entry.identifier },
  };
}

function policyProperties(entry: PolicyEntry): PackResource["Properties"] {
  return {
    ConfigRuleName: entry.name,
    ...description(entry.description),
    ...inputParameters(entry, fixedParameters(entry)),
    Scope: { ComplianceResourceTypes: entry.resourceTypes },
    Source: {
      Owner: "CUSTOM_POLICY",
      CustomPolicyDetails: { PolicyRuntime: "guard-2.x.x", PolicyText: literalText(entry.guard) },
      SourceDetails: CHANGE_MESSAGES.map(sourceDetail),
    },
  };
}

function description(text: string | undefined): { readonly Description?: string } {
  return text ? { Description: literalText(text) } : {};
}

/** Values as text; promoted parameters as references. Those without a value are left out. */
function inputParameters(
  entry: PackEntry,
  values: { readonly [name: string]: unknown },
): { readonly [key: string]: TemplateValue } {
  const promotions = promotionsOf(entry);
  const names = [...new Set([...Object.keys(values), ...promotions.keys()])];
  const given = names.flatMap((name): [string, TemplateValue][] => {
    const promotion = promotions.get(name);
    if (promotion) return [[name, promotedValue(promotion)]];
    return values[name] === undefined ? [] : [[name, inputText(toWireValue(values[name]))]];
  });
  return given.length === 0 ? {} : { InputParameters: Object.fromEntries(given) };
}

/**
 * A value's text. A policy of AWS has the partition of the deployment in its ARN, where another ARN would name nothing, and
 * a rule that forbids it would never find it. Both the pack and the stack around it can fill the partition in.
 * AWS's samples of packs use this function so.
 * @see https://github.com/aws-samples/aws-config-cost-optimization-conformance-pack
 */
function inputText(text: string): TemplateValue {
  if (text.includes("${") || !text.includes(AWS_POLICY)) return literalText(text);
  return { "Fn::Sub": text.replaceAll(AWS_POLICY, "arn:${AWS::Partition}:iam::aws:policy/") };
}

/** How the ARN of every policy of AWS begins in the partition `aws`. */
const AWS_POLICY = "arn:aws:iam::aws:policy/";

/** Both change messages are always declared: CloudFormation would add the missing one and report drift. */
function sourceDetails(rule: AnyRule): TemplateValue[] {
  const changes = rule.kind === "rule" ? CHANGE_MESSAGES.map(sourceDetail) : [];
  if (!rule.schedule) return changes;
  return [...changes, { ...sourceDetail("ScheduledNotification"), MaximumExecutionFrequency: rule.schedule }];
}

function sourceDetail(MessageType: string): { readonly [key: string]: string } {
  return { EventSource: "aws.config", MessageType };
}

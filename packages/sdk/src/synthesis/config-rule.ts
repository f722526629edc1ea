import { findManagedRule } from "@rulewright/catalog/managed-rules";
import type { AnyRule } from "../core/any-rule.ts";
import { readParameters } from "../core/parameters.ts";
import { isGlobalType, scopeOf } from "../core/scope.ts";
import { toWireValue } from "../core/wire.ts";
import { functionTokenOf } from "./functions.ts";
import { literalText, logicalIdOf, tokenText } from "./names.ts";
import { isPackParameter } from "./pack-parameter.ts";
import type { ConformancePack, CustomEntry, ManagedEntry, PackEntry, PolicyEntry } from "./pack.ts";
import { promotedValue, promotionsOf } from "./promotions.ts";
import type { PackResource, TemplateValue } from "./template.ts";

/** The condition that global rules stand under. */
export const GLOBAL_RULES = "GlobalRules";

const CHANGE_MESSAGES = ["ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification"];

/** The `AWS::Config::ConfigRule` of an entry of a pack. */
export function configRule(entry: PackEntry, pack: Pick<ConformancePack, "deployment">): PackResource {
  return { Type: "AWS::Config::ConfigRule", ...conditionOf(entry), Properties: properties(entry, pack) };
}

/** The condition that an entry's resources stand under: a template that serves every Region leaves some of them out. */
export function conditionOf(entry: PackEntry): { readonly Condition?: string } {
  if (regionsOf(entry)) return { Condition: regionCondition(entry.name) };
  return isGlobalEntry(entry) ? { Condition: GLOBAL_RULES } : {};
}

/** The Regions that an entry is limited to. */
export function regionsOf(entry: PackEntry): readonly string[] | undefined {
  return entry.kind === "policy" ? undefined : entry.regions;
}

/** The condition of an entry that some Regions lack; the pack parameter that switches it is `Deploy…`. */
export function regionCondition(ruleName: string): string {
  return `${logicalIdOf(ruleName)}HasRegion`;
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

/** Whether an entry reports once per account instead of in every Region. */
export function isGlobalEntry(entry: PackEntry): boolean {
  if (entry.kind === "custom") return scopeOf(entry.rule) === "global";
  if (entry.kind === "policy") return entry.resourceTypes.every(isGlobalType);
  const types = findManagedRule(entry.identifier)?.resourceTypes ?? [];
  return types.length > 0 ? types.every(isGlobalType) : GLOBAL_IDENTIFIER.test(entry.identifier);
}

/** Managed rules about the account's IAM settings, which name no resource type. */
const GLOBAL_IDENTIFIER = /^(IAM_|ROOT_ACCOUNT_|MFA_ENABLED_FOR_IAM_|ACCOUNT_PART_OF_ORGANIZATIONS$)/;

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
    return values[name] === undefined ? [] : [[name, literalText(toWireValue(values[name]))]];
  });
  return given.length === 0 ? {} : { InputParameters: Object.fromEntries(given) };
}

/** Both change messages are always declared: CloudFormation would add the missing one and report drift. */
function sourceDetails(rule: AnyRule): TemplateValue[] {
  const changes = rule.kind === "rule" ? CHANGE_MESSAGES.map(sourceDetail) : [];
  if (!rule.schedule) return changes;
  return [...changes, { ...sourceDetail("ScheduledNotification"), MaximumExecutionFrequency: rule.schedule }];
}

function sourceDetail(MessageType: string): { readonly [key: string]: string } {
  return { EventSource: "aws.config", MessageType };
}

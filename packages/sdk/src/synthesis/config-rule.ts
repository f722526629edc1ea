import { isGlobalType, scopeOf } from "../core/scope.ts";
import { toWireParameters, toWireValue } from "../core/wire.ts";
import { findManagedRule } from "@rulewright/catalog/managed-rules";
import type { AnyRule } from "../core/any-rule.ts";
import { readParameters } from "../core/parameters.ts";
import { functionOf, literalText, tokenText, tokens } from "./names.ts";
import type { CustomEntry, ManagedEntry, PackEntry } from "./pack.ts";
import type { PackResource, TemplateValue } from "./template.ts";

/** The condition that global rules stand under. */
export const GLOBAL_RULES = "GlobalRules";

/** The `AWS::Config::ConfigRule` of a pack's entry. */
export function configRule(entry: PackEntry): PackResource {
  return {
    Type: "AWS::Config::ConfigRule",
    ...(isGlobalEntry(entry) ? { Condition: GLOBAL_RULES } : {}),
    Properties: entry.kind === "custom" ? customProperties(entry) : managedProperties(entry),
  };
}

/** A rule's effective parameters under a pack's settings. Problems are found by `checkPack`. */
export function effectiveParameters({ rule, name, parameters }: CustomEntry): { readonly [name: string]: unknown } {
  return readParameters(name, rule.parameters ?? {}, parameters).values;
}

/** Whether an entry reports once per account instead of in every Region. */
export function isGlobalEntry(entry: PackEntry): boolean {
  if (entry.kind === "custom") return scopeOf(entry.rule) === "global";
  const types = findManagedRule(entry.identifier)?.resourceTypes ?? [];
  return types.length > 0 ? types.every(isGlobalType) : GLOBAL_IDENTIFIER.test(entry.identifier);
}

/** Managed rules about the account's IAM settings, which name no resource type. */
const GLOBAL_IDENTIFIER = /^(IAM_|ROOT_ACCOUNT_|MFA_ENABLED_FOR_IAM_|ACCOUNT_PART_OF_ORGANIZATIONS$)/;

function customProperties(entry: CustomEntry): PackResource["Properties"] {
  const { rule } = entry;
  return {
    ConfigRuleName: entry.name,
    ...(rule.description ? { Description: literalText(rule.description) } : {}),
    ...inputParameters(toWireParameters(rule.parameters ?? {}, effectiveParameters(entry))),
    // a rule that is only periodic has no scope: AWS Config would ignore it
    ...(rule.kind === "rule" ? { Scope: { ComplianceResourceTypes: rule.resourceTypes } } : {}),
    Source: {
      Owner: "CUSTOM_LAMBDA",
      SourceIdentifier: tokenText(tokens.functionArn(functionOf(rule))),
      SourceDetails: sourceDetails(rule),
    },
  };
}

function managedProperties(entry: ManagedEntry): PackResource["Properties"] {
  const wire = Object.entries(entry.parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): [string, string] => [name, toWireValue(value)]);
  return {
    ConfigRuleName: entry.name,
    ...inputParameters(Object.fromEntries(wire)),
    ...(entry.schedule ? { MaximumExecutionFrequency: entry.schedule } : {}),
    Source: { Owner: "AWS", SourceIdentifier: entry.identifier },
  };
}

function inputParameters(wire: { readonly [name: string]: string }): { readonly [key: string]: TemplateValue } {
  const entries = Object.entries(wire).map(([name, value]) => [name, literalText(value)]);
  return entries.length === 0 ? {} : { InputParameters: Object.fromEntries(entries) };
}

/** Both change messages are always declared: CloudFormation would add the missing one and report drift. */
function sourceDetails(rule: AnyRule): TemplateValue[] {
  const details: { [key: string]: string }[] = [];
  if (rule.kind === "rule") {
    for (const MessageType of ["ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification"]) {
      details.push({ EventSource: "aws.config", MessageType });
    }
  }
  if (rule.schedule) {
    details.push({
      EventSource: "aws.config",
      MessageType: "ScheduledNotification",
      MaximumExecutionFrequency: rule.schedule,
    });
  }
  return details;
}

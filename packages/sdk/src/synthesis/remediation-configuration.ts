import { RESOURCE_ID, isParameterReference, type RunbookValue } from "../core/remediation.ts";
import { toWireValue } from "../core/wire.ts";
import { GLOBAL_RULES, effectiveParameters, isGlobalEntry } from "./config-rule.ts";
import { literalText, logicalIdOf, tokenText, tokens } from "./names.ts";
import type { CustomEntry } from "./pack.ts";
import type { PackResource, TemplateValue } from "./template.ts";

/** The condition that automatic remediation stands under: one pack parameter switches all of it off. */
export const AUTOMATIC_REMEDIATION = "AutomaticRemediation";

/** The parameter that AWS Config demands of automatic remediation, by this very name. */
const ASSUME_ROLE = "AutomationAssumeRole";

const DEFAULT_ATTEMPTS = 5;
const DEFAULT_RETRY_SECONDS = 60;

/** Whether a pack's entry starts its runbook without a person. */
export function isAutomatic(entry: CustomEntry): boolean {
  return entry.remediation !== false && entry.remediation?.automatic === true;
}

/**
 * The `AWS::Config::RemediationConfiguration` of an entry, or nothing where there is no remediation. It names the rule
 * without any suffix; role and rule name are literals or tokens, since AWS Config takes no intrinsic functions there.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/templateswithremediation.html
 */
export function remediationConfiguration(entry: CustomEntry): PackResource | undefined {
  const { remediation } = entry.rule;
  if (!remediation || entry.remediation === false) return undefined;
  return {
    Type: "AWS::Config::RemediationConfiguration",
    ...(isGlobalEntry(entry) ? { Condition: GLOBAL_RULES } : {}),
    DependsOn: logicalIdOf(entry.name),
    Properties: {
      ConfigRuleName: entry.name,
      ...resourceType(entry),
      TargetType: "SSM_DOCUMENT",
      TargetId: remediation.runbook,
      TargetVersion: "1",
      ...automation(entry),
      Parameters: {
        [ASSUME_ROLE]: staticValue(tokenText(tokens.remediationRoleArn(entry.name))),
        ...runbookParameters(entry, remediation.parameters),
      },
    },
  };
}

/** The runbook's values with every reference replaced by the rule's effective parameter. */
export function boundValues(entry: CustomEntry): {
  readonly [name: string]: Exclude<RunbookValue, object> | readonly string[];
} {
  const effective = effectiveParameters(entry);
  const bound = Object.entries(entry.rule.remediation?.parameters ?? {}).flatMap(([name, value]) => {
    const given = isParameterReference(value) ? effective[value["~parameter"]] : value;
    return given === undefined ? [] : [[name, isList(given) ? given : toWireValue(given)]];
  });
  return Object.fromEntries(bound);
}

function runbookParameters(
  entry: CustomEntry,
  declared: { readonly [name: string]: RunbookValue },
): { readonly [name: string]: TemplateValue } {
  return Object.fromEntries(
    Object.entries(boundValues(entry)).map(([name, value]) => [
      name,
      declared[name] === RESOURCE_ID ? { ResourceValue: { Value: RESOURCE_ID } } : literalValue(value),
    ]),
  );
}

function literalValue(value: string | number | boolean | readonly string[]): TemplateValue {
  return staticValue(...(isList(value) ? value.map(literalText) : [literalText(toWireValue(value))]));
}

function staticValue(...values: readonly string[]): TemplateValue {
  return { StaticValue: { Values: values } };
}

/** AWS Config takes one resource type; a rule of several leaves it out. */
function resourceType({ rule }: CustomEntry): { readonly [key: string]: TemplateValue } {
  const [type, ...others] = rule.resourceTypes;
  return type !== undefined && others.length === 0 ? { ResourceType: type } : {};
}

function automation(entry: CustomEntry): { readonly [key: string]: TemplateValue } {
  if (!isAutomatic(entry) || !entry.remediation) return { Automatic: false };
  const { maximumAutomaticAttempts, retryAttemptSeconds } = entry.remediation;
  return {
    Automatic: onlyIfAutomatic(true, false),
    MaximumAutomaticAttempts: onlyIfAutomatic(maximumAutomaticAttempts ?? DEFAULT_ATTEMPTS, { Ref: "AWS::NoValue" }),
    RetryAttemptSeconds: onlyIfAutomatic(retryAttemptSeconds ?? DEFAULT_RETRY_SECONDS, { Ref: "AWS::NoValue" }),
  };
}

function onlyIfAutomatic(then: TemplateValue, otherwise: TemplateValue): TemplateValue {
  return { "Fn::If": [AUTOMATIC_REMEDIATION, then, otherwise] };
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}

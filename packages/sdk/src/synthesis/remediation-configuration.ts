import { isParameterReference, isResourceId } from "../core/remediation-values.ts";
import { toWireValue } from "../core/wire.ts";
import { isAutomatic } from "./automatic.ts";
import { effectiveParameters } from "./config-rule.ts";
import { literalText, logicalIdOf, tokenText, tokens } from "./names.ts";
import type { CustomEntry } from "./pack.ts";
import { hasValueCondition, promotionsOf, type Promotion } from "./promotions.ts";
import { conditionOf } from "./regions.ts";
import { ownRunbookOf } from "./runbooks/own-runbook.ts";
import type { PackResource, TemplateValue } from "./template.ts";

/** The condition that automatic remediation stands under: one pack parameter switches all of it off. */
export const AUTOMATIC_REMEDIATION = "AutomaticRemediation";

/** The parameter that AWS Config demands of automatic remediation, by this very name. */
const ASSUME_ROLE = "AutomationAssumeRole";

const DEFAULT_ATTEMPTS = 5;
const DEFAULT_RETRY_SECONDS = 60;

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
    ...conditionOf(entry),
    DependsOn: logicalIdOf(entry.name),
    Properties: {
      ConfigRuleName: entry.name,
      ...resourceType(entry),
      TargetType: "SSM_DOCUMENT",
      TargetId: targetOf(entry),
      ...targetVersion(entry),
      ...automation(entry),
      Parameters: {
        [ASSUME_ROLE]: staticValue([tokenText(tokens.remediationRoleArn(entry.name))]),
        ...runbookParameters(entry),
      },
    },
  };
}

/** The name of AWS's runbook, or the token for that of our own, which is known at deployment. */
function targetOf(entry: CustomEntry): string {
  if (ownRunbookOf(entry)) return tokenText(tokens.runbookName(entry.name));
  const runbook = entry.rule.remediation?.runbook;
  return typeof runbook === "string" ? runbook : ""; // `checkDefinition` refuses anything else
}

/**
 * A runbook of our own is replaced under another name when it changes, so that it has this one version. AWS moves the
 * default version of its runbooks on, away from what no longer runs: without a version that one is executed.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_RemediationConfiguration.html
 */
function targetVersion(entry: CustomEntry): { readonly TargetVersion?: string } {
  return ownRunbookOf(entry) ? { TargetVersion: "1" } : {};
}

/**
 * What a runbook's parameter is given: the resource's id, a parameter of the pack, or fixed texts (several for a
 * `StringList`).
 */
export type BoundValue = "RESOURCE_ID" | Promotion | readonly string[];

/** The runbook's values with every reference replaced by the rule's effective parameter, as text. */
export function boundValues(entry: CustomEntry): { readonly [name: string]: BoundValue } {
  const effective = effectiveParameters(entry);
  const promotions = promotionsOf(entry);
  const bound = Object.entries(entry.rule.remediation?.parameters ?? {}).flatMap(
    ([name, value]): [string, BoundValue][] => {
      if (isResourceId(value)) return [[name, "RESOURCE_ID"]];
      const promotion = isParameterReference(value) ? promotions.get(value["~parameter"]) : undefined;
      if (promotion) return [[name, promotion]];
      const given: unknown = isParameterReference(value) ? effective[value["~parameter"]] : value;
      return given === undefined ? [] : [[name, Array.isArray(given) ? given.map(toWireValue) : [toWireValue(given)]]];
    },
  );
  return Object.fromEntries(bound);
}

function runbookParameters(entry: CustomEntry): { readonly [name: string]: TemplateValue } {
  return Object.fromEntries(
    Object.entries(boundValues(entry)).map(([name, value]) => [
      name,
      value === "RESOURCE_ID" ? { ResourceValue: { Value: value } } : givenValue(entry, value),
    ]),
  );
}

/** AWS Config takes no empty text: a parameter that the deployment leaves empty has the rule's default, or is left out. */
function givenValue(entry: CustomEntry, value: Exclude<BoundValue, "RESOURCE_ID">): TemplateValue {
  if (!isPromotion(value)) return staticValue(value.map(literalText));
  const reference = [{ Ref: value.name }];
  if (!value.optional) return staticValue(reference);
  const known = entry.rule.parameters?.[value.parameter]?.default;
  const hasValue = hasValueCondition(value.name);
  if (known === undefined) return { "Fn::If": [hasValue, staticValue(reference), { Ref: "AWS::NoValue" }] };
  const texts = (Array.isArray(known) ? known : [known]).map((each: unknown) => literalText(toWireValue(each)));
  return staticValue({ "Fn::If": [hasValue, reference, texts] });
}

/** Tells a parameter of the pack from fixed texts. */
export function isPromotion(value: BoundValue): value is Promotion {
  return typeof value === "object" && !Array.isArray(value);
}

function staticValue(values: TemplateValue): TemplateValue {
  return { StaticValue: { Values: values } };
}

/** AWS Config takes one resource type; a rule of several leaves it out. */
function resourceType({ rule }: CustomEntry): { readonly [key: string]: TemplateValue } {
  const [type, ...others] = rule.resourceTypes;
  return type !== undefined && others.length === 0 ? { ResourceType: type } : {};
}

/** How an entry's runbook is started without a person, or nothing where it is not. */
export function automationOf(entry: CustomEntry) {
  if (!isAutomatic(entry) || !entry.remediation) return undefined;
  const { maximumAutomaticAttempts = DEFAULT_ATTEMPTS, retryAttemptSeconds = DEFAULT_RETRY_SECONDS } =
    entry.remediation;
  return { automatic: true, maximumAutomaticAttempts, retryAttemptSeconds };
}

function automation(entry: CustomEntry): { readonly [key: string]: TemplateValue } {
  const automatic = automationOf(entry);
  if (!automatic) return { Automatic: false };
  const { maximumAutomaticAttempts, retryAttemptSeconds } = automatic;
  return {
    Automatic: onlyIfAutomatic(true, false),
    MaximumAutomaticAttempts: onlyIfAutomatic(maximumAutomaticAttempts, { Ref: "AWS::NoValue" }),
    RetryAttemptSeconds: onlyIfAutomatic(retryAttemptSeconds, { Ref: "AWS::NoValue" }),
  };
}

function onlyIfAutomatic(then: TemplateValue, otherwise: TemplateValue): TemplateValue {
  return { "Fn::If": [AUTOMATIC_REMEDIATION, then, otherwise] };
}

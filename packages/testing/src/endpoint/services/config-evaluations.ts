import type {
  Evaluation,
  EvaluationResult,
  GetComplianceDetailsByConfigRuleCommandInput,
  GetComplianceDetailsByConfigRuleCommandOutput,
  PutEvaluationsCommandInput,
  PutEvaluationsCommandOutput,
  StartConfigRulesEvaluationCommandInput,
  StartConfigRulesEvaluationCommandOutput,
} from "@aws-sdk/client-config-service";
import { lengthWithin, oneOf, refuseViolations, valueWithin } from "../constraints.ts";
import { type OperationContext, operation } from "../operation.ts";
import { ServiceError } from "../service-error.ts";
import { type RegisteredRule, resourceKey, type StoredEvaluation } from "../state/config-state.ts";
import type { Wire } from "../wire-shape.ts";

const COMPLIANCE_TYPES = ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", "INSUFFICIENT_DATA"];
const MAX_EVALUATIONS = 100;
const DEFAULT_DETAILS = 10;
const MINUTE_MS = 60_000;

function requireRule(name: string, { state }: OperationContext): RegisteredRule {
  const rule = state.config.rule(name);
  if (rule !== undefined) return rule;
  const message = `The ConfigRule '${name}' provided in the request is invalid. Please check the configRule name.`;
  throw new ServiceError("NoSuchConfigRuleException", message);
}

// AWS docs: Evaluation data type of the AWS Config API reference.
const evaluationViolations = (evaluation: Wire<Evaluation>, index: number) => {
  const path = `evaluations.${index + 1}.member`;
  return [
    lengthWithin(`${path}.complianceResourceType`, evaluation.ComplianceResourceType, 1, 256),
    lengthWithin(`${path}.complianceResourceId`, evaluation.ComplianceResourceId, 1, 768),
    oneOf(`${path}.complianceType`, evaluation.ComplianceType, COMPLIANCE_TYPES),
    lengthWithin(`${path}.annotation`, evaluation.Annotation, 1, 256),
  ];
};

function refuseParameters(evaluations: readonly Wire<Evaluation>[], context: OperationContext): void {
  const { additionalResourceTypes } = context.state.config;
  const known = context.enumeration("ResourceType");
  for (const { ComplianceType, ComplianceResourceType: type = "" } of evaluations) {
    // AWS docs: Evaluation data type, ComplianceType: the API refuses this value although the enumeration has it.
    if (ComplianceType === "INSUFFICIENT_DATA") {
      throw new ServiceError("InvalidParameterValueException", "INSUFFICIENT_DATA is not valid for PutEvaluations.");
    }
    // AWS docs: PutEvaluations API reference, InvalidParameterValueException; account-level results have this type.
    if (type !== "AWS::::Account" && !known.has(type) && !additionalResourceTypes.has(type)) {
      const message = `The resource type ${type} is invalid. Only resource types that AWS Config knows are permitted.`;
      throw new ServiceError("InvalidParameterValueException", message);
    }
  }
}

/** The rule a token stands for; undefined in test mode, where any token that is not empty will do. */
function ruleToStoreFor(resultToken: string, isTest: boolean, context: OperationContext): RegisteredRule | undefined {
  const ruleName = context.state.config.ruleNameOf(resultToken);
  if (resultToken === "" || (ruleName === undefined && !isTest)) {
    throw new ServiceError("InvalidResultTokenException", "The specified ResultToken is not valid.");
  }
  return isTest || ruleName === undefined ? undefined : requireRule(ruleName, context);
}

/** Stores one evaluation, unless the stored one is as new. */
function store(
  rule: RegisteredRule,
  evaluation: Wire<Evaluation>,
  resultToken: string,
  context: OperationContext,
): void {
  const {
    ComplianceResourceType: resourceType = "",
    ComplianceResourceId: resourceId = "",
    ComplianceType: complianceType = "",
    Annotation: annotation,
    OrderingTimestamp: orderingTimestamp = context.now,
  } = evaluation;
  const key = resourceKey(resourceType, resourceId);
  const stored = rule.evaluations.get(key);
  const isNewer = stored === undefined || orderingTimestamp > stored.orderingTimestamp;
  if (isNewer || context.switches.olderOrderingTimestamp === "accepted") {
    const resource = { resourceType, resourceId, complianceType, annotation };
    rule.evaluations.set(key, { ...resource, orderingTimestamp, resultRecordedTime: context.now, resultToken });
  }
}

/**
 * Stores evaluations for the rule whose token the request carries; what a fault refuses comes back as failed.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html
 */
export const putEvaluations = operation<PutEvaluationsCommandInput, PutEvaluationsCommandOutput>((input, context) => {
  const { Evaluations: evaluations = [], ResultToken: resultToken = "", TestMode: isTest = false } = input;
  refuseViolations([
    lengthWithin("evaluations", evaluations, 0, MAX_EVALUATIONS),
    ...evaluations.flatMap(evaluationViolations),
  ]);
  refuseParameters(evaluations, context);
  const rule = ruleToStoreFor(resultToken, isTest, context);
  if (rule === undefined) return { FailedEvaluations: [] };
  const failed = evaluations.filter(({ ComplianceResourceType, ComplianceResourceId, ComplianceType }) =>
    context.refuses({
      resourceType: ComplianceResourceType ?? "",
      resourceId: ComplianceResourceId ?? "",
      complianceType: ComplianceType ?? "",
    }),
  );
  const refused = new Set(failed);
  for (const evaluation of evaluations) {
    if (!refused.has(evaluation)) store(rule, evaluation, resultToken, context);
  }
  return { FailedEvaluations: failed };
});

const toResult = (rule: RegisteredRule, stored: StoredEvaluation): Wire<EvaluationResult> => ({
  EvaluationResultIdentifier: {
    EvaluationResultQualifier: {
      ConfigRuleName: rule.name,
      ResourceType: stored.resourceType,
      ResourceId: stored.resourceId,
      EvaluationMode: "DETECTIVE",
    },
    OrderingTimestamp: stored.orderingTimestamp,
  },
  ComplianceType: stored.complianceType,
  ResultRecordedTime: stored.resultRecordedTime,
  ConfigRuleInvokedTime: rule.invokedTime,
  Annotation: stored.annotation,
});

/**
 * Lists a rule's results in the order they were first reported, without resources that are NOT_APPLICABLE.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_GetComplianceDetailsByConfigRule.html
 */
export const getComplianceDetailsByConfigRule = operation<
  GetComplianceDetailsByConfigRuleCommandInput,
  GetComplianceDetailsByConfigRuleCommandOutput
>((input, context) => {
  const { ConfigRuleName: name = "", ComplianceTypes: types = [], Limit: limit } = input;
  const maxNameLength = context.switches.longRuleNames === "refused" ? 64 : 128;
  refuseViolations([
    lengthWithin("configRuleName", name, 1, maxNameLength),
    lengthWithin("complianceTypes", types, 0, 3),
    ...types.map((type, index) => oneOf(`complianceTypes.${index + 1}.member`, type, COMPLIANCE_TYPES)),
    valueWithin("limit", limit, 0, 100),
  ]);
  if (types.includes("INSUFFICIENT_DATA")) {
    throw new ServiceError("InvalidParameterValueException", "INSUFFICIENT_DATA is not valid in ComplianceTypes.");
  }
  const rule = requireRule(name, context);
  const isListed = ({ complianceType }: StoredEvaluation) =>
    complianceType !== "NOT_APPLICABLE" && (types.length === 0 || types.includes(complianceType));
  const { items, nextToken } = context.state.config.pagers.evaluations.page({
    listing: JSON.stringify([name, types]),
    token: input.NextToken,
    size: limit === undefined || limit === 0 ? DEFAULT_DETAILS : limit,
    items: () => [...rule.evaluations.values()].filter(isListed).map((stored) => toResult(rule, stored)),
    invalidToken: () => new ServiceError("InvalidNextTokenException", "The specified next token is not valid."),
  });
  return { EvaluationResults: items, NextToken: nextToken };
});

/**
 * Notes that rules were asked to run; nothing runs. The same rule twice within a minute is one too many.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_StartConfigRulesEvaluation.html
 */
export const startConfigRulesEvaluation = operation<
  StartConfigRulesEvaluationCommandInput,
  StartConfigRulesEvaluationCommandOutput
>(({ ConfigRuleNames: names = [] }, context) => {
  refuseViolations([
    lengthWithin("configRuleNames", names, 1, 25),
    ...names.map((name, index) => lengthWithin(`configRuleNames.${index + 1}.member`, name, 1, 128)),
  ]);
  const rules = names.map((name) => requireRule(name, context));
  for (const { name, startedTime } of rules) {
    if (startedTime === undefined || context.now.getTime() - startedTime.getTime() >= MINUTE_MS) continue;
    const message = `The evaluation of ${name} was started less than a minute ago.`;
    throw new ServiceError("LimitExceededException", message);
  }
  for (const rule of rules) rule.startedTime = context.now;
  return {};
});

import { awsJson } from "../protocol/aws-json.ts";
import { ServiceError } from "../service-error.ts";
import { getComplianceDetailsByConfigRule, putEvaluations, startConfigRulesEvaluation } from "./config-evaluations.ts";
import { batchGetResourceConfig, getResourceConfigHistory, listDiscoveredResources } from "./config-items.ts";
import { selectAggregateResourceConfig } from "./config-queries.ts";
import type { ServiceDefinition } from "./service.ts";

const TARGET_PREFIX = "StarlingDoveService.";

/** AWS Config. */
export const configService: ServiceDefinition = {
  name: "config-service",
  protocol: awsJson(),
  operationOf: ({ headers }) => {
    const target = headers["x-amz-target"];
    return target?.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : undefined;
  },
  load: () => import("@aws-sdk/client-config-service"),
  throttled: () => new ServiceError("ThrottlingException", "Rate exceeded"),
  operations: {
    PutEvaluations: putEvaluations,
    GetComplianceDetailsByConfigRule: getComplianceDetailsByConfigRule,
    StartConfigRulesEvaluation: startConfigRulesEvaluation,
    GetResourceConfigHistory: getResourceConfigHistory,
    ListDiscoveredResources: listDiscoveredResources,
    BatchGetResourceConfig: batchGetResourceConfig,
    SelectAggregateResourceConfig: selectAggregateResourceConfig,
  },
};

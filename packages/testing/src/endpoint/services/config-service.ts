import { awsJson } from "../protocol/aws-json.ts";
import { ServiceError } from "../service-error.ts";
import { getComplianceDetailsByConfigRule, putEvaluations, startConfigRulesEvaluation } from "./config-evaluations.ts";
import { getAggregateDiscoveredResourceCounts } from "./config-counts.ts";
import { batchGetResourceConfig, getResourceConfigHistory, listDiscoveredResources } from "./config-items.ts";
import { selectAggregateResourceConfig } from "./config-queries.ts";
import {
  deleteOrganizationConformancePack,
  describeOrganizationConformancePacks,
  describeOrganizationConformancePackStatuses,
  getOrganizationConformancePackDetailedStatus,
  putOrganizationConformancePack,
} from "./config/organization-packs.ts";
import { describeConformancePackCompliance, getConformancePackComplianceSummary } from "./config/pack-compliance.ts";
import {
  deleteConformancePack,
  describeConformancePacks,
  describeConformancePackStatus,
  putConformancePack,
} from "./config/packs.ts";
import {
  describeConfigurationRecorders,
  describeConfigurationRecorderStatus,
  describeDeliveryChannels,
} from "./config/recorders.ts";
import { describeConfigRules } from "./config/rules.ts";
import { jsonOperation, type ServiceDefinition } from "./service.ts";

const TARGET_PREFIX = "StarlingDoveService.";

/** AWS Config. */
export const configService: ServiceDefinition = {
  name: "config-service",
  protocol: awsJson(),
  operationOf: (request) => jsonOperation(request, TARGET_PREFIX),
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
    GetAggregateDiscoveredResourceCounts: getAggregateDiscoveredResourceCounts,
    DescribeConfigRules: describeConfigRules,
    DescribeConfigurationRecorders: describeConfigurationRecorders,
    DescribeConfigurationRecorderStatus: describeConfigurationRecorderStatus,
    DescribeDeliveryChannels: describeDeliveryChannels,
    PutConformancePack: putConformancePack,
    DeleteConformancePack: deleteConformancePack,
    DescribeConformancePacks: describeConformancePacks,
    DescribeConformancePackStatus: describeConformancePackStatus,
    DescribeConformancePackCompliance: describeConformancePackCompliance,
    GetConformancePackComplianceSummary: getConformancePackComplianceSummary,
    PutOrganizationConformancePack: putOrganizationConformancePack,
    DeleteOrganizationConformancePack: deleteOrganizationConformancePack,
    DescribeOrganizationConformancePacks: describeOrganizationConformancePacks,
    DescribeOrganizationConformancePackStatuses: describeOrganizationConformancePackStatuses,
    GetOrganizationConformancePackDetailedStatus: getOrganizationConformancePackDetailedStatus,
  },
};

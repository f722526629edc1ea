import { awsQuery } from "../../protocol/aws-query.ts";
import { ServiceError } from "../../service-error.ts";
import { queryAction, type ServiceDefinition } from "../service.ts";
import { createChangeSet, deleteChangeSet, describeChangeSet, executeChangeSet } from "./change-sets.ts";
import {
  describeStackEvents,
  describeStackResources,
  describeStacks,
  listStackResources,
  listStacks,
} from "./stack-descriptions.ts";
import {
  createStackInstances,
  deleteStackInstances,
  describeStackInstance,
  listStackInstances,
  updateStackInstances,
} from "./stack-instances.ts";
import {
  activateOrganizationsAccess,
  deactivateOrganizationsAccess,
  describeOrganizationsAccess,
  describeStackSetOperation,
  listStackSetOperationResults,
  listStackSetOperations,
  stopStackSetOperation,
} from "./stack-set-operations.ts";
import { createStackSet, deleteStackSet, describeStackSet, listStackSets, updateStackSet } from "./stack-sets.ts";
import { createStack, deleteStack, updateStack } from "./stacks.ts";
import { getTemplate, getTemplateSummary, validateTemplate } from "./templates.ts";

/** AWS CloudFormation. */
export const cloudFormationService: ServiceDefinition = {
  name: "cloudformation",
  protocol: awsQuery("http://cloudformation.amazonaws.com/doc/2010-05-15/"),
  operationOf: (request) => queryAction(request, "2010-05-15"),
  load: () => import("@aws-sdk/client-cloudformation"),
  throttled: () => new ServiceError("Throttling", "Rate exceeded"),
  operations: {
    CreateStack: createStack,
    UpdateStack: updateStack,
    DeleteStack: deleteStack,
    DescribeStacks: describeStacks,
    ListStacks: listStacks,
    DescribeStackEvents: describeStackEvents,
    DescribeStackResources: describeStackResources,
    ListStackResources: listStackResources,
    GetTemplate: getTemplate,
    GetTemplateSummary: getTemplateSummary,
    ValidateTemplate: validateTemplate,
    CreateChangeSet: createChangeSet,
    DescribeChangeSet: describeChangeSet,
    ExecuteChangeSet: executeChangeSet,
    DeleteChangeSet: deleteChangeSet,
    CreateStackSet: createStackSet,
    UpdateStackSet: updateStackSet,
    DescribeStackSet: describeStackSet,
    DeleteStackSet: deleteStackSet,
    ListStackSets: listStackSets,
    CreateStackInstances: createStackInstances,
    UpdateStackInstances: updateStackInstances,
    DeleteStackInstances: deleteStackInstances,
    ListStackInstances: listStackInstances,
    DescribeStackInstance: describeStackInstance,
    DescribeStackSetOperation: describeStackSetOperation,
    ListStackSetOperations: listStackSetOperations,
    ListStackSetOperationResults: listStackSetOperationResults,
    StopStackSetOperation: stopStackSetOperation,
    ActivateOrganizationsAccess: activateOrganizationsAccess,
    DeactivateOrganizationsAccess: deactivateOrganizationsAccess,
    DescribeOrganizationsAccess: describeOrganizationsAccess,
  },
};

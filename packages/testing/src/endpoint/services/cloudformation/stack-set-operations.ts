import type {
  ActivateOrganizationsAccessCommandInput,
  ActivateOrganizationsAccessCommandOutput,
  DeactivateOrganizationsAccessCommandInput,
  DeactivateOrganizationsAccessCommandOutput,
  DescribeOrganizationsAccessCommandInput,
  DescribeOrganizationsAccessCommandOutput,
  DescribeStackSetOperationCommandInput,
  DescribeStackSetOperationCommandOutput,
  ListStackSetOperationResultsCommandInput,
  ListStackSetOperationResultsCommandOutput,
  ListStackSetOperationsCommandInput,
  ListStackSetOperationsCommandOutput,
  StopStackSetOperationCommandInput,
  StopStackSetOperationCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { StoredOperation } from "../../cloudformation/stored-stack-set.ts";
import { oneOf, refuseViolations, valueWithin } from "../../constraints.ts";
import { operation, type OperationContext } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";
import { STACK_SETS_PRINCIPAL } from "../../state/cloudformation-state.ts";
import type { StoredOrganization } from "../../state/organization-state.ts";
import { requireStackSet, type StackSetInput } from "./stack-set-requirements.ts";
import { validationError } from "./template-source.ts";

const invalidToken = () => validationError("The NextToken is not valid.");

function requireOperation(
  input: StackSetInput & { readonly OperationId?: string | undefined },
  context: OperationContext,
) {
  const set = requireStackSet(input, context);
  const found = set.operations.get(input.OperationId ?? "");
  if (found !== undefined) return { set, found };
  throw new ServiceError("OperationNotFoundException", `StackSetOperation ${input.OperationId ?? ""} not found`);
}

function summarize({ id, action, status, createdTime, endTime, preferences, regions }: StoredOperation) {
  return {
    OperationId: id,
    Action: action,
    Status: status,
    CreationTimestamp: createdTime,
    EndTimestamp: endTime,
    OperationPreferences: preferences,
    StatusDetails: { FailedStackInstancesCount: regions.reduce((sum, { failed }) => sum + failed, 0) },
  };
}

/**
 * Describes an operation, which then takes its next step by the clock.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackSetOperation.html
 */
export const describeStackSetOperation = operation<
  DescribeStackSetOperationCommandInput,
  DescribeStackSetOperationCommandOutput
>((input, context) => {
  const { set, found } = requireOperation(input, context);
  const description = {
    ...summarize(found),
    StackSetId: set.id,
    RetainStacks: found.action === "DELETE" ? found.retainStacks : undefined,
    DeploymentTargets: found.targets,
  };
  context.state.clock.poll(found);
  return { StackSetOperation: description };
});

/**
 * Lists the operations on a StackSet, the newest first; those under way take their next step by the clock.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackSetOperations.html
 */
export const listStackSetOperations = operation<
  ListStackSetOperationsCommandInput,
  ListStackSetOperationsCommandOutput
>((input, context) => {
  const { MaxResults: size = 100 } = input;
  refuseViolations([valueWithin("maxResults", size, 1, 100)], "ValidationError");
  const set = requireStackSet(input, context);
  const page = context.state.cloudFormation.stackSets.pagers.operations.page({
    listing: set.id,
    token: input.NextToken,
    size,
    items: () => [...set.operations.values()].toReversed(),
    invalidToken,
  });
  const Summaries = page.items.map(summarize);
  for (const found of page.items) context.state.clock.poll(found);
  return { Summaries, NextToken: page.nextToken };
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackSetOperationResults.html */
export const listStackSetOperationResults = operation<
  ListStackSetOperationResultsCommandInput,
  ListStackSetOperationResultsCommandOutput
>((input, context) => {
  const { MaxResults: size = 100, Filters: filters = [] } = input;
  refuseViolations(
    [
      valueWithin("maxResults", size, 1, 100),
      ...filters.map(({ Name }) => oneOf("filters.1.name", Name, ["OPERATION_RESULT_STATUS"])),
    ],
    "ValidationError",
  );
  const { set, found } = requireOperation(input, context);
  const page = context.state.cloudFormation.stackSets.pagers.results.page({
    listing: JSON.stringify([set.id, found.id, filters]),
    token: input.NextToken,
    size,
    items: () =>
      found.regions
        .flatMap(({ results }) => results)
        .filter(({ status }) => filters.every(({ Values: wanted }) => wanted === status)),
    invalidToken,
  });
  return {
    Summaries: page.items.map(({ instance, status, reason }) => ({
      Account: instance.account,
      Region: instance.region,
      Status: status,
      StatusReason: reason,
      OrganizationalUnitId: instance.ou,
    })),
    NextToken: page.nextToken,
  };
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StopStackSetOperation.html */
export const stopStackSetOperation = operation<StopStackSetOperationCommandInput, StopStackSetOperationCommandOutput>(
  (input, context) => {
    const { found } = requireOperation(input, context);
    if (found.status !== "RUNNING" && found.status !== "QUEUED") {
      throw new ServiceError("InvalidOperationException", `Operation ${found.id} is in status ${found.status}`);
    }
    found.status = "STOPPING";
    return {};
  },
);

function requireManagement({ state, caller }: OperationContext): StoredOrganization {
  const { current } = state.organization;
  if (current?.managementAccount === caller.account) return current;
  throw new ServiceError("InvalidOperationException", "Only the management account of an organization can do this.");
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ActivateOrganizationsAccess.html */
export const activateOrganizationsAccess = operation<
  ActivateOrganizationsAccessCommandInput,
  ActivateOrganizationsAccessCommandOutput
>((_input, context) => {
  requireManagement(context).trustedAccess.add(STACK_SETS_PRINCIPAL);
  return {};
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeactivateOrganizationsAccess.html */
export const deactivateOrganizationsAccess = operation<
  DeactivateOrganizationsAccessCommandInput,
  DeactivateOrganizationsAccessCommandOutput
>((_input, context) => {
  requireManagement(context).trustedAccess.delete(STACK_SETS_PRINCIPAL);
  return {};
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeOrganizationsAccess.html */
export const describeOrganizationsAccess = operation<
  DescribeOrganizationsAccessCommandInput,
  DescribeOrganizationsAccessCommandOutput
>((input, context) => {
  const { current } = context.state.organization;
  const isDelegated = input.CallAs === "DELEGATED_ADMIN";
  const isAllowed =
    current !== undefined &&
    (isDelegated
      ? context.state.organization.isAdministrator(context.caller.account, STACK_SETS_PRINCIPAL)
      : current.managementAccount === context.caller.account);
  if (!isAllowed) throw new ServiceError("InvalidOperationException", "The caller administers no organization.");
  return { Status: current.trustedAccess.has(STACK_SETS_PRINCIPAL) ? "ENABLED" : "DISABLED" };
});

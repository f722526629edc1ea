import type {
  CreateStackInstancesCommandInput,
  CreateStackInstancesCommandOutput,
  DeleteStackInstancesCommandInput,
  DeleteStackInstancesCommandOutput,
  DescribeStackInstanceCommandInput,
  DescribeStackInstanceCommandOutput,
  ListStackInstancesCommandInput,
  ListStackInstancesCommandOutput,
  UpdateStackInstancesCommandInput,
  UpdateStackInstancesCommandOutput,
} from "@aws-sdk/client-cloudformation";
import { admitInstances, existingInstances, targetAccounts } from "../../cloudformation/operation-targets.ts";
import type { GivenParameter } from "../../cloudformation/parameters.ts";
import { instanceKey, type StackInstanceRow, type StoredStackSet } from "../../cloudformation/stored-stack-set.ts";
import { lengthWithin, oneOf, refuseViolations, valueWithin } from "../../constraints.ts";
import { operation, type OperationContext } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";
import { refuseServiceManaged, requireStackSet, type StackSetInput } from "./stack-set-requirements.ts";
import { openOperation, type OperationInput, repeatedOperation, selectedTargets } from "./stack-set-starts.ts";
import { validationError } from "./template-source.ts";

const MAX_INSTANCES = 100_000;

interface InstancesInput extends StackSetInput, OperationInput {
  readonly Regions?: readonly string[] | undefined;
}

/** Finds the set, refusing what holds for all calls on instances. */
function subject(input: InstancesInput, context: OperationContext): StoredStackSet {
  const set = requireStackSet(input, context);
  refuseViolations([lengthWithin("regions", input.Regions, 1, Infinity)], "ValidationError");
  if (set.permissionModel === "SERVICE_MANAGED") refuseServiceManaged(input.CallAs, context);
  return set;
}

function toOverrides({ content }: StoredStackSet, given: readonly GivenParameter[] | undefined) {
  if (given === undefined) return undefined;
  const unknown = given.map(({ ParameterKey: key = "" }) => key).filter((key) => !content.template.parameters.has(key));
  if (unknown.length > 0) throw validationError(`Parameters: [${unknown.join(", ")}] do not exist in the template`);
  return new Map(given.map(({ ParameterKey: key = "", ParameterValue: value = "" }) => [key, value]));
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackInstances.html */
export const createStackInstances = operation<CreateStackInstancesCommandInput, CreateStackInstancesCommandOutput>(
  (input, context) => {
    const set = subject(input, context);
    const repeated = repeatedOperation(set, "CREATE", input);
    if (repeated !== undefined) return { OperationId: repeated.id };
    const { Regions: regions = [] } = input;
    const overrides = toOverrides(set, input.ParameterOverrides);
    const accounts = targetAccounts(selectedTargets(set, input), context.state.organization);
    if (set.instances.size + accounts.length * regions.length > MAX_INSTANCES) {
      throw new ServiceError("LimitExceededException", `A stack set holds at most ${MAX_INSTANCES} stack instances.`);
    }
    const instances: StackInstanceRow[] = [];
    return openOperation(set, context, {
      action: "CREATE",
      input,
      instances,
      apply: () => {
        instances.push(...admitInstances(set, accounts, regions));
        for (const row of instances) row.overrides = overrides ?? row.overrides;
      },
    });
  },
);

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStackInstances.html */
export const updateStackInstances = operation<UpdateStackInstancesCommandInput, UpdateStackInstancesCommandOutput>(
  (input, context) => {
    const set = subject(input, context);
    const repeated = repeatedOperation(set, "UPDATE", input);
    if (repeated !== undefined) return { OperationId: repeated.id };
    const { Regions: regions = [] } = input;
    const overrides = toOverrides(set, input.ParameterOverrides);
    const instances = existingInstances(set, selectedTargets(set, input), regions, context.state.organization);
    if (instances.length === 0) throw new ServiceError("StackInstanceNotFoundException", "StackInstance not found");
    return openOperation(set, context, {
      action: "UPDATE",
      input,
      instances: instances.filter(({ status }) => status !== "INOPERABLE"),
      apply: () => {
        for (const row of instances) row.overrides = overrides ?? row.overrides;
      },
    });
  },
);

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStackInstances.html */
export const deleteStackInstances = operation<DeleteStackInstancesCommandInput, DeleteStackInstancesCommandOutput>(
  (input, context) => {
    const set = subject(input, context);
    const repeated = repeatedOperation(set, "DELETE", input);
    if (repeated !== undefined) return { OperationId: repeated.id };
    const { Regions: regions = [] } = input;
    const instances = existingInstances(set, selectedTargets(set, input), regions, context.state.organization);
    return openOperation(set, context, { action: "DELETE", input, instances });
  },
);

const summarize = (set: StoredStackSet, row: StackInstanceRow) => ({
  StackSetId: set.id,
  Region: row.region,
  Account: row.account,
  StackId: row.stackId,
  Status: row.status,
  StatusReason: row.reason,
  StackInstanceStatus: { DetailedStatus: row.detailedStatus },
  OrganizationalUnitId: row.ou,
  DriftStatus: "NOT_CHECKED",
  LastOperationId: row.operationId,
});

interface InstanceFilter {
  readonly Name?: string | undefined;
  readonly Values?: string | undefined;
}

function passes(row: StackInstanceRow, { Name: name, Values: value }: InstanceFilter): boolean {
  if (name === "DETAILED_STATUS") return row.detailedStatus === value;
  if (name === "LAST_OPERATION_ID") return row.operationId === value;
  return value === "NOT_CHECKED";
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackInstances.html */
export const listStackInstances = operation<ListStackInstancesCommandInput, ListStackInstancesCommandOutput>(
  (input, context) => {
    const { MaxResults: size = 100, Filters: filters = [] } = input;
    refuseViolations(
      [
        valueWithin("maxResults", size, 1, 100),
        lengthWithin("filters", filters, 0, 1),
        ...filters.map(({ Name }) =>
          oneOf("filters.1.name", Name, ["DETAILED_STATUS", "LAST_OPERATION_ID", "DRIFT_STATUS"]),
        ),
      ],
      "ValidationError",
    );
    const set = requireStackSet(input, context);
    const { StackInstanceAccount: account, StackInstanceRegion: region } = input;
    const isWanted = (row: StackInstanceRow) =>
      (account === undefined || row.account === account) &&
      (region === undefined || row.region === region) &&
      filters.every((filter) => passes(row, filter));
    const page = context.state.cloudFormation.stackSets.pagers.instances.page({
      listing: JSON.stringify([set.id, account, region, filters]),
      token: input.NextToken,
      size,
      items: () => [...set.instances.values()].filter(isWanted),
      invalidToken: () => validationError("The NextToken is not valid."),
    });
    return { Summaries: page.items.map((row) => summarize(set, row)), NextToken: page.nextToken };
  },
);

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackInstance.html */
export const describeStackInstance = operation<DescribeStackInstanceCommandInput, DescribeStackInstanceCommandOutput>(
  (input, context) => {
    const set = requireStackSet(input, context);
    const row = set.instances.get(instanceKey(input.StackInstanceAccount ?? "", input.StackInstanceRegion ?? ""));
    if (row === undefined) throw new ServiceError("StackInstanceNotFoundException", "StackInstance not found");
    const overrides = [...(row.overrides ?? [])].map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    }));
    return { StackInstance: { ...summarize(set, row), ParameterOverrides: overrides } };
  },
);

import type {
  DescribeStackEventsCommandInput,
  DescribeStackEventsCommandOutput,
  DescribeStackResourcesCommandInput,
  DescribeStackResourcesCommandOutput,
  DescribeStacksCommandInput,
  DescribeStacksCommandOutput,
  ListStackResourcesCommandInput,
  ListStackResourcesCommandOutput,
  ListStacksCommandInput,
  ListStacksCommandOutput,
} from "@aws-sdk/client-cloudformation";
import { describeParameters } from "../../cloudformation/parameters.ts";
import type { StackResourceRow, StoredStack } from "../../cloudformation/stored-stack.ts";
import { operation, type OperationContext } from "../../operation.ts";
import type { ServiceError } from "../../service-error.ts";
import { requireStack } from "./requirements.ts";
import { validationError } from "./template-source.ts";

const PAGE_SIZE = 100;

const invalidToken = (): ServiceError => validationError("The NextToken is not valid.");

function describe(stack: StoredStack) {
  const { content } = stack;
  return {
    StackId: stack.id,
    StackName: stack.name,
    Description: content.template.description,
    Parameters: describeParameters(content.template, content.parameters),
    CreationTime: stack.creationTime,
    LastUpdatedTime: stack.lastUpdatedTime,
    DeletionTime: stack.deletionTime,
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DisableRollback: stack.onFailure === "DO_NOTHING",
    NotificationARNs: [],
    Capabilities: content.capabilities,
    RoleARN: stack.roleArn,
    Tags: content.tags,
    EnableTerminationProtection: stack.isProtected,
    DriftInformation: { StackDriftStatus: "NOT_CHECKED" },
    Outputs: stack.outputs.map(({ key, value, description, exportName }) => ({
      OutputKey: key,
      OutputValue: value,
      Description: description,
      ExportName: exportName,
    })),
  };
}

function described(nameOrId: string, { state, caller }: OperationContext): StoredStack {
  const stack = state.cloudFormation.stacks.find(caller, nameOrId);
  if (stack !== undefined) return stack;
  throw validationError(`Stack with id ${nameOrId} does not exist`);
}

/**
 * Describes one stack, or all that are not deleted. Whatever is described moves on by the clock.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
export const describeStacks = operation<DescribeStacksCommandInput, DescribeStacksCommandOutput>((input, context) => {
  const { StackName: name, NextToken: token } = input;
  const { stacks } = context.state.cloudFormation;
  const page = stacks.pagers.stacks.page({
    listing: JSON.stringify([context.caller, name]),
    token,
    size: PAGE_SIZE,
    items: () =>
      name === undefined
        ? stacks.all(context.caller).filter(({ status }) => status !== "DELETE_COMPLETE")
        : [described(name, context)],
    invalidToken,
  });
  const Stacks = page.items.map(describe);
  for (const stack of page.items) context.state.clock.poll(stack);
  return { Stacks, NextToken: page.nextToken };
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html */
export const listStacks = operation<ListStacksCommandInput, ListStacksCommandOutput>((input, { state, caller }) => {
  const { StackStatusFilter: wanted = [] } = input;
  const { stacks } = state.cloudFormation;
  const page = stacks.pagers.stacks.page({
    listing: JSON.stringify([caller, wanted, "list"]),
    token: input.NextToken,
    size: PAGE_SIZE,
    items: () => stacks.all(caller).filter(({ status }) => wanted.length === 0 || wanted.includes(status)),
    invalidToken,
  });
  return {
    StackSummaries: page.items.map((stack) => ({
      StackId: stack.id,
      StackName: stack.name,
      TemplateDescription: stack.content.template.description,
      CreationTime: stack.creationTime,
      LastUpdatedTime: stack.lastUpdatedTime,
      DeletionTime: stack.deletionTime,
      StackStatus: stack.status,
      StackStatusReason: stack.statusReason,
    })),
    NextToken: page.nextToken,
  };
});

/**
 * Lists a stack's events, the newest first.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html
 */
export const describeStackEvents = operation<DescribeStackEventsCommandInput, DescribeStackEventsCommandOutput>(
  (input, context) => {
    const stack = requireStack(input.StackName ?? "", context);
    const page = context.state.cloudFormation.stacks.pagers.events.page({
      listing: stack.id,
      token: input.NextToken,
      size: PAGE_SIZE,
      items: () => stack.events.toReversed(),
      invalidToken,
    });
    return {
      StackEvents: page.items.map((event) => ({
        StackId: stack.id,
        StackName: stack.name,
        EventId: event.eventId,
        Timestamp: event.timestamp,
        LogicalResourceId: event.logicalId,
        PhysicalResourceId: event.physicalId,
        ResourceType: event.type,
        ResourceStatus: event.status,
        ResourceStatusReason: event.statusReason,
        ClientRequestToken: event.token,
      })),
      NextToken: page.nextToken,
    };
  },
);

const describeResource = (row: StackResourceRow) => ({
  LogicalResourceId: row.logicalId,
  PhysicalResourceId: row.physicalId,
  ResourceType: row.type,
  ResourceStatus: row.status,
  ResourceStatusReason: row.statusReason,
  DriftInformation: { StackResourceDriftStatus: "NOT_CHECKED" },
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html */
export const describeStackResources = operation<
  DescribeStackResourcesCommandInput,
  DescribeStackResourcesCommandOutput
>((input, context) => {
  const { StackName: name = "", LogicalResourceId: wanted } = input;
  const stack = context.state.cloudFormation.stacks.find(context.caller, name);
  if (stack === undefined) throw validationError(`Stack with id ${name} does not exist`);
  const rows = [...stack.resources.values()].filter(({ logicalId }) => wanted === undefined || logicalId === wanted);
  const place = { StackId: stack.id, StackName: stack.name };
  return {
    StackResources: rows
      .slice(0, PAGE_SIZE)
      .map((row) => ({ ...place, Timestamp: row.timestamp, ...describeResource(row) })),
  };
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html */
export const listStackResources = operation<ListStackResourcesCommandInput, ListStackResourcesCommandOutput>(
  (input, context) => {
    const name = input.StackName ?? "";
    const stack = context.state.cloudFormation.stacks.find(context.caller, name);
    if (stack === undefined) throw validationError(`Stack with id ${name} does not exist`);
    const page = context.state.cloudFormation.stacks.pagers.resources.page({
      listing: stack.id,
      token: input.NextToken,
      size: PAGE_SIZE,
      items: () => [...stack.resources.values()],
      invalidToken,
    });
    return {
      StackResourceSummaries: page.items.map((row) => ({
        LastUpdatedTimestamp: row.timestamp,
        ...describeResource(row),
      })),
      NextToken: page.nextToken,
    };
  },
);

import { randomUUID } from "node:crypto";
import type {
  CreateChangeSetCommandInput,
  CreateChangeSetCommandOutput,
  DeleteChangeSetCommandInput,
  DeleteChangeSetCommandOutput,
  DescribeChangeSetCommandInput,
  DescribeChangeSetCommandOutput,
  ExecuteChangeSetCommandInput,
  ExecuteChangeSetCommandOutput,
} from "@aws-sdk/client-cloudformation";
import { describeParameters } from "../../cloudformation/parameters.ts";
import { startCreation, startUpdate } from "../../cloudformation/stack-engine.ts";
import { markStack } from "../../cloudformation/stack-events.ts";
import { changesBetween, layOut } from "../../cloudformation/stack-layout.ts";
import type { ResourceChange, StackContent, StoredChangeSet, StoredStack } from "../../cloudformation/stored-stack.ts";
import { oneOf, refuseViolations } from "../../constraints.ts";
import { operation, type OperationContext } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";
import type { StateClock } from "../../state/state-clock.ts";
import { refuseName, requireStack } from "./requirements.ts";
import { isSameContent, readContent, refuseUpdate } from "./stacks.ts";
import { validationError } from "./template-source.ts";

interface ChangeSetInput {
  readonly StackName?: string | undefined;
  readonly ChangeSetName?: string | undefined;
}

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** Finds a change set by name and stack, or by its ARN alone. */
export function requireChangeSet(
  { StackName: stackName, ChangeSetName: name = "" }: ChangeSetInput,
  context: OperationContext,
): { readonly stack: StoredStack; readonly changeSet: StoredChangeSet } {
  const { state, caller } = context;
  const stacks = stackName === undefined ? state.cloudFormation.stacks.all(caller) : [requireStack(stackName, context)];
  for (const stack of stacks) {
    const changeSet = [...stack.changeSets.values()].find((set) => set.id === name || set.name === name);
    if (changeSet !== undefined) return { stack, changeSet };
  }
  throw new ServiceError("ChangeSetNotFoundException", `ChangeSet [${name}] does not exist`);
}

/** The stack a change set is for: one that is there, or undefined for one that is to be created. */
function subject(
  { name, isCreation }: { readonly name: string; readonly isCreation: boolean },
  context: OperationContext,
): StoredStack | undefined {
  if (!isCreation) {
    const stack = requireStack(name, context);
    refuseUpdate(stack);
    return stack;
  }
  const found = context.state.cloudFormation.stacks.find(context.caller, name);
  if (found === undefined || found.status === "REVIEW_IN_PROGRESS") return found;
  throw validationError(`Stack [${name}] already exists and cannot be created again with the changeSet.`);
}

/** The stack as it is, or a new one in review. */
function stackFor(
  found: StoredStack | undefined,
  {
    name,
    roleArn,
    content,
  }: { readonly name: string; readonly roleArn: string | undefined; readonly content: StackContent },
  { state, caller, now }: OperationContext,
): StoredStack {
  if (found !== undefined) return found;
  const creation = { name, content, roleArn, onFailure: "ROLLBACK" as const, isProtected: false, creationTime: now };
  const stack = state.cloudFormation.stacks.add(caller, creation);
  markStack(stack, { status: "REVIEW_IN_PROGRESS", reason: "User Initiated", at: now });
  return stack;
}

/** The change set of the same name that the same request made before. */
function repeatedChangeSet(stack: StoredStack, name: string, token: string | undefined): StoredChangeSet | undefined {
  const repeated = stack.changeSets.get(name);
  if (repeated === undefined || (token !== undefined && repeated.token === token)) return repeated;
  const message = `ChangeSet ${name} cannot be created due to a mismatch with existing attributes`;
  throw new ServiceError("AlreadyExistsException", message);
}

/** Sets a change set in motion: it ends ready to be executed, or failed for want of changes. */
function startChangeSet(changeSet: StoredChangeSet, isEmpty: boolean, clock: StateClock): void {
  clock.start(changeSet, () => {
    changeSet.status = isEmpty ? "FAILED" : "CREATE_COMPLETE";
    changeSet.statusReason = isEmpty ? NO_CHANGES : undefined;
    changeSet.executionStatus = isEmpty ? "UNAVAILABLE" : "AVAILABLE";
    return true;
  });
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html */
export const createChangeSet = operation<CreateChangeSetCommandInput, CreateChangeSetCommandOutput>(
  (input, context) => {
    const { StackName: stackName = "", ChangeSetName: name = "", ChangeSetType: type = "UPDATE" } = input;
    refuseName("changeSetName", name);
    refuseViolations([oneOf("changeSetType", type, ["CREATE", "UPDATE"])], "ValidationError");
    const isCreation = type === "CREATE";
    const found = subject({ name: stackName, isCreation }, context);
    const content = readContent(input, context, found?.content);
    const stack = stackFor(found, { name: stackName, roleArn: input.RoleARN, content }, context);
    const repeated = repeatedChangeSet(stack, name, input.ClientToken);
    if (repeated !== undefined) return { Id: repeated.id, StackId: stack.id };
    const { account, region } = context.caller;
    const changeSet: StoredChangeSet = {
      id: `arn:aws:cloudformation:${region}:${account}:changeSet/${name}/${randomUUID()}`,
      name,
      type: isCreation ? "CREATE" : "UPDATE",
      description: input.Description,
      createdTime: context.now,
      content,
      changes: changesBetween(stack.resources, layOut(stack, content).resources),
      token: input.ClientToken,
      status: "CREATE_IN_PROGRESS",
      statusReason: undefined,
      executionStatus: "UNAVAILABLE",
    };
    stack.changeSets.set(name, changeSet);
    startChangeSet(changeSet, !isCreation && isSameContent(stack.content, content), context.state.clock);
    return { Id: changeSet.id, StackId: stack.id };
  },
);

const describeChange = ({ action, logicalId, physicalId, type, properties }: ResourceChange) => ({
  Type: "Resource",
  ResourceChange: {
    Action: action,
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    Replacement: action === "Modify" ? "False" : undefined,
    Scope: properties.length > 0 ? ["Properties"] : [],
    Details: properties.map((Name) => ({
      Target: { Attribute: "Properties", Name, RequiresRecreation: "Never" },
      Evaluation: "Static",
      ChangeSource: "DirectModification",
    })),
  },
});

/**
 * Describes a change set; whether a change replaces a resource is not worked out: every modification keeps it.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html
 */
export const describeChangeSet = operation<DescribeChangeSetCommandInput, DescribeChangeSetCommandOutput>(
  (input, context) => {
    const { stack, changeSet } = requireChangeSet(input, context);
    const { content } = changeSet;
    const description = {
      ChangeSetName: changeSet.name,
      ChangeSetId: changeSet.id,
      StackId: stack.id,
      StackName: stack.name,
      Description: changeSet.description,
      Parameters: describeParameters(content.template, content.parameters),
      CreationTime: changeSet.createdTime,
      ExecutionStatus: changeSet.executionStatus,
      Status: changeSet.status,
      StatusReason: changeSet.statusReason,
      Capabilities: content.capabilities,
      Tags: content.tags,
      Changes: changeSet.status === "CREATE_COMPLETE" ? changeSet.changes.map(describeChange) : [],
    };
    context.state.clock.poll(changeSet);
    return description;
  },
);

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html */
export const executeChangeSet = operation<ExecuteChangeSetCommandInput, ExecuteChangeSetCommandOutput>(
  (input, context) => {
    const { stack, changeSet } = requireChangeSet(input, context);
    if (changeSet.executionStatus !== "AVAILABLE") {
      const state = `its current state: execution status [${changeSet.executionStatus}]`;
      const message = `ChangeSet [${changeSet.id}] cannot be executed in ${state}, status [${changeSet.status}]`;
      throw new ServiceError("InvalidChangeSetStatusException", message);
    }
    const { engine } = context.state.cloudFormation;
    if (changeSet.type === "UPDATE") refuseUpdate(stack);
    // A change set that is executed takes the others of its stack with it.
    stack.changeSets.clear();
    if (changeSet.type === "UPDATE") {
      startUpdate(stack, changeSet.content, engine, input.ClientRequestToken);
      return {};
    }
    stack.content = changeSet.content;
    startCreation(stack, engine, input.ClientRequestToken);
    return {};
  },
);

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteChangeSet.html */
export const deleteChangeSet = operation<DeleteChangeSetCommandInput, DeleteChangeSetCommandOutput>(
  (input, context) => {
    const { StackName: name = "", ChangeSetName: changeSetName = "" } = input;
    const stack = input.StackName === undefined ? undefined : requireStack(name, context);
    const isThere = stack === undefined || stack.changeSets.has(changeSetName);
    if (!isThere && !changeSetName.startsWith("arn:")) return {};
    const found = requireChangeSet(input, context);
    found.stack.changeSets.delete(found.changeSet.name);
    return {};
  },
);

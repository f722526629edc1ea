import type {
  CreateStackCommandInput,
  CreateStackCommandOutput,
  DeleteStackCommandInput,
  DeleteStackCommandOutput,
  UpdateStackCommandInput,
  UpdateStackCommandOutput,
} from "@aws-sdk/client-cloudformation";
import { effectiveParameters, type GivenParameter } from "../../cloudformation/parameters.ts";
import { startCreation, startDeletion, startUpdate } from "../../cloudformation/stack-engine.ts";
import type { OnFailure, StackContent, StackTag, StoredStack } from "../../cloudformation/stored-stack.ts";
import { oneOf, refuseViolations } from "../../constraints.ts";
import { operation, type OperationContext } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";
import { isRepeated, refuseName, requireStack } from "./requirements.ts";
import { readTemplate, refuseCapabilities, type TemplateSource, validationError } from "./template-source.ts";

/** The members that make up a stack's content. */
export interface ContentInput extends TemplateSource {
  readonly Parameters?: readonly GivenParameter[] | undefined;
  readonly Capabilities?: readonly string[] | undefined;
  readonly Tags?: readonly { readonly Key: string | undefined; readonly Value: string | undefined }[] | undefined;
}

const MAX_TAGS = 50;

const toTags = (tags: NonNullable<ContentInput["Tags"]>): readonly StackTag[] =>
  tags.map(({ Key = "", Value = "" }) => ({ Key, Value }));

/** Reads and checks the content of a request; what an update leaves out stays as it was. */
export function readContent(input: ContentInput, context: OperationContext, before?: StackContent): StackContent {
  const template = readTemplate(input, context, before?.template);
  const { Parameters: given = [], Capabilities: capabilities = [], Tags: tags } = input;
  if (tags !== undefined && tags.length > MAX_TAGS) throw validationError(`Tags exceeded the maximum of ${MAX_TAGS}.`);
  const parameters = effectiveParameters(template, given, before?.parameters);
  refuseCapabilities(template, capabilities);
  return { template, parameters, capabilities, tags: tags === undefined ? (before?.tags ?? []) : toTags(tags) };
}

/** Tells whether an update would change anything. */
export function isSameContent(left: StackContent, right: StackContent): boolean {
  const essence = ({ template, parameters, tags }: StackContent) =>
    JSON.stringify([template.text, [...parameters], tags]);
  return essence(left) === essence(right);
}

function toOnFailure(onFailure: string | undefined, disablesRollback: boolean | undefined): OnFailure {
  if (onFailure !== undefined && disablesRollback !== undefined) {
    throw validationError("You can specify either DisableRollback or OnFailure, but not both.");
  }
  if (onFailure === "DO_NOTHING" || onFailure === "DELETE") return onFailure;
  return disablesRollback === true ? "DO_NOTHING" : "ROLLBACK";
}

/** The stack's name, in use or not; what waits for its first change set is in use too. */
function existing(name: string, { state, caller }: OperationContext): StoredStack | undefined {
  return state.cloudFormation.stacks.find(caller, name);
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
export const createStack = operation<CreateStackCommandInput, CreateStackCommandOutput>((input, context) => {
  const { StackName: name = "", ClientRequestToken: token } = input;
  refuseName("stackName", name);
  refuseViolations([oneOf("onFailure", input.OnFailure, ["DO_NOTHING", "ROLLBACK", "DELETE"])], "ValidationError");
  const found = existing(name, context);
  if (found !== undefined) {
    if (isRepeated(found, "CreateStack", token)) return { StackId: found.id };
    throw new ServiceError("AlreadyExistsException", `Stack [${name}] already exists`);
  }
  const content = readContent(input, context);
  const stack = context.state.cloudFormation.stacks.add(context.caller, {
    name,
    content,
    onFailure: toOnFailure(input.OnFailure, input.DisableRollback),
    roleArn: input.RoleARN,
    isProtected: input.EnableTerminationProtection ?? false,
    creationTime: context.now,
  });
  isRepeated(stack, "CreateStack", token);
  startCreation(stack, context.state.cloudFormation.engine, token);
  return { StackId: stack.id };
});

/** States that an update can start from. */
const UPDATABLE = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/;

/** Refuses a stack that is in no state to be changed. */
export function refuseUpdate({ id, status }: StoredStack): void {
  if (UPDATABLE.test(status)) return;
  throw validationError(`Stack:${id} is in ${status} state and can not be updated.`);
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html */
export const updateStack = operation<UpdateStackCommandInput, UpdateStackCommandOutput>((input, context) => {
  const stack = requireStack(input.StackName ?? "", context);
  if (isRepeated(stack, "UpdateStack", input.ClientRequestToken)) return { StackId: stack.id };
  try {
    refuseUpdate(stack);
    const content = readContent(input, context, stack.content);
    if (isSameContent(stack.content, content)) throw validationError("No updates are to be performed.");
    startUpdate(stack, content, context.state.cloudFormation.engine, input.ClientRequestToken);
  } catch (error) {
    stack.tokens.delete(input.ClientRequestToken ?? "");
    throw error;
  }
  return { StackId: stack.id };
});

/**
 * Deletes a stack; one that is not there is as good as deleted.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html
 */
export const deleteStack = operation<DeleteStackCommandInput, DeleteStackCommandOutput>((input, context) => {
  const stack = existing(input.StackName ?? "", context);
  if (stack === undefined || stack.status === "DELETE_COMPLETE" || stack.status === "DELETE_IN_PROGRESS") return {};
  if (stack.isProtected) {
    throw validationError(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
  }
  if (isRepeated(stack, "DeleteStack", input.ClientRequestToken)) return {};
  startDeletion(stack, context.state.cloudFormation.engine, input.ClientRequestToken);
  return {};
});

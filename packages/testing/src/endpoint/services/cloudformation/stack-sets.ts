import type {
  CreateStackSetCommandInput,
  CreateStackSetCommandOutput,
  DeleteStackSetCommandInput,
  DeleteStackSetCommandOutput,
  DescribeStackSetCommandInput,
  DescribeStackSetCommandOutput,
  ListStackSetsCommandInput,
  ListStackSetsCommandOutput,
  UpdateStackSetCommandInput,
  UpdateStackSetCommandOutput,
} from "@aws-sdk/client-cloudformation";
import { describeParameters } from "../../cloudformation/parameters.ts";
import { existingInstances } from "../../cloudformation/operation-targets.ts";
import { isOpen, type StoredStackSet } from "../../cloudformation/stored-stack-set.ts";
import { oneOf, refuseViolations, valueWithin } from "../../constraints.ts";
import { operation, type OperationContext } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";
import type { Wire } from "../../wire-shape.ts";
import { refuseName } from "./requirements.ts";
import { administratorOf, refuseServiceManaged, requireStackSet } from "./stack-set-requirements.ts";
import { openOperation, repeatedOperation, selectedTargets } from "./stack-set-starts.ts";
import { readContent } from "./stacks.ts";
import { validationError } from "./template-source.ts";

const MAX_STACK_SETS = 1000;

function refuseTransforms({ permissionModel, content }: Pick<StoredStackSet, "permissionModel" | "content">): void {
  if (permissionModel !== "SERVICE_MANAGED" || content.template.transforms.length === 0) return;
  throw validationError("Service-managed stack sets do not support templates with macros or transforms");
}

interface AutoDeploymentInput {
  readonly Enabled?: boolean | undefined;
  readonly RetainStacksOnAccountRemoval?: boolean | undefined;
}

const toAutoDeployment = (given: AutoDeploymentInput | undefined) =>
  given && { enabled: given.Enabled ?? false, retainsStacks: given.RetainStacksOnAccountRemoval ?? false };

/** Reads the permission model; service-managed permissions ask for more. */
function readPermissionModel(
  input: Pick<NewStackSetInput, "PermissionModel" | "AutoDeployment" | "CallAs">,
  context: OperationContext,
): StoredStackSet["permissionModel"] {
  const { PermissionModel: model = "SELF_MANAGED", AutoDeployment: auto } = input;
  refuseViolations([oneOf("permissionModel", model, ["SERVICE_MANAGED", "SELF_MANAGED"])], "ValidationError");
  if (model !== "SERVICE_MANAGED") return "SELF_MANAGED";
  refuseServiceManaged(input.CallAs, context);
  if (auto === undefined) throw validationError("AutoDeployment is required for the SERVICE_MANAGED permission model");
  return model;
}

type NewStackSetInput = Wire<CreateStackSetCommandInput>;

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html */
export const createStackSet = operation<CreateStackSetCommandInput, CreateStackSetCommandOutput>((input, context) => {
  const { StackSetName: name = "", ClientRequestToken: token } = input;
  refuseName("stackSetName", name);
  const administrator = administratorOf(input.CallAs, context);
  const permissionModel = readPermissionModel(input, context);
  const { stackSets } = context.state.cloudFormation;
  const found = stackSets.find(administrator, name);
  if (found !== undefined) {
    if (token !== undefined && found.token === token) return { StackSetId: found.id };
    throw new ServiceError("NameAlreadyExistsException", `StackSet ${name} already exists`);
  }
  if (stackSets.all(administrator).filter(({ status }) => status === "ACTIVE").length >= MAX_STACK_SETS) {
    throw new ServiceError("LimitExceededException", "The number of stack sets has reached its limit.");
  }
  const set = {
    name,
    content: readContent(input, context),
    permissionModel,
    token,
    description: input.Description,
    autoDeployment: toAutoDeployment(input.AutoDeployment),
    isManagedExecution: input.ManagedExecution?.Active ?? false,
  };
  refuseTransforms(set);
  return { StackSetId: stackSets.add(administrator, set).id };
});

/**
 * Changes a StackSet and all its instances, or of those only the ones named; the others are out of date from then on.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStackSet.html
 */
export const updateStackSet = operation<UpdateStackSetCommandInput, UpdateStackSetCommandOutput>((input, context) => {
  const set = requireStackSet(input, context);
  const repeated = repeatedOperation(set, "UPDATE", input);
  if (repeated !== undefined) return { OperationId: repeated.id };
  if (set.permissionModel === "SERVICE_MANAGED") refuseServiceManaged(input.CallAs, context);
  const content = readContent(input, context, set.content);
  refuseTransforms({ ...set, content });
  const { Regions: regions } = input;
  const isPartial = regions !== undefined && regions.length > 0;
  const instances = isPartial
    ? existingInstances(set, selectedTargets(set, input), regions, context.state.organization)
    : [...set.instances.values()];
  return openOperation(set, context, {
    action: "UPDATE",
    input,
    instances: instances.filter(({ status }) => status !== "INOPERABLE"),
    apply: () => {
      set.content = content;
      set.description = input.Description ?? set.description;
      set.autoDeployment = toAutoDeployment(input.AutoDeployment) ?? set.autoDeployment;
      set.isManagedExecution = input.ManagedExecution?.Active ?? set.isManagedExecution;
      for (const row of set.instances.values()) if (row.status === "CURRENT") row.status = "OUTDATED";
    },
  });
});

function describe(set: StoredStackSet) {
  const rows = [...set.instances.values()];
  const units = new Set(rows.map(({ ou }) => ou).filter((ou) => ou !== undefined));
  return {
    StackSetName: set.name,
    StackSetId: set.id,
    StackSetARN: set.arn,
    Description: set.description,
    Status: set.status,
    TemplateBody: set.content.template.text,
    Parameters: describeParameters(set.content.template, set.content.parameters),
    Capabilities: set.content.capabilities,
    Tags: set.content.tags,
    AutoDeployment: describeAutoDeployment(set),
    PermissionModel: set.permissionModel,
    OrganizationalUnitIds: [...units],
    ManagedExecution: { Active: set.isManagedExecution },
    Regions: [...new Set(rows.map(({ region }) => region))],
  };
}

const describeAutoDeployment = ({ autoDeployment: auto }: StoredStackSet) =>
  auto && { Enabled: auto.enabled, RetainStacksOnAccountRemoval: auto.retainsStacks };

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackSet.html */
export const describeStackSet = operation<DescribeStackSetCommandInput, DescribeStackSetCommandOutput>(
  (input, context) => ({ StackSet: describe(requireStackSet(input, context)) }),
);

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStackSet.html */
export const deleteStackSet = operation<DeleteStackSetCommandInput, DeleteStackSetCommandOutput>((input, context) => {
  const set = context.state.cloudFormation.stackSets.find(
    administratorOf(input.CallAs, context),
    input.StackSetName ?? "",
  );
  if (set === undefined) return {};
  if ([...set.operations.values()].some(isOpen)) {
    throw new ServiceError("OperationInProgressException", `Another Operation on StackSet ${set.arn} is in progress`);
  }
  if (set.instances.size > 0) throw new ServiceError("StackSetNotEmptyException", "StackSet is not empty");
  set.status = "DELETED";
  return {};
});

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackSets.html */
export const listStackSets = operation<ListStackSetsCommandInput, ListStackSetsCommandOutput>((input, context) => {
  const { Status: wanted, MaxResults: size = 100 } = input;
  refuseViolations(
    [valueWithin("maxResults", size, 1, 100), oneOf("status", wanted, ["ACTIVE", "DELETED"])],
    "ValidationError",
  );
  const administrator = administratorOf(input.CallAs, context);
  const { stackSets } = context.state.cloudFormation;
  const page = stackSets.pagers.sets.page({
    listing: JSON.stringify([administrator, wanted]),
    token: input.NextToken,
    size,
    items: () => stackSets.all(administrator).filter(({ status }) => wanted === undefined || status === wanted),
    invalidToken: () => validationError("The NextToken is not valid."),
  });
  return {
    Summaries: page.items.map((set) => ({
      StackSetName: set.name,
      StackSetId: set.id,
      Description: set.description,
      Status: set.status,
      AutoDeployment: describeAutoDeployment(set),
      PermissionModel: set.permissionModel,
      ManagedExecution: { Active: set.isManagedExecution },
    })),
    NextToken: page.nextToken,
  };
});

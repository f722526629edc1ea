import {
  DescribeStacksCommand,
  GetTemplateSummaryCommand,
  paginateListStackResources,
  type CloudFormationClient,
} from "@aws-sdk/client-cloudformation";
import { isObject, messageOf } from "@rulewright/sdk";
import { isAwsError } from "../../deployment/aws/aws-error.ts";
import { ofTags } from "../../deployment/aws/stacks.ts";

/** A stack as it runs. */
export interface LiveStack {
  readonly id: string;
  readonly status: string;
  readonly reason?: string;
  readonly changedAt: Date;
  readonly parameters: Readonly<Record<string, string>>;
  /** The pack that its tags name. */
  readonly pack?: string;
}

/** A stack by name or id, with its parameters; `undefined` where there is none. */
export async function describeLiveStack(client: CloudFormationClient, name: string): Promise<LiveStack | undefined> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    const [stack] = Stacks;
    if (!stack) return undefined;
    const { pack } = ofTags(stack.Tags);
    return {
      ...(pack === undefined ? {} : { pack }),
      id: stack.StackId ?? name,
      status: stack.StackStatus ?? "",
      ...(stack.StackStatusReason === undefined ? {} : { reason: stack.StackStatusReason }),
      changedAt: stack.LastUpdatedTime ?? stack.CreationTime ?? new Date(0),
      parameters: toParameters(stack.Parameters),
    };
  } catch (error) {
    // the one way that CloudFormation has of saying so
    if (isAwsError(error, "ValidationError") && /does not exist/.test(messageOf(error))) return undefined;
    throw error;
  }
}

/** Parameters of a stack or stack set, by name. */
export function toParameters(
  parameters:
    readonly { readonly ParameterKey?: string | undefined; readonly ParameterValue?: string | undefined }[] | undefined,
): Readonly<Record<string, string>> {
  const pairs = (parameters ?? []).map(({ ParameterKey = "", ParameterValue = "" }) => [ParameterKey, ParameterValue]);
  return Object.fromEntries(pairs) as Readonly<Record<string, string>>;
}

/** The hash of the manifest that the template of a stack or stack set was made with; `undefined` where it says none. */
export async function templateManifestHash(
  client: CloudFormationClient,
  of: { readonly StackName: string } | { readonly StackSetName: string; readonly CallAs: "SELF" | "DELEGATED_ADMIN" },
): Promise<string | undefined> {
  const { Metadata } = await client.send(new GetTemplateSummaryCommand(of));
  if (Metadata === undefined) return undefined;
  try {
    const metadata: unknown = JSON.parse(Metadata);
    const own = isObject(metadata) ? metadata["Rulewright"] : undefined;
    const hash = isObject(own) ? own["manifestHash"] : undefined;
    return typeof hash === "string" ? hash : undefined;
  } catch {
    return undefined; // metadata of somebody else's
  }
}

/** What of a stack `status` asks about. */
export interface StackParts {
  /** Names of functions. */
  readonly functions: readonly string[];
  /** URLs of queues. */
  readonly queues: readonly string[];
}

/** The functions and queues of a stack. */
export async function stackParts(client: CloudFormationClient, id: string): Promise<StackParts> {
  const parts = { functions: new Array<string>(), queues: new Array<string>() };
  for await (const page of paginateListStackResources({ client }, { StackName: id })) {
    for (const { ResourceType, PhysicalResourceId } of page.StackResourceSummaries ?? []) {
      if (PhysicalResourceId === undefined) continue;
      if (ResourceType === "AWS::Lambda::Function") parts.functions.push(PhysicalResourceId);
      if (ResourceType === "AWS::SQS::Queue") parts.queues.push(PhysicalResourceId);
    }
  }
  return parts;
}

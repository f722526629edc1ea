import { randomUUID } from "node:crypto";
import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  paginateListStackResources,
  type CloudFormationClient,
  type Stack,
} from "@aws-sdk/client-cloudformation";
import { messageOf } from "@rulewright/sdk";
import type { StackState } from "../plan/observation.ts";
import { calling, isAwsError } from "./aws-error.ts";

/** Tags of everything that Rulewright publishes. */
export const TAGS = { pack: "rulewright:pack", release: "rulewright:manifest" } as const;

/** What a stack or a stack set is made of. */
export interface StackContent {
  readonly name: string;
  readonly pack: string;
  readonly release: string;
  readonly templateUrl: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Parameters and tags as CloudFormation takes them; IAM roles without fixed names need `CAPABILITY_IAM`. */
export function stackInput({ pack, release, templateUrl, parameters }: StackContent) {
  return {
    TemplateURL: templateUrl,
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Capabilities: ["CAPABILITY_IAM" as const],
    Tags: [
      { Key: TAGS.pack, Value: pack },
      { Key: TAGS.release, Value: release },
    ],
  };
}

/** The pack and the release that tags name. */
export function ofTags(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
): { readonly pack?: string; readonly release?: string } {
  const valueOf = (key: string) => tags?.find(({ Key }) => Key === key)?.Value;
  const [pack, release] = [valueOf(TAGS.pack), valueOf(TAGS.release)];
  return { ...(pack === undefined ? {} : { pack }), ...(release === undefined ? {} : { release }) };
}

/** The pack of a stack that somebody deployed without our tags: the template's outputs name it. */
function ofOutputs({ Outputs }: Stack): { readonly pack?: string } {
  const pack = Outputs?.find(({ OutputKey }) => OutputKey === "PackName")?.OutputValue;
  return pack === undefined ? {} : { pack };
}

/** A stack by name or id; `undefined` where there is none. */
export async function describeStack(client: CloudFormationClient, name: string): Promise<StackState | undefined> {
  return calling(`DescribeStacks of ${name}`, async () => {
    try {
      const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
      return Stacks[0] && toState(Stacks[0]);
    } catch (error) {
      // the one way that CloudFormation has of saying so
      if (isAwsError(error, "ValidationError") && /does not exist/.test(messageOf(error))) return undefined;
      throw error;
    }
  });
}

function toState(stack: Stack): StackState {
  return {
    id: stack.StackId ?? stack.StackName ?? "",
    status: stack.StackStatus ?? "",
    ...(stack.StackStatusReason === undefined ? {} : { reason: stack.StackStatusReason }),
    ...ofOutputs(stack),
    ...ofTags(stack.Tags),
    changedAt: stack.LastUpdatedTime ?? stack.CreationTime ?? new Date(0),
  };
}

/** A resource of a stack. */
export interface StackResource {
  readonly type: string;
  readonly physicalId: string;
}

/** What a stack holds, by its name or id. */
export async function stackResources(client: CloudFormationClient, stack: string): Promise<readonly StackResource[]> {
  return calling(`ListStackResources of ${stack}`, async () => {
    const found: StackResource[] = [];
    for await (const page of paginateListStackResources({ client }, { StackName: stack })) {
      for (const { ResourceType: type, PhysicalResourceId: physicalId } of page.StackResourceSummaries ?? []) {
        if (type !== undefined && physicalId !== undefined) found.push({ type, physicalId });
      }
    }
    return found;
  });
}

/** Starts the creation of a stack; one whose creation was started meanwhile is as good. @returns its id. */
export async function createStack(client: CloudFormationClient, content: StackContent): Promise<void> {
  await calling(`CreateStack of ${content.name}`, async () => {
    try {
      const token = tokenOf("create");
      await client.send(
        new CreateStackCommand({
          StackName: content.name,
          ClientRequestToken: token,
          OnFailure: "ROLLBACK",
          ...stackInput(content),
        }),
      );
    } catch (error) {
      if (!isAwsError(error, "AlreadyExistsException", "TokenAlreadyExistsException")) throw error;
    }
  });
}

/** Starts the update of a stack. @returns `false` when there is nothing to update. */
export async function updateStack(client: CloudFormationClient, content: StackContent): Promise<boolean> {
  return calling(`UpdateStack of ${content.name}`, async () => {
    try {
      const input = { StackName: content.name, ClientRequestToken: tokenOf("update"), ...stackInput(content) };
      await client.send(new UpdateStackCommand(input));
      return true;
    } catch (error) {
      if (isAwsError(error, "TokenAlreadyExistsException")) return true;
      if (isAwsError(error, "ValidationError") && /No updates are to be performed/.test(messageOf(error))) return false;
      throw error;
    }
  });
}

/** Starts the deletion of a stack, by its id so that its end can be seen. */
export async function deleteStack(client: CloudFormationClient, id: string): Promise<void> {
  await calling(`DeleteStack of ${id}`, () =>
    client.send(new DeleteStackCommand({ StackName: id, ClientRequestToken: tokenOf("delete") })),
  );
}

/** Tells the retries of one request from the next request: the token is made once for each, before it is sent. */
function tokenOf(what: string): string {
  return `rulewright-${what}-${randomUUID()}`;
}

const MOST_REASONS = 5;

/** Why the resources of a stack failed in its last operation, in AWS's words, the first cause first. */
export async function failureReasons(client: CloudFormationClient, id: string, since: Date): Promise<string[]> {
  try {
    const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: id }));
    const failed = StackEvents.filter(
      ({ ResourceStatus, Timestamp, ResourceStatusReason }) =>
        ResourceStatus?.endsWith("_FAILED") === true &&
        ResourceStatusReason !== undefined &&
        !/^Resource (creation|update) cancelled/i.test(ResourceStatusReason) &&
        (Timestamp ?? since) >= since,
    );
    const texts = failed
      .toReversed()
      .map(({ LogicalResourceId = "", ResourceStatusReason = "" }) => `${LogicalResourceId}: ${ResourceStatusReason}`);
    return [...new Set(texts)].slice(0, MOST_REASONS);
  } catch {
    return []; // the stack's own reason has to do
  }
}

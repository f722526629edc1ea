import { randomUUID } from "node:crypto";
import {
  CreateStackInstancesCommand,
  CreateStackSetCommand,
  DeleteStackInstancesCommand,
  DeleteStackSetCommand,
  UpdateStackSetCommand,
  type DeploymentTargets,
  type StackSetOperationPreferences,
} from "@aws-sdk/client-cloudformation";
import type { Rollout } from "../plan/target.ts";
import { calling, isAwsError } from "./aws-error.ts";
import type { StackSetRef } from "./stack-sets.ts";
import { stackInput, type StackContent } from "./stacks.ts";

/** Creates a stack set that AWS keeps deployed to the units' future accounts; one that is there already is as good. */
export async function createStackSet({ client, callAs }: StackSetRef, content: StackContent): Promise<void> {
  await calling(`CreateStackSet of ${content.name}`, async () => {
    try {
      await client.send(
        new CreateStackSetCommand({
          StackSetName: content.name,
          Description: `Rulewright conformance pack ${content.pack}`,
          ...stackInput(content),
          PermissionModel: "SERVICE_MANAGED",
          AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
          ManagedExecution: { Active: true },
          CallAs: callAs,
          ClientRequestToken: randomUUID(),
        }),
      );
    } catch (error) {
      if (!isAwsError(error, "NameAlreadyExistsException")) throw error;
    }
  });
}

/** Which stacks an operation works on. */
export interface OperationScope {
  readonly targets: DeploymentTargets;
  readonly regions: readonly string[];
  readonly rollout: Rollout;
}

/**
 * Brings a stack set to a release, and its stacks: all, or those of `scope` while the others are marked as behind.
 * @returns the operation's id.
 */
export async function updateStackSet(
  { client, callAs }: StackSetRef,
  content: StackContent,
  rollout: Rollout,
  scope?: Pick<OperationScope, "targets" | "regions">,
): Promise<string> {
  const answer = await calling(`UpdateStackSet of ${content.name}`, () =>
    client.send(
      new UpdateStackSetCommand({
        StackSetName: content.name,
        ...stackInput(content),
        ManagedExecution: { Active: true },
        CallAs: callAs,
        OperationId: randomUUID(),
        OperationPreferences: preferences(rollout, scope !== undefined),
        ...(scope ? { DeploymentTargets: scope.targets, Regions: [...scope.regions] } : {}),
      }),
    ),
  );
  return answer.OperationId ?? "";
}

/** Brings every stack of a stack set to it as it is. @returns the operation's id. */
export async function refreshStackSet(
  { client, name, callAs }: StackSetRef,
  parameters: readonly string[],
  rollout: Rollout,
): Promise<string> {
  const answer = await calling(`UpdateStackSet of ${name}`, () =>
    client.send(
      new UpdateStackSetCommand({
        StackSetName: name,
        UsePreviousTemplate: true,
        Parameters: parameters.map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true })),
        Capabilities: ["CAPABILITY_IAM"],
        CallAs: callAs,
        OperationId: randomUUID(),
        OperationPreferences: preferences(rollout, false),
      }),
    ),
  );
  return answer.OperationId ?? "";
}

/** Starts the creation of stacks; those that are behind are updated. @returns the operation's id. */
export async function createStackInstances(
  { client, name, callAs }: StackSetRef,
  { targets, regions, rollout }: OperationScope,
  isFirstWave: boolean,
): Promise<string> {
  const answer = await calling(`CreateStackInstances of ${name}`, () =>
    client.send(
      new CreateStackInstancesCommand({
        StackSetName: name,
        DeploymentTargets: targets,
        Regions: [...regions],
        CallAs: callAs,
        OperationId: randomUUID(),
        OperationPreferences: preferences(rollout, isFirstWave),
      }),
    ),
  );
  return answer.OperationId ?? "";
}

/** Starts the deletion of stacks with what is in them. @returns the operation's id. */
export async function deleteStackInstances(
  { client, name, callAs }: StackSetRef,
  { targets, regions, rollout }: OperationScope,
): Promise<string> {
  const answer = await calling(`DeleteStackInstances of ${name}`, () =>
    client.send(
      new DeleteStackInstancesCommand({
        StackSetName: name,
        DeploymentTargets: targets,
        Regions: [...regions],
        RetainStacks: false,
        CallAs: callAs,
        OperationId: randomUUID(),
        OperationPreferences: preferences(rollout, false),
      }),
    ),
  );
  return answer.OperationId ?? "";
}

/** Deletes an empty stack set; one that is gone is as good. */
export async function deleteStackSet({ client, name, callAs }: StackSetRef): Promise<void> {
  await calling(`DeleteStackSet of ${name}`, async () => {
    try {
      await client.send(new DeleteStackSetCommand({ StackSetName: name, CallAs: callAs }));
    } catch (error) {
      if (!isAwsError(error, "StackSetNotFoundException")) throw error;
    }
  });
}

/** A first wave may not fail anywhere; the rest as far as the rollout says, in all Regions at a time. */
function preferences({ failureTolerance, concurrency }: Rollout, isFirstWave: boolean): StackSetOperationPreferences {
  return {
    RegionConcurrencyType: "PARALLEL",
    ...(isFirstWave ? { FailureToleranceCount: 0 } : { FailureTolerancePercentage: failureTolerance }),
    ...(isFirstWave ? { MaxConcurrentCount: 1 } : { MaxConcurrentPercentage: concurrency }),
    ...(isFirstWave ? {} : { ConcurrencyMode: "SOFT_FAILURE_TOLERANCE" as const }),
  };
}

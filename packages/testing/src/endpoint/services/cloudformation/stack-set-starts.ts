import { randomUUID } from "node:crypto";
import { startOperation } from "../../cloudformation/operation-engine.ts";
import { byRegion } from "../../cloudformation/operation-targets.ts";
import {
  type DeploymentTargets,
  isOpen,
  type OperationPreferences,
  type StackInstanceRow,
  type StoredOperation,
  type StoredStackSet,
} from "../../cloudformation/stored-stack-set.ts";
import { oneOf, refuseViolations, valueWithin } from "../../constraints.ts";
import type { OperationContext } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";
import { validationError } from "./template-source.ts";

/** The members shared by all calls that start an operation. */
export interface OperationInput {
  readonly OperationId?: string | undefined;
  readonly OperationPreferences?: OperationPreferences | undefined;
  readonly Accounts?: readonly string[] | undefined;
  readonly DeploymentTargets?: DeploymentTargets | undefined;
  readonly RetainStacks?: boolean | undefined;
}

/** What is to be done by a new operation. */
export interface NewOperation {
  readonly action: StoredOperation["action"];
  readonly input: OperationInput;
  readonly instances: readonly StackInstanceRow[];
  /** Runs once nothing stands against the operation. */
  readonly apply?: () => void;
}

const MAX_UNITS = 50;

function refusePreferences(preferences: OperationPreferences): void {
  const { FailureToleranceCount: count, FailureTolerancePercentage: percentage } = preferences;
  refuseViolations(
    [
      oneOf("regionConcurrencyType", preferences.RegionConcurrencyType, ["SEQUENTIAL", "PARALLEL"]),
      oneOf("concurrencyMode", preferences.ConcurrencyMode, ["STRICT_FAILURE_TOLERANCE", "SOFT_FAILURE_TOLERANCE"]),
      valueWithin("failureToleranceCount", count, 0, Infinity),
      valueWithin("failureTolerancePercentage", percentage, 0, 100),
      valueWithin("maxConcurrentCount", preferences.MaxConcurrentCount, 1, Infinity),
      valueWithin("maxConcurrentPercentage", preferences.MaxConcurrentPercentage, 1, 100),
    ],
    "ValidationError",
  );
  if (count !== undefined && percentage !== undefined) {
    throw validationError("FailureToleranceCount and FailureTolerancePercentage cannot both be specified");
  }
  if (preferences.MaxConcurrentCount !== undefined && preferences.MaxConcurrentPercentage !== undefined) {
    throw validationError("MaxConcurrentCount and MaxConcurrentPercentage cannot both be specified");
  }
}

/** Refuses targets that service-managed permissions do not take. */
function refuseTargets({
  OrganizationalUnitIds: units = [],
  Accounts: named = [],
  AccountFilterType,
}: DeploymentTargets) {
  if (units.length === 0) {
    throw validationError("StackSets with SERVICE_MANAGED permission model can only have OrganizationalUnit as target");
  }
  if (units.length > MAX_UNITS) throw validationError(`At most ${MAX_UNITS} organizational units are taken at once.`);
  if (named.length > 0 !== ((AccountFilterType ?? "NONE") !== "NONE")) {
    throw validationError("AccountFilterType other than NONE and Accounts must be specified together");
  }
}

/**
 * The targets of a call: units for service-managed permissions, else accounts.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackInstances.html
 */
export function selectedTargets({ permissionModel }: StoredStackSet, input: OperationInput): DeploymentTargets {
  const { Accounts: accounts, DeploymentTargets: targets = {} } = input;
  if (accounts !== undefined && input.DeploymentTargets !== undefined) {
    throw validationError("You can specify Accounts or DeploymentTargets, but not both.");
  }
  if (permissionModel === "SELF_MANAGED") {
    return { Accounts: accounts ?? targets.Accounts ?? [], AccountFilterType: "UNION" };
  }
  refuseTargets(targets);
  return targets;
}

const requestText = (action: string, input: OperationInput) => JSON.stringify([action, input]);

/**
 * The operation that the very same request started before; its id is an idempotency token.
 *
 * @throws ServiceError `OperationIdAlreadyExistsException` when another request used the id.
 */
export function repeatedOperation(
  { operations }: StoredStackSet,
  action: StoredOperation["action"],
  input: OperationInput,
): StoredOperation | undefined {
  const found = operations.get(input.OperationId ?? "");
  if (found === undefined || found.request === requestText(action, input)) return found;
  throw new ServiceError("OperationIdAlreadyExistsException", `The operation id ${found.id} already exists`);
}

/**
 * Starts an operation, unless another is under way; with managed execution it waits for its turn instead.
 *
 * @throws ServiceError `OperationInProgressException`
 */
export function openOperation(set: StoredStackSet, context: OperationContext, wanted: NewOperation) {
  const { action, input, instances, apply } = wanted;
  const { OperationPreferences: preferences = {}, OperationId: id = randomUUID() } = input;
  refusePreferences(preferences);
  if (!set.isManagedExecution && [...set.operations.values()].some(isOpen)) {
    throw new ServiceError("OperationInProgressException", `Another Operation on StackSet ${set.arn} is in progress`);
  }
  apply?.();
  const operation: StoredOperation = {
    id,
    action,
    status: "RUNNING",
    preferences,
    targets: input.DeploymentTargets,
    retainStacks: input.RetainStacks ?? false,
    createdTime: context.now,
    endTime: undefined,
    regions: byRegion(instances, preferences),
    request: requestText(action, input),
  };
  startOperation(set, operation, context.state.cloudFormation.engine);
  return { OperationId: id };
}

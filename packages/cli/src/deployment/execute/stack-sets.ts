import type { DeploymentTargets } from "@aws-sdk/client-cloudformation";
import { RulewrightError } from "@rulewright/sdk";
import {
  createStackInstances,
  createStackSet,
  deleteStackInstances,
  deleteStackSet,
  refreshStackSet,
  updateStackSet,
} from "../aws/stack-set-operations.ts";
import {
  describeOperation,
  describeStackSet,
  isRunning,
  lastOperation,
  operationFailures,
  type StackSetRef,
} from "../aws/stack-sets.ts";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import { droppedDeletions, wholeDeletion } from "../plan/deletions.ts";
import { decideInstances, type Place } from "../plan/decide.ts";
import { explainReason } from "../plan/reasons.ts";
import { targetAccounts } from "../plan/stack-set-steps.ts";
import type { StackInstancesStep, StackSetStep, Step } from "../plan/step.ts";
import type { Target } from "../plan/target.ts";
import { DONE, type Execution, type StepOutcome } from "./execution.ts";
import type { Failure } from "./failure.ts";
import { mustBeOurs } from "./must-be-ours.ts";
import { pollUntil } from "./poll.ts";
import { stackContent } from "./stacks.ts";

/** Up to so many accounts are named one by one; more are reached through their units. */
const MOST_NAMED_ACCOUNTS = 50;

/** Brings a stack set's definition to the release, and the stacks that there are. */
export async function deployStackSet(step: StackSetStep, execution: Execution): Promise<StepOutcome> {
  const ref = refOf(step, execution);
  await whenIdle(ref, execution);
  const content = await stackContent(step.name, step.region, execution);
  const found = await describeStackSet(ref);
  if (!found) {
    await createStackSet(ref, content);
    return DONE;
  }
  mustBeOurs("stack set", step.region, found, execution);
  if (found.release === content.release) return DONE;
  const { rollout, target } = execution;
  const hasWave = step.onlyAccounts.length > 0 && found.instances.length > 0;
  const scope = hasWave ? { targets: targetsOf(step.onlyAccounts, execution), regions: target.regions } : undefined;
  return watch(step, ref, await updateStackSet(ref, content, rollout, scope), execution);
}

/**
 * Creates stacks that are missing, and brings those that are behind to the stack set. A few that are behind are created
 * once more, which updates them; many are taken along by an update of the whole stack set.
 */
export async function deployStackInstances(step: StackInstancesStep, execution: Execution): Promise<StepOutcome> {
  const ref = refOf(step, execution);
  await whenIdle(ref, execution);
  const { target, rollout, release, observation } = execution;
  const accounts = step.onlyAccounts.length > 0 ? step.onlyAccounts : targetAccounts(target, observation);
  const found = await describeStackSet(ref);
  mustBeOurs("stack set", step.region, found, execution);
  const { missing, outdated, inoperable } = decideInstances(found, accounts, target.regions);
  const failures: Failure[] = inoperable.map(({ account, region, reason }) => ({
    account,
    region,
    reason: reason ?? "INOPERABLE",
    advice: "Delete this stack instance and keep its stack, delete the stack by hand, then run the same command again.",
  }));
  const behind = new Set(outdated.map(({ account }) => account));
  const updatesAll = behind.size > MOST_NAMED_ACCOUNTS;
  if (updatesAll) {
    const operation = await refreshStackSet(ref, Object.keys(release.parameters), rollout);
    failures.push(...(await watch(step, ref, operation, execution)).failures);
  }
  const wanted = updatesAll ? missing : [...outdated, ...missing];
  if (wanted.length > 0) {
    const isFirstWave = step.onlyAccounts.length > 0;
    const operation = await createStackInstances(ref, { ...scopeOf(wanted, execution), rollout }, isFirstWave);
    failures.push(...(await watch(step, ref, operation, execution)).failures);
  }
  return { failures };
}

/** Deletes every stack of a stack set, wherever AWS has put it, or all that the target dropped. */
export async function destroyStackInstances(step: StackInstancesStep, execution: Execution): Promise<StepOutcome> {
  const ref = refOf(step, execution);
  await whenIdle(ref, execution);
  const found = await describeStackSet(ref);
  mustBeOurs("stack set", step.region, found, execution);
  const instances = found?.instances ?? [];
  const { target, observation, rollout } = execution;
  const kept = [...targetAccounts(target, observation), ...inactive(execution)];
  const deletions =
    step.onlyDropped === true
      ? droppedDeletions(instances, kept, target.regions)
      : wholeDeletion(instances, target.organizationalUnits);
  const failures: Failure[] = [];
  for (const scope of deletions) {
    const operation = await deleteStackInstances(ref, { ...scope, rollout });
    failures.push(...(await watch(step, ref, operation, execution)).failures);
  }
  return { failures };
}

/** Deletes an empty stack set. */
export async function destroyStackSet(step: StackSetStep, execution: Execution): Promise<StepOutcome> {
  const ref = refOf(step, execution);
  await whenIdle(ref, execution);
  await deleteStackSet(ref);
  return DONE;
}

function refOf({ region, name }: StackSetStep | StackInstancesStep, { session, target }: Execution): StackSetRef {
  return { client: session.clients.cloudFormation(region), name, callAs: target.callAs };
}

/** Waits for what is under way, whoever began it: a stack set does one thing at a time. */
async function whenIdle(ref: StackSetRef, { poll }: Execution): Promise<void> {
  const last = await lastOperation(ref);
  if (last === undefined || !isRunning(last.status)) return;
  await pollUntil(
    () => lastOperation(ref),
    (operation) => operation === undefined || !isRunning(operation.status),
    poll,
  );
}

/** Follows an operation to its end. @throws RulewrightError `RW4031` when AWS gave it up. */
async function watch(step: Step, ref: StackSetRef, operation: string, execution: Execution): Promise<StepOutcome> {
  let failed = 0;
  const ended = await pollUntil(
    () => describeOperation(ref, operation),
    ({ status }) => !isRunning(status),
    execution.poll,
    (state) => {
      if (state.failed === undefined || state.failed === failed) return;
      failed = state.failed;
      execution.emit({ type: "progress", step: step.id, message: `${ref.name}: ${failed} stacks failed so far` });
    },
  );
  if (ended.status === "SUCCEEDED" && ended.failed === 0) return DONE;
  const failures = await explained(ref, operation, execution);
  if (ended.status === "SUCCEEDED") return { failures };
  for (const failure of failures) execution.emit({ type: "failure", step: step.id, ...failure });
  const [first] = failures;
  const words = ended.reason ?? first?.reason ?? "AWS gives no reason";
  const message = `The operation of stack set ${ref.name} ended as ${ended.status}: ${words}`;
  const hint = explainReason(words, first?.region);
  throw new RulewrightError(DEPLOYMENT_ERRORS.STEP_FAILED, message.replace(/[.\s]*$/, "."), hint ? { hint } : {});
}

async function explained(ref: StackSetRef, operation: string, execution: Execution): Promise<Failure[]> {
  const skipped = inactive(execution);
  const failures = (await operationFailures(ref, operation)).filter(({ account }) => !skipped.has(account));
  return failures.map((failure) => {
    const advice = explainReason(failure.reason, failure.region);
    return { ...failure, ...(advice === undefined ? {} : { advice }) };
  });
}

function scopeOf(places: readonly Place[], execution: Execution) {
  const accounts = [...new Set(places.map(({ account }) => account))];
  return { targets: targetsOf(accounts, execution), regions: [...new Set(places.map(({ region }) => region))] };
}

/** A few accounts by their ids, many through their units. */
function targetsOf(accounts: readonly string[], execution: Execution): DeploymentTargets {
  const { target } = execution;
  if (accounts.length > MOST_NAMED_ACCOUNTS) return wholeTarget(target, [...inactive(execution)]);
  return {
    OrganizationalUnitIds: [...target.organizationalUnits],
    AccountFilterType: "INTERSECTION",
    Accounts: [...accounts],
  };
}

function wholeTarget(target: Target, inactiveAccounts: readonly string[]): DeploymentTargets {
  const { organizationalUnits, accounts, excludedAccounts } = target;
  const OrganizationalUnitIds = [...organizationalUnits];
  if (accounts.length > 0) return { OrganizationalUnitIds, AccountFilterType: "INTERSECTION", Accounts: [...accounts] };
  const left = [...new Set([...excludedAccounts, ...inactiveAccounts])];
  if (left.length === 0) return { OrganizationalUnitIds };
  return { OrganizationalUnitIds, AccountFilterType: "DIFFERENCE", Accounts: left };
}

/** Suspended accounts: nothing can be deployed there, and nothing was planned. */
function inactive({ observation }: Execution): ReadonlySet<string> {
  const members = observation.organization?.members ?? [];
  return new Set(members.filter(({ isActive }) => !isActive).map(({ accountId }) => accountId));
}

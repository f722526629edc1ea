import { createHash } from "node:crypto";
import type { PlannedFailures, Undertaking } from "../state/planned-failures.ts";
import type { StateClock } from "../state/state-clock.ts";
import {
  instanceKey,
  isOpen,
  type OperationPreferences,
  type OperationResultRow,
  type RegionPart,
  type StackInstanceRow,
  type StoredOperation,
  type StoredStackSet,
} from "./stored-stack-set.ts";

/** What moving an operation takes. */
export interface OperationEngineParts {
  readonly clock: StateClock;
  readonly failures: PlannedFailures;
  readonly now: () => Date;
  readonly isSuspended: (account: string) => boolean;
}

const ACTIONS = { CREATE: "create", UPDATE: "update", DELETE: "delete" } as const;

const share = (percentage: number, accounts: number) => Math.floor((percentage / 100) * accounts);

/**
 * How many accounts of a Region may fail before the operation stops there; percentages round down.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperationPreferences.html
 */
function tolerance(preferences: OperationPreferences, accounts: number): number {
  const { FailureToleranceCount: count, FailureTolerancePercentage: percentage = 0 } = preferences;
  return count ?? share(percentage, accounts);
}

/** How many accounts of a Region are worked on at once: one unless told otherwise, lowered by failures when strict. */
function concurrency(preferences: OperationPreferences, { results, failed }: RegionPart): number {
  const { MaxConcurrentCount: count, MaxConcurrentPercentage: percentage, ConcurrencyMode: mode } = preferences;
  const ofPercentage = percentage === undefined ? 1 : Math.max(1, share(percentage, results.length));
  const wanted = count ?? ofPercentage;
  if (mode === "SOFT_FAILURE_TOLERANCE") return wanted;
  return Math.max(1, Math.min(wanted, tolerance(preferences, results.length) + 1 - failed));
}

const isDone = ({ next, results }: RegionPart) => next >= results.length;

/** The Regions that are worked on now. */
function activeRegions({ regions, preferences }: StoredOperation): readonly RegionPart[] {
  const open = regions.filter((part) => !isDone(part));
  return preferences.RegionConcurrencyType === "PARALLEL" ? open : open.slice(0, 1);
}

const upcoming = (operation: StoredOperation, part: RegionPart) =>
  part.results.slice(part.next, part.next + concurrency(operation.preferences, part));

function markRunning(operation: StoredOperation): void {
  for (const part of activeRegions(operation)) {
    for (const result of upcoming(operation, part)) {
      result.status = "RUNNING";
      result.instance.detailedStatus = "RUNNING";
    }
  }
}

function stackIdOf(set: StoredStackSet, { account, region }: StackInstanceRow): string {
  const digest = createHash("sha256").update(`${set.id} ${account} ${region}`).digest("hex");
  const uuid = digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
  return `arn:aws:cloudformation:${region}:${account}:stack/StackSet-${set.name}-${uuid}/${uuid}`;
}

function succeed(set: StoredStackSet, { action }: StoredOperation, result: OperationResultRow): void {
  const { instance } = result;
  result.status = "SUCCEEDED";
  if (action === "DELETE") {
    set.instances.delete(instanceKey(instance.account, instance.region));
    return;
  }
  instance.status = "CURRENT";
  instance.detailedStatus = "SUCCEEDED";
  instance.reason = undefined;
  instance.stackId ??= stackIdOf(set, instance);
}

function fail({ action }: StoredOperation, result: OperationResultRow, reason: string): void {
  const { instance } = result;
  result.status = "FAILED";
  result.reason = reason;
  instance.reason = reason;
  instance.status = action === "DELETE" ? "INOPERABLE" : "OUTDATED";
  instance.detailedStatus = action === "DELETE" ? "INOPERABLE" : "FAILED";
}

function cancel(result: OperationResultRow, reason: string, detailedStatus = "CANCELLED"): void {
  result.status = "CANCELLED";
  result.reason = reason;
  result.instance.reason = reason;
  result.instance.detailedStatus = detailedStatus;
  if (result.instance.status === "CURRENT") result.instance.status = "OUTDATED";
}

function cancelRest(part: RegionPart, reason: string): void {
  for (const result of part.results.slice(part.next)) cancel(result, reason);
  part.next = part.results.length;
}

function decide(
  set: StoredStackSet,
  operation: StoredOperation,
  result: OperationResultRow,
  parts: OperationEngineParts,
): void {
  const { account, region } = result.instance;
  if (operation.action !== "DELETE" && parts.isSuspended(account)) {
    cancel(result, "The account is suspended.", "SKIPPED_SUSPENDED_ACCOUNT");
    return;
  }
  const undertaking: Undertaking = {
    of: "stackInstance",
    name: set.name,
    account,
    region,
    action: ACTIONS[operation.action],
  };
  const failure = operation.retainStacks ? undefined : parts.failures.strike(undertaking);
  if (failure === undefined) succeed(set, operation, result);
  else fail(operation, result, failure.reason);
}

/** Works on the next accounts of one Region. */
function workOn(set: StoredStackSet, operation: StoredOperation, part: RegionPart, parts: OperationEngineParts): void {
  const batch = upcoming(operation, part);
  for (const result of batch) decide(set, operation, result, parts);
  part.next += batch.length;
  part.failed += batch.filter(({ status }) => status === "FAILED").length;
  if (part.failed <= tolerance(operation.preferences, part.results.length)) return;
  part.hasExceededTolerance = true;
  cancelRest(part, "Cancelled since failure tolerance has exceeded");
}

function finish(operation: StoredOperation, status: StoredOperation["status"], now: Date): true {
  operation.status = status;
  operation.endTime = now;
  return true;
}

/** One step of an operation: the next accounts of the active Regions. */
function step(set: StoredStackSet, operation: StoredOperation, parts: OperationEngineParts): boolean {
  if (operation.status === "QUEUED") {
    const isNext = [...set.operations.values()].find(isOpen) === operation;
    if (isNext) begin(operation);
    return false;
  }
  if (operation.status === "STOPPING") {
    for (const part of operation.regions) cancelRest(part, "Cancelled by user");
    return finish(operation, "STOPPED", parts.now());
  }
  for (const part of activeRegions(operation)) workOn(set, operation, part, parts);
  if (operation.regions.some(({ hasExceededTolerance }) => hasExceededTolerance)) {
    for (const part of operation.regions) cancelRest(part, "Cancelled since failure tolerance has exceeded");
  }
  markRunning(operation);
  if (!operation.regions.every(isDone)) return false;
  const hasFailed = operation.regions.some(({ hasExceededTolerance }) => hasExceededTolerance);
  return finish(operation, hasFailed ? "FAILED" : "SUCCEEDED", parts.now());
}

function begin(operation: StoredOperation): void {
  operation.status = "RUNNING";
  markRunning(operation);
}

/**
 * Sets an operation in motion: its instances wait, then are worked on in batches as large as the preferences allow, one
 * batch a step. What fails beyond the tolerance ends the operation.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html
 */
export function startOperation(set: StoredStackSet, operation: StoredOperation, parts: OperationEngineParts): void {
  const isBusy = [...set.operations.values()].some(isOpen);
  set.operations.set(operation.id, operation);
  for (const { results } of operation.regions) {
    for (const { instance } of results) {
      instance.operationId = operation.id;
      instance.detailedStatus = "PENDING";
      instance.reason = undefined;
    }
  }
  if (isBusy) operation.status = "QUEUED";
  else begin(operation);
  parts.clock.start(operation, () => step(set, operation, parts));
}

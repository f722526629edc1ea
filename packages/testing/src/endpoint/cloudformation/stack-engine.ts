import { ServiceError } from "../service-error.ts";
import type { PlannedFailure, PlannedFailures, Undertaking } from "../state/planned-failures.ts";
import type { StateClock } from "../state/state-clock.ts";
import { markResource, markStack } from "./stack-events.ts";
import { changesBetween, layOut } from "./stack-layout.ts";
import type { StackContent, StackResourceRow, StoredStack } from "./stored-stack.ts";

/** Told of each resource that is there, or with `undefined` properties of each that is gone. */
export type ResourceListener = (
  stack: StoredStack,
  resource: Pick<StackResourceRow, "type" | "physicalId" | "logicalId">,
  properties: Readonly<Record<string, unknown>> | undefined,
) => void;

/** What moving a stack takes. */
export interface StackEngineParts {
  readonly clock: StateClock;
  readonly failures: PlannedFailures;
  readonly now: () => Date;
  readonly onResource: ResourceListener;
}

const USER = "User Initiated";

function undertaking(stack: StoredStack, action: Undertaking["action"]): Undertaking {
  return { of: "stack", name: stack.name, account: stack.account, region: stack.region, action };
}

/** Adds the rows of resources that are not there yet, replacing those of which the properties changed. */
function admitResources(stack: StoredStack, content: StackContent, at: Date): readonly StackResourceRow[] {
  const { resources } = layOut(stack, content);
  const changed = changesBetween(stack.resources, resources).filter(({ action }) => action !== "Remove");
  return changed.flatMap(({ logicalId }) => {
    const resource = resources.get(logicalId);
    if (resource === undefined) return [];
    const row: StackResourceRow = { ...resource, status: "", statusReason: undefined, timestamp: at };
    stack.resources.set(logicalId, row);
    return [row];
  });
}

/** Fails one resource for the reason planned and cancels the others; gives the logical id that failed. */
function failResources(
  stack: StoredStack,
  rows: readonly StackResourceRow[],
  verb: "CREATE" | "UPDATE",
  { reason, logicalId }: Pick<PlannedFailure, "reason" | "logicalId">,
  at: Date,
): string {
  const waiting = rows.filter(({ status }) => status !== `${verb}_COMPLETE`);
  const failing = waiting.find((row) => row.logicalId === logicalId) ?? waiting[0];
  for (const row of waiting) {
    markResource(stack, row, { status: `${verb}_IN_PROGRESS`, at });
    const cancelled = `Resource ${verb === "CREATE" ? "creation" : "update"} cancelled`;
    markResource(stack, row, { status: `${verb}_FAILED`, reason: row === failing ? reason : cancelled, at });
  }
  return failing?.logicalId ?? "";
}

/**
 * Completes the resources one by one; gives the one that does not take its properties, such as a pack of which the
 * template is not valid.
 */
function complete(
  stack: StoredStack,
  verb: "CREATE" | "UPDATE",
  rows: readonly StackResourceRow[],
  parts: StackEngineParts,
): Pick<PlannedFailure, "reason" | "logicalId"> | undefined {
  for (const row of rows) {
    try {
      parts.onResource(stack, row, row.properties);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return { logicalId: row.logicalId, reason: error.message };
    }
    markResource(stack, row, { status: `${verb}_IN_PROGRESS`, at: parts.now() });
    markResource(stack, row, { status: `${verb}_COMPLETE`, at: parts.now() });
  }
  stack.outputs = layOut(stack, stack.content).outputs;
  return undefined;
}

function dropResource(stack: StoredStack, row: StackResourceRow, parts: StackEngineParts): void {
  markResource(stack, row, { status: "DELETE_COMPLETE", at: parts.now() });
  parts.onResource(stack, row, undefined);
}

/**
 * Creates a stack: CREATE_IN_PROGRESS, then CREATE_COMPLETE; or after a planned failure what `onFailure` says.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-describing-stacks.html
 */
export function startCreation(stack: StoredStack, parts: StackEngineParts, token?: string): void {
  const { clock, failures, now } = parts;
  markStack(stack, { status: "CREATE_IN_PROGRESS", reason: USER, at: now(), token });
  clock.start(stack, () => {
    if (stack.status !== "CREATE_IN_PROGRESS") {
      for (const row of stack.resources.values()) dropResource(stack, row, parts);
      const isGone = stack.status === "DELETE_IN_PROGRESS";
      if (isGone) stack.deletionTime = now();
      markStack(stack, { status: isGone ? "DELETE_COMPLETE" : "ROLLBACK_COMPLETE", at: now(), token });
      return true;
    }
    const rows = admitResources(stack, stack.content, now());
    const failure = failures.strike(undertaking(stack, "create")) ?? complete(stack, "CREATE", rows, parts);
    if (failure === undefined) {
      markStack(stack, { status: "CREATE_COMPLETE", at: now(), token });
      return true;
    }
    const failed = failResources(stack, rows, "CREATE", failure, now());
    const why = `The following resource(s) failed to create: [${failed}]. `;
    const { status, reason } = {
      ROLLBACK: { status: "ROLLBACK_IN_PROGRESS", reason: `${why}Rollback requested by user.` },
      DO_NOTHING: { status: "CREATE_FAILED", reason: why },
      DELETE: { status: "DELETE_IN_PROGRESS", reason: `${why}Delete requested by user.` },
    }[stack.onFailure];
    markStack(stack, { status, reason, at: now(), token });
    return stack.onFailure === "DO_NOTHING";
  });
}

/** Puts back what an update that failed had changed. */
function rollBack(
  stack: StoredStack,
  before: StackContent,
  rows: ReadonlyMap<string, StackResourceRow>,
  parts: StackEngineParts,
): void {
  for (const row of stack.resources.values()) if (!rows.has(row.logicalId)) dropResource(stack, row, parts);
  stack.content = before;
  stack.resources.clear();
  for (const row of rows.values()) {
    stack.resources.set(row.logicalId, row);
    parts.onResource(stack, row, row.properties);
    markResource(stack, row, { status: "UPDATE_COMPLETE", at: parts.now() });
  }
}

/**
 * Updates a stack: UPDATE_IN_PROGRESS, the clean-up, UPDATE_COMPLETE; or after a planned failure
 * UPDATE_ROLLBACK_IN_PROGRESS and UPDATE_ROLLBACK_COMPLETE with the content as it was.
 */
export function startUpdate(stack: StoredStack, content: StackContent, parts: StackEngineParts, token?: string): void {
  const { clock, failures, now } = parts;
  const before = stack.content;
  const rowsBefore = new Map([...stack.resources].map(([id, row]) => [id, { ...row }]));
  stack.content = content;
  stack.lastUpdatedTime = now();
  markStack(stack, { status: "UPDATE_IN_PROGRESS", reason: USER, at: now(), token });
  const steps: Readonly<Record<string, () => boolean>> = {
    UPDATE_IN_PROGRESS: () => {
      const rows = admitResources(stack, content, now());
      const failure = failures.strike(undertaking(stack, "update")) ?? complete(stack, "UPDATE", rows, parts);
      if (failure === undefined) {
        markStack(stack, { status: "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", at: now(), token });
        return false;
      }
      const failed = failResources(stack, rows, "UPDATE", failure, now());
      const reason = `The following resource(s) failed to update: [${failed}]. `;
      markStack(stack, { status: "UPDATE_ROLLBACK_IN_PROGRESS", reason, at: now(), token });
      return false;
    },
    UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: () => {
      const { resources } = layOut(stack, content);
      for (const row of stack.resources.values()) {
        if (resources.has(row.logicalId)) continue;
        dropResource(stack, row, parts);
        stack.resources.delete(row.logicalId);
      }
      markStack(stack, { status: "UPDATE_COMPLETE", at: now(), token });
      return true;
    },
    UPDATE_ROLLBACK_IN_PROGRESS: () => {
      rollBack(stack, before, rowsBefore, parts);
      markStack(stack, { status: "UPDATE_ROLLBACK_COMPLETE", at: now(), token });
      return true;
    },
  };
  clock.start(stack, () => steps[stack.status]?.() ?? true);
}

/** Deletes a stack: DELETE_IN_PROGRESS, then DELETE_COMPLETE or, after a planned failure, DELETE_FAILED. */
export function startDeletion(stack: StoredStack, parts: StackEngineParts, token?: string): void {
  const { clock, failures, now } = parts;
  markStack(stack, { status: "DELETE_IN_PROGRESS", reason: USER, at: now(), token });
  clock.start(stack, () => {
    const failure = failures.strike(undertaking(stack, "delete"));
    if (failure !== undefined) {
      const [first] = stack.resources.values();
      const failing = stack.resources.get(failure.logicalId ?? "") ?? first;
      if (failing) markResource(stack, failing, { status: "DELETE_FAILED", reason: failure.reason, at: now(), token });
      const reason = `The following resource(s) failed to delete: [${failing?.logicalId ?? ""}]. `;
      markStack(stack, { status: "DELETE_FAILED", reason, at: now(), token });
      return true;
    }
    for (const row of stack.resources.values()) dropResource(stack, row, parts);
    stack.deletionTime = now();
    markStack(stack, { status: "DELETE_COMPLETE", at: now(), token });
    return true;
  });
}

import { randomUUID } from "node:crypto";
import type { StackResourceRow, StoredStack } from "./stored-stack.ts";

/** A status, its reason and its time. */
export interface StatusChange {
  readonly status: string;
  readonly reason?: string | undefined;
  readonly at: Date;
  readonly token?: string | undefined;
}

/** Gives a stack a status, with the event of it. */
export function markStack(stack: StoredStack, { status, reason, at, token }: StatusChange): void {
  stack.status = status;
  stack.statusReason = reason;
  stack.events.push({
    eventId: randomUUID(),
    timestamp: at,
    logicalId: stack.name,
    physicalId: stack.id,
    type: "AWS::CloudFormation::Stack",
    status,
    statusReason: reason,
    token,
  });
}

/** Gives a resource a status, with the event of it. */
export function markResource(stack: StoredStack, resource: StackResourceRow, change: StatusChange): void {
  const { status, reason, at, token } = change;
  resource.status = status;
  resource.statusReason = reason;
  resource.timestamp = at;
  stack.events.push({
    eventId: `${resource.logicalId}-${status}-${at.toISOString()}`,
    timestamp: at,
    logicalId: resource.logicalId,
    physicalId: resource.physicalId,
    type: resource.type,
    status,
    statusReason: reason,
    token,
  });
}

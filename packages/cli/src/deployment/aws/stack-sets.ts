import {
  DescribeStackSetCommand,
  DescribeStackSetOperationCommand,
  ListStackSetOperationsCommand,
  paginateListStackInstances,
  paginateListStackSetOperationResults,
  type CloudFormationClient,
  type StackInstanceSummary,
} from "@aws-sdk/client-cloudformation";
import type { StackInstanceState, StackSetState } from "../plan/observation.ts";
import type { Target } from "../plan/target.ts";
import { calling, isAwsError } from "./aws-error.ts";
import { createPacer, paced } from "./pacer.ts";
import { ofTags } from "./stacks.ts";

/** A stack set, as whom it is asked for. */
export interface StackSetRef {
  readonly client: CloudFormationClient;
  readonly name: string;
  readonly callAs: Target["callAs"];
}

/** An account and Region where an operation did not succeed. */
export interface PlaceFailure {
  readonly account: string;
  readonly region: string;
  readonly reason: string;
}

/** An operation's state. */
export interface OperationState {
  readonly status: string;
  readonly reason?: string;
  /** Accounts times Regions that failed so far; unknown before the first has ended. */
  readonly failed?: number;
}

/** A page holds 100 accounts; ten thousand take some twenty seconds. */
const listing = () => createPacer(5, 5);

const RUNNING = new Set(["RUNNING", "QUEUED", "STOPPING"]);

/** Whether an operation is still under way. */
export function isRunning(status: string): boolean {
  return RUNNING.has(status);
}

/** A stack set with all its instances; `undefined` where there is none. */
export async function describeStackSet(ref: StackSetRef): Promise<StackSetState | undefined> {
  const { name } = ref;
  return calling(`DescribeStackSet of ${name}`, async () => {
    const { client, callAs } = ref;
    try {
      const { StackSet } = await client.send(new DescribeStackSetCommand({ StackSetName: name, CallAs: callAs }));
      if (!StackSet || StackSet.Status === "DELETED") return undefined;
      const instances = await describeStackInstances(ref);
      const last = await lastOperation(ref);
      return {
        ...ofTags(StackSet.Tags),
        instances,
        isBusy: last !== undefined && isRunning(last.status),
        ...(last?.endedAt ? { changedAt: last.endedAt } : {}),
      };
    } catch (error) {
      if (isAwsError(error, "StackSetNotFoundException")) return undefined;
      throw error;
    }
  });
}

/** The stacks of a stack set, of one account or of all. */
export async function describeStackInstances(ref: StackSetRef, account?: string): Promise<StackInstanceState[]> {
  const { client, name, callAs } = ref;
  return calling(`ListStackInstances of ${name}`, async () => {
    const instances: StackInstanceState[] = [];
    const only = account === undefined ? {} : { StackInstanceAccount: account };
    const input = { StackSetName: name, CallAs: callAs, ...only };
    for await (const page of paced(paginateListStackInstances({ client, pageSize: 100 }, input), listing())) {
      instances.push(...(page.Summaries ?? []).map(toInstance));
    }
    return instances;
  });
}

function toInstance(summary: StackInstanceSummary): StackInstanceState {
  const {
    Account = "",
    Region = "",
    Status,
    StackInstanceStatus,
    StatusReason,
    OrganizationalUnitId,
    StackId,
  } = summary;
  const detailedStatus = StackInstanceStatus?.DetailedStatus;
  return {
    account: Account,
    region: Region,
    status: Status === "CURRENT" || Status === "INOPERABLE" ? Status : "OUTDATED",
    ...(OrganizationalUnitId === undefined ? {} : { organizationalUnit: OrganizationalUnitId }),
    ...(detailedStatus === undefined ? {} : { detailedStatus }),
    ...(StatusReason === undefined ? {} : { reason: StatusReason }),
    ...(StackId === undefined ? {} : { stackId: StackId }),
  };
}

/** An operation of a stack set. */
export interface Operation {
  readonly id: string;
  readonly status: string;
  readonly endedAt: Date | undefined;
}

/** The newest operation of a stack set, which is listed first; `undefined` where there is none. */
export async function lastOperation({ client, name, callAs }: StackSetRef): Promise<Operation | undefined> {
  return calling(`ListStackSetOperations of ${name}`, async () => {
    const input = { StackSetName: name, CallAs: callAs, MaxResults: 10 };
    try {
      const { Summaries = [] } = await client.send(new ListStackSetOperationsCommand(input));
      const [last] = Summaries;
      if (last?.OperationId === undefined) return undefined;
      return { id: last.OperationId, status: last.Status ?? "", endedAt: last.EndTimestamp };
    } catch (error) {
      if (isAwsError(error, "StackSetNotFoundException")) return undefined;
      throw error;
    }
  });
}

/** An operation's state. */
export async function describeOperation(ref: StackSetRef, id: string): Promise<OperationState> {
  const { client, name, callAs } = ref;
  return calling(`DescribeStackSetOperation of ${name}`, async () => {
    const input = { StackSetName: name, OperationId: id, CallAs: callAs };
    const { StackSetOperation } = await client.send(new DescribeStackSetOperationCommand(input));
    const { Status = "", StatusReason, StatusDetails } = StackSetOperation ?? {};
    const failed = StatusDetails?.FailedStackInstancesCount;
    return {
      status: Status,
      ...(StatusReason === undefined ? {} : { reason: StatusReason }),
      ...(failed === undefined ? {} : { failed }),
    };
  });
}

/** Where an operation failed or was cancelled, with AWS's own reasons. */
export async function operationFailures({ client, name, callAs }: StackSetRef, id: string): Promise<PlaceFailure[]> {
  return calling(`ListStackSetOperationResults of ${name}`, async () => {
    const failures: PlaceFailure[] = [];
    const input = { StackSetName: name, OperationId: id, CallAs: callAs };
    const pages = paginateListStackSetOperationResults({ client, pageSize: 100 }, input);
    for await (const page of paced(pages, listing())) {
      for (const { Account = "", Region = "", Status = "", StatusReason = Status } of page.Summaries ?? []) {
        if (Status !== "FAILED" && Status !== "CANCELLED") continue;
        failures.push({ account: Account, region: Region, reason: StatusReason });
      }
    }
    return failures;
  });
}

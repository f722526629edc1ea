import {
  DescribeStackSetCommand,
  paginateListStackInstances,
  paginateListStackSets,
  type CloudFormationClient,
} from "@aws-sdk/client-cloudformation";
import {
  paginateGetOrganizationConformancePackDetailedStatus,
  type ConfigServiceClient,
} from "@aws-sdk/client-config-service";
import { isAwsError } from "../../deployment/aws/aws-error.ts";
import { ofTags } from "../../deployment/aws/stacks.ts";
import type { Target } from "../../deployment/plan/target.ts";
import { toParameters } from "./live-stack.ts";

/** A stack of a stack set. */
export interface Instance {
  readonly accountId: string;
  readonly region: string;
  readonly status: string;
  readonly detailedStatus?: string;
  readonly reason?: string;
  readonly stackId?: string;
}

/** A stack set, as far as it tells what it is of. */
export interface StackSetFacts {
  readonly pack?: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The parameters of a stack set, and its pack; `undefined` where there is none. */
export async function stackSetState(
  client: CloudFormationClient,
  name: string,
  callAs: Target["callAs"],
): Promise<StackSetFacts | undefined> {
  try {
    const { StackSet } = await client.send(new DescribeStackSetCommand({ StackSetName: name, CallAs: callAs }));
    if (!StackSet || StackSet.Status === "DELETED") return undefined;
    const { pack } = ofTags(StackSet.Tags);
    return { ...(pack === undefined ? {} : { pack }), parameters: toParameters(StackSet.Parameters) };
  } catch (error) {
    if (isAwsError(error, "StackSetNotFoundException")) return undefined;
    throw error;
  }
}

/** Names of the stack sets of a Region that begin alike. */
export async function stackSetNames(
  client: CloudFormationClient,
  prefix: string,
  callAs: Target["callAs"],
): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of paginateListStackSets({ client }, { Status: "ACTIVE", CallAs: callAs })) {
    names.push(...(page.Summaries ?? []).flatMap(({ StackSetName }) => StackSetName ?? []));
  }
  return names.filter((name) => name.startsWith(prefix)).toSorted();
}

/** The stacks of a stack set, a page at a time in memory. */
export async function* stackInstances(
  client: CloudFormationClient,
  name: string,
  callAs: Target["callAs"],
): AsyncGenerator<Instance> {
  const input = { StackSetName: name, CallAs: callAs };
  for await (const page of paginateListStackInstances({ client, pageSize: 100 }, input)) {
    for (const summary of page.Summaries ?? []) {
      const detailedStatus = summary.StackInstanceStatus?.DetailedStatus;
      yield {
        accountId: summary.Account ?? "",
        region: summary.Region ?? "",
        status: summary.Status ?? "OUTDATED",
        ...(detailedStatus === undefined ? {} : { detailedStatus }),
        ...(summary.StatusReason === undefined ? {} : { reason: summary.StatusReason }),
        ...(summary.StackId === undefined ? {} : { stackId: summary.StackId }),
      };
    }
  }
}

/** An organization pack in one account. */
export interface MemberPack {
  readonly accountId: string;
  readonly status: string;
  readonly reason?: string;
}

/** An organization pack account by account, a page at a time in memory. Nothing where there is no such pack. */
export async function* memberPacks(client: ConfigServiceClient, name: string): AsyncGenerator<MemberPack> {
  try {
    const input = { OrganizationConformancePackName: name };
    for await (const page of paginateGetOrganizationConformancePackDetailedStatus({ client, pageSize: 100 }, input)) {
      for (const each of page.OrganizationConformancePackDetailedStatuses ?? []) {
        const reason = [each.ErrorCode, each.ErrorMessage].filter((text) => text !== undefined).join(": ");
        yield { accountId: each.AccountId ?? "", status: each.Status ?? "", ...(reason === "" ? {} : { reason }) };
      }
    }
  } catch (error) {
    if (!isAwsError(error, "NoSuchOrganizationConformancePackException")) throw error;
  }
}

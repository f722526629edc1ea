import type { OrganizationPackState, StackInstanceState, StackSetState, StackState } from "./observation.ts";
import type { StepAction } from "./step.ts";

/** What a stack needs; `stuck` needs a person first. */
export type StackDecision = StepAction | "stuck";

/** A stack in one of these was never whole: it can only be deleted and made again. */
const BROKEN = new Set([
  "ROLLBACK_COMPLETE",
  "ROLLBACK_FAILED",
  "CREATE_FAILED",
  "DELETE_FAILED",
  "REVIEW_IN_PROGRESS",
]);
const STUCK = new Set(["UPDATE_ROLLBACK_FAILED", "IMPORT_ROLLBACK_FAILED", "UPDATE_FAILED"]);

/**
 * What brings a stack to a release, from what CloudFormation says of it.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
 */
export function decideStack(stack: StackState | undefined, release: string): StackDecision {
  if (stack === undefined || stack.status === "DELETE_COMPLETE") return "create";
  if (BROKEN.has(stack.status)) return "replace";
  if (stack.status.endsWith("_IN_PROGRESS")) return "wait";
  if (STUCK.has(stack.status)) return "stuck";
  return stack.release === release ? "none" : "update";
}

/** What brings the organization pack of a Region to a release. */
export function decideOrganizationPack(
  pack: OrganizationPackState | undefined,
  release: string,
  excludedAccounts: readonly string[],
): StepAction {
  if (pack === undefined) return "create";
  if (pack.status.endsWith("_IN_PROGRESS")) return "wait";
  const isAt = pack.release === release && pack.status.endsWith("_SUCCESSFUL");
  return isAt && isSame(pack.excludedAccounts, excludedAccounts) ? "none" : "update";
}

/** An account and a Region. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** What a stack set lacks of what it should have. */
export interface InstanceNeeds {
  /** Without a stack instance. */
  readonly missing: readonly Place[];
  /** With one that is behind the stack set. */
  readonly outdated: readonly Place[];
  /** With one that AWS can no longer update. */
  readonly inoperable: readonly StackInstanceState[];
}

/** What is lacking in these accounts and Regions. */
export function decideInstances(
  stackSet: StackSetState | undefined,
  accounts: readonly string[],
  regions: readonly string[],
): InstanceNeeds {
  const found = new Map((stackSet?.instances ?? []).map((each) => [`${each.account} ${each.region}`, each]));
  const places = accounts.flatMap((account) => regions.map((region) => ({ account, region })));
  const at = ({ account, region }: Place) => found.get(`${account} ${region}`);
  return {
    missing: places.filter((place) => at(place) === undefined),
    outdated: places.filter((place) => {
      const instance = at(place);
      return instance?.status === "OUTDATED" && instance.detailedStatus !== "SKIPPED_SUSPENDED_ACCOUNT";
    }),
    inoperable: places.flatMap((place) => {
      const instance = at(place);
      return instance?.status === "INOPERABLE" ? [instance] : [];
    }),
  };
}

/** Stacks of a set in other accounts or Regions than these; what is in suspended accounts is out of AWS's reach. */
export function surplusInstances(
  stackSet: StackSetState | undefined,
  accounts: readonly string[],
  regions: readonly string[],
): readonly StackInstanceState[] {
  const [wantedAccounts, wantedRegions] = [new Set(accounts), new Set(regions)];
  return (stackSet?.instances ?? []).filter(
    ({ account, region, detailedStatus }) =>
      detailedStatus !== "SKIPPED_SUSPENDED_ACCOUNT" && !(wantedAccounts.has(account) && wantedRegions.has(region)),
  );
}

/** Whether nothing is lacking. */
export function isSatisfied({ missing, outdated, inoperable }: InstanceNeeds): boolean {
  return missing.length + outdated.length + inoperable.length === 0;
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((each) => others.includes(each));
}

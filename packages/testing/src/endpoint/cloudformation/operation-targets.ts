import type { OrganizationState } from "../state/organization-state.ts";
import {
  type DeploymentTargets,
  instanceKey,
  type OperationPreferences,
  type RegionPart,
  type StackInstanceRow,
  type StoredStackSet,
} from "./stored-stack-set.ts";

/** An account that is targeted, and through which unit. */
export interface TargetAccount {
  readonly account: string;
  readonly ou: string | undefined;
}

/** The accounts below units or the root, each through the first that was named, without the management account. */
function accountsOfUnits(units: readonly string[], organization: OrganizationState): Map<string, TargetAccount> {
  const found = new Map<string, TargetAccount>();
  for (const ou of units) {
    for (const { id } of organization.accountsUnder([ou])) {
      if (!found.has(id)) found.set(id, { account: id, ou });
    }
  }
  found.delete(organization.current?.managementAccount ?? "");
  return found;
}

function addNamed(
  found: Map<string, TargetAccount>,
  accounts: Iterable<string>,
  organization: OrganizationState,
): void {
  const { managementAccount, accounts: members } = organization.current ?? {};
  for (const id of accounts) {
    if (id !== managementAccount && !found.has(id)) found.set(id, { account: id, ou: members?.get(id)?.parent });
  }
}

/**
 * The accounts that targets come to. Those of units never include the management account.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html
 */
export function targetAccounts(targets: DeploymentTargets, organization: OrganizationState): readonly TargetAccount[] {
  const { OrganizationalUnitIds: units = [], Accounts: accounts = [], AccountFilterType: filter = "NONE" } = targets;
  const found = accountsOfUnits(units, organization);
  const named = new Set(accounts);
  if (filter === "UNION") addNamed(found, named, organization);
  const all = [...found.values()];
  if (filter === "INTERSECTION") return all.filter(({ account }) => named.has(account));
  return filter === "DIFFERENCE" ? all.filter(({ account }) => !named.has(account)) : all;
}

/** A row for an instance that was not there before. */
export const newInstance = ({ account, ou }: TargetAccount, region: string): StackInstanceRow => ({
  account,
  region,
  ou,
  status: "OUTDATED",
  detailedStatus: "PENDING",
  reason: undefined,
  operationId: undefined,
  stackId: undefined,
  overrides: undefined,
});

/** The instances of a set that targets and Regions mean; instances whose account left its unit are found by the unit. */
export function existingInstances(
  set: StoredStackSet,
  targets: DeploymentTargets,
  regions: readonly string[],
  organization: OrganizationState,
): readonly StackInstanceRow[] {
  const accounts = new Set(targetAccounts(targets, organization).map(({ account }) => account));
  const isUnfiltered = (targets.AccountFilterType ?? "NONE") === "NONE";
  const units = new Set(isUnfiltered ? targets.OrganizationalUnitIds : []);
  const wanted = new Set(regions);
  return [...set.instances.values()].filter(
    ({ account, region, ou }) => wanted.has(region) && (accounts.has(account) || units.has(ou ?? "")),
  );
}

/** Adds the rows of targets that are not there yet; gives those that are to be worked on: new ones and outdated ones. */
export function admitInstances(
  set: StoredStackSet,
  accounts: readonly TargetAccount[],
  regions: readonly string[],
): readonly StackInstanceRow[] {
  const rows: StackInstanceRow[] = [];
  for (const region of regions) {
    for (const target of accounts) {
      const key = instanceKey(target.account, region);
      const row = set.instances.get(key) ?? newInstance(target, region);
      set.instances.set(key, row);
      if (row.status !== "CURRENT") rows.push(row);
    }
  }
  return rows;
}

/** Sorts instances into Regions, in the order asked for or that of the instances. */
export function byRegion(
  instances: readonly StackInstanceRow[],
  { RegionOrder: order = [] }: OperationPreferences,
): readonly RegionPart[] {
  const regions = new Set([...order, ...instances.map(({ region }) => region)]);
  return [...regions]
    .map((region): RegionPart => {
      const own = instances.filter((instance) => instance.region === region);
      const results = own.map((instance) => ({ instance, status: "PENDING" as const, reason: undefined }));
      return { region, results, next: 0, failed: 0, hasExceededTolerance: false };
    })
    .filter(({ results }) => results.length > 0);
}

import {
  DescribeOrganizationCommand,
  paginateListAccounts,
  paginateListAccountsForParent,
  paginateListDelegatedAdministrators,
  paginateListOrganizationalUnitsForParent,
  type Account,
  type OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { RulewrightError } from "@rulewright/sdk";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import type { Member } from "../plan/observation.ts";
import { calling, isAwsError } from "./aws-error.ts";
import { createPacer, paced, type Pacer } from "./pacer.ts";

/** Pages of twenty accounts a second. */
const PER_SECOND = 4;
const BURST = 10;

/** Ids of the organization and of its management account. @throws RulewrightError `RW4012`. */
export async function describeOrganization(
  client: OrganizationsClient,
): Promise<{ id: string; managementAccountId: string }> {
  try {
    const { Organization } = await calling("DescribeOrganization", () =>
      client.send(new DescribeOrganizationCommand({})),
    );
    return { id: Organization?.Id ?? "", managementAccountId: Organization?.MasterAccountId ?? "" };
  } catch (error) {
    if (!(error instanceof Error) || !isAwsError(error.cause, "AWSOrganizationsNotInUseException")) throw error;
    const message = "The account of the credentials belongs to no organization.";
    throw new RulewrightError(DEPLOYMENT_ERRORS.ORGANIZATION_MISSING, message, { cause: error });
  }
}

/** Whether an account is a delegated administrator of a service. Accounts that may not ask are none. */
export async function isDelegatedAdministrator(
  client: OrganizationsClient,
  accountId: string,
  servicePrincipal: string,
): Promise<boolean> {
  try {
    const input = { ServicePrincipal: servicePrincipal };
    for await (const page of paginateListDelegatedAdministrators({ client }, input)) {
      if ((page.DelegatedAdministrators ?? []).some(({ Id }) => Id === accountId)) return true;
    }
    return false;
  } catch (error) {
    if (isAwsError(error, "AccessDeniedException")) return false;
    return calling("ListDelegatedAdministrators", () => Promise.reject(error));
  }
}

/** Accounts of units and of the units below them, each once. */
export async function membersBelow(client: OrganizationsClient, units: readonly string[]): Promise<Member[]> {
  return calling("ListAccountsForParent", async () => {
    const members = new Map<string, Member>();
    const waiting = [...units];
    const seen = new Set(units);
    const pace = createPacer(PER_SECOND, BURST);
    for (let unit = waiting.shift(); unit !== undefined; unit = waiting.shift()) {
      for await (const page of paced(paginateListAccountsForParent({ client }, { ParentId: unit }), pace)) {
        for (const account of page.Accounts ?? []) addMember(members, account);
      }
      for (const id of await unitsBelow(client, unit, pace)) {
        if (seen.has(id)) continue;
        seen.add(id);
        waiting.push(id);
      }
    }
    return [...members.values()].toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1));
  });
}

async function unitsBelow(client: OrganizationsClient, unit: string, pace: Pacer): Promise<readonly string[]> {
  return calling("ListOrganizationalUnitsForParent", async () => {
    const ids: string[] = [];
    const below = paginateListOrganizationalUnitsForParent({ client }, { ParentId: unit });
    for await (const page of paced(below, pace))
      ids.push(...(page.OrganizationalUnits ?? []).flatMap(({ Id }) => Id ?? []));
    return ids;
  });
}

/** Every account of the organization. */
export async function allAccounts(client: OrganizationsClient): Promise<string[]> {
  return calling("ListAccounts", async () => {
    const members = new Map<string, Member>();
    for await (const page of paced(paginateListAccounts({ client }, {}), createPacer(PER_SECOND, BURST))) {
      for (const account of page.Accounts ?? []) addMember(members, account);
    }
    return [...members.keys()].toSorted();
  });
}

function addMember(members: Map<string, Member>, { Id, Status, State }: Account): void {
  if (Id !== undefined) members.set(Id, { accountId: Id, isActive: (State ?? Status ?? "ACTIVE") === "ACTIVE" });
}

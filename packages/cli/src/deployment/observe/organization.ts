import { RulewrightError } from "@rulewright/sdk";
import { allAccounts, describeOrganization, isDelegatedAdministrator, membersBelow } from "../aws/organizations.ts";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import type { OrganizationState } from "../plan/observation.ts";
import type { Target } from "../plan/target.ts";
import type { Session } from "./session.ts";

/**
 * Principals that delegated administrators are registered for.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-cloudformation.html
 * @see https://docs.aws.amazon.com/config/latest/developerguide/set-up-aws-config-multi-account.html
 */
const PRINCIPALS = {
  "stack-set": "member.org.stacksets.cloudformation.amazonaws.com",
  "organization-pack": "config-multiaccountsetup.amazonaws.com",
} as const;

/**
 * The organization as far as the topology needs it; `undefined` for one account.
 * @throws RulewrightError `RW4011` when the account may not deploy to the organization, `RW4012` when there is none.
 */
export async function observeOrganization(session: Session, target: Target): Promise<OrganizationState | undefined> {
  const { topology, organizationalUnits } = target;
  if (topology === "account") return undefined;
  const client = session.clients.organizations();
  const { id, managementAccountId } = await describeOrganization(client);
  const isManagement = session.accountId === managementAccountId;
  if (!isManagement) {
    await mustAdminister(session, target, managementAccountId);
  } else if (target.callAs === "DELEGATED_ADMIN") {
    const message = `${session.accountId} is the management account, not a delegated administrator.`;
    throw new RulewrightError(DEPLOYMENT_ERRORS.TARGET_CONFLICT, message, { hint: "Remove --call-as." });
  }
  const members = await membersBelow(client, organizationalUnits);
  const needsAll = topology === "organization-pack" && organizationalUnits.length > 0;
  const everyAccount = needsAll ? await allAccounts(client) : undefined;
  return {
    id,
    managementAccountId,
    holdsManagement: members.some(({ accountId }) => accountId === managementAccountId),
    // an organization pack of the management account goes to members only; that of a delegated one to all
    members: members.filter(
      ({ accountId }) => accountId !== managementAccountId || (topology === "organization-pack" && !isManagement),
    ),
    ...(everyAccount
      ? { everyAccount: everyAccount.filter((account) => !isManagement || account !== managementAccountId) }
      : {}),
  };
}

async function mustAdminister(session: Session, { topology, callAs }: Target, management: string): Promise<void> {
  const { accountId } = session;
  if (topology === "account") return;
  const principal = PRINCIPALS[topology];
  const isDelegated = await isDelegatedAdministrator(session.clients.organizations(), accountId, principal);
  if (!isDelegated) {
    const message = `Account ${accountId} is neither the management account ${management} nor a delegated administrator.`;
    const hint =
      `In ${management}: aws organizations register-delegated-administrator --account-id ${accountId} ` +
      `--service-principal ${principal}`;
    throw new RulewrightError(DEPLOYMENT_ERRORS.ACCOUNT_NOT_ADMINISTRATOR, message, { hint });
  }
  if (topology === "stack-set" && callAs === "SELF") {
    const message = `Account ${accountId} is a delegated administrator of stack sets, and has to say so.`;
    throw new RulewrightError(DEPLOYMENT_ERRORS.ACCOUNT_NOT_ADMINISTRATOR, message, {
      hint: "Add --call-as DELEGATED_ADMIN.",
    });
  }
}

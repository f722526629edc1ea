import { GetAccountSettingsCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { GetRoleCommand, type IAMClient } from "@aws-sdk/client-iam";
import {
  DescribeOrganizationCommand,
  paginateListAWSServiceAccessForOrganization,
  paginateListDelegatedAdministrators,
  type OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { isAwsError } from "../../deployment/aws/aws-error.ts";

/** Concurrent executions that no function of the Region has reserved. */
export async function unreservedConcurrency(client: LambdaClient): Promise<number> {
  const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
  return AccountLimit?.UnreservedConcurrentExecutions ?? 0;
}

/** Whether the account has a role. */
export async function hasRole(client: IAMClient, name: string): Promise<boolean> {
  try {
    await client.send(new GetRoleCommand({ RoleName: name }));
    return true;
  } catch (error) {
    if (isAwsError(error, "NoSuchEntityException", "NoSuchEntity")) return false;
    throw error;
  }
}

/** The organization of the account; `undefined` where it belongs to none. */
export async function fetchOrganization(
  client: OrganizationsClient,
): Promise<{ readonly managementAccountId: string; readonly hasAllFeatures: boolean } | undefined> {
  try {
    const { Organization } = await client.send(new DescribeOrganizationCommand({}));
    return {
      managementAccountId: Organization?.MasterAccountId ?? "",
      hasAllFeatures: Organization?.FeatureSet === "ALL",
    };
  } catch (error) {
    if (isAwsError(error, "AWSOrganizationsNotInUseException")) return undefined;
    throw error;
  }
}

/** Service principals that the organization trusts. */
export async function trustedServices(client: OrganizationsClient): Promise<readonly string[]> {
  const services: string[] = [];
  for await (const page of paginateListAWSServiceAccessForOrganization({ client }, {})) {
    services.push(...(page.EnabledServicePrincipals ?? []).flatMap(({ ServicePrincipal }) => ServicePrincipal ?? []));
  }
  return services;
}

/** Accounts that administer a service beside the management account. */
export async function delegatedAdministrators(
  client: OrganizationsClient,
  principal: string,
): Promise<readonly string[]> {
  const accounts: string[] = [];
  for await (const page of paginateListDelegatedAdministrators({ client }, { ServicePrincipal: principal })) {
    accounts.push(...(page.DelegatedAdministrators ?? []).flatMap(({ Id }) => Id ?? []));
  }
  return accounts;
}

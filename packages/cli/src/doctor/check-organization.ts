import type { Topology } from "../deployment/plan/target.ts";
import { named, type Finding } from "./finding.ts";

/** The organization, as far as it decides who may deploy to it. */
export interface OrganizationFacts {
  readonly managementAccountId: string;
  readonly hasAllFeatures: boolean;
  /** Absent where nobody may ask: the finding says so. */
  readonly trustedServices?: readonly string[];
  /** Account ids of the topology's delegated administrators. */
  readonly administrators?: readonly string[];
}

/** @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html */
const PRINCIPALS = {
  "stack-set": "member.org.stacksets.cloudformation.amazonaws.com",
  "organization-pack": "config-multiaccountsetup.amazonaws.com",
} as const;

/** A topology that reaches the accounts of an organization. */
export type OrganizationTopology = keyof typeof PRINCIPALS;

/** Tells topologies that need an organization from the one that does not. */
export function needsOrganization(topology: Topology): topology is OrganizationTopology {
  return topology !== "account";
}

/** Whom a topology needs trusted access and administrators for. */
export function principalOf(topology: OrganizationTopology): string {
  return PRINCIPALS[topology];
}

/** Judges what an organization lets the credentials' account do. Pure. */
export function checkOrganization(
  organization: OrganizationFacts | undefined,
  topology: OrganizationTopology,
  accountId: string,
): Finding[] {
  if (!organization) {
    const message = `Account ${accountId} belongs to no organization: only --topology account is possible.`;
    return [{ id: "organization-missing", severity: "error", message, mend: "aws organizations create-organization" }];
  }
  return [
    ...checkFeatures(organization),
    ...checkTrust(organization, topology, accountId),
    ...checkAdministrator(organization, topology, accountId),
    {
      id: "members-not-looked-at",
      severity: "info",
      message: "Recorders, quotas and roles of other accounts are not looked at: run doctor with their credentials.",
    },
  ];
}

function checkFeatures({ hasAllFeatures }: OrganizationFacts): Finding[] {
  if (hasAllFeatures) return [];
  const message = "The organization has consolidated billing only: service-managed deployments need all features.";
  const mend = "aws organizations enable-all-features";
  return [{ id: "organization-features", severity: "error", message, mend }];
}

function checkTrust(
  { trustedServices, managementAccountId }: OrganizationFacts,
  topology: OrganizationTopology,
  accountId: string,
): Finding[] {
  const principal = principalOf(topology);
  if (trustedServices === undefined || trustedServices.includes(principal)) return [];
  if (topology === "stack-set") {
    const message = `The organization does not trust StackSets (${principal}): in account ${managementAccountId}, activate it.`;
    const mend = "aws cloudformation activate-organizations-access";
    return [{ id: "trusted-access-missing", severity: "error", message, mend }];
  }
  const isManagement = accountId === managementAccountId;
  const after = isManagement
    ? "the first organization pack enables it"
    : `account ${managementAccountId} must enable it`;
  const message = `The organization does not trust AWS Config (${principal}): ${after}.`;
  const mend = `aws organizations enable-aws-service-access --service-principal ${principal}`;
  return [{ id: "trusted-access-missing", severity: isManagement ? "warning" : "error", message, mend }];
}

function checkAdministrator(
  { administrators, managementAccountId }: OrganizationFacts,
  topology: OrganizationTopology,
  accountId: string,
): Finding[] {
  const principal = principalOf(topology);
  const isManagement = accountId === managementAccountId;
  if (administrators === undefined) return [];
  if (!isManagement && !administrators.includes(accountId)) {
    const message = `Account ${accountId} is neither the management account nor a delegated administrator of ${principal}.`;
    const mend = `aws organizations register-delegated-administrator --account-id ${accountId} --service-principal ${principal}`;
    return [{ id: "not-administrator", severity: "error", message, mend }];
  }
  const message =
    administrators.length === 0
      ? `No account but the management account administers ${principal}.`
      : `Delegated administrators of ${principal}: ${named(administrators)}.`;
  return [{ id: "delegated-administrators", severity: "info", message }];
}

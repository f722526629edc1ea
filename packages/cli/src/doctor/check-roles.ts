import type { Topology } from "../deployment/plan/target.ts";
import type { Finding } from "./finding.ts";
import type { PackNeeds } from "./pack-needs.ts";

/** A role that a service makes for itself. */
export interface ServiceLinkedRole {
  readonly name: string;
  readonly service: string;
  /** What fails without it; ends a sentence. */
  readonly without: string;
}

/** @see https://docs.aws.amazon.com/config/latest/developerguide/using-service-linked-roles.html */
const CONFORMS: ServiceLinkedRole = {
  name: "AWSServiceRoleForConfigConforms",
  service: "config-conforms.amazonaws.com",
  without: "the first conformance pack makes it, if its deployer may",
};
const REMEDIATION: ServiceLinkedRole = {
  name: "AWSServiceRoleForConfigRemediation",
  service: "remediation.config.amazonaws.com",
  without: "the first automatic remediation makes it, if its deployer may",
};
const MULTI_ACCOUNT: ServiceLinkedRole = {
  name: "AWSServiceRoleForConfigMultiAccountSetup",
  service: "config-multiaccountsetup.amazonaws.com",
  without: "the first organization pack makes it; a delegated administrator cannot",
};

/** The roles that packs need in this account. */
export function rolesFor(packs: readonly PackNeeds[], topology: Topology): readonly ServiceLinkedRole[] {
  return [
    CONFORMS,
    ...(packs.some(({ hasAutomaticRemediation }) => hasAutomaticRemediation) ? [REMEDIATION] : []),
    ...(topology === "organization-pack" ? [MULTI_ACCOUNT] : []),
  ];
}

/** The finding of a role that is not there. */
export function missingRole({ name, service, without }: ServiceLinkedRole, accountId: string): Finding {
  const message = `Account ${accountId} has no role ${name} (${without}).`;
  const mend = `aws iam create-service-linked-role --aws-service-name ${service}`;
  return { id: "role-missing", severity: "warning", message, mend };
}

import type {
  DeleteOrganizationConformancePackCommandInput,
  DeleteOrganizationConformancePackCommandOutput,
  DescribeOrganizationConformancePacksCommandInput,
  DescribeOrganizationConformancePacksCommandOutput,
  DescribeOrganizationConformancePackStatusesCommandInput,
  DescribeOrganizationConformancePackStatusesCommandOutput,
  GetOrganizationConformancePackDetailedStatusCommandInput,
  GetOrganizationConformancePackDetailedStatusCommandOutput,
  PutOrganizationConformancePackCommandInput,
  PutOrganizationConformancePackCommandOutput,
} from "@aws-sdk/client-config-service";
import { startOrganizationPack, startOrganizationPackDeletion } from "../../conformance/organization-pack-engine.ts";
import type { OrganizationPackRow, StoredOrganizationPack } from "../../conformance/organization-pack-store.ts";
import { lengthWithin, refuseViolations } from "../../constraints.ts";
import { operation, type OperationContext } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";
import type { StoredOrganization } from "../../state/organization-state.ts";
import { nameViolation, readPackContent } from "./pack-source.ts";
import { configPage } from "./paging.ts";

/** The service principal of organization rules and packs. */
const PRINCIPAL = "config-multiaccountsetup.amazonaws.com";
const MAX_PACKS = 50;
const MAX_EXCLUDED = 1000;
const MAX_LIMIT = 100;

/**
 * The organization, for a caller who may deploy to it: the management account and delegated administrators.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConformancePack.html
 */
function requireAdministration({ state, caller }: OperationContext): StoredOrganization {
  const { current } = state.organization;
  if (current === undefined || !current.accounts.has(caller.account)) {
    throw new ServiceError("NoAvailableOrganizationException", "Your account is not a member of an organization.");
  }
  if (!state.organization.isAdministrator(caller.account, PRINCIPAL)) {
    const message = "This action can be performed only by the management account or a delegated administrator.";
    throw new ServiceError("OrganizationAccessDeniedException", message);
  }
  return current;
}

function requirePack(name: string, { state, caller }: OperationContext): StoredOrganizationPack {
  const pack = state.config.organizationPacks.find(caller, name);
  if (pack !== undefined) return pack;
  const message = `The organization conformance pack ${name} does not exist.`;
  throw new ServiceError("NoSuchOrganizationConformancePackException", message);
}

const statusOf = ({ verb, outcome }: StoredOrganizationPack | OrganizationPackRow) => `${verb}_${outcome}`;

function refuseInProgress(pack: StoredOrganizationPack): void {
  if (pack.outcome !== "IN_PROGRESS") return;
  const message = `The organization conformance pack ${pack.name} is in the state ${statusOf(pack)}.`;
  throw new ServiceError("ResourceInUseException", message);
}

const engineOf = ({ state }: OperationContext) => ({
  clock: state.clock,
  failures: state.failures,
  now: state.clock.now,
  config: state.config,
  organization: state.organization,
});

/**
 * Puts a pack into all accounts of the organization but those excluded. The call enables trusted access.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConformancePack.html
 */
export const putOrganizationConformancePack = operation<
  PutOrganizationConformancePackCommandInput,
  PutOrganizationConformancePackCommandOutput
>((input, context) => {
  const { OrganizationConformancePackName: name = "", ExcludedAccounts: excluded = [] } = input;
  refuseViolations([
    nameViolation("organizationConformancePackName", name, 128),
    lengthWithin("excludedAccounts", excluded, 0, MAX_EXCLUDED),
  ]);
  const organization = requireAdministration(context);
  if (organization.featureSet !== "ALL") {
    const message = "The organization does not have all features enabled.";
    throw new ServiceError("OrganizationAllFeaturesNotEnabledException", message);
  }
  const content = readPackContent(input, "OrganizationConformancePackTemplateValidationException", context);
  const { organizationPacks } = context.state.config;
  const existing = organizationPacks.find(context.caller, name);
  if (existing !== undefined) refuseInProgress(existing);
  else if (organizationPacks.all(context.caller).length >= MAX_PACKS) {
    const message = `The organization has ${MAX_PACKS} conformance packs already.`;
    throw new ServiceError("MaxNumberOfOrganizationConformancePacksExceededException", message);
  }
  organization.trustedAccess.add(PRINCIPAL);
  const pack = organizationPacks.put(context.caller, name, content, excluded, context.now);
  startOrganizationPack(pack, engineOf(context));
  return { OrganizationConformancePackArn: pack.arn };
});

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_DeleteOrganizationConformancePack.html */
export const deleteOrganizationConformancePack = operation<
  DeleteOrganizationConformancePackCommandInput,
  DeleteOrganizationConformancePackCommandOutput
>((input, context) => {
  requireAdministration(context);
  const pack = requirePack(input.OrganizationConformancePackName ?? "", context);
  refuseInProgress(pack);
  startOrganizationPackDeletion(pack, engineOf(context));
  return {};
});

function selected(names: readonly string[], context: OperationContext): readonly StoredOrganizationPack[] {
  return names.length === 0
    ? context.state.config.organizationPacks.all(context.caller)
    : names.map((name) => requirePack(name, context));
}

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeOrganizationConformancePacks.html */
export const describeOrganizationConformancePacks = operation<
  DescribeOrganizationConformancePacksCommandInput,
  DescribeOrganizationConformancePacksCommandOutput
>((input, context) => {
  const { OrganizationConformancePackNames: names = [] } = input;
  refuseViolations([lengthWithin("organizationConformancePackNames", names, 0, 25)]);
  requireAdministration(context);
  const page = configPage(context.state.config.organizationPacks.pagers.packs, input, MAX_LIMIT, {
    listing: JSON.stringify([context.caller, names]),
    items: () => selected(names, context),
  });
  return {
    OrganizationConformancePacks: page.items.map((pack) => ({
      OrganizationConformancePackName: pack.name,
      OrganizationConformancePackArn: pack.arn,
      DeliveryS3Bucket: pack.content.deliveryBucket,
      DeliveryS3KeyPrefix: pack.content.deliveryPrefix,
      ConformancePackInputParameters: pack.content.inputParameters,
      ExcludedAccounts: pack.excludedAccounts,
      LastUpdateTime: pack.updatedTime,
    })),
    NextToken: page.nextToken,
  };
});

/**
 * Tells where packs stand; each then takes its next step by the clock.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeOrganizationConformancePackStatuses.html
 */
export const describeOrganizationConformancePackStatuses = operation<
  DescribeOrganizationConformancePackStatusesCommandInput,
  DescribeOrganizationConformancePackStatusesCommandOutput
>((input, context) => {
  const { OrganizationConformancePackNames: names = [] } = input;
  refuseViolations([lengthWithin("organizationConformancePackNames", names, 0, 25)]);
  requireAdministration(context);
  const page = configPage(context.state.config.organizationPacks.pagers.statuses, input, MAX_LIMIT, {
    listing: JSON.stringify([context.caller, names]),
    items: () => selected(names, context),
  });
  const OrganizationConformancePackStatuses = page.items.map((pack) => ({
    OrganizationConformancePackName: pack.name,
    Status: statusOf(pack),
    ErrorCode: pack.errorCode,
    ErrorMessage: pack.errorMessage,
    LastUpdateTime: pack.updatedTime,
  }));
  for (const pack of page.items) context.state.clock.poll(pack);
  return { OrganizationConformancePackStatuses, NextToken: page.nextToken };
});

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_GetOrganizationConformancePackDetailedStatus.html */
export const getOrganizationConformancePackDetailedStatus = operation<
  GetOrganizationConformancePackDetailedStatusCommandInput,
  GetOrganizationConformancePackDetailedStatusCommandOutput
>((input, context) => {
  const { OrganizationConformancePackName: name = "", Filters: filters = {} } = input;
  requireAdministration(context);
  const pack = requirePack(name, context);
  const { AccountId: account, Status: status } = filters;
  const page = configPage(context.state.config.organizationPacks.pagers.rows, input, MAX_LIMIT, {
    listing: JSON.stringify([context.caller, name, account, status]),
    items: () =>
      [...pack.rows.values()].filter(
        (row) =>
          (account === undefined || row.account === account) && (status === undefined || statusOf(row) === status),
      ),
  });
  return {
    OrganizationConformancePackDetailedStatuses: page.items.map((row) => ({
      AccountId: row.account,
      ConformancePackName: row.packName,
      Status: statusOf(row),
      ErrorCode: row.errorCode,
      ErrorMessage: row.errorMessage,
      LastUpdateTime: row.updatedTime,
    })),
    NextToken: page.nextToken,
  };
});

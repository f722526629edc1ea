import {
  DeleteOrganizationConformancePackCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeOrganizationConformancePacksCommand,
  DescribeOrganizationConformancePackStatusesCommand,
  PutOrganizationConformancePackCommand,
  paginateGetOrganizationConformancePackDetailedStatus,
  type ConfigServiceClient,
  type OrganizationConformancePack,
  type OrganizationConformancePackStatus,
} from "@aws-sdk/client-config-service";
import { codeOf } from "@rulewright/sdk";
import type { OrganizationPackState } from "../plan/observation.ts";
import { calling, isAwsError } from "./aws-error.ts";
import type { PlaceFailure } from "./stack-sets.ts";

/** An organization pack as it should be. */
export interface OrganizationPackContent {
  readonly name: string;
  /** `s3://bucket/key` in the pack's own Region. */
  readonly templateUri: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly excludedAccounts: readonly string[];
}

/** An organization pack; `undefined` where there is none. */
export async function describeOrganizationPack(
  client: ConfigServiceClient,
  name: string,
): Promise<OrganizationPackState | undefined> {
  const names = { OrganizationConformancePackNames: [name] };
  const packs = await orNothing(`DescribeOrganizationConformancePacks of ${name}`, () =>
    client.send(new DescribeOrganizationConformancePacksCommand(names)),
  );
  const [pack] = packs?.OrganizationConformancePacks ?? [];
  if (!pack) return undefined;
  const statuses = await orNothing(`DescribeOrganizationConformancePackStatuses of ${name}`, () =>
    client.send(new DescribeOrganizationConformancePackStatusesCommand(names)),
  );
  return statuses && toState(pack, statuses.OrganizationConformancePackStatuses?.[0]);
}

/** `undefined` where there is no such pack, or none any more. */
async function orNothing<T>(doing: string, call: () => Promise<T>): Promise<T | undefined> {
  return calling(doing, async () => {
    try {
      return await call();
    } catch (error) {
      if (isAwsError(error, "NoSuchOrganizationConformancePackException")) return undefined;
      throw error;
    }
  });
}

function toState(
  { ExcludedAccounts = [], LastUpdateTime }: OrganizationConformancePack,
  state: OrganizationConformancePackStatus | undefined,
): OrganizationPackState {
  return {
    status: state?.Status ?? "CREATE_IN_PROGRESS",
    ...(state?.ErrorCode === undefined ? {} : { reason: `${state.ErrorCode}: ${state.ErrorMessage ?? ""}` }),
    excludedAccounts: ExcludedAccounts.toSorted(),
    ...(LastUpdateTime ? { changedAt: LastUpdateTime } : {}),
  };
}

/** Creates or updates an organization pack. @returns `false` while another operation keeps it busy. */
export async function putOrganizationPack(
  client: ConfigServiceClient,
  { name, templateUri, parameters, excludedAccounts }: OrganizationPackContent,
): Promise<boolean> {
  return calling(`PutOrganizationConformancePack of ${name}`, async () => {
    try {
      await client.send(
        new PutOrganizationConformancePackCommand({
          OrganizationConformancePackName: name,
          TemplateS3Uri: templateUri,
          ConformancePackInputParameters: Object.entries(parameters).map(([ParameterName, ParameterValue]) => ({
            ParameterName,
            ParameterValue,
          })),
          ExcludedAccounts: [...excludedAccounts],
        }),
      );
      return true;
    } catch (error) {
      if (isAwsError(error, "ResourceInUseException")) return false;
      throw error;
    }
  });
}

/** Deletes an organization pack from all accounts. @returns `false` while another operation keeps it busy. */
export async function deleteOrganizationPack(client: ConfigServiceClient, name: string): Promise<boolean> {
  return calling(`DeleteOrganizationConformancePack of ${name}`, async () => {
    try {
      await client.send(new DeleteOrganizationConformancePackCommand({ OrganizationConformancePackName: name }));
      return true;
    } catch (error) {
      if (isAwsError(error, "NoSuchOrganizationConformancePackException")) return true;
      if (isAwsError(error, "ResourceInUseException")) return false;
      throw error;
    }
  });
}

/** Accounts where an organization pack failed, with AWS's own reasons. */
export async function organizationPackFailures(
  client: ConfigServiceClient,
  name: string,
  region: string,
): Promise<PlaceFailure[]> {
  return calling(`GetOrganizationConformancePackDetailedStatus of ${name}`, async () => {
    const failures: PlaceFailure[] = [];
    const input = { OrganizationConformancePackName: name };
    for await (const page of paginateGetOrganizationConformancePackDetailedStatus({ client, pageSize: 100 }, input)) {
      for (const each of page.OrganizationConformancePackDetailedStatuses ?? []) {
        if (each.Status?.endsWith("_FAILED") !== true) continue;
        const reason = [each.ErrorCode, each.ErrorMessage].filter((text) => text !== undefined).join(": ");
        failures.push({ account: each.AccountId ?? "", region, reason: reason || each.Status });
      }
    }
    return failures;
  });
}

/** Whether AWS Config records in the account and Region; `undefined` where nobody may ask. */
export async function isRecording(client: ConfigServiceClient): Promise<boolean | undefined> {
  try {
    const answer = await client.send(new DescribeConfigurationRecorderStatusCommand({}));
    return (answer.ConfigurationRecordersStatus ?? []).some(({ recording }) => recording === true);
  } catch (error) {
    if (/AccessDenied|OperationNotListed/.test(codeOf(error))) return undefined;
    return calling("DescribeConfigurationRecorderStatus", () => Promise.reject(error));
  }
}

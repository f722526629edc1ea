import {
  DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeDeliveryChannelsCommand,
  paginateDescribeConfigRules,
  paginateDescribeConformancePacks,
  paginateDescribeOrganizationConformancePacks,
  type ConfigServiceClient,
  type ConfigurationRecorder,
  type ConfigurationRecorderStatus,
  type RecordingGroup,
} from "@aws-sdk/client-config-service";
import type { RecorderFacts, Strategy } from "../recording.ts";

/** The recorder of a Region, without its status; `undefined` where there is none. */
export async function describeRecorder(client: ConfigServiceClient): Promise<ConfigurationRecorder | undefined> {
  const { ConfigurationRecorders = [] } = await client.send(new DescribeConfigurationRecordersCommand({}));
  return ConfigurationRecorders[0]; // AWS Config has one for each account and Region
}

/** Whether the recorder runs, and how its last delivery went. */
export async function describeRecorderStatus(
  client: ConfigServiceClient,
): Promise<ConfigurationRecorderStatus | undefined> {
  const { ConfigurationRecordersStatus = [] } = await client.send(new DescribeConfigurationRecorderStatusCommand({}));
  return ConfigurationRecordersStatus[0];
}

/** A recorder as the checks read it; one whose status nobody told runs. */
export function toRecorderFacts(
  { name = "default", roleARN = "", recordingGroup, recordingMode }: ConfigurationRecorder,
  status: ConfigurationRecorderStatus | undefined,
): RecorderFacts {
  const { recording = true, lastStatus, lastErrorCode, lastErrorMessage } = status ?? {};
  const words = [lastErrorCode, lastErrorMessage].filter((text) => text !== undefined).join(": ");
  return {
    name,
    roleArn: roleARN,
    recording,
    ...(lastStatus?.toUpperCase() === "FAILURE" ? { failure: words || "AWS Config says no more" } : {}),
    strategy: toStrategy(recordingGroup ?? {}),
    frequency: toFrequency(recordingMode?.recordingFrequency),
    overrides: (recordingMode?.recordingModeOverrides ?? []).map(({ resourceTypes = [], recordingFrequency }) => ({
      resourceTypes,
      frequency: toFrequency(recordingFrequency),
    })),
  };
}

/** Older recorders say no strategy: a list of types is one. @see https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html */
function toStrategy(group: RecordingGroup): Strategy {
  const { recordingStrategy, allSupported, includeGlobalResourceTypes, resourceTypes = [] } = group;
  const useOnly = recordingStrategy?.useOnly;
  if (useOnly === "EXCLUSION_BY_RESOURCE_TYPES") {
    return { kind: "exclusion", resourceTypes: group.exclusionByResourceTypes?.resourceTypes ?? [] };
  }
  if (useOnly === "INCLUSION_BY_RESOURCE_TYPES" || (allSupported !== true && resourceTypes.length > 0)) {
    return { kind: "inclusion", resourceTypes };
  }
  return { kind: "all", includesGlobalTypes: includeGlobalResourceTypes === true };
}

function toFrequency(text: string | undefined): RecorderFacts["frequency"] {
  return text === "DAILY" ? "daily" : "continuous";
}

/** Whether there is a delivery channel, which a recorder needs to be started. */
export async function hasDeliveryChannel(client: ConfigServiceClient): Promise<boolean> {
  const { DeliveryChannels = [] } = await client.send(new DescribeDeliveryChannelsCommand({}));
  return DeliveryChannels.length > 0;
}

/** Names of all conformance packs of a Region. */
export async function packNames(client: ConfigServiceClient): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of paginateDescribeConformancePacks({ client, pageSize: 20 }, {})) {
    names.push(...(page.ConformancePackDetails ?? []).flatMap(({ ConformancePackName: name }) => name ?? []));
  }
  return names;
}

/** Names of all rules of a Region. */
export async function ruleNames(client: ConfigServiceClient): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of paginateDescribeConfigRules({ client }, {})) {
    names.push(...(page.ConfigRules ?? []).flatMap(({ ConfigRuleName: name }) => name ?? []));
  }
  return names;
}

/** Names of all organization packs that the account made in a Region. */
export async function organizationPackNames(client: ConfigServiceClient): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of paginateDescribeOrganizationConformancePacks({ client, pageSize: 100 }, {})) {
    names.push(
      ...(page.OrganizationConformancePacks ?? []).flatMap((pack) => pack.OrganizationConformancePackName ?? []),
    );
  }
  return names;
}

import type {
  DescribeConfigurationRecordersCommandInput,
  DescribeConfigurationRecordersCommandOutput,
  DescribeConfigurationRecorderStatusCommandInput,
  DescribeConfigurationRecorderStatusCommandOutput,
  DescribeDeliveryChannelsCommandInput,
  DescribeDeliveryChannelsCommandOutput,
} from "@aws-sdk/client-config-service";
import { operation, type OperationContext } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";
import type { Recorder } from "../../state/recorder-state.ts";

/** The recorders of the caller's place, one or none, among those named. */
function selected(names: readonly string[], { state, caller }: OperationContext): readonly Recorder[] {
  const recorder = state.config.recorders.of(caller);
  const unknown = names.find((name) => name !== recorder?.name);
  if (unknown !== undefined) {
    const message = `Cannot find configuration recorder with the specified name '${unknown}'.`;
    throw new ServiceError("NoSuchConfigurationRecorderException", message);
  }
  return recorder === undefined ? [] : [recorder];
}

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorders.html */
export const describeConfigurationRecorders = operation<
  DescribeConfigurationRecordersCommandInput,
  DescribeConfigurationRecordersCommandOutput
>((input, context) => ({
  ConfigurationRecorders: selected(input.ConfigurationRecorderNames ?? [], context).map((recorder) => {
    const allSupported = recorder.resourceTypes === undefined;
    return {
      name: recorder.name,
      roleARN: recorder.roleArn,
      recordingGroup: {
        allSupported,
        includeGlobalResourceTypes: recorder.includesGlobalTypes,
        resourceTypes: recorder.resourceTypes ?? [],
        recordingStrategy: { useOnly: allSupported ? "ALL_SUPPORTED_RESOURCE_TYPES" : "INCLUSION_BY_RESOURCE_TYPES" },
      },
      recordingMode: { recordingFrequency: "CONTINUOUS" },
    };
  }),
}));

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorderStatus.html */
export const describeConfigurationRecorderStatus = operation<
  DescribeConfigurationRecorderStatusCommandInput,
  DescribeConfigurationRecorderStatusCommandOutput
>((input, context) => ({
  ConfigurationRecordersStatus: selected(input.ConfigurationRecorderNames ?? [], context).map(
    ({ name, recording, lastStatus }) => ({ name, recording, lastStatus, lastStatusChangeTime: context.now }),
  ),
}));

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeDeliveryChannels.html */
export const describeDeliveryChannels = operation<
  DescribeDeliveryChannelsCommandInput,
  DescribeDeliveryChannelsCommandOutput
>((_input, { state, caller }) => {
  const { deliveryBucket: s3BucketName } = state.config.recorders.of(caller) ?? {};
  return { DeliveryChannels: s3BucketName === undefined ? [] : [{ name: "default", s3BucketName }] };
});

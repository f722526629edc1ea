import type { TemplateValue } from "../template.ts";
import type { NamedResource, StackContext, StackFunction } from "./context.ts";
import { attribute, ref, settingText, tagList } from "./values.ts";

/** The logical id of the queue that keeps what a function failed at. */
export const failuresIdOf = (functionId: string): string => `${functionId}Failures`;
/** The logical id of how a function's events are treated. */
export const invokeConfigIdOf = (functionId: string): string => `${functionId}InvokeConfig`;

/** A change comes once, so its event is tried again; a schedule brings the next one anyway. */
const RETRIES = { change: 1, periodic: 0 } as const;
/** SQS keeps messages for fourteen days at most. */
const QUEUE_RETENTION_SECONDS = 1_209_600;

/** How often and how long Lambda tries an event, and where what failed goes. */
export function invokeConfig(each: StackFunction, qualifier: TemplateValue): NamedResource {
  const { logicalId, trigger, settings } = each;
  return [
    invokeConfigIdOf(logicalId),
    {
      Type: "AWS::Lambda::EventInvokeConfig",
      Properties: {
        FunctionName: ref(logicalId),
        Qualifier: qualifier,
        MaximumRetryAttempts: RETRIES[trigger],
        MaximumEventAgeInSeconds: settings.maximumEventAgeSeconds,
        DestinationConfig: { OnFailure: { Destination: attribute(failuresIdOf(logicalId), "Arn") } },
      },
    },
  ];
}

/** The queue of failed events, encrypted at rest. */
export function failureQueue({ logicalId }: StackFunction, { deployment }: StackContext): NamedResource {
  const { kmsKeyArn } = deployment;
  return [
    failuresIdOf(logicalId),
    {
      Type: "AWS::SQS::Queue",
      Properties: {
        MessageRetentionPeriod: QUEUE_RETENTION_SECONDS,
        ...(kmsKeyArn === undefined ? { SqsManagedSseEnabled: true } : { KmsMasterKeyId: settingText(kmsKeyArn) }),
        ...tagList(deployment.tags),
      },
    },
  ];
}

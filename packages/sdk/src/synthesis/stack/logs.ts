import { LOG_RETENTION_DAYS } from "../deployment.ts";
import type { NamedResource, StackContext } from "./context.ts";
import { ref, settingText, tagList, type Intrinsic } from "./values.ts";

/** The logical id of a function's log group. */
export const logsIdOf = (functionId: string): string => `${functionId}Logs`;

/** A function's log group: unnamed, so that two stacks never meet, and with an end to what it keeps. */
export function logGroup(functionId: string, { deployment }: StackContext): NamedResource {
  return [
    logsIdOf(functionId),
    {
      Type: "AWS::Logs::LogGroup",
      Properties: {
        RetentionInDays: deployment.logRetentionDays ?? LOG_RETENTION_DAYS,
        ...(deployment.kmsKeyArn === undefined ? {} : { KmsKeyId: settingText(deployment.kmsKeyArn) }),
        ...tagList(deployment.tags),
      },
    },
  ];
}

/**
 * Joins a function to its log group. The runtime writes lines of JSON with time stamp and level, which this format keeps.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export function loggingConfig(functionId: string): Intrinsic {
  return { LogFormat: "JSON", LogGroup: ref(logsIdOf(functionId)) };
}

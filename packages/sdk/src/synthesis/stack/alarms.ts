import type { NamedResource, StackContext, StackFunction } from "./context.ts";
import { ref, settingText, tagList } from "./values.ts";

const PERIOD_SECONDS = 300;
/** An event that waits longer than this, or than half its life, waits too long. */
const LONGEST_WAIT_SECONDS = 900;

/**
 * How people learn that rules fail: AWS Config itself shows nothing of a custom rule whose function does.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export function functionAlarms({ logicalId, settings }: StackFunction, context: StackContext): NamedResource[] {
  const waitSeconds = Math.min(LONGEST_WAIT_SECONDS, settings.maximumEventAgeSeconds / 2);
  return [
    ...errorsAlarm(logicalId, "Rules failed: what they could not judge has no result, or an old one.", context),
    ...alarm(
      `${logicalId}DroppedAlarm`,
      {
        functionId: logicalId,
        metric: "AsyncEventsDropped",
        statistic: "Sum",
        above: 0,
        says: "Events were dropped: what they were about has not been judged.",
      },
      context,
    ),
    ...alarm(
      `${logicalId}AgeAlarm`,
      {
        functionId: logicalId,
        metric: "AsyncEventAge",
        statistic: "Maximum",
        above: waitSeconds * 1000, // the metric counts milliseconds
        says: `Events wait for more than ${waitSeconds} seconds: results lag behind.`,
      },
      context,
    ),
  ];
}

/** An alarm on the errors of one function. */
export function errorsAlarm(functionId: string, says: string, context: StackContext): NamedResource[] {
  return alarm(`${functionId}ErrorsAlarm`, { functionId, metric: "Errors", statistic: "Sum", above: 0, says }, context);
}

interface AlarmFacts {
  readonly functionId: string;
  readonly metric: string;
  readonly statistic: "Sum" | "Maximum";
  readonly above: number;
  readonly says: string;
}

function alarm(logicalId: string, facts: AlarmFacts, { deployment, pack }: StackContext): NamedResource[] {
  const { alarms = true, alarmTopicArn, tags } = deployment;
  if (!alarms) return [];
  return [
    [
      logicalId,
      {
        Type: "AWS::CloudWatch::Alarm",
        Properties: {
          AlarmDescription: `Conformance pack ${pack.name}: ${facts.says}`,
          Namespace: "AWS/Lambda",
          MetricName: facts.metric,
          Dimensions: [{ Name: "FunctionName", Value: ref(facts.functionId) }],
          Statistic: facts.statistic,
          Period: PERIOD_SECONDS,
          EvaluationPeriods: 1,
          ComparisonOperator: "GreaterThanThreshold",
          Threshold: facts.above,
          TreatMissingData: "notBreaching",
          ...(alarmTopicArn === undefined ? {} : { AlarmActions: [settingText(alarmTopicArn)] }),
          ...tagList(tags),
        },
      },
    ],
  ];
}

import { paginateDescribeAlarms, type CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { calling } from "./aws-error.ts";

/** An alarm that is on. */
export interface AlarmOn {
  readonly name: string;
  /** In CloudWatch's words. */
  readonly reason: string;
}

/** Names in one call. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const NAMES_PER_CALL = 100;

/** Which of these alarms are on. */
export async function alarmsOn(client: CloudWatchClient, names: readonly string[]): Promise<readonly AlarmOn[]> {
  const on: AlarmOn[] = [];
  for (let start = 0; start < names.length; start += NAMES_PER_CALL) {
    const input = { AlarmNames: names.slice(start, start + NAMES_PER_CALL), StateValue: "ALARM" as const };
    await calling("DescribeAlarms of the first wave", async () => {
      for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, input)) {
        on.push(
          ...MetricAlarms.map(({ AlarmName = "", StateReason = "" }) => ({ name: AlarmName, reason: StateReason })),
        );
      }
    });
  }
  return on;
}

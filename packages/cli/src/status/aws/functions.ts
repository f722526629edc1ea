import { paginateGetMetricData, type CloudWatchClient, type MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { FunctionState, QueueState } from "../row.ts";

const HOUR_SECONDS = 3_600;
const DAY_MS = 86_400_000;
/** @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
const METRICS = ["Errors", "AsyncEventsDropped"] as const;
/** What one call takes. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const FUNCTIONS_PER_CALL = 500 / METRICS.length;

/** What went wrong with functions in the 24 hours before `now`. */
export async function functionStates(
  client: CloudWatchClient,
  names: readonly string[],
  now: Date,
): Promise<readonly FunctionState[]> {
  const states: FunctionState[] = [];
  for (let start = 0; start < names.length; start += FUNCTIONS_PER_CALL) {
    states.push(...(await statesOf(client, names.slice(start, start + FUNCTIONS_PER_CALL), now)));
  }
  return states;
}

async function statesOf(client: CloudWatchClient, names: readonly string[], now: Date): Promise<FunctionState[]> {
  const sums = new Map<string, number>();
  const input = {
    MetricDataQueries: names.flatMap((name, index) => METRICS.map((metric) => query(name, metric, index))),
    StartTime: new Date(now.getTime() - DAY_MS),
    EndTime: now,
  };
  for await (const page of paginateGetMetricData({ client }, input)) {
    for (const { Id = "", Values = [] } of page.MetricDataResults ?? []) {
      sums.set(
        Id,
        Values.reduce((sum, value) => sum + value, sums.get(Id) ?? 0),
      );
    }
  }
  const sumOf = (metric: (typeof METRICS)[number], index: number) => sums.get(idOf(metric, index)) ?? 0;
  return names.map((name, index) => ({
    name,
    errors: sumOf("Errors", index),
    dropped: sumOf("AsyncEventsDropped", index),
  }));
}

function query(name: string, metric: (typeof METRICS)[number], index: number): MetricDataQuery {
  return {
    Id: idOf(metric, index),
    MetricStat: {
      Metric: { Namespace: "AWS/Lambda", MetricName: metric, Dimensions: [{ Name: "FunctionName", Value: name }] },
      Period: HOUR_SECONDS,
      Stat: "Sum",
    },
  };
}

function idOf(metric: (typeof METRICS)[number], index: number): string {
  return `${metric.charAt(0).toLowerCase()}${metric.slice(1)}${index}`;
}

/** Asks the Region's endpoint, or the one that `AWS_ENDPOINT_URL` names: by itself the client asks the queue's own URL. */
export class QueueClient extends SQSClient {
  constructor(config: ConstructorParameters<typeof SQSClient>[0]) {
    super({ ...config, useQueueUrlAsEndpoint: false });
  }
}

/** How many failed events wait in queues. */
export async function queueStates(client: SQSClient, urls: readonly string[]): Promise<readonly QueueState[]> {
  return Promise.all(
    urls.map(async (url) => {
      const command = new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
      });
      const { Attributes = {} } = await client.send(command);
      const { ApproximateNumberOfMessages = "0", ApproximateNumberOfMessagesNotVisible = "0" } = Attributes;
      const messages = Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
      return { name: url.slice(url.lastIndexOf("/") + 1), messages };
    }),
  );
}

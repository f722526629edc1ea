import type { GetQueueAttributesCommandInput, GetQueueAttributesCommandOutput } from "@aws-sdk/client-sqs";
import { operation } from "../operation.ts";
import { awsJson } from "../protocol/aws-json.ts";
import { ServiceError } from "../service-error.ts";
import { jsonOperation, type ServiceDefinition } from "./service.ts";

/**
 * Tells the attributes of a queue that are asked for; none unless asked.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
 */
const getQueueAttributes = operation<GetQueueAttributesCommandInput, GetQueueAttributesCommandOutput>(
  (input, { state }) => {
    const { QueueUrl: url = "", AttributeNames: names = [] } = input;
    const queue = state.sqs.queues.get(url);
    if (queue === undefined) {
      throw new ServiceError("QueueDoesNotExist", "The specified queue does not exist.");
    }
    const [, region = "", account = "", name = ""] = /sqs\.([^.]+)\.amazonaws\.com\/(\d+)\/(.+)$/.exec(url) ?? [];
    const all: Readonly<Record<string, string>> = {
      QueueArn: `arn:aws:sqs:${region}:${account}:${name}`,
      ApproximateNumberOfMessages: String(queue.messages),
      ApproximateNumberOfMessagesNotVisible: "0",
      ApproximateNumberOfMessagesDelayed: "0",
    };
    const isAsked = (attribute: string) => names.includes("All") || names.includes(attribute);
    return { Attributes: Object.fromEntries(Object.entries(all).filter(([attribute]) => isAsked(attribute))) };
  },
);

/** Amazon SQS. */
export const sqsService: ServiceDefinition = {
  name: "sqs",
  protocol: awsJson({ version: "1.0", isQueryCompatible: true }),
  operationOf: (request) => jsonOperation(request, "AmazonSQS."),
  load: () => import("@aws-sdk/client-sqs"),
  throttled: () => new ServiceError("RequestThrottled", "The request was denied due to request throttling.", 403),
  operations: { GetQueueAttributes: getQueueAttributes },
};

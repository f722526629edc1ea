import type { Adapter } from "../adapter.ts";
import { flagText, integer, orDefault, pick, text } from "../properties.ts";
import { ABSENT } from "../tree.ts";
import { Unknown } from "../value.ts";

/**
 * SQS queues. A queue is not encrypted by KMS unless a key is given; whether SQS encrypts it by keys of its own when the
 * template does not say has changed, and so has the largest message. Its policy is a resource of its own.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queue.html
 */
export const sqsQueue: Adapter = {
  resourceType: "AWS::SQS::Queue",
  convert({ properties }, { partition, region, accountId }) {
    const name = text(properties["QueueName"]);
    const arn = typeof name === "string" ? `arn:${partition}:sqs:${region}:${accountId}:${name}` : new Unknown();
    return {
      resourceName: name,
      arn,
      configuration: {
        ...pick(properties, {
          ContentBasedDeduplication: ["ContentBasedDeduplication", flagText],
          DeduplicationScope: ["DeduplicationScope", text],
          FifoQueue: ["FifoQueue", flagText],
          FifoThroughputLimit: ["FifoThroughputLimit", text],
          KmsDataKeyReusePeriodSeconds: ["KmsDataKeyReusePeriodSeconds", integer],
          MaximumMessageSize: ["MaximumMessageSize", integer],
          SqsManagedSseEnabled: ["SqsManagedSseEnabled", flagText],
        }),
        DelaySeconds: orDefault(integer(properties["DelaySeconds"]), 0),
        KmsMasterKeyId: orDefault(text(properties["KmsMasterKeyId"]), ABSENT),
        MessageRetentionPeriod: orDefault(integer(properties["MessageRetentionPeriod"]), 345_600),
        QueueArn: arn,
        QueueName: name,
        ReceiveMessageWaitTimeSeconds: orDefault(integer(properties["ReceiveMessageWaitTimeSeconds"]), 0),
        VisibilityTimeout: orDefault(integer(properties["VisibilityTimeout"]), 30),
      },
    };
  },
};

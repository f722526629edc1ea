import type { Adapter } from "../adapter.ts";
import { flagText, orDefault, pick, text } from "../properties.ts";
import { ABSENT } from "../tree.ts";
import { Unknown } from "../value.ts";

/**
 * SNS topics. A topic is not encrypted by KMS unless a key is given; its policy is a resource of its own.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topic.html
 */
export const snsTopic: Adapter = {
  resourceType: "AWS::SNS::Topic",
  convert({ properties }, { partition, region, accountId }) {
    const name = text(properties["TopicName"]);
    const arn = typeof name === "string" ? `arn:${partition}:sns:${region}:${accountId}:${name}` : new Unknown();
    return {
      resourceId: arn,
      resourceName: name,
      arn,
      configuration: {
        ...pick(properties, {
          ContentBasedDeduplication: ["ContentBasedDeduplication", flagText],
          DisplayName: ["DisplayName", text],
          FifoTopic: ["FifoTopic", flagText],
        }),
        KmsMasterKeyId: orDefault(text(properties["KmsMasterKeyId"]), ABSENT),
        Owner: accountId,
        TopicArn: arn,
      },
    };
  },
};

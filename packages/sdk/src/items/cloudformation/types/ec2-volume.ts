import type { Adapter } from "../adapter.ts";
import { flag, integer, keyArn, orDefault, pick, text } from "../properties.ts";

/**
 * EBS volumes. Whether one is encrypted that the template says nothing of depends on the account's setting and on the
 * snapshot.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-volume.html
 */
export const ec2Volume: Adapter = {
  resourceType: "AWS::EC2::Volume",
  convert: ({ properties }) => ({
    resourceName: null,
    configuration: {
      ...pick(properties, {
        availabilityZone: ["AvailabilityZone", text],
        encrypted: ["Encrypted", flag],
        iops: ["Iops", integer],
        kmsKeyId: ["KmsKeyId", keyArn],
        multiAttachEnabled: ["MultiAttachEnabled", flag],
        outpostArn: ["OutpostArn", text],
        size: ["Size", integer],
        snapshotId: ["SnapshotId", text],
        throughput: ["Throughput", integer],
      }),
      volumeType: orDefault(text(properties["VolumeType"]), "gp2"), // the documented default
    },
  }),
};

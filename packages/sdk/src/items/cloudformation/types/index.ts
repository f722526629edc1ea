import type { Adapter } from "../adapter.ts";
import { ec2SecurityGroup } from "./ec2-security-group.ts";
import { ec2Volume } from "./ec2-volume.ts";
import { ecsService } from "./ecs-service.ts";
import { iamRole } from "./iam-role.ts";
import { iamUser } from "./iam-user.ts";
import { kmsKey } from "./kms-key.ts";
import { rdsDbInstance } from "./rds-db-instance.ts";
import { s3Bucket } from "./s3-bucket.ts";
import { snsTopic } from "./sns-topic.ts";
import { sqsQueue } from "./sqs-queue.ts";

/** The adapters by the resource type they read. */
export const ADAPTERS: ReadonlyMap<string, Adapter> = new Map(
  [ec2SecurityGroup, ec2Volume, ecsService, iamRole, iamUser, kmsKey, rdsDbInstance, s3Bucket, snsTopic, sqsQueue].map(
    (adapter) => [adapter.resourceType, adapter],
  ),
);

/** Resources that Config shows as part of another one, with the type of that. */
export const PART_TYPES: ReadonlyMap<string, string> = new Map([
  ["AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroup"],
  ["AWS::EC2::SecurityGroupEgress", "AWS::EC2::SecurityGroup"],
]);

/**
 * The IAM action of an SDK command, where it is not `service:Command`.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const OTHER_ACTIONS: Readonly<Record<string, string>> = {
  "s3:GetBucketAccelerateConfiguration": "s3:GetAccelerateConfiguration",
  "s3:GetBucketCors": "s3:GetBucketCORS",
  "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
  "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
  "s3:GetBucketNotificationConfiguration": "s3:GetBucketNotification",
  "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
  "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
  "s3:HeadBucket": "s3:ListBucket",
  "s3:HeadObject": "s3:GetObject",
  "s3:ListBuckets": "s3:ListAllMyBuckets",
  "s3:ListObjectsV2": "s3:ListBucket",
  "s3:ListObjectVersions": "s3:ListBucketVersions",
  "s3control:GetPublicAccessBlock": "s3:GetAccountPublicAccessBlock",
};

/** IAM prefixes of services whose SDK name is another. */
const PREFIXES: Readonly<Record<string, string>> = {
  acmpca: "acm-pca",
  apigatewayv2: "apigateway",
  cloudwatchlogs: "logs",
  configservice: "config",
  databasemigrationservice: "dms",
  efs: "elasticfilesystem",
  elasticloadbalancingv2: "elasticloadbalancing",
  eventbridge: "events",
  opensearch: "es",
  s3control: "s3",
  ses: "ses",
  sesv2: "ses",
  sfn: "states",
  wafv2: "wafv2",
};

/**
 * The IAM action that a command needs.
 * @param serviceId - The client's `serviceId`, such as `"Config Service"`. @param command - `"GetPublicAccessBlockCommand"`.
 */
export function iamAction(serviceId: string, command: string): string {
  const service = serviceId.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  const operation = command.replace(/Command$/, "");
  return OTHER_ACTIONS[`${service}:${operation}`] ?? `${PREFIXES[service] ?? service}:${operation}`;
}

import { describe, expect, test } from "@jest/globals";
import { WHOLE_ITEM, readOne, unknownOf } from "../fixtures/read-one.ts";
import { ADAPTERS } from "./index.ts";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/8d6f1f2e-0000-4000-8000-000000000000";
const SSE = "supplementaryConfiguration";

/** A resource's properties, the item without what all have in common, and what is not known of it. */
type Row = readonly [type: string, properties: string, item: object, unknown: readonly string[]];

const WHOLE: readonly Row[] = [
  [
    "AWS::EC2::Volume",
    `{ AvailabilityZone: eu-west-1a, Size: "8", Encrypted: "true", KmsKeyId: "${KEY}", VolumeType: gp3, Iops: 3000, Throughput: 125, MultiAttachEnabled: false, SnapshotId: snap-1 }`,
    {
      configuration: {
        availabilityZone: "eu-west-1a",
        encrypted: true,
        iops: 3000,
        kmsKeyId: KEY,
        multiAttachEnabled: false,
        size: 8,
        snapshotId: "snap-1",
        throughput: 125,
        volumeType: "gp3",
      },
    },
    ["resourceId"],
  ],
  [
    "AWS::EC2::Volume",
    "{ Encrypted: perhaps, KmsKeyId: alias/mine, Size: 8.5 }",
    { configuration: { volumeType: "gp2" } },
    ["configuration.encrypted", "configuration.kmsKeyId", "configuration.size", "resourceId"],
  ],
  [
    "AWS::ECS::Service",
    "{ ServiceName: web, LaunchType: FARGATE, DesiredCount: 2, Cluster: x, TaskDefinition: y, PropagateTags: SERVICE, EnableExecuteCommand: false, DeploymentController: { Type: ECS }, NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: ENABLED, Subnets: [subnet-1, !Ref Unset], SecurityGroups: [sg-1] } } }",
    {
      resourceName: "web",
      configuration: {
        ServiceName: "web",
        LaunchType: "FARGATE",
        DesiredCount: 2,
        PropagateTags: "SERVICE",
        EnableExecuteCommand: false,
        DeploymentController: { Type: "ECS" },
        NetworkConfiguration: {
          AwsvpcConfiguration: { AssignPublicIp: "ENABLED", Subnets: ["subnet-1", null], SecurityGroups: ["sg-1"] },
        },
      },
    },
    [
      "configuration.DeploymentController.*",
      "configuration.NetworkConfiguration.AwsvpcConfiguration.*",
      "configuration.NetworkConfiguration.AwsvpcConfiguration.Subnets.1",
      "resourceId",
    ],
  ],
  [
    "AWS::ECS::Service",
    "{ NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [subnet-1] } } }",
    {
      configuration: {
        NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: "DISABLED", Subnets: ["subnet-1"] } },
      },
    },
    ["configuration.NetworkConfiguration.AwsvpcConfiguration.*", "resourceId", "resourceName"],
  ],
  [
    "AWS::ECS::Service",
    "{ TaskDefinition: x }",
    { configuration: { NetworkConfiguration: undefined } },
    ["resourceId", "resourceName"],
  ],
  [
    "AWS::ECS::Service",
    "{ NetworkConfiguration: !Ref Unset }",
    { configuration: {} },
    ["configuration.NetworkConfiguration", "resourceId", "resourceName"],
  ],
  [
    "AWS::KMS::Key",
    "{ Description: x, EnableKeyRotation: true, KeyPolicy: { Statement: [{ Resource: '*' }] }, MultiRegion: true, Tags: [{ Key: a, Value: b }] }",
    {
      tags: { a: "b" },
      configuration: {
        awsaccountId: "111122223333",
        customerMasterKeySpec: "SYMMETRIC_DEFAULT",
        description: "x",
        enabled: true,
        keyManager: "CUSTOMER",
        keySpec: "SYMMETRIC_DEFAULT",
        keyUsage: "ENCRYPT_DECRYPT",
        multiRegion: true,
        origin: "AWS_KMS",
      },
      supplementaryConfiguration: { KeyRotationStatus: true, Policy: { Statement: [{ Resource: "*" }] } },
    },
    ["resourceId", "resourceName"],
  ],
  [
    "AWS::KMS::Key",
    "{ EnableKeyRotation: !Ref Unset, KeySpec: RSA_2048, KeyUsage: SIGN_VERIFY, Enabled: false, Origin: EXTERNAL }",
    {
      configuration: {
        awsaccountId: "111122223333",
        customerMasterKeySpec: "RSA_2048",
        enabled: false,
        keyManager: "CUSTOMER",
        keySpec: "RSA_2048",
        keyUsage: "SIGN_VERIFY",
        multiRegion: false,
        origin: "EXTERNAL",
      },
    },
    ["resourceId", "resourceName", `${SSE}.KeyRotationStatus`],
  ],
  [
    "AWS::RDS::DBInstance",
    `{ DBInstanceIdentifier: Orders, Engine: postgres, EngineVersion: "16", DBInstanceClass: db.m6g.large, AllocatedStorage: "20", StorageEncrypted: true, KmsKeyId: "${KEY}", PubliclyAccessible: "false", MultiAZ: true, BackupRetentionPeriod: 7, DeletionProtection: true, EnableIAMDatabaseAuthentication: true, EnableCloudwatchLogsExports: [postgresql], MonitoringInterval: 60, AutoMinorVersionUpgrade: true, CopyTagsToSnapshot: true, MasterUsername: root, EnablePerformanceInsights: true }`,
    {
      resourceName: "orders",
      configuration: {
        dBInstanceIdentifier: "orders",
        engine: "postgres",
        dBInstanceClass: "db.m6g.large",
        allocatedStorage: 20,
        storageEncrypted: true,
        kmsKeyId: KEY,
        publiclyAccessible: false,
        multiAZ: true,
        backupRetentionPeriod: 7,
        deletionProtection: true,
        iAMDatabaseAuthenticationEnabled: true,
        enabledCloudwatchLogsExports: ["postgresql"],
        monitoringInterval: 60,
        autoMinorVersionUpgrade: true,
        copyTagsToSnapshot: true,
        masterUsername: "root",
        performanceInsightsEnabled: true,
      },
    },
    ["resourceId"],
  ],
  [
    "AWS::RDS::DBInstance",
    "{ Engine: aurora-mysql, DBClusterIdentifier: !Ref Unset, StorageEncrypted: true, DeletionProtection: true, PubliclyAccessible: false }",
    { configuration: { engine: "aurora-mysql", publiclyAccessible: false } },
    ["configuration.dBClusterIdentifier", "resourceId", "resourceName"],
  ],
  [
    "AWS::RDS::DBInstance",
    "{ DBSnapshotIdentifier: mine, StorageEncrypted: true, DeletionProtection: true }",
    { configuration: { deletionProtection: true } },
    ["resourceId", "resourceName"],
  ],
  [
    "AWS::S3::Bucket",
    `{ BucketName: my-bucket, VersioningConfiguration: { Status: Enabled }, LoggingConfiguration: { DestinationBucketName: logs, LogFilePrefix: a/ }, PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: "true", IgnorePublicAcls: false, RestrictPublicBuckets: !Ref Unset }, BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: "${KEY}" } }] } }`,
    {
      resourceId: "my-bucket",
      resourceName: "my-bucket",
      ARN: "arn:aws:s3:::my-bucket",
      configuration: { name: "my-bucket" },
      supplementaryConfiguration: {
        BucketLoggingConfiguration: { destinationBucketName: "logs", logFilePrefix: "a/" },
        BucketVersioningConfiguration: { status: "Enabled" },
        BucketWebsiteConfiguration: undefined,
        PublicAccessBlockConfiguration: { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: false },
        ServerSideEncryptionConfiguration: {
          rules: [
            {
              applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyID: KEY },
              bucketKeyEnabled: true,
            },
          ],
        },
      },
    },
    [
      `${SSE}.BucketLoggingConfiguration.*`,
      `${SSE}.BucketVersioningConfiguration.*`,
      `${SSE}.PublicAccessBlockConfiguration.*`,
      `${SSE}.PublicAccessBlockConfiguration.restrictPublicBuckets`,
      `${SSE}.ServerSideEncryptionConfiguration.*`,
      `${SSE}.ServerSideEncryptionConfiguration.rules.0.*`,
      `${SSE}.ServerSideEncryptionConfiguration.rules.0.applyServerSideEncryptionByDefault.*`,
    ],
  ],
  [
    "AWS::S3::Bucket",
    "{ WebsiteConfiguration: { IndexDocument: index.html }, VersioningConfiguration: !Ref Unset }",
    {
      configuration: {},
      supplementaryConfiguration: {
        BucketLoggingConfiguration: { destinationBucketName: undefined, logFilePrefix: undefined },
      },
    },
    [
      "resourceId",
      "resourceName",
      `${SSE}.BucketLoggingConfiguration.*`,
      `${SSE}.BucketVersioningConfiguration`,
      `${SSE}.BucketWebsiteConfiguration`,
    ],
  ],
  [
    "AWS::SNS::Topic",
    "{ TopicName: alarms.fifo, FifoTopic: true, ContentBasedDeduplication: false, DisplayName: Alarms, KmsMasterKeyId: alias/aws/sns }",
    {
      resourceId: "arn:aws:sns:eu-west-1:111122223333:alarms.fifo",
      resourceName: "alarms.fifo",
      ARN: "arn:aws:sns:eu-west-1:111122223333:alarms.fifo",
      configuration: {
        ContentBasedDeduplication: "false",
        DisplayName: "Alarms",
        FifoTopic: "true",
        KmsMasterKeyId: "alias/aws/sns",
        Owner: "111122223333",
        TopicArn: "arn:aws:sns:eu-west-1:111122223333:alarms.fifo",
      },
    },
    [],
  ],
  [
    "AWS::SNS::Topic",
    "{}",
    { configuration: { KmsMasterKeyId: undefined, Owner: "111122223333" } },
    ["configuration.TopicArn", "resourceId", "resourceName"],
  ],
  [
    "AWS::SQS::Queue",
    `{ QueueName: jobs, KmsMasterKeyId: "${KEY}", SqsManagedSseEnabled: false, VisibilityTimeout: "60", MaximumMessageSize: 1024 }`,
    {
      resourceName: "jobs",
      ARN: "arn:aws:sqs:eu-west-1:111122223333:jobs",
      configuration: {
        DelaySeconds: 0,
        KmsMasterKeyId: KEY,
        MaximumMessageSize: 1024,
        MessageRetentionPeriod: 345_600,
        QueueArn: "arn:aws:sqs:eu-west-1:111122223333:jobs",
        QueueName: "jobs",
        ReceiveMessageWaitTimeSeconds: 0,
        SqsManagedSseEnabled: "false",
        VisibilityTimeout: 60,
      },
    },
    ["resourceId"],
  ],
];

describe("the whole item of", () => {
  test.each(WHOLE)("%s %s", (type, properties, item, unknown) => {
    const it = readOne(type, properties);
    expect(it.item).toStrictEqual({ ...WHOLE_ITEM, resourceType: type, resourceId: "It", ...item });
    expect(unknownOf(it)).toEqual(unknown);
  });
});

test("ten types have an adapter", () => {
  expect([...ADAPTERS.keys()]).toEqual([
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::Volume",
    "AWS::ECS::Service",
    "AWS::IAM::Role",
    "AWS::IAM::User",
    "AWS::KMS::Key",
    "AWS::RDS::DBInstance",
    "AWS::S3::Bucket",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
  ]);
});

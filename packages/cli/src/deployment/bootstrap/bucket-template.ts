/** What the bucket of code is made for. */
export interface BootstrapSettings {
  readonly bucketPrefix: string;
  /** Its accounts may read; only the bucket's own account where absent. */
  readonly organizationId?: string;
}

const OBJECTS = { "Fn::Sub": "arn:${AWS::Partition}:s3:::${Bucket}/*" };
const BUCKET = { "Fn::Sub": "arn:${AWS::Partition}:s3:::${Bucket}" };

const BUCKET_RESOURCE = {
  Type: "AWS::S3::Bucket",
  // what is published is needed by every stack that runs it
  DeletionPolicy: "Retain",
  UpdateReplacePolicy: "Retain",
  Properties: {
    BucketName: { "Fn::Sub": "${BucketPrefix}-${AWS::Region}" },
    VersioningConfiguration: { Status: "Enabled" },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
    },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
    LifecycleConfiguration: {
      Rules: [
        {
          Id: "AbortIncompleteUploads",
          Status: "Enabled",
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        },
      ],
    },
  },
};

/**
 * The CloudFormation template of the bucket that publishing uploads to: versioned, encrypted, private, only by TLS, read
 * by the organization and written by one role. Deployed once in each Region. Pure.
 */
export function bucketTemplate({ bucketPrefix, organizationId }: BootstrapSettings): object {
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "The bucket that Rulewright publishes code and templates to; one in each Region.",
    Parameters: {
      BucketPrefix: {
        Type: "String",
        Default: bucketPrefix,
        AllowedPattern: "[a-z0-9][a-z0-9-]{1,45}",
        Description: "The bucket's name is this, a hyphen and the Region.",
      },
      OrganizationId: {
        Type: "String",
        Default: organizationId ?? "",
        AllowedPattern: "(o-[a-z0-9]{10,32})?",
        Description: "Accounts of this organization may read; nobody else's where empty.",
      },
      WriterRoleArn: {
        Type: "String",
        Default: "",
        Description: "The one role that may write. Where empty, the account's own policies say who may.",
      },
    },
    Conditions: {
      HasOrganization: { "Fn::Not": [{ "Fn::Equals": [{ Ref: "OrganizationId" }, ""] }] },
      HasWriter: { "Fn::Not": [{ "Fn::Equals": [{ Ref: "WriterRoleArn" }, ""] }] },
    },
    Resources: {
      Bucket: BUCKET_RESOURCE,
      BucketPolicy: {
        Type: "AWS::S3::BucketPolicy",
        Properties: { Bucket: { Ref: "Bucket" }, PolicyDocument: { Version: "2012-10-17", Statement: statements() } },
      },
    },
    Outputs: { BucketName: { Value: { Ref: "Bucket" } } },
  };
}

function statements(): object[] {
  const noValue = { Ref: "AWS::NoValue" };
  return [
    {
      Sid: "OnlyByTls",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [BUCKET, OBJECTS],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      "Fn::If": [
        "HasOrganization",
        {
          Sid: "OrganizationReads",
          Effect: "Allow",
          Principal: "*",
          Action: "s3:GetObject",
          Resource: OBJECTS,
          Condition: { StringEquals: { "aws:PrincipalOrgID": { Ref: "OrganizationId" } } },
        },
        noValue,
      ],
    },
    {
      "Fn::If": [
        "HasWriter",
        {
          Sid: "OnlyOneWriter",
          Effect: "Deny",
          Principal: "*",
          Action: ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"],
          Resource: OBJECTS,
          Condition: { ArnNotEquals: { "aws:PrincipalArn": { Ref: "WriterRoleArn" } } },
        },
        noValue,
      ],
    },
  ];
}

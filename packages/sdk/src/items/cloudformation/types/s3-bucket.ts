import type { Adapter } from "../adapter.ts";
import { flag, listOf, objectOf, orDefault, text, type Read, type Said } from "../properties.ts";
import { ABSENT, open, type Tree, type TreeObject } from "../tree.ts";
import { isUnknown, isValueObject, Unknown } from "../value.ts";

const publicAccessBlock = objectOf({
  blockPublicAcls: ["BlockPublicAcls", flag],
  blockPublicPolicy: ["BlockPublicPolicy", flag],
  ignorePublicAcls: ["IgnorePublicAcls", flag],
  restrictPublicBuckets: ["RestrictPublicBuckets", flag],
});

const encryption = objectOf({
  rules: [
    "ServerSideEncryptionConfiguration",
    listOf(
      objectOf({
        applyServerSideEncryptionByDefault: [
          "ServerSideEncryptionByDefault",
          objectOf({ kmsMasterKeyID: ["KMSMasterKeyID", text], sseAlgorithm: ["SSEAlgorithm", text] }),
        ],
        bucketKeyEnabled: ["BucketKeyEnabled", flag],
      }),
    ),
  ],
});

const logging = objectOf({
  destinationBucketName: ["DestinationBucketName", text],
  logFilePrefix: ["LogFilePrefix", text],
});

/**
 * S3 buckets. What the template leaves out of encryption, public access block, ACL and policy is not known: S3's
 * defaults for new buckets have changed, the account may override them, and a policy is a resource of its own. A bucket
 * that never had versioning, logging or a website has none.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-s3-bucket.html
 */
export const s3Bucket: Adapter = {
  resourceType: "AWS::S3::Bucket",
  convert({ properties }, { partition }) {
    const name = text(properties["BucketName"]);
    return {
      resourceId: name,
      resourceName: name,
      arn: typeof name === "string" ? `arn:${partition}:s3:::${name}` : new Unknown(),
      configuration: { name },
      supplementaryConfiguration: {
        BucketLoggingConfiguration: loggingOf(properties["LoggingConfiguration"]),
        BucketVersioningConfiguration: versioningOf(properties["VersioningConfiguration"]),
        BucketWebsiteConfiguration: properties["WebsiteConfiguration"] === undefined ? ABSENT : new Unknown(),
        PublicAccessBlockConfiguration: publicAccessBlock(properties["PublicAccessBlockConfiguration"]),
        ServerSideEncryptionConfiguration: encryption(properties["BucketEncryption"]),
      },
    };
  },
};

/** Config shows `Off` for a bucket that never had versioning. */
function versioningOf(value: Parameters<Read>[0]): Tree {
  if (isUnknown(value)) return value;
  if (value !== undefined && !isValueObject(value)) return new Unknown();
  return open({ status: orDefault(text(value?.["Status"]), "Off") });
}

/** Without a destination a bucket logs into itself. */
function loggingOf(value: Parameters<Read>[0]): Tree {
  const said: Said<TreeObject> = logging(value);
  return orDefault(said, open({ destinationBucketName: ABSENT, logFilePrefix: ABSENT }));
}

import { RESOURCE_ID, compliant, defineRule, nonCompliant } from "@rulewright/sdk";
import { toBucketBlock } from "./bucket-block.ts";
import { FLAGS, NO_BLOCK } from "./public-access-block.ts";

/** Buckets have all four flags of their public access block on. */
export default defineRule({
  name: "s3-bucket-public-access-blocked",
  description: "S3 buckets block public access: all four flags of the public access block are on.",
  severity: "HIGH",
  rationale:
    "The block keeps a bucket private whatever its policy and its ACLs say, so that one mistake opens nothing.",
  references: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"],
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: {
    ConsiderAccountSettings: {
      type: "boolean",
      default: false,
      description: "Whether a flag that is on for the whole account counts as on for the bucket.",
    },
  },
  controls: ["cis-1.4.0/2.1.5", "cis-3.0.0/2.1.4", "cis-5.0.0/2.1.4", "securityhub/S3.8"],
  permissions: ["s3:GetAccountPublicAccessBlock"],
  replaces: ["S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED"],
  remediation: {
    runbook: "AWSConfigRemediation-ConfigureS3BucketPublicAccessBlock",
    parameters: {
      BucketName: RESOURCE_ID,
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    permissions: [
      { actions: ["s3:GetBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock"], resources: ["arn:*:s3:::*"] },
    ],
  },
  async collect({ aws, account, parameters }) {
    if (!parameters.ConsiderAccountSettings) return undefined;
    const { fetchAccountBlock } = await import("./account-block.ts"); // brings a client that most functions never need
    return fetchAccountBlock(aws, account.accountId);
  },
  evaluate({ configurationItem, parameters, evidence: accountBlock }) {
    const ownBlock = toBucketBlock(configurationItem.supplementaryConfiguration);
    const ownOff = FLAGS.filter((flag) => !(ownBlock ?? NO_BLOCK)[flag]);
    if (ownOff.length === 0) return compliant();
    const found = ownBlock ? "The bucket's public access block has gaps" : "The bucket has no public access block";
    if (!parameters.ConsiderAccountSettings) return nonCompliant(`${found}. Off: ${ownOff.join(", ")}.`);

    if (!accountBlock) throw new Error("The account's public access block was not fetched, so it is not known.");
    const off = ownOff.filter((flag) => !accountBlock[flag]);
    return off.length === 0
      ? compliant(`${found}. On for the whole account: ${ownOff.join(", ")}.`)
      : nonCompliant(`${found}. Off for bucket and account: ${off.join(", ")}.`);
  },
});

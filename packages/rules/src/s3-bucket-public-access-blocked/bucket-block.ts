import type { SupplementaryOf } from "@rulewright/sdk";
import type { PublicAccessBlock } from "./public-access-block.ts";

/** Reads a bucket's own block from its configuration item; `undefined` where the bucket has none. */
export function toBucketBlock(supplementary: SupplementaryOf<"AWS::S3::Bucket">): PublicAccessBlock | undefined {
  const recorded = supplementary.PublicAccessBlockConfiguration;
  if (!recorded) return undefined;
  return {
    BlockPublicAcls: recorded.blockPublicAcls === true,
    IgnorePublicAcls: recorded.ignorePublicAcls === true,
    BlockPublicPolicy: recorded.blockPublicPolicy === true,
    RestrictPublicBuckets: recorded.restrictPublicBuckets === true,
  };
}

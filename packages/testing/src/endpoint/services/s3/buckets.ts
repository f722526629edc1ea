import type {
  GetBucketLocationCommandInput,
  GetBucketLocationCommandOutput,
  GetBucketPolicyCommandInput,
  GetBucketPolicyCommandOutput,
  GetBucketVersioningCommandInput,
  GetBucketVersioningCommandOutput,
  HeadBucketCommandInput,
  HeadBucketCommandOutput,
} from "@aws-sdk/client-s3";
import { operation, type OperationContext } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";
import type { StoredBucket } from "../../state/s3-state.ts";

/** The members that every operation on a bucket takes. */
export interface BucketInput {
  readonly Bucket: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/**
 * Finds a bucket, or refuses as S3 does: another Region is a redirect that names it, another account needs a policy.
 * What the policy says is not evaluated: any policy admits everybody.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export function requireBucket(
  { Bucket: name = "", ExpectedBucketOwner: expectedOwner }: BucketInput,
  { state, caller }: OperationContext,
): StoredBucket {
  const bucket = state.s3.buckets.get(name);
  if (bucket === undefined) throw new ServiceError("NoSuchBucket", "The specified bucket does not exist", 404);
  if (bucket.region !== caller.region) {
    const message = "The bucket you are attempting to access must be addressed using the specified endpoint.";
    throw new ServiceError("PermanentRedirect", message, 301, { "x-amz-bucket-region": bucket.region });
  }
  const isForeign = bucket.account !== caller.account && bucket.policy === undefined;
  if (isForeign || (expectedOwner !== undefined && expectedOwner !== bucket.account)) {
    throw new ServiceError("AccessDenied", "Access Denied", 403);
  }
  return bucket;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
export const headBucket = operation<HeadBucketCommandInput, HeadBucketCommandOutput>((input, context) => {
  const { name, region } = requireBucket(input, context);
  return { BucketArn: `arn:aws:s3:::${name}`, BucketRegion: region, AccessPointAlias: false };
});

/**
 * Names a bucket's Region; us-east-1 is no name at all. Asked from any Region.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
 */
export const getBucketLocation = operation<GetBucketLocationCommandInput, GetBucketLocationCommandOutput>(
  (input, context) => {
    const region = context.state.s3.buckets.get(input.Bucket ?? "")?.region ?? context.caller.region;
    requireBucket(input, { ...context, caller: { ...context.caller, region } });
    return { LocationConstraint: region === "us-east-1" ? undefined : region };
  },
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export const getBucketPolicy = operation<GetBucketPolicyCommandInput, GetBucketPolicyCommandOutput>(
  (input, context) => {
    const { policy } = requireBucket(input, context);
    if (policy !== undefined) return { Policy: policy };
    throw new ServiceError("NoSuchBucketPolicy", "The bucket policy does not exist", 404);
  },
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html */
export const getBucketVersioning = operation<GetBucketVersioningCommandInput, GetBucketVersioningCommandOutput>(
  (input, context) => ({ Status: requireBucket(input, context).versioning }),
);

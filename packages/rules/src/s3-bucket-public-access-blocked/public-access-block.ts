/**
 * The four flags of a public access block, as the S3 API spells them.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html
 */
export const FLAGS = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"] as const;

/** The name of a flag. */
export type Flag = (typeof FLAGS)[number];

/** A whole block, of a bucket or of an account. */
export type PublicAccessBlock = { readonly [F in Flag]: boolean };

/** The block of a bucket or an account that has none. */
export const NO_BLOCK: PublicAccessBlock = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};

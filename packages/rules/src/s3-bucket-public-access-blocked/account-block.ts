import { GetPublicAccessBlockCommand, S3ControlClient } from "@aws-sdk/client-s3-control";
import { codeOf, type Aws } from "@rulewright/sdk";
import { NO_BLOCK, type PublicAccessBlock } from "./public-access-block.ts";

/**
 * Fetches the block that holds for every bucket of an account. The rule imports this module when it needs it, and the
 * SDK client with it.
 *
 * @returns The account's block; {@link NO_BLOCK} where it has none, which S3 reports as an error.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html
 */
export async function fetchAccountBlock(aws: Aws, accountId: string): Promise<PublicAccessBlock> {
  try {
    const answer = await aws.client(S3ControlClient).send(new GetPublicAccessBlockCommand({ AccountId: accountId }));
    const found = answer.PublicAccessBlockConfiguration;
    return {
      BlockPublicAcls: found?.BlockPublicAcls === true,
      IgnorePublicAcls: found?.IgnorePublicAcls === true,
      BlockPublicPolicy: found?.BlockPublicPolicy === true,
      RestrictPublicBuckets: found?.RestrictPublicBuckets === true,
    };
  } catch (error) {
    if (codeOf(error) === "NoSuchPublicAccessBlockConfiguration") return NO_BLOCK;
    throw error;
  }
}

import { NoSuchEntityException, paginateListAccessKeys, type IAMClient } from "@aws-sdk/client-iam";

/** An access key, without its secret, which IAM never shows again. */
export interface AccessKey {
  readonly accessKeyId: string;
  /** `Active`, `Inactive` or `Expired`. */
  readonly status: string;
  readonly createDate: Date;
}

/** Fetches a user's access keys; `undefined` where the user is gone. */
export async function fetchAccessKeys(iam: IAMClient, userName: string): Promise<readonly AccessKey[] | undefined> {
  const keys: AccessKey[] = [];
  try {
    for await (const page of paginateListAccessKeys({ client: iam }, { UserName: userName })) {
      for (const { AccessKeyId, Status, CreateDate } of page.AccessKeyMetadata ?? []) {
        if (!AccessKeyId || !Status || !CreateDate) throw new Error(`IAM listed an access key of ${userName} in part.`);
        keys.push({ accessKeyId: AccessKeyId, status: Status, createDate: CreateDate });
      }
    }
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
  return keys;
}

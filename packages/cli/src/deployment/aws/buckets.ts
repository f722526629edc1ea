import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import { RulewrightError } from "@rulewright/sdk";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import { calling, isAwsError, statusOf } from "./aws-error.ts";

/** A bucket, with the account that must own it: names are easy to guess, and code from a stranger's would run. */
export interface Bucket {
  readonly client: S3Client;
  readonly name: string;
  readonly region: string;
  readonly owner: string;
}

/** What a person types to get the bucket. */
export function bootstrapHint(prefix: string): string {
  return `rulewright bootstrap --bucket-prefix ${prefix} --output bucket.yaml, then deploy it in each Region.`;
}

/** Checks that a bucket is there, ours and reachable. @throws RulewrightError `RW4014`, `RW4015`. */
export async function mustHaveBucket(bucket: Bucket, prefix: string): Promise<void> {
  try {
    await bucket.client.send(new HeadBucketCommand({ Bucket: bucket.name, ExpectedBucketOwner: bucket.owner }));
  } catch (cause) {
    const { name, region, owner } = bucket;
    const status = statusOf(cause);
    if (status === 404) {
      const message = `There is no bucket ${name} in ${region}.`;
      throw new RulewrightError(DEPLOYMENT_ERRORS.BUCKET_MISSING, message, { cause, hint: bootstrapHint(prefix) });
    }
    if (status !== 403 && status !== 301) {
      return calling(`HeadBucket of ${name}`, () => Promise.reject(cause));
    }
    const message = `Bucket ${name} of ${region} refuses account ${owner}, or belongs to another account.`;
    const hint = "Check who owns the bucket (--bucket-owner), its policy, and that the credentials have s3:ListBucket.";
    throw new RulewrightError(DEPLOYMENT_ERRORS.BUCKET_REFUSED, message, { cause, hint });
  }
}

/** Whether an object is there; keys tell contents, so one that is there is the right one. */
export async function hasObject({ client, name, owner }: Bucket, key: string): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand({ Bucket: name, Key: key, ExpectedBucketOwner: owner }));
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    return calling(`HeadObject of ${key} in ${name}`, () => Promise.reject(error));
  }
}

/** Writes an object whole. */
export async function putObject(
  { client, name, owner }: Bucket,
  key: string,
  body: Uint8Array | string,
  contentType: string,
): Promise<void> {
  await calling(`PutObject of ${key} in ${name}`, () =>
    client.send(
      new PutObjectCommand({
        Bucket: name,
        Key: key,
        Body: body,
        ContentType: contentType,
        ExpectedBucketOwner: owner,
      }),
    ),
  );
}

/** An object's text; `undefined` where there is none. */
export async function getText({ client, name, owner }: Bucket, key: string): Promise<string | undefined> {
  try {
    const answer = await client.send(new GetObjectCommand({ Bucket: name, Key: key, ExpectedBucketOwner: owner }));
    return await answer.Body?.transformToString();
  } catch (error) {
    if (isAwsError(error, "NoSuchKey")) return undefined;
    return calling(`GetObject of ${key} in ${name}`, () => Promise.reject(error));
  }
}

/** Deletes every version below a prefix, a thousand at a time. @returns how many there were. */
export async function deleteBelow(bucket: Bucket, prefix: string): Promise<number> {
  const { client, name, owner } = bucket;
  let deleted = 0;
  await calling(`DeleteObjects of ${prefix} in ${name}`, async () => {
    for await (const page of versionsBelow(bucket, prefix)) {
      if (page.length === 0) continue;
      const answer = await client.send(
        new DeleteObjectsCommand({
          Bucket: name,
          Delete: { Objects: [...page], Quiet: true },
          ExpectedBucketOwner: owner,
        }),
      );
      const [error] = answer.Errors ?? [];
      if (error) throw Object.assign(new Error(`${error.Key}: ${error.Message}`), { name: error.Code ?? "Error" });
      deleted += page.length;
    }
  });
  return deleted;
}

/** Keys below a prefix that still have a version or a marker. */
export async function keysBelow(bucket: Bucket, prefix: string): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  await calling(`ListObjectVersions of ${prefix} in ${bucket.name}`, async () => {
    for await (const page of versionsBelow(bucket, prefix)) for (const { Key } of page) keys.add(Key);
  });
  return keys;
}

/** Keys of the objects below a prefix. */
export async function keysListed({ client, name, owner }: Bucket, prefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  await calling(`ListObjectsV2 of ${prefix} in ${name}`, async () => {
    const input = { Bucket: name, Prefix: prefix, ExpectedBucketOwner: owner };
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, input)) {
      keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
    }
  });
  return keys;
}

interface VersionOfObject {
  readonly Key: string;
  readonly VersionId?: string;
}

/** Pages of versions and delete markers. */
async function* versionsBelow({ client, name, owner }: Bucket, prefix: string): AsyncGenerator<VersionOfObject[]> {
  let after: { KeyMarker?: string; VersionIdMarker?: string } = {};
  for (;;) {
    const input = { Bucket: name, Prefix: prefix, ExpectedBucketOwner: owner, ...after };
    const page = await calling(`ListObjectVersions of ${prefix} in ${name}`, () =>
      client.send(new ListObjectVersionsCommand(input)),
    );
    yield [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].flatMap(({ Key, VersionId }) =>
      Key === undefined ? [] : [{ Key, ...(VersionId === undefined ? {} : { VersionId }) }],
    );
    if (page.IsTruncated !== true || page.NextKeyMarker === undefined) return;
    after = {
      KeyMarker: page.NextKeyMarker,
      ...(page.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: page.NextVersionIdMarker }),
    };
  }
}

/** The https URL of an object, from the client's own endpoint rules: no partition's domain is written here. */
export async function objectUrl({ client, name, region }: Bucket, key: string): Promise<string> {
  const endpoint = await client.config.endpoint?.();
  const { config } = client;
  const { url } = config.endpointProvider({
    Bucket: name,
    Region: region,
    UseFIPS: await config.useFipsEndpoint(),
    UseDualStack: false,
    ForcePathStyle: config.forcePathStyle === true,
    ...(endpoint
      ? { Endpoint: `${endpoint.protocol}//${endpoint.hostname}${endpoint.port ? `:${endpoint.port}` : ""}` }
      : {}),
  });
  return `${url.href.replace(/\/$/, "")}/${key}`;
}

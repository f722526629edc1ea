import type { ListObjectsV2CommandInput, ListObjectsV2CommandOutput } from "@aws-sdk/client-s3";
import { operation } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";
import type { StoredBucket, StoredObject } from "../../state/s3-state.ts";
import { requireBucket } from "./buckets.ts";

const MAX_KEYS = 1000;

interface Listing {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly startAfter: string;
}

/** The part of a key up to the first delimiter after the prefix; undefined when there is none. */
function commonPrefix(key: string, { prefix, delimiter }: Listing): string | undefined {
  if (delimiter === undefined || delimiter === "") return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at === -1 ? undefined : key.slice(0, at + delimiter.length);
}

/** Objects and common prefixes (as text) in the order of their UTF-8 bytes. */
function entries({ objects }: StoredBucket, listing: Listing): readonly (StoredObject | string)[] {
  const found = new Map<string, StoredObject | string>();
  for (const object of objects.values()) {
    if (!object.key.startsWith(listing.prefix) || object.key <= listing.startAfter) continue;
    const shared = commonPrefix(object.key, listing);
    found.set(shared ?? object.key, shared ?? object);
  }
  return [...found]
    .sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
    .map(([, entry]) => entry);
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const listObjectsV2 = operation<ListObjectsV2CommandInput, ListObjectsV2CommandOutput>((input, context) => {
  const { Prefix: prefix = "", Delimiter: delimiter, StartAfter: startAfter = "", MaxKeys = MAX_KEYS } = input;
  const bucket = requireBucket(input, context);
  const page = context.state.s3.pagers.objects.page({
    listing: JSON.stringify([bucket.name, prefix, delimiter, startAfter]),
    token: input.ContinuationToken,
    size: Math.max(1, Math.min(MaxKeys, MAX_KEYS)),
    items: () => entries(bucket, { prefix, delimiter, startAfter }),
    invalidToken: () => new ServiceError("InvalidArgument", "The continuation token provided is incorrect"),
  });
  const objects = page.items.filter((entry) => typeof entry !== "string");
  return {
    Name: bucket.name,
    Prefix: prefix,
    Delimiter: delimiter,
    MaxKeys,
    KeyCount: page.items.length,
    IsTruncated: page.nextToken !== undefined,
    ContinuationToken: input.ContinuationToken,
    NextContinuationToken: page.nextToken,
    Contents: objects.map(({ key, lastModified, etag, body }) => ({
      Key: key,
      LastModified: lastModified,
      ETag: etag,
      Size: body.length,
      StorageClass: "STANDARD",
    })),
    CommonPrefixes: page.items.filter((entry) => typeof entry === "string").map((Prefix) => ({ Prefix })),
  };
});

import type { ListObjectVersionsCommandInput, ListObjectVersionsCommandOutput } from "@aws-sdk/client-s3";
import { operation } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";
import type { StoredBucket, StoredVersion } from "../../state/s3-state.ts";
import { requireBucket } from "./buckets.ts";

const MAX_KEYS = 1000;

interface Listed extends StoredVersion {
  readonly key: string;
  readonly isLatest: boolean;
}

/** All versions in the order of their keys' bytes, the newest of a key first. */
function listed({ versions }: StoredBucket, prefix: string): readonly Listed[] {
  return [...versions]
    .filter(([key]) => key.startsWith(prefix))
    .sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
    .flatMap(([key, own]) => own.toReversed().map((version, index) => ({ ...version, key, isLatest: index === 0 })));
}

/** Where a page begins: after the version named, or after all versions of the key. */
function startAfter(all: readonly Listed[], keyMarker: string | undefined, idMarker: string | undefined): number {
  if (keyMarker === undefined) return 0;
  const at = all.findIndex(({ key, id }) => key === keyMarker && id === idMarker);
  if (at !== -1) return at + 1;
  const next = all.findIndex(({ key }) => key > keyMarker);
  return next === -1 ? all.length : next;
}

/**
 * Lists the versions of objects and the delete markers; without delimiters.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
 */
export const listObjectVersions = operation<ListObjectVersionsCommandInput, ListObjectVersionsCommandOutput>(
  (input, context) => {
    const { Prefix: prefix = "", MaxKeys = MAX_KEYS, KeyMarker, VersionIdMarker } = input;
    const bucket = requireBucket(input, context);
    if (input.Delimiter !== undefined) {
      throw new ServiceError("NotImplemented", "The endpoint lists no versions by delimiter.", 501);
    }
    const all = listed(bucket, prefix);
    const start = startAfter(all, KeyMarker, VersionIdMarker);
    const end = start + Math.max(1, Math.min(MaxKeys, MAX_KEYS));
    const page = all.slice(start, end);
    const isTruncated = end < all.length;
    const last = isTruncated ? page.at(-1) : undefined;
    const describe = ({ key, id, isLatest, lastModified }: Listed) => ({
      Key: key,
      VersionId: id,
      IsLatest: isLatest,
      LastModified: lastModified,
    });
    return {
      Name: bucket.name,
      Prefix: prefix,
      MaxKeys,
      KeyMarker,
      VersionIdMarker,
      IsTruncated: isTruncated,
      NextKeyMarker: last?.key,
      NextVersionIdMarker: last?.id,
      Versions: page.flatMap((version) =>
        version.object === undefined
          ? []
          : [{ ...describe(version), ETag: version.object.etag, Size: version.object.body.length }],
      ),
      DeleteMarkers: page.filter(({ object }) => object === undefined).map(describe),
    };
  },
);

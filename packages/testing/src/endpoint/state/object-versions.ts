import { randomUUID } from "node:crypto";
import type { StoredBucket, StoredObject, StoredVersion } from "./s3-state.ts";

/** The id of what was put while the bucket was not versioned. */
const NULL_VERSION = "null";

/** What a deletion came to. */
export interface Deletion {
  readonly versionId: string | undefined;
  readonly isMarker: boolean;
}

const versionId = ({ versioning }: StoredBucket) =>
  versioning === "Enabled" ? randomUUID().replaceAll("-", "") : NULL_VERSION;

function add(bucket: StoredBucket, key: string, version: StoredVersion): void {
  const others = (bucket.versions.get(key) ?? []).filter(({ id }) => id !== version.id);
  bucket.versions.set(key, [...others, version]);
}

/** Makes the newest version of a key the object that is read; none when that is a delete marker. */
function settle(bucket: StoredBucket, key: string): void {
  const versions = bucket.versions.get(key) ?? [];
  const { object } = versions.at(-1) ?? {};
  if (object === undefined) bucket.objects.delete(key);
  else bucket.objects.set(key, object);
  if (versions.length === 0) bucket.versions.delete(key);
}

/**
 * Stores an object: beside the earlier versions in a versioned bucket, else in place of the one before.
 *
 * @returns the version's id; undefined when the bucket was never versioned.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html
 */
export function storeVersion(bucket: StoredBucket, object: StoredObject): string | undefined {
  const id = versionId(bucket);
  add(bucket, object.key, { id, lastModified: object.lastModified, object });
  settle(bucket, object.key);
  return bucket.versioning === undefined ? undefined : id;
}

/** Deletes one version for good; without an id the object, which leaves a delete marker where versions are kept. */
export function deleteVersion(bucket: StoredBucket, key: string, id: string | undefined, now: Date): Deletion {
  const versions = bucket.versions.get(key) ?? [];
  if (id === undefined && bucket.versioning !== undefined) {
    const marker: StoredVersion = { id: versionId(bucket), lastModified: now, object: undefined };
    add(bucket, key, marker);
    settle(bucket, key);
    return { versionId: marker.id, isMarker: true };
  }
  const wanted = id ?? NULL_VERSION;
  const found = versions.find((version) => version.id === wanted);
  bucket.versions.set(
    key,
    versions.filter((version) => version !== found),
  );
  settle(bucket, key);
  return { versionId: id, isMarker: found !== undefined && found.object === undefined };
}

/** The object as it was in one version; undefined for a version that is not there or is a delete marker. */
export function findVersion(bucket: StoredBucket, key: string, id: string): StoredObject | undefined {
  return bucket.versions.get(key)?.find((version) => version.id === id)?.object;
}

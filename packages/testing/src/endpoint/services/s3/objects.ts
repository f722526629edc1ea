import type {
  DeleteObjectCommandInput,
  DeleteObjectCommandOutput,
  DeleteObjectsCommandInput,
  DeleteObjectsCommandOutput,
  GetObjectCommandInput,
  GetObjectCommandOutput,
  HeadObjectCommandInput,
  HeadObjectCommandOutput,
  PutObjectCommandInput,
  PutObjectCommandOutput,
} from "@aws-sdk/client-s3";
import { operation, type OperationContext } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";
import { deleteVersion, findVersion, storeVersion } from "../../state/object-versions.ts";
import type { StoredObject } from "../../state/s3-state.ts";
import { type BucketInput, requireBucket } from "./buckets.ts";
import { checkedSums, etagOf } from "./checksums.ts";

const MAX_KEY_BYTES = 1024;
const MAX_KEYS_TO_DELETE = 1000;

type BodyOf<T> = Omit<T, "Body"> & { readonly Body?: Uint8Array };

interface Conditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

const bare = (etag: string) => etag.replaceAll('"', "");
const failedPrecondition = () =>
  new ServiceError("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);

/**
 * Holds a write back unless the object is, or is not, there as told.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
function refuseWrite({ IfMatch, IfNoneMatch }: Conditions, stored: StoredObject | undefined): void {
  if (IfNoneMatch !== undefined && IfNoneMatch !== "*") {
    throw new ServiceError("NotImplemented", "If-None-Match takes only * here.", 501);
  }
  if (IfNoneMatch === "*" && stored !== undefined) throw failedPrecondition();
  if (IfMatch === undefined) return;
  if (stored === undefined) throw new ServiceError("NoSuchKey", "The specified key does not exist.", 404);
  if (bare(IfMatch) !== bare(stored.etag)) throw failedPrecondition();
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const putObject = operation<BodyOf<PutObjectCommandInput>, PutObjectCommandOutput>((input, context) => {
  const { Key: key = "", Body: body = new Uint8Array() } = input;
  const bucket = requireBucket(input, context);
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new ServiceError("KeyTooLongError", "Your key is too long");
  refuseWrite(input, bucket.objects.get(key));
  const checksums = checkedSums({ ...input }, body);
  const object: StoredObject = {
    key,
    body,
    etag: etagOf(body),
    lastModified: context.now,
    contentType: input.ContentType,
    contentEncoding: input.ContentEncoding,
    cacheControl: input.CacheControl,
    metadata: input.Metadata ?? {},
    checksums,
  };
  const VersionId = storeVersion(bucket, object);
  return { VersionId, ETag: object.etag, ...checksums, ChecksumType: "FULL_OBJECT", ServerSideEncryption: "AES256" };
});

interface ObjectInput extends BucketInput, Conditions {
  readonly Key: string | undefined;
  readonly Range?: string | undefined;
  readonly VersionId?: string | undefined;
}

function requireObject(input: ObjectInput, context: OperationContext): StoredObject {
  const bucket = requireBucket(input, context);
  const { Key: key = "", VersionId: id } = input;
  const object = id === undefined ? bucket.objects.get(key) : findVersion(bucket, key, id);
  if (object === undefined && id !== undefined) {
    throw new ServiceError("NoSuchVersion", "The specified version does not exist.", 404);
  }
  if (object === undefined) throw new ServiceError("NoSuchKey", "The specified key does not exist.", 404);
  const { IfMatch, IfNoneMatch } = input;
  if (IfMatch !== undefined && bare(IfMatch) !== bare(object.etag)) throw failedPrecondition();
  if (IfNoneMatch !== undefined && bare(IfNoneMatch) === bare(object.etag)) {
    throw new ServiceError("NotModified", "Not Modified", 304);
  }
  if (input.Range !== undefined) throw new ServiceError("NotImplemented", "The endpoint reads no ranges.", 501);
  return object;
}

/** What GetObject and HeadObject say of an object; checksums only when they are asked for. */
function describe(object: StoredObject, checksumMode: string | undefined) {
  return {
    AcceptRanges: "bytes",
    LastModified: object.lastModified,
    ContentLength: object.body.length,
    ETag: object.etag,
    ContentType: object.contentType ?? "binary/octet-stream",
    ContentEncoding: object.contentEncoding,
    CacheControl: object.cacheControl,
    Metadata: object.metadata,
    ServerSideEncryption: "AES256",
    ...(checksumMode === "ENABLED" ? { ...object.checksums, ChecksumType: "FULL_OBJECT" } : {}),
  };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const getObject = operation<GetObjectCommandInput, BodyOf<GetObjectCommandOutput>>((input, context) => {
  const object = requireObject(input, context);
  return { ...describe(object, input.ChecksumMode), Body: object.body };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
export const headObject = operation<HeadObjectCommandInput, HeadObjectCommandOutput>((input, context) =>
  describe(requireObject(input, context), input.ChecksumMode),
);

/**
 * Deletes an object or one version of it; what is not there is as good as deleted.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
 */
export const deleteObject = operation<DeleteObjectCommandInput, DeleteObjectCommandOutput>((input, context) => {
  const { Key: key = "" } = input;
  const bucket = requireBucket(input, context);
  if (input.IfMatch !== undefined) refuseWrite({ IfMatch: input.IfMatch }, bucket.objects.get(key));
  const { versionId, isMarker } = deleteVersion(bucket, key, input.VersionId, context.now);
  return { VersionId: versionId, DeleteMarker: isMarker ? true : undefined };
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export const deleteObjects = operation<DeleteObjectsCommandInput, DeleteObjectsCommandOutput>((input, context) => {
  const bucket = requireBucket(input, context);
  const { Objects: asked = [], Quiet: isQuiet = false } = input.Delete ?? {};
  if (asked.length === 0 || asked.length > MAX_KEYS_TO_DELETE) {
    throw new ServiceError("MalformedXML", "Between 1 and 1000 keys are deleted at once.");
  }
  const deleted = asked.map(({ Key = "", VersionId }) => {
    const { versionId, isMarker } = deleteVersion(bucket, Key, VersionId, context.now);
    const marker = isMarker ? { DeleteMarker: true, DeleteMarkerVersionId: versionId } : {};
    return { Key, VersionId, ...marker };
  });
  return { Deleted: isQuiet ? [] : deleted, Errors: [] };
});

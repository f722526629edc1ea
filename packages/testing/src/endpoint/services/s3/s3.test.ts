import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type AwsEndpoint, createAwsEndpoint } from "../../create-aws-endpoint.ts";

const NOW = new Date("2026-03-05T00:00:00Z");
const BINARY = Buffer.from([0x50, 0x4b, 0x03, 0x04, 0xff, 0xfe, 0x00, 0x80, 0x0d, 0x0a]);
const Bucket = "code-us-east-1";
let endpoint: AwsEndpoint;
let client: S3Client;

beforeEach(async () => {
  endpoint = await createAwsEndpoint({ now: () => NOW });
  endpoint.state.s3.createBucket({ name: Bucket });
  client = new S3Client({ ...endpoint.clientConfig, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const put = (Key: string, changes: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body: "body", ...changes }));
const keys = () => [...(endpoint.state.s3.buckets.get(Bucket)?.objects.keys() ?? [])];
const read = async (Key: string) => {
  const output = await client.send(new GetObjectCommand({ Bucket, Key }));
  return { ...output, bytes: Buffer.from((await output.Body?.transformToByteArray()) ?? []) };
};

describe("objects", () => {
  test("bytes come back as they were, with their checksum, type, metadata and ETag", async () => {
    const { ETag, ChecksumCRC32 } = await put("rulewright/a b/ü+.zip", {
      Body: BINARY,
      ContentType: "application/zip",
      CacheControl: "no-cache",
      Metadata: { hash: "abc" },
    });
    const object = await read("rulewright/a b/ü+.zip");
    expect(object.bytes.equals(BINARY)).toBe(true);
    expect(object).toMatchObject({
      ETag,
      ChecksumCRC32,
      ContentType: "application/zip",
      CacheControl: "no-cache",
      ContentLength: BINARY.length,
      Metadata: { hash: "abc" },
      LastModified: NOW,
    });
    expect(ChecksumCRC32).toEqual(expect.any(String));
  });

  test("a stream arrives in chunks with a trailer, and is stored without either", async () => {
    const chunks = [Buffer.alloc(70_000, 7), BINARY, Buffer.alloc(20_000, 9)];
    const whole = Buffer.concat(chunks);
    await put("stream", { Body: Readable.from(chunks), ContentLength: whole.length });
    const { bytes, ContentEncoding, ChecksumCRC32 } = await read("stream");
    expect(bytes.equals(whole)).toBe(true);
    expect([ContentEncoding, typeof ChecksumCRC32]).toEqual([undefined, "string"]);
  });

  test("a checksum that does not fit is BadDigest, and nothing is stored", async () => {
    await expect(put("a", { ChecksumCRC32: "AAAAAA==" })).rejects.toMatchObject({ name: "BadDigest" });
    await expect(put("a", { ChecksumSHA256: "AAAA" })).rejects.toMatchObject({ name: "BadDigest" });
    expect(keys()).toEqual([]);
  });

  test("If-None-Match puts an object only when it is absent, If-Match only when it is the one", async () => {
    const { ETag = "" } = await put("a", { IfNoneMatch: "*" });
    const failed = { name: "PreconditionFailed", $metadata: { httpStatusCode: 412 } };
    await expect(put("a", { IfNoneMatch: "*", Body: "other" })).rejects.toMatchObject(failed);
    await expect(put("a", { IfMatch: '"0"' })).rejects.toMatchObject(failed);
    await expect(put("b", { IfMatch: ETag })).rejects.toMatchObject({ name: "NoSuchKey" });
    await put("a", { IfMatch: ETag, Body: "third" });
    expect(endpoint.state.s3.text(Bucket, "a")).toBe("third");
  });

  test("HeadObject tells without the body; what is absent is 404", async () => {
    await put("a", { Body: BINARY });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "a" }));
    expect(head).toMatchObject({ ContentLength: BINARY.length, LastModified: NOW });
    await expect(client.send(new HeadObjectCommand({ Bucket, Key: "b" }))).rejects.toMatchObject({
      name: "NotFound",
      $metadata: { httpStatusCode: 404 },
    });
    await expect(read("b")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test("deleting is the same whether the object is there or not", async () => {
    for (const key of ["a", "b", "c"]) await put(key);
    await client.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
    const Delete = { Objects: [{ Key: "b" }, { Key: "x&y" }] };
    const { Deleted, Errors } = await client.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect([Deleted, Errors]).toEqual([[{ Key: "b" }, { Key: "x&y" }], undefined]);
    expect(keys()).toEqual(["c"]);
  });
});

describe("ListObjectsV2", () => {
  test("pages in the order of keys, narrowed by prefix", async () => {
    for (let index = 0; index < 25; index += 1) await put(`p/${String(index).padStart(3, "0")}`);
    await put("other");
    const found: unknown[] = [];
    for await (const page of paginateListObjectsV2({ client, pageSize: 10 }, { Bucket, Prefix: "p/" })) {
      found.push(page.Contents?.map(({ Key }) => Key));
    }
    expect(found).toEqual([
      expect.arrayContaining(["p/000", "p/009"]),
      expect.arrayContaining(["p/010"]),
      ["p/020", "p/021", "p/022", "p/023", "p/024"],
    ]);
  });

  test("folds keys by a delimiter, and an empty bucket has no contents", async () => {
    expect(await client.send(new ListObjectsV2Command({ Bucket }))).toMatchObject({ KeyCount: 0, IsTruncated: false });
    for (const key of ["a/1", "a/2", "b"]) await put(key);
    const { Contents, CommonPrefixes } = await client.send(new ListObjectsV2Command({ Bucket, Delimiter: "/" }));
    expect(Contents).toEqual([expect.objectContaining({ Key: "b", Size: 4, LastModified: NOW })]);
    expect(CommonPrefixes).toEqual([{ Prefix: "a/" }]);
  });

  test("refuses an invented token", async () => {
    const command = new ListObjectsV2Command({ Bucket, ContinuationToken: "made-up" });
    await expect(client.send(command)).rejects.toMatchObject({ name: "InvalidArgument" });
  });
});

describe("versions", () => {
  const list = async (MaxKeys?: number) => {
    const found: unknown[] = [];
    let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
    for (;;) {
      const page = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: "a", MaxKeys, ...markers }));
      found.push(...(page.Versions ?? []).map(({ Key, VersionId, IsLatest }) => [Key, VersionId, IsLatest]));
      found.push(...(page.DeleteMarkers ?? []).map(({ Key, IsLatest }) => [Key, "marker", IsLatest]));
      if (page.IsTruncated !== true) return found;
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
  };

  test("are kept in a versioned bucket, read by id, and hidden by a delete marker", async () => {
    const bucket = endpoint.state.s3.buckets.get(Bucket);
    if (bucket !== undefined) bucket.versioning = "Enabled";
    const first = await put("a", { Body: "one" });
    const second = await put("a", { Body: "two" });
    await put("ab");
    await put("b");
    const { DeleteMarker, VersionId } = await client.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
    expect([DeleteMarker, keys()]).toEqual([true, ["ab", "b"]]);
    const expected = [
      ["a", "marker", true],
      ["a", second.VersionId, false],
      ["a", first.VersionId, false],
      ["ab", expect.any(String), true],
    ];
    expect(new Set(await list())).toEqual(new Set(expected));
    expect(await list(1)).toEqual(expected);
    const old = await client.send(new GetObjectCommand({ Bucket, Key: "a", VersionId: first.VersionId }));
    expect(await old.Body?.transformToString()).toBe("one");
    await expect(read("a")).rejects.toMatchObject({ name: "NoSuchKey" });
    await client.send(new DeleteObjectCommand({ Bucket, Key: "a", VersionId }));
    expect((await read("a")).bytes.toString()).toBe("two");
    const Objects = [first, second].map((version) => ({ Key: "a", VersionId: version.VersionId }));
    await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect([keys(), await list()]).toEqual([["ab", "b"], [expected[3]]]);
    await expect(client.send(new GetObjectCommand({ Bucket, Key: "a", VersionId: "none" }))).rejects.toMatchObject({
      name: "NoSuchVersion",
    });
  });

  test("of a bucket that is not versioned are one a key, of no name", async () => {
    await put("a", { Body: "one" });
    expect((await put("a", { Body: "two" })).VersionId).toBeUndefined();
    expect(await list()).toEqual([["a", "null", true]]);
    await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "a", VersionId: "null" }] } }));
    expect([keys(), await list()]).toEqual([[], []]);
  });
});

describe("buckets", () => {
  test("tell Region, policy and versioning", async () => {
    endpoint.state.s3.createBucket({ name: "b", region: "eu-west-1", policy: '{"a":"<&>"}', versioning: "Enabled" });
    const other = new S3Client(endpoint.clientConfigFor({ region: "eu-west-1" }));
    expect(await other.send(new HeadBucketCommand({ Bucket: "b" }))).toMatchObject({ BucketRegion: "eu-west-1" });
    const location = async (name: string) =>
      (await client.send(new GetBucketLocationCommand({ Bucket: name }))).LocationConstraint;
    expect([await location("b"), await location(Bucket)]).toEqual(["eu-west-1", undefined]);
    expect((await other.send(new GetBucketPolicyCommand({ Bucket: "b" }))).Policy).toBe('{"a":"<&>"}');
    expect((await other.send(new GetBucketVersioningCommand({ Bucket: "b" }))).Status).toBe("Enabled");
    expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    other.destroy();
  });

  test.each([
    ["no bucket", "nothing", 404],
    ["a bucket of another Region", "far", 301],
    ["a bucket of another account without a policy", "foreign", 403],
  ])("%s is refused", async (_name, name, httpStatusCode) => {
    endpoint.state.s3.createBucket({ name: "far", region: "eu-west-1" });
    endpoint.state.s3.createBucket({ name: "foreign", account: "444455556666" });
    await expect(client.send(new HeadBucketCommand({ Bucket: name }))).rejects.toMatchObject({
      $metadata: { httpStatusCode },
    });
  });

  test("a missing policy and a missing bucket have their codes", async () => {
    await expect(client.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: "NoSuchBucketPolicy",
    });
    await expect(client.send(new PutObjectCommand({ Bucket: "x", Key: "k", Body: "x" }))).rejects.toMatchObject({
      name: "NoSuchBucket",
    });
  });

  test("the owner that is expected must be the owner", async () => {
    const command = new HeadBucketCommand({ Bucket, ExpectedBucketOwner: "444455556666" });
    await expect(client.send(command)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });
});

test("AWS_ENDPOINT_URL leads clients here, by path", async () => {
  const { region, credentials } = endpoint.clientConfig;
  const plain = new S3Client({ region, credentials, endpoint: endpoint.url });
  await plain.send(new PutObjectCommand({ Bucket, Key: "a/b", Body: BINARY }));
  expect(endpoint.calls).toMatchObject([{ service: "s3", operation: "PutObject", input: { Bucket, Key: "a/b" } }]);
  plain.destroy();
});

test("an operation that is not listed is named; a throttle is SlowDown", async () => {
  await expect(client.send(new GetBucketAclCommand({ Bucket }))).rejects.toMatchObject({
    name: "RulewrightOperationNotListed",
    message: expect.stringContaining("s3 GET bucket acl"),
  });
  endpoint.faults.add({ service: "s3", operation: "PutObject", kind: "throttle", times: 1 });
  await expect(put("a")).rejects.toMatchObject({ name: "SlowDown", $metadata: { httpStatusCode: 503 } });
  await put("a");
});

import { EndpointError } from "../endpoint-error.ts";
import { Pager } from "../pager.ts";

/** An object as it was put. */
export interface StoredObject {
  readonly key: string;
  readonly body: Uint8Array;
  /** In quotes, as S3 writes it. */
  readonly etag: string;
  readonly lastModified: Date;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly cacheControl: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  /** By member name, as `ChecksumCRC32`, in base64. */
  readonly checksums: Readonly<Record<string, string>>;
}

/** A bucket; what is left out of `createBucket` takes the values named here. */
export interface StoredBucket {
  readonly name: string;
  /** The endpoint's own account unless given. */
  readonly account: string;
  /** us-east-1 unless given. */
  readonly region: string;
  /** JSON text; none unless given. */
  policy: string | undefined;
  /** Never enabled unless given; earlier versions are kept while it is enabled. */
  versioning: "Enabled" | "Suspended" | undefined;
  /** What is read without a version id, by key. Set up objects by `PutObject`, so that they have a version too. */
  readonly objects: Map<string, StoredObject>;
  /** All that was put, by key, oldest first. */
  readonly versions: Map<string, readonly StoredVersion[]>;
}

/** A version of an object, or a delete marker. */
export interface StoredVersion {
  /** `null` for what was put while the bucket was not versioned. */
  readonly id: string;
  readonly lastModified: Date;
  /** Undefined for a delete marker. */
  readonly object: StoredObject | undefined;
}

/** A bucket to create. */
export interface NewBucket {
  readonly name: string;
  readonly account?: string;
  readonly region?: string;
  readonly policy?: string;
  readonly versioning?: "Enabled" | "Suspended";
}

/** The buckets of all accounts and Regions; their names are shared, as in AWS. */
export class S3State {
  readonly buckets = new Map<string, StoredBucket>();
  readonly pagers = { objects: new Pager<StoredObject | string>() };
  readonly #account: string;

  constructor(account: string) {
    this.#account = account;
  }

  /**
   * Makes a bucket with nothing in it.
   *
   * @throws EndpointError `RW8107` when there is one of the name.
   */
  createBucket({ name, account = this.#account, region = "us-east-1", policy, versioning }: NewBucket): StoredBucket {
    if (this.buckets.has(name)) throw new EndpointError("STATE_INVALID", `There is a bucket ${name} already.`);
    const contents = { objects: new Map<string, StoredObject>(), versions: new Map<string, StoredVersion[]>() };
    const bucket = { name, account, region, policy, versioning, ...contents };
    this.buckets.set(name, bucket);
    return bucket;
  }

  /** The bytes of an object as UTF-8; undefined when there is no such bucket or key. */
  text(bucket: string, key: string): string | undefined {
    const object = this.buckets.get(bucket)?.objects.get(key);
    return object && Buffer.from(object.body).toString("utf8");
  }
}

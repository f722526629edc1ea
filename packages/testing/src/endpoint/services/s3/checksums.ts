import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { ServiceError } from "../../service-error.ts";

function crc32Base64(bytes: Uint8Array): string {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(crc32(bytes));
  return value.toString("base64");
}

const digest = (algorithm: string) => (bytes: Uint8Array) => createHash(algorithm).update(bytes).digest("base64");

/** The checksums that are verified; the others are kept as given. */
const VERIFIED: Readonly<Record<string, (bytes: Uint8Array) => string>> = {
  ChecksumCRC32: crc32Base64,
  ChecksumSHA1: digest("sha1"),
  ChecksumSHA256: digest("sha256"),
};

const KEPT = ["ChecksumCRC32C", "ChecksumCRC64NVME"];

/** The ETag of an object that was put in one part, in quotes. */
export const etagOf = (bytes: Uint8Array): string => `"${createHash("md5").update(bytes).digest("hex")}"`;

function refuse(what: string): never {
  throw new ServiceError("BadDigest", `The ${what} you specified did not match what we received.`);
}

/**
 * Verifies the checksums an upload came with, and gives those to keep: S3 computes a CRC when none was sent.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export function checkedSums(input: Readonly<Record<string, unknown>>, bytes: Uint8Array): Record<string, string> {
  const sums: Record<string, string> = {};
  for (const [member, compute] of Object.entries(VERIFIED)) {
    const given = input[member];
    if (typeof given !== "string") continue;
    if (given !== compute(bytes)) refuse(member.replace("Checksum", ""));
    sums[member] = given;
  }
  for (const member of KEPT) {
    const given = input[member];
    if (typeof given === "string") sums[member] = given;
  }
  const md5 = input["ContentMD5"];
  if (typeof md5 === "string" && md5 !== digest("md5")(bytes)) refuse("Content-MD5");
  return Object.keys(sums).length === 0 ? { ChecksumCRC32: crc32Base64(bytes) } : sums;
}

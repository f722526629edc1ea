import { Buffer } from "node:buffer";
import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { constants, gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { gzipSource } from "./byte-source.ts";
import { readUpTo } from "./input-file.ts";

/** Long bytes are compared faster so. */
const hashOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** Unpacks bytes that come in chunks of a size. */
async function unpack(packed: Buffer, size: number, waitMs = 0) {
  const chunks = Array.from({ length: Math.ceil(packed.length / size) }, (_, index) =>
    packed.subarray(index * size, (index + 1) * size),
  );
  const source = gzipSource(Readable.from(chunks, { objectMode: false }));
  if (waitMs > 0) await sleep(waitMs);
  const bytes = await readUpTo(source, 1 << 26);
  await source.close();
  return { hash: hashOf(bytes), cutAt: source.cutAt };
}

describe("gzip data", () => {
  const contents = [Buffer.from("short "), Buffer.alloc(3_000_000, "long "), randomBytes(300_000)];

  test.each([500, 4096, 1 << 18])("in chunks of %d bytes is unpacked as far as it goes", async (size) => {
    for (const content of contents) {
      const packed = gzipSync(content);
      for (const length of [2, 10, 11, packed.length >> 1, packed.length - 9, packed.length - 8, packed.length - 1]) {
        const cut = packed.subarray(0, length);
        const bytes = gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH });
        expect(await unpack(cut, size)).toEqual({ hash: hashOf(bytes), cutAt: bytes.length });
      }
      expect(await unpack(packed, size)).toEqual({ hash: hashOf(content), cutAt: undefined });
    }
  });

  test("that is cut off loses nothing to a reader that comes late", async () => {
    const cut = gzipSync("short ").subarray(0, -1);
    expect(await unpack(cut, 4096, 50)).toEqual({ hash: hashOf(Buffer.from("short ")), cutAt: 6 });
  });

  test("that is damaged is an error", async () => {
    const packed = gzipSync(randomBytes(1000));
    packed.fill(0xff, 12, 40);
    await expect(unpack(packed, 4096)).rejects.toMatchObject({ code: "Z_DATA_ERROR" });
  });
});

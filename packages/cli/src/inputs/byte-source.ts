import { createReadStream, readSync } from "node:fs";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { constants, createGunzip } from "node:zlib";
import { isObject } from "@rulewright/sdk";

/** Bytes that come one after the other. */
export interface ByteSource {
  /** Fills a buffer from `at` on, as far as is at hand. @returns The number of bytes; 0 at the end. */
  read(into: Buffer, at: number): Promise<number>;
  /** Where gzip data breaks off, in unpacked bytes; known when everything was read, and nothing where it has its end. */
  readonly cutAt?: number | undefined;
  close(): Promise<void>;
}

/** Whether bytes begin as gzip does, whatever their file is called. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * A part of a file: from a byte on to another, or to its end. Read without handing the thread over: it has nothing else
 * to do, and the system reads ahead.
 */
export async function fileSource(file: string, from = 0, to = Number.POSITIVE_INFINITY): Promise<ByteSource> {
  const handle = await open(file, "r");
  let position = from;
  return {
    async read(into, at) {
      const length = Math.min(into.length - at, to - position);
      if (length <= 0) return 0;
      const read = readSync(handle.fd, into, at, length, position);
      position += read;
      return read;
    },
    close: () => handle.close(),
  };
}

/** Bytes that are there already. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return streamSource([bytes], async () => undefined);
}

/**
 * Gzipped data, unpacked beside this thread. Where it is cut off, what is there before is given, without an error;
 * `cutAt` tells. The unpacking hears of the end once everything before was taken: its error would throw away the rest.
 */
export function gzipSource(file: string | Readable): ByteSource {
  const input = typeof file === "string" ? createReadStream(file, { highWaterMark: 1 << 18 }) : file;
  const unzip = createGunzip({ chunkSize: 1 << 18 });
  let isFed = false;
  let length = 0;
  let cutAt: number | undefined;
  const endOnceTaken = () => {
    if (isFed && unzip.readableLength === 0) unzip.end();
  };
  input.on("error", (error: Error) => unzip.destroy(error));
  input.on("end", () => {
    unzip.flush(constants.Z_SYNC_FLUSH, () => {
      isFed = true;
      endOnceTaken();
    });
  });
  const unpacked: AsyncIterable<Uint8Array> = input.pipe(unzip, { end: false });
  const chunks = async function* () {
    try {
      for await (const chunk of unpacked) {
        endOnceTaken();
        length += chunk.length;
        yield chunk;
      }
    } catch (error) {
      if (!isCutOff(error)) throw error;
      cutAt = length;
    }
  };
  const close = async () => {
    input.destroy();
    unzip.destroy();
  };
  return {
    ...streamSource(chunks(), close),
    get cutAt() {
      return cutAt;
    },
  };
}

function isCutOff(error: unknown): boolean {
  return isObject(error) && error["code"] === "Z_BUF_ERROR";
}

/** The chunks of a stream, as they are asked for. */
export function streamSource(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  close: () => Promise<void>,
): ByteSource {
  const iterator = (async function* () {
    yield* chunks;
  })();
  let rest: Uint8Array = new Uint8Array(0);
  return {
    async read(into, at) {
      while (rest.length === 0) {
        const next = await iterator.next();
        if (next.done) return 0;
        rest = next.value;
      }
      const taken = rest.subarray(0, into.length - at);
      into.set(taken, at);
      rest = rest.subarray(taken.length);
      return taken.length;
    },
    close,
  };
}

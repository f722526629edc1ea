import { Buffer } from "node:buffer";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { codeOf, messageOf } from "@rulewright/sdk";
import { fileSource, gzipSource, isGzip, streamSource, type ByteSource } from "./byte-source.ts";
import { shapeOf, type InputShape } from "./input-shape.ts";

const HEAD = 1 << 16;

/** Documents up to this size are read whole; longer ones in pieces where their form allows it. */
export const WHOLE = 1 << 20;

/** A file, or standard input, as its first bytes show it. */
export interface InputFile {
  readonly file: string;
  /** In bytes, packed; of standard input as far as it was read. */
  readonly size: number;
  readonly isGzip: boolean;
  readonly shape: InputShape;
  /** Whether it is too long a standard input to be kept. */
  readonly isReadOnce?: boolean;
  /** From the beginning, unpacked. */
  readonly open: () => Promise<ByteSource>;
}

/** A file that cannot even be begun. */
export interface Unreadable {
  readonly file: string;
  readonly unreadable: string;
}

/** Looks at the first bytes of a file, or of standard input for `-`; gzip is known by its content. */
export async function lookAt(file: string): Promise<InputFile | Unreadable> {
  try {
    return file === "-" ? await lookAtStdin() : await lookAtFile(file);
  } catch (error) {
    return { file, unreadable: reasonOf(error) };
  }
}

async function lookAtFile(file: string): Promise<InputFile> {
  const { size } = await stat(file);
  const first = await headOf(await fileSource(file));
  const packed = isGzip(first);
  const open = async () => (packed ? gzipSource(file) : fileSource(file));
  const head = packed ? await headOf(await open()).catch(() => Buffer.alloc(0)) : first;
  return { file, size, isGzip: packed, shape: shapeOf(head), open };
}

/** Standard input cannot be read twice: what was looked at is kept. */
async function lookAtStdin(): Promise<InputFile> {
  const chunks: Buffer[] = [];
  let size = 0;
  const input: AsyncIterator<unknown> = process.stdin[Symbol.asyncIterator]();
  for (;;) {
    const next = size > WHOLE ? { done: true as const, value: undefined } : await input.next();
    if (next.done) break;
    const chunk = Buffer.isBuffer(next.value) ? next.value : Buffer.from(String(next.value));
    chunks.push(chunk);
    size += chunk.length;
  }
  const kept = Buffer.concat(chunks);
  const packed = isGzip(kept);
  const isReadOnce = size > WHOLE;
  let isOpened = false;
  const raw = async function* (): AsyncGenerator<Buffer> {
    yield kept;
    if (!isReadOnce) return;
    if (isOpened) throw new Error("Standard input was read already.");
    isOpened = true;
    for (let next = await input.next(); !next.done; next = await input.next())
      yield Buffer.isBuffer(next.value) ? next.value : Buffer.from(String(next.value));
  };
  const open = async () => (packed ? unpacked(raw()) : streamSource(raw(), async () => undefined));
  const head = packed ? await headOf(unpacked([kept])).catch(() => Buffer.alloc(0)) : kept.subarray(0, HEAD);
  return { file: "-", size, isGzip: packed, shape: shapeOf(head), isReadOnce, open };
}

function unpacked(chunks: Iterable<Buffer> | AsyncIterable<Buffer>): ByteSource {
  return gzipSource(Readable.from(chunks, { objectMode: false }));
}

async function headOf(source: ByteSource): Promise<Buffer> {
  try {
    return await readUpTo(source, HEAD);
  } finally {
    await source.close();
  }
}

/** Reads so many bytes, or all there are. */
export async function readUpTo(source: ByteSource, most: number): Promise<Buffer> {
  let buffer = Buffer.allocUnsafeSlow(Math.min(most, WHOLE));
  let length = 0;
  for (;;) {
    const read = await source.read(buffer, length);
    length += read;
    if (read === 0 || length === most) return buffer.subarray(0, length);
    if (length === buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(buffer.length * 2, most));
      buffer.copy(larger);
      buffer = larger;
    }
  }
}

/** Why a file cannot be read, for people. */
export function reasonOf(error: unknown): string {
  switch (typeof error === "object" && error !== null && "code" in error ? error.code : undefined) {
    case "Z_BUF_ERROR":
      return "its gzip data is cut off";
    case "Z_DATA_ERROR":
      return "its gzip data is damaged";
    case "ERR_ENCODING_INVALID_ENCODED_DATA":
      return "it is not UTF-8";
    case "ERR_STRING_TOO_LONG":
    case "ERR_FS_FILE_TOO_LARGE":
      return "it is larger than can be read at once";
    case "EISDIR":
      return "it is a folder";
    default:
      return withCode(codeOf(error), messageOf(error));
  }
}

/** The system's own messages begin with the code already. */
function withCode(code: string, message: string): string {
  return message.startsWith(`${code}: `) ? message : `${code}: ${message}`;
}

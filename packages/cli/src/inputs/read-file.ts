import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { codeOf, messageOf } from "@rulewright/sdk";

/** A file's text, or why there is none. */
export type FileText = { readonly text: string } | { readonly unreadable: string };

const unzip = promisify(gunzip);

/** Reads a file, or standard input for `-`, as UTF-8; gzipped content is unpacked whatever the file is called. */
export async function readText(path: string): Promise<FileText> {
  try {
    const bytes = path === "-" ? await readAll(process.stdin) : await readFile(path);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(isGzip ? await unzip(bytes) : bytes) };
  } catch (error) {
    return { unreadable: reasonOf(error) };
  }
}

async function readAll(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  return Buffer.concat(chunks);
}

function reasonOf(error: unknown): string {
  switch (error instanceof Error && "code" in error ? error.code : undefined) {
    case "Z_BUF_ERROR":
      return "its gzip data is cut off";
    case "Z_DATA_ERROR":
      return "its gzip data is damaged";
    case "ERR_ENCODING_INVALID_ENCODED_DATA":
      return "it is not UTF-8";
    case "ERR_STRING_TOO_LONG":
    case "ERR_FS_FILE_TOO_LARGE":
      return "it is larger than this release can read at once";
    default:
      return `${codeOf(error)}: ${messageOf(error)}`;
  }
}

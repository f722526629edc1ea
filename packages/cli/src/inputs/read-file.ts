import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { isGzip } from "./byte-source.ts";
import { reasonOf } from "./input-file.ts";

/** A file's text, or why there is none. */
export type FileText = { readonly text: string } | { readonly unreadable: string };

const unzip = promisify(gunzip);

/** Reads a file, or standard input for `-`, as UTF-8; gzipped content is unpacked whatever the file is called. */
export async function readText(path: string): Promise<FileText> {
  try {
    const bytes = path === "-" ? await readAll(process.stdin) : await readFile(path);
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(isGzip(bytes) ? await unzip(bytes) : bytes) };
  } catch (error) {
    return { unreadable: reasonOf(error) };
  }
}

async function readAll(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  return Buffer.concat(chunks);
}

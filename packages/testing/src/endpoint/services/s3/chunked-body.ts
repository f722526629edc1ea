import { ServiceError } from "../../service-error.ts";
import { type WireRequest, wireRequest } from "../../protocol/wire.ts";

const incomplete = () => new ServiceError("IncompleteBody", "The request body terminated unexpectedly.");

function lineEnd(bytes: Buffer, from: number): number {
  const end = bytes.indexOf("\r\n", from);
  if (end === -1) throw incomplete();
  return end;
}

/** Takes the chunks apart: the data, and where the trailer begins. */
function readChunks(bytes: Buffer): { data: Buffer; trailerStart: number } {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const headerEnd = lineEnd(bytes, at);
    const [size = ""] = bytes.toString("latin1", at, headerEnd).split(";");
    const length = /^[0-9a-f]+$/i.test(size) ? Number.parseInt(size, 16) : NaN;
    const start = headerEnd + 2;
    if (Number.isNaN(length) || start + length > bytes.length) throw incomplete();
    if (length === 0) return { data: Buffer.concat(chunks), trailerStart: start };
    chunks.push(bytes.subarray(start, start + length));
    at = start + length + 2;
  }
}

function readTrailer(text: string): Readonly<Record<string, string>> {
  const lines = text.split("\r\n").filter((line) => line.includes(":"));
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

/**
 * Takes an upload out of `aws-chunked` encoding; what its trailer says joins the headers. Signatures of chunks are not
 * verified.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function withoutChunks(request: WireRequest): WireRequest {
  const { "content-encoding": encoding = "", ...headers } = request.headers;
  const encodings = encoding.split(",").map((name) => name.trim());
  if (!encodings.includes("aws-chunked")) return request;
  const bytes = Buffer.from(request.bytes);
  const { data, trailerStart } = readChunks(bytes);
  const wanted = request.headers["x-amz-decoded-content-length"];
  if (wanted !== undefined && Number(wanted) !== data.length) throw incomplete();
  const others = encodings.filter((name) => name !== "aws-chunked" && name !== "");
  const kept = others.length === 0 ? headers : { ...headers, "content-encoding": others.join(",") };
  const { method, path, query } = request;
  const trailer = readTrailer(bytes.toString("latin1", trailerStart));
  const length = { "content-length": String(data.length) };
  return wireRequest({ method, path, query, headers: { ...kept, ...trailer, ...length }, bytes: data });
}

import { inflateRawSync } from "node:zlib";

/** The files of a zip that somebody else wrote, by path, in the order of its directory. */
export function readZip(zip: Buffer): ReadonlyMap<string, Buffer> {
  const end = zip.lastIndexOf("PK\u0005\u0006", undefined, "latin1");
  const files = new Map<string, Buffer>();
  let entry = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [isDeflated, packed] = [zip.readUInt16LE(entry + 10) === 8, zip.readUInt32LE(entry + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(entry + offset));
    const header = zip.readUInt32LE(entry + 42);
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    const content = zip.subarray(start, start + packed);
    const path = zip.toString("utf8", entry + 46, entry + 46 + (name ?? 0));
    files.set(path, isDeflated ? inflateRawSync(content) : content);
    entry += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return files;
}

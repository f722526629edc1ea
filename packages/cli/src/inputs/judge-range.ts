import { Buffer } from "node:buffer";
import type { Checker, CheckPart } from "@rulewright/sdk/evaluation";
import type { Boundary, ReadingProblem } from "./array-reader.ts";
import { fileSource, memorySource, streamSource, type ByteSource } from "./byte-source.ts";
import { feedArray, type Origin } from "./feed-array.ts";

/** Elements of an array: those between two commas, or all to the end of the document. */
export interface Range {
  /** Where the first element may begin, in the unpacked document. */
  readonly from: number;
  /** After the last element's comma; without it the range ends with the document. */
  readonly to: number | undefined;
  readonly content: { readonly file: string } | { readonly bytes: Uint8Array };
  /** What makes the rest of the document whole. */
  readonly before: string;
  readonly boundary: Boundary;
  readonly origin: Origin;
}

/** What a range came to. With a problem it proves nothing, about its own end least of all. */
export interface RangeAnswer {
  readonly part: CheckPart;
  readonly count: number;
  readonly problems: readonly ReadingProblem[];
}

/** Judges a range by a checker that holds nothing else. */
export async function judgeRange(checker: Checker, range: Range): Promise<RangeAnswer> {
  const { before, boundary, origin, to } = range;
  const reading = { from: 0, before: to === undefined ? before : "[]", boundary };
  const { count, problems } = await feedArray(checker, await open(range), reading, origin, () => undefined);
  return { part: checker.takePart(), count, problems };
}

async function open({ from, to, content }: Range): Promise<ByteSource> {
  if (to === undefined) return "file" in content ? fileSource(content.file, from) : memorySource(content.bytes);
  const end = Buffer.from("]");
  if ("bytes" in content) return streamSource([content.bytes.subarray(0, to - from - 1), end], async () => undefined);
  const elements = await fileSource(content.file, from, to - 1);
  let isClosed = false;
  return {
    async read(into, at) {
      const read = await elements.read(into, at);
      if (read > 0 || isClosed) return read;
      isClosed = true;
      into.set(end, at);
      return end.length;
    },
    close: () => elements.close(),
  };
}

import type { Checker } from "@rulewright/sdk/evaluation";
import type { ArrayReading } from "./array-reader.ts";
import type { Range, RangeAnswer } from "./judge-range.ts";
import type { Origin, Tick } from "./feed-array.ts";
import type { InputFile } from "./input-file.ts";
import { boundaryOf, rangesOfFile, rangesOfStream } from "./ranges.ts";
import type { WorkerPool } from "./worker-pool.ts";

/** How far several threads came. */
export interface RangesRead {
  readonly count: number;
  /** Where an element begins that must be read in order; without it everything was read. */
  readonly next: number | undefined;
  /** Where gzip data breaks off, if it does and everything was read. */
  readonly cutAt?: number | undefined;
}

/**
 * Judges an array by several threads. A range counts only if the one before it was read to its end without a problem:
 * that proves that an element begins where the range does. Parts are taken over in the file's order, so the result is
 * that of a single thread.
 */
export async function judgeRanges(
  checker: Checker,
  pool: WorkerPool,
  input: InputFile,
  reading: Pick<ArrayReading, "from" | "before">,
  origin: Origin,
  tick: Tick,
): Promise<RangesRead> {
  const boundary = await boundaryOf(input, reading);
  if (!boundary) return { count: 0, next: reading.from };
  const unpacked = input.isGzip ? await input.open() : undefined;
  const ranges = unpacked
    ? rangesOfStream(unpacked, reading, boundary, origin)
    : rangesOfFile(input, reading, boundary, origin);
  const jobs: { readonly range: Range; readonly answer: Promise<RangeAnswer | undefined> }[] = [];
  let count = 0;
  let next: number | undefined = reading.from;
  /** Whether the earliest range is proved. */
  const takeOver = async (): Promise<boolean> => {
    const job = jobs.shift();
    const answer = await job?.answer;
    if (!job || !answer || answer.problems.length > 0) return false;
    checker.addPart(answer.part);
    count += answer.count;
    next = job.range.to;
    tick(answer.count, (job.range.to ?? job.range.from) - job.range.from);
    return true;
  };
  try {
    for await (const range of ranges) {
      jobs.push({ range, answer: pool.judge(range).catch(() => undefined) });
      if (jobs.length > pool.size * 2 && !(await takeOver())) return { count, next };
    }
  } catch {
    // what the source breaks off with is met again, in order
  }
  while (jobs.length > 0) if (!(await takeOver())) return { count, next };
  return { count, next, cutAt: unpacked?.cutAt };
}

import type { Checker } from "@rulewright/sdk/evaluation";
import { CLI_ERRORS } from "../errors.ts";
import type { ArrayReading } from "./array-reader.ts";
import { deliveryTime } from "./delivery-time.ts";
import { feedArray, problemError, type Tick } from "./feed-array.ts";
import { cutError } from "./input-errors.ts";
import type { InputFile } from "./input-file.ts";
import { judgeRanges, type RangesRead } from "./judge-ranges.ts";
import type { WorkerPool } from "./worker-pool.ts";

/** Judges the items of an array as they are read: by several threads where there are some, then what these have left. */
export async function judgeArray(
  checker: Checker,
  pool: WorkerPool | undefined,
  input: InputFile,
  reading: Pick<ArrayReading, "from" | "before">,
  tick: Tick,
): Promise<void> {
  const { file } = input;
  const source = { file };
  const origin = { source, deliveredAt: deliveryTime(file) };
  const ranges: RangesRead = pool
    ? await judgeRanges(checker, pool, input, reading, origin, tick)
    : { count: 0, next: reading.from };
  if (ranges.next === undefined) return addCut(checker, file, ranges.cutAt);
  const bytes = await input.open();
  const { before } = reading;
  const { count, problems } = await feedArray(checker, bytes, { from: ranges.next, before }, origin, tick);
  const { cutAt } = bytes;
  // where the data breaks off, the reading ends with a problem that is none of its own
  for (const problem of problems)
    if (problem.goesOn || cutAt === undefined) checker.addError(problemError(problem, source));
  addCut(checker, file, cutAt);
  if (ranges.count + count > 0 || problems.length > 0 || cutAt !== undefined) return;
  const { code } = CLI_ERRORS.SNAPSHOT_EMPTY;
  checker.addError({ code, message: `${file} holds no configuration items.`, source });
}

function addCut(checker: Checker, file: string, cutAt: number | undefined): void {
  if (cutAt !== undefined) checker.addError(cutError(file, cutAt));
}

import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import { lookAt, type InputFile, type Unreadable } from "./input-file.ts";
import { startThreads, type Threads } from "./worker-pool.ts";

/** The inputs of a run by their first bytes, and threads that get ready for the long ones. */
export interface ReadyInputs {
  readonly inputs: readonly (InputFile | Unreadable)[];
  /** Where there is enough for more than this one. */
  readonly threads: Threads | undefined;
  /** Whether this thread is to judge beside the others, since nothing else keeps it busy. */
  readonly isIdle: boolean;
}

/** Shorter inputs are not worth cutting into ranges. */
const LONG = 8 * 1_048_576;
const LONG_PACKED = 1_048_576;

/** Of less than this in all, unpacked, one thread has judged the most before others have loaded the rules. */
const WORTH_THREADS = 96 * 1_048_576;
const PACKED_TIMES = LONG / LONG_PACKED;

/** How much larger evidence is in memory than as text, at most. */
const EVIDENCE_GROWTH = 8;

const MOST_THREADS = 8;

/** Young objects are few at any time: to collect them with helpers means to wait for a busy core, every other millisecond. */
const COLLECT_ALONE = "--no-parallel-scavenge";

/** Looks at files, and starts threads where they are worth it: they load while the rules are still being built. */
export async function readyInputs(files: readonly string[]): Promise<ReadyInputs> {
  const inputs: (InputFile | Unreadable)[] = [];
  for (const file of files) inputs.push(await lookAt(file));
  const isLong = inputs.some(isVeryLong);
  if (isLong) setFlagsFromString(COLLECT_ALONE);
  const count = isLong ? threadCount(inputs) : 1;
  const isIdle = !inputs.some((input) => isVeryLong(input) && input.isGzip);
  const others = isIdle ? count - 1 : count;
  return { inputs, threads: count < 2 ? undefined : startThreads(others, evidenceMb(inputs)), isIdle };
}

/** Whether an input is one that several threads can share. */
export function isVeryLong(input: InputFile | Unreadable): input is InputFile {
  if (!("shape" in input) || input.file === "-" || input.shape.kind !== "array") return false;
  return input.size >= (input.isGzip ? LONG_PACKED : LONG);
}

/** As many as there are cores, where there is enough to judge; `RULEWRIGHT_THREADS` says otherwise. */
function threadCount(inputs: readonly (InputFile | Unreadable)[]): number {
  const given = Number(process.env["RULEWRIGHT_THREADS"]);
  if (Number.isInteger(given) && given > 0) return given;
  const sizes = inputs.filter(isVeryLong).map((input) => input.size * (input.isGzip ? PACKED_TIMES : 1));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return total < WORTH_THREADS ? 1 : Math.min(availableParallelism(), MOST_THREADS);
}

/** What every thread has to keep. */
function evidenceMb(inputs: readonly (InputFile | Unreadable)[]): number {
  const sizes = inputs.map((input) => ("shape" in input && input.shape.kind === "evidence" ? input.size : 0));
  return Math.ceil((EVIDENCE_GROWTH * sizes.reduce((sum, size) => sum + size, 0)) / 1_048_576);
}

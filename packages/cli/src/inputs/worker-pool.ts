import { Worker, type TransferListItem } from "node:worker_threads";
import type { JudgeBy, ThreadMessage } from "./check-worker.ts";
import type { Range, RangeAnswer } from "./judge-range.ts";

/** Threads that judge ranges. */
export interface WorkerPool {
  readonly size: number;
  /** Rejects where the thread ends. */
  readonly judge: (range: Range) => Promise<RangeAnswer>;
}

/** Threads that load the engine; they are told later what to judge by. */
export interface Threads {
  /** Another time forgets what was said the time before. */
  readonly begin: (by: JudgeBy) => WorkerPool;
  readonly close: () => Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: RangeAnswer) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Waiting[];
  /** Why it ended. */
  ended?: Error;
}

/**
 * Starts threads; each answers its ranges one after the other. What they parse is soon done with, so they have little
 * room: without a limit they would let it pile up. One that runs out of it ends, and its ranges are judged elsewhere.
 *
 * @param keptMb - Megabytes that each of them has to keep.
 */
export function startThreads(size: number, keptMb: number): Threads {
  const threads = Array.from({ length: size }, () => startThread(keptMb));
  return {
    begin: (by) => {
      for (const { worker } of threads) worker.postMessage({ by } satisfies ThreadMessage, []);
      return { size, judge: async (range) => judgeByIdlest(threads, range) };
    },
    close: async () => {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

function judgeByIdlest(threads: readonly Thread[], range: Range): Promise<RangeAnswer> {
  return new Promise((resolve, reject) => {
    const [idlest] = [...threads].sort((a, b) => a.waiting.length - b.waiting.length);
    if (!idlest || idlest.ended) {
      reject(idlest?.ended ?? new Error("There is no thread."));
      return;
    }
    idlest.waiting.push({ resolve, reject });
    const moved: TransferListItem[] = "bytes" in range.content ? [range.content.bytes.buffer as ArrayBuffer] : [];
    idlest.worker.postMessage({ range } satisfies ThreadMessage, moved);
  });
}

const YOUNG_MB = 6;
const OLD_MB = 64;

function startThread(keptMb: number): Thread {
  const worker = new Worker(new URL("./check-worker.js", import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB, maxOldGenerationSizeMb: OLD_MB + keptMb },
  });
  const thread: Thread = { worker, waiting: [] };
  const end = (error: Error) => {
    thread.ended ??= error;
    for (const { reject } of thread.waiting.splice(0)) reject(error);
  };
  worker.on("message", (answer: RangeAnswer) => thread.waiting.shift()?.resolve(answer));
  worker.on("error", end);
  worker.on("exit", (code) => end(new Error(`A thread ended with ${code}.`)));
  return thread;
}

import { Worker, type TransferListItem } from "node:worker_threads";
import type { WorkerStart } from "./check-worker.ts";
import type { Range, RangeAnswer } from "./judge-range.ts";

/** Threads that judge ranges. */
export interface WorkerPool {
  readonly size: number;
  /** Rejects where the thread ends. */
  readonly judge: (range: Range) => Promise<RangeAnswer>;
  readonly close: () => Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: { readonly resolve: (answer: RangeAnswer) => void; readonly reject: (error: Error) => void }[];
}

/**
 * Starts threads; each answers its ranges one after the other. What they parse is soon done with, so they have little
 * room: without a limit they would let it pile up. One that runs out of it ends, and its ranges are judged elsewhere.
 *
 * @param keptMb - Megabytes that each of them has to keep.
 */
export function startWorkers(size: number, start: WorkerStart, keptMb: number): WorkerPool {
  const threads = Array.from({ length: size }, () => startThread(start, keptMb));
  return {
    size,
    judge: (range) =>
      new Promise((resolve, reject) => {
        const [idlest] = [...threads].sort((a, b) => a.waiting.length - b.waiting.length);
        idlest?.waiting.push({ resolve, reject });
        const moved: TransferListItem[] = "bytes" in range.content ? [range.content.bytes.buffer as ArrayBuffer] : [];
        idlest?.worker.postMessage(range, moved);
      }),
    close: async () => {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

const YOUNG_MB = 6;
const OLD_MB = 64;

function startThread(workerData: WorkerStart, keptMb: number): Thread {
  const worker = new Worker(new URL("./check-worker.js", import.meta.url), {
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB, maxOldGenerationSizeMb: OLD_MB + keptMb },
  });
  const waiting: Thread["waiting"] = [];
  const fail = (error: Error) => {
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  worker.on("message", (answer: RangeAnswer) => waiting.shift()?.resolve(answer));
  worker.on("error", fail);
  worker.on("exit", (code) => fail(new Error(`A thread ended with ${code}.`)));
  return { worker, waiting };
}

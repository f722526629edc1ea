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

/** Starts threads; each answers its ranges one after the other. */
export function startWorkers(size: number, start: WorkerStart): WorkerPool {
  const threads = Array.from({ length: size }, () => startThread(start));
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

function startThread(workerData: WorkerStart): Thread {
  const worker = new Worker(new URL("./check-worker.js", import.meta.url), {
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
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

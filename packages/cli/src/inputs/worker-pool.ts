import { setImmediate as nextTurn } from "node:timers/promises";
import { Worker, type TransferListItem } from "node:worker_threads";
import type { Checker } from "@rulewright/sdk/evaluation";
import type { JudgeBy, ThreadMessage } from "./check-worker.ts";
import { judgeRange, type Range, type RangeAnswer } from "./judge-range.ts";

/** Threads that judge ranges. */
export interface WorkerPool {
  readonly size: number;
  /** Rejects where the thread ends. */
  readonly judge: (range: Range) => Promise<RangeAnswer>;
}

/** Threads that load the engine; they are told later what to judge by. */
export interface Threads {
  /**
   * Another time forgets what was said the time before.
   *
   * @param here - Judges as one more of them, in this thread; it must hold nothing and judge by the same.
   */
  readonly begin: (by: JudgeBy, here?: Checker) => WorkerPool;
  readonly close: () => Promise<void>;
}

/** One that judges ranges in the order in which it gets them. */
interface Hand {
  /** Ranges that it has not judged yet. */
  readonly pending: number;
  readonly judge: (range: Range) => Promise<RangeAnswer>;
}

interface Waiting {
  readonly resolve: (answer: RangeAnswer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Starts threads; each answers its ranges one after the other. What they parse is soon done with, so they have little
 * room: without a limit they would let it pile up. One that runs out of it ends, and its ranges are judged elsewhere.
 *
 * @param keptMb - Megabytes that each of them has to keep.
 */
export function startThreads(count: number, keptMb: number): Threads {
  const threads = Array.from({ length: count }, () => startThread(keptMb));
  return {
    begin: (by, here) => {
      for (const { worker } of threads) worker.postMessage({ by } satisfies ThreadMessage, []);
      const hands: readonly Hand[] = here ? [...threads, handHere(here)] : threads;
      return { size: hands.length, judge: async (range) => idlest(hands).judge(range) };
    },
    close: async () => {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

function idlest(hands: readonly Hand[]): Hand {
  return hands.reduce((least, hand) => (hand.pending < least.pending ? hand : least));
}

/** This thread. Between two ranges it attends to the others. */
function handHere(checker: Checker): Hand {
  let last: Promise<unknown> = Promise.resolve();
  let pending = 0;
  const judge = async (range: Range, earlier: Promise<unknown>): Promise<RangeAnswer> => {
    await earlier;
    await nextTurn();
    try {
      return await judgeRange(checker, range);
    } finally {
      pending -= 1;
    }
  };
  return {
    get pending() {
      return pending;
    },
    judge: (range) => {
      pending += 1;
      const answer = judge(range, last);
      last = answer.catch(() => undefined);
      return answer;
    },
  };
}

const YOUNG_MB = 6;
const OLD_MB = 64;

function startThread(keptMb: number): Hand & { readonly worker: Worker } {
  const worker = new Worker(new URL("./check-worker.js", import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB, maxOldGenerationSizeMb: OLD_MB + keptMb },
  });
  const waiting: Waiting[] = [];
  let ended: Error | undefined;
  const end = (error: Error) => {
    ended ??= error;
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  worker.on("message", (answer: RangeAnswer) => waiting.shift()?.resolve(answer));
  worker.on("error", end);
  worker.on("exit", (code) => end(new Error(`A thread ended with ${code}.`)));
  return {
    worker,
    get pending() {
      return waiting.length;
    },
    judge: (range) =>
      new Promise((resolve, reject) => {
        if (ended) {
          reject(ended);
          return;
        }
        waiting.push({ resolve, reject });
        const moved: TransferListItem[] = "bytes" in range.content ? [range.content.bytes.buffer as ArrayBuffer] : [];
        worker.postMessage({ range } satisfies ThreadMessage, moved);
      }),
  };
}

import { RulewrightError } from "../core/errors.ts";
import type { Deadline } from "./deadline.ts";
import { RUNTIME_ERRORS } from "./errors.ts";
import { toSubjectError, type ResourceKey } from "./evaluation.ts";
import type { Outcome, Outcomes } from "./outcomes.ts";

/** One thing to judge. */
export interface Task {
  readonly resource: ResourceKey;
  judge(): Promise<Outcome>;
}

/** How far a run came. */
export interface Listing {
  /** Whether the listing came to its end, so that what it does not name is gone. */
  readonly complete: boolean;
  /** What the listing threw. */
  readonly error?: unknown;
  readonly outOfTime: boolean;
}

/** How often the deadline is looked at, in milliseconds. */
const WATCH_MS = 100;

/** Milliseconds kept for reporting one result. */
const ONE_RESULT_MS = 1_000;

/** Milliseconds kept for reporting: a base, and the calls of the batches that have piled up. */
function reserveMs(outcomes: number): number {
  return 3_000 + outcomes;
}

/** More calls under way would only be slowed down by the service. */
const MOST_WORKERS = 1000;

/**
 * Judges what a listing yields, `concurrency` at a time and no further ahead, so that memory holds verdicts but no
 * evidence. Near the deadline nothing new is begun and what is under way counts as an error of its subject.
 * @param concurrency - Judges one after the other where this is no number from 1 on, such as a variable that is not set.
 */
export async function judgeAll(
  tasks: AsyncIterable<Task>,
  outcomes: Outcomes,
  concurrency: number,
  deadline: Deadline,
): Promise<Listing> {
  const iterator = tasks[Symbol.asyncIterator]();
  const underWay = new Set<ResourceKey>();
  const state = { stopped: false, complete: false, error: undefined as unknown, judged: 0 };

  async function work(): Promise<void> {
    while (!state.stopped) {
      const next = await iterator.next();
      if (next.done === true) {
        state.complete = true;
        return;
      }
      if (state.stopped) return;
      const { resource } = next.value;
      outcomes.expect(resource);
      underWay.add(resource);
      const outcome = await next.value.judge();
      if (!underWay.delete(resource)) return; // the deadline has counted it
      outcomes.add(outcome);
      state.judged += 1;
    }
  }
  const workers = Array.from({ length: concurrency >= 1 ? Math.min(concurrency, MOST_WORKERS) : 1 }, () =>
    work().catch((error: unknown) => {
      state.error = error ?? new Error("It threw nothing.");
    }),
  );
  const watch = watchDeadline(deadline, () => reserveMs(state.judged));
  state.stopped = await Promise.race([Promise.all(workers).then(() => false), watch.expired]);
  watch.stop();
  const { error } = state;
  const complete = state.complete && error === undefined; // an iterator that threw is done for the other workers
  if (!state.stopped) return { complete, error, outOfTime: false };
  for (const resource of underWay) outcomes.add({ error: late(resource) });
  underWay.clear();
  return { complete, error, outOfTime: true };
}

/** Waits for the judgement of a single resource, which near the deadline counts as an error like any other's. */
export async function judgeInTime(
  resource: ResourceKey,
  judging: Promise<Outcome>,
  deadline: Deadline,
): Promise<Outcome> {
  const watch = watchDeadline(deadline, () => ONE_RESULT_MS);
  try {
    return await Promise.race([judging, watch.expired.then(() => ({ error: late(resource) }))]);
  } finally {
    watch.stop();
  }
}

function late(resource: ResourceKey) {
  const cause = new RulewrightError(RUNTIME_ERRORS.DEADLINE, "The function's time ran out.");
  return { ...toSubjectError(resource, cause), transient: true };
}

function watchDeadline(deadline: Deadline, reserve: () => number) {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<true>((resolve) => {
    const look = () => {
      if (deadline.remainingMs() < reserve()) resolve(true);
    };
    timer = setInterval(look, WATCH_MS);
    look();
  });
  return { expired, stop: () => clearInterval(timer) };
}

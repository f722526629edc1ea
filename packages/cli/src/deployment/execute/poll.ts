import { setTimeout as wait } from "node:timers/promises";
import { RulewrightError } from "@rulewright/sdk";
import { DEPLOYMENT_ERRORS } from "../errors.ts";

/** How patiently AWS is asked. */
export interface PollSettings {
  /** Before the first question, and what later pauses grow from. */
  readonly firstMs: number;
  readonly mostMs: number;
  /** Ends every wait. */
  readonly signal: AbortSignal;
  /** From 0 up to 1; pauses differ, so that many waits do not ask together. */
  readonly random: () => number;
}

const GROWTH = 1.5;
const JITTER = 0.25;

/** Pauses that grow up to the longest, each up to a quarter shorter or longer. */
export function* pauses({ firstMs, mostMs, random }: Omit<PollSettings, "signal">): Generator<number, never> {
  for (let pause = firstMs; ; pause = Math.min(pause * GROWTH, mostMs)) {
    yield Math.round(pause * (1 - JITTER + 2 * JITTER * random()));
  }
}

/** Asks until the answer is a last one. @throws RulewrightError `RW4032` when the wait is ended from outside. */
export async function pollUntil<T>(
  ask: () => Promise<T>,
  isLast: (answer: T) => boolean,
  settings: PollSettings,
  onAnswer: (answer: T) => void = () => undefined,
): Promise<T> {
  for (const pause of pauses(settings)) {
    await pauseFor(pause, settings.signal);
    const answer = await ask();
    if (isLast(answer)) return answer;
    onAnswer(answer);
  }
  throw new Error("pauses never end");
}

/** Waits. @throws RulewrightError `RW4032` when the wait is ended from outside. */
export async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch (cause) {
    const message = "The wait was ended; what AWS was told to do goes on.";
    throw new RulewrightError(DEPLOYMENT_ERRORS.INTERRUPTED, message, { cause });
  }
}

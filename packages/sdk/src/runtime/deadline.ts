/** The part of Lambda's context that the runtime uses. */
export interface LambdaContext {
  readonly awsRequestId?: string;
  readonly functionName?: string;
  getRemainingTimeInMillis?(): number;
}

/** How much time is left, and how long it waits. */
export interface Deadline {
  /** Milliseconds until Lambda ends the invocation; `Infinity` outside Lambda. */
  remainingMs(): number;
  /** Waits; resolves to `false` at once where the wait and `reserveMs` after it do not fit. */
  pause(ms: number, reserveMs: number): Promise<boolean>;
}

/** Reads the deadline from Lambda's context. */
export function deadlineOf(context: LambdaContext | undefined): Deadline {
  const remainingMs = () => context?.getRemainingTimeInMillis?.() ?? Infinity;
  return {
    remainingMs,
    async pause(ms, reserveMs) {
      if (remainingMs() < ms + reserveMs) return false;
      await new Promise((resolve) => {
        setTimeout(resolve, ms);
      });
      return true;
    },
  };
}

/** Exponential backoff with full jitter: between none and `200 ms × 2^attempt`, at most 10 s. */
export function backoffMs(attempt: number): number {
  return Math.random() * Math.min(10_000, 200 * 2 ** attempt);
}

import { setTimeout as wait } from "node:timers/promises";

/** Waits as long as it takes to keep a rate. */
export type Pacer = () => Promise<void>;

/**
 * Keeps many calls of one listing below a rate that AWS bears, rather than learning it by being throttled. The first
 * `burst` calls do not wait.
 */
export function createPacer(perSecond: number, burst: number, now: () => number = () => performance.now()): Pacer {
  let tokens = burst;
  let filledAt = now();
  return async () => {
    const at = now();
    tokens = Math.min(burst, tokens + ((at - filledAt) / 1_000) * perSecond);
    filledAt = at;
    tokens -= 1;
    if (tokens < 0) await wait((-tokens / perSecond) * 1_000);
  };
}

/** The pages of a listing, asked for no faster than the pacer allows. */
export async function* paced<T extends { readonly NextToken?: string | undefined }>(
  pages: AsyncIterable<T>,
  pace: Pacer,
): AsyncGenerator<T> {
  await pace();
  for await (const page of pages) {
    yield page;
    if (page.NextToken !== undefined) await pace();
  }
}

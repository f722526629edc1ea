import type { Io } from "../io.ts";
import type { Tick } from "../inputs/feed-array.ts";

/** A line on standard error that tells how far a long run is. */
export interface Progress {
  readonly tick: Tick;
  /** Takes the line away. */
  readonly end: () => void;
}

const PATIENCE_MS = 1000;
const INTERVAL_MS = 200;

/** Nothing for the first second, and nothing at all where standard error is no terminal. */
export function createProgress(io: Io, isTerminal: boolean = process.stderr.isTTY): Progress {
  const began = performance.now();
  let shown = 0;
  let count = 0;
  let read = 0;
  const tick: Tick = (items, bytes) => {
    count += items;
    read += bytes;
    const now = performance.now();
    if (!isTerminal || now - began < PATIENCE_MS || now - shown < INTERVAL_MS) return;
    shown = now;
    const rate = Math.round((count / (now - began)) * 1000).toLocaleString("en");
    io.err(`\r\u001b[K${count.toLocaleString("en")} items, ${rate} a second, ${Math.round(read / 1e6)} MB`);
  };
  return { tick, end: () => (shown > 0 ? io.err("\r\u001b[K") : undefined) };
}

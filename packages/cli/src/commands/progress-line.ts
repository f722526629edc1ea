import type { Io } from "../io.ts";

/** A line on standard error that tells how far a long run is. */
export interface ProgressLine {
  /** Draws what `text` makes of the milliseconds so far, where it is time to; it is not called elsewhere. */
  readonly show: (text: (elapsedMs: number) => string) => void;
  /** Takes the line away, for good. */
  readonly end: () => void;
}

/** Where the line is drawn, and the clock. */
export interface ProgressSettings {
  readonly isTerminal: boolean;
  readonly columns: number;
  /** In milliseconds, from any moment on. */
  readonly now: () => number;
}

const PATIENCE_MS = 1000;
const INTERVAL_MS = 200;
const CLEAR = "\r\u001b[K";

/** Nothing for the first second, then some times a second; nothing at all where standard error is no terminal. */
export function createProgressLine(io: Pick<Io, "err">, settings: ProgressSettings = ofProcess()): ProgressLine {
  const { isTerminal, columns, now } = settings;
  const began = now();
  let shown: number | undefined;
  let isOver = !isTerminal;
  return {
    show: (text) => {
      if (isOver) return;
      const at = now();
      if (at - began < PATIENCE_MS || (shown !== undefined && at - shown < INTERVAL_MS)) return;
      shown = at;
      io.err(`${CLEAR}${text(at - began).slice(0, columns - 1)}`); // a line that wraps could not be taken away
    },
    end: () => {
      if (!isOver && shown !== undefined) io.err(CLEAR);
      isOver = true;
    },
  };
}

function ofProcess(): ProgressSettings {
  const { isTTY, columns } = process.stderr;
  const isTerminal: boolean | undefined = isTTY; // undefined where it is none
  return { isTerminal: isTerminal ?? false, columns: columns > 0 ? columns : 80, now: () => performance.now() };
}

/** A number, with its thousands set off. */
export function grouped(number: number): string {
  return Math.round(number).toLocaleString("en");
}

/** So many of a thing, such as `1 item` and `1,200 items`. */
export function amount(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** Errors as the end of a line, where there are any. */
export function withErrors(errors: number): string {
  return errors === 0 ? "" : `, ${amount(errors, "error")}`;
}

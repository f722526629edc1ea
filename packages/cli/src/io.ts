import { once } from "node:events";

/** Where a command reads and writes: the process, or a test. */
export interface Io {
  /** Writes to standard output. */
  readonly out: (text: string) => void;
  /** Waits until standard output takes more; false once nobody reads it. Absent where it always takes more. */
  readonly takesMore?: () => Promise<boolean>;
  /** Writes to standard error. */
  readonly err: (text: string) => void;
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** The exit codes of every command: clean, non-compliant or lint errors, could not do the job. */
export const EXIT = { CLEAN: 0, NON_COMPLIANT: 1, FAILED: 2 } as const;

/** An exit code. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The process's own streams; colours as the terminal and `NO_COLOR` or `FORCE_COLOR` say. */
export function processIo(): Io {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  const isTerminal: boolean | undefined = process.stdout.isTTY; // undefined where it is none
  return {
    out: (text) => void process.stdout.write(text),
    takesMore: watch(process.stdout),
    err: (text) => void process.stderr.write(text),
    color: FORCE_COLOR === undefined ? (isTerminal ?? false) && !NO_COLOR : FORCE_COLOR !== "0",
    width: process.stdout.columns ?? 120,
  };
}

function watch(stream: NodeJS.WriteStream): () => Promise<boolean> {
  let isBroken = false;
  stream.on("error", () => {
    isBroken = true;
  });
  return async () => {
    if (stream.writableNeedDrain && !isBroken) await once(stream, "drain").catch(() => undefined); // rejects on an error
    return !isBroken;
  };
}

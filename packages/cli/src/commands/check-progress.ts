import type { Io } from "../io.ts";
import { amount, createProgressLine, grouped, withErrors, type ProgressSettings } from "./progress-line.ts";

/** How far a check is. */
export interface CheckProgress {
  /** Told of what was done since the last time; `errors` counts all so far, when they are shown. */
  readonly tick: (items: number, bytes: number, errors?: () => number) => void;
  readonly end: () => void;
}

/** Items, items a second, megabytes read and errors, on a terminal. */
export function createProgress(io: Pick<Io, "err">, settings?: ProgressSettings): CheckProgress {
  const line = createProgressLine(io, settings);
  let count = 0;
  let read = 0;
  return {
    tick: (items, bytes, errors = () => 0) => {
      count += items;
      read += bytes;
      line.show((elapsedMs) => {
        const rate = grouped((count / elapsedMs) * 1000);
        return `${amount(count, "item")}, ${rate} a second, ${grouped(read / 1e6)} MB${withErrors(errors())}`;
      });
    },
    end: line.end,
  };
}

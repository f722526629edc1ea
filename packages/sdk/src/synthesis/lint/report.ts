import { didYouMean } from "../../core/did-you-mean.ts";
import type { Problem } from "../../core/problem.ts";
import type { LintErrorEntry } from "./errors/index.ts";
import { MOST_OF_A_CODE } from "./limits.ts";
import type { Place } from "./node.ts";

/** A problem of a conformance pack's text. Its `path` is the file, where one is named, then the keys: `FILE: KEYS`. */
export interface LintProblem extends Problem {
  /** As the caller named it. */
  readonly file?: string;
  /** Column in the source text, from 1. */
  readonly column?: number;
  /** The page of AWS's documentation that the problem rests on. */
  readonly source: string;
}

/** What to do next, or how to find that out: comparing with many names is done for problems that are told only. */
export type Hint = string | (() => string);

/** Takes a problem; the entry's own hint stands unless another, which is not empty, is given. */
export type Report = (entry: LintErrorEntry, place: Place, message: string, hint?: Hint) => void;

/** A collector of problems. */
export interface Reporter {
  readonly report: Report;
  /** All of them, by line and column. */
  readonly sorted: () => LintProblem[];
}

/** Collects problems; of one code only the first {@link MOST_OF_A_CODE}, and how many more there were. */
export function createReporter(file: string | undefined): Reporter {
  const problems: LintProblem[] = [];
  const counts = new Map<LintErrorEntry, { number: number; last: Place }>();
  const add = (entry: LintErrorEntry, { path, line, column }: Place, message: string, hint: string) =>
    problems.push({
      code: entry.code,
      message,
      path: file === undefined ? path : path === "" ? file : `${file}: ${path}`,
      hint,
      severity: entry.severity,
      line,
      column,
      source: entry.source,
      ...(file === undefined ? {} : { file }),
    });
  return {
    report(entry, place, message, hint) {
      const number = (counts.get(entry)?.number ?? 0) + 1;
      counts.set(entry, { number, last: place });
      if (number > MOST_OF_A_CODE) return;
      add(entry, place, message, (typeof hint === "function" ? hint() : hint) || entry.hint);
    },
    sorted() {
      for (const [entry, { number, last }] of counts) {
        if (number > MOST_OF_A_CODE)
          add(entry, last, `${number - MOST_OF_A_CODE} more problems like this.`, entry.hint);
      }
      return problems.sort(
        (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || (a.code < b.code ? -1 : 1),
      );
    },
  };
}

/** The hint that names the nearest of known words, or nothing where none is near. */
export function nearest(word: string, known: Iterable<string>): string {
  // a long text is no misspelt name, and comparing it is slow
  return word.length > 256 ? "" : didYouMean(word, known);
}

/** A number as messages show it: `51,200`. */
export function grouped(number: number): string {
  return String(number).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

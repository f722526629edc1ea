import type { CollectJob } from "../collect/jobs.ts";
import type { Io } from "../io.ts";
import { amount, createProgressLine, withErrors, type ProgressSettings } from "./progress-line.ts";

/** How far the collection of evidence is. */
export interface CollectProgress {
  /** Told of each subject when its evidence is there, or failed. */
  readonly subject: (job: CollectJob, isFailed: boolean) => void;
  /** Told of a rule that has ended, and whether its listing failed. */
  readonly rule: (job: CollectJob, isFailed: boolean) => void;
  readonly end: () => void;
}

/** The rule that moved last with its account and Region, rules done, subjects and errors of all, on a terminal. */
export function createCollectProgress(io: Pick<Io, "err">, jobs: number, settings?: ProgressSettings): CollectProgress {
  const line = createProgressLine(io, settings);
  const counts = { rules: 0, subjects: 0, errors: 0 };
  const count = (what: "rules" | "subjects") => (job: CollectJob, isFailed: boolean) => {
    counts[what] += 1;
    if (isFailed) counts.errors += 1;
    line.show(() => textOf(job));
  };
  const textOf = ({ rule, account: { accountId, region } }: CollectJob) => {
    const { rules, subjects, errors } = counts;
    const sum = `${rules} of ${jobs} done, ${amount(subjects, "subject")}${withErrors(errors)}`;
    return `${sum}: ${rule.name} in ${accountId} ${region}`;
  };
  return { subject: count("subjects"), rule: count("rules"), end: line.end };
}

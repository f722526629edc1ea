import { counted } from "@rulewright/reports";
import type { DeliveryChoice } from "./delivered-files.ts";

/** Accounts and Regions that a line names; the others are counted. */
const MOST = 5;

/** What a person should know of a choice, a line each; nothing where everything was taken and nothing is missing. */
export function deliveryNotes({ leftOut, withoutSnapshot, missingMonths }: DeliveryChoice): readonly string[] {
  const { snapshots, history, otherServices } = leftOut;
  const parts = [
    ...(snapshots > 0 ? [counted(snapshots, "older snapshot")] : []),
    ...(history > 0 ? [`${counted(history, "history file")} from before the latest snapshot`] : []),
    ...(otherServices > 0 ? [`${counted(otherServices, "file")} of other services`] : []),
  ];
  const gaps = [...missingMonths].map(([place, months]) => `${place} (${spans(months)})`);
  return [
    ...(parts.length > 0 ? [`Left out: ${parts.join(", ")}.`] : []),
    ...(withoutSnapshot.length > 0
      ? [`No snapshot of ${some(withoutSnapshot)}: only resources that history files tell of are judged.`]
      : []),
    ...(gaps.length > 0 ? [`No file for whole months of ${some(gaps)}: changes of that time may be missing.`] : []),
  ];
}

function some(names: readonly string[]): string {
  const more = names.length - MOST;
  return `${names.slice(0, MOST).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Months as spans, such as `2026-02 to 2026-04, 2026-06`. */
function spans(months: readonly string[]): string {
  const runs: [first: string, last: string][] = [];
  for (const month of months) {
    const run = runs.at(-1);
    if (run && follows(run[1], month)) run[1] = month;
    else runs.push([month, month]);
  }
  return runs.map(([first, last]) => (first === last ? first : `${first} to ${last}`)).join(", ");
}

function follows(month: string, next: string): boolean {
  const [year, number] = month.split("-").map(Number);
  return next === new Date(Date.UTC(year ?? 0, number ?? 0)).toISOString().slice(0, 7);
}

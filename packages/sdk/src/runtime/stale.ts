import type { ConfigApi } from "./config-api.ts";
import type { Deadline } from "./deadline.ts";
import { toEvaluation, type Evaluation } from "./evaluation.ts";
import type { Outcomes } from "./outcomes.ts";
import { notApplicable } from "../core/verdict.ts";

/** Milliseconds kept for telling Config of what was found. */
const RESERVE_MS = 5_000;

/** Thrown inside the search for stale results when the time runs out. */
export class OutOfTime extends Error {
  override readonly name = "OutOfTime";
}

/**
 * Finds the results of a scheduled rule whose resource is gone: of a type the rule claims, not listed in this run by
 * type **and** id, and older than this run. AWS Config keeps such results until somebody says NOT_APPLICABLE.
 * Reads every page before anything is changed; linear in the number of stored results.
 * @param runTime - What the run's own results are ordered by; for a hybrid earlier than the event, since a resource that
 * a change has just been judged for may not be among the discovered ones yet.
 * @throws OutOfTime when the deadline comes too near, and whatever the API throws.
 */
export async function findStale(
  api: ConfigApi,
  deployedName: string,
  claimedTypes: readonly string[],
  outcomes: Outcomes,
  runTime: Date,
  deadline: Deadline,
): Promise<Evaluation[]> {
  const claimed = new Set(claimedTypes);
  const stale: Evaluation[] = [];
  for await (const result of api.storedResults(deployedName)) {
    if (deadline.remainingMs() < RESERVE_MS) throw new OutOfTime("There was no time left to read the stored results.");
    const older = result.orderingTimestamp !== undefined && result.orderingTimestamp.getTime() < runTime.getTime();
    if (older && claimed.has(result.resourceType) && !outcomes.has(result)) {
      stale.push(toEvaluation(result, notApplicable(), runTime));
    }
  }
  return stale;
}

import type { Evaluation as WireEvaluation } from "@aws-sdk/client-config-service";
import { codeOf } from "../core/errors.ts";
import type { ConfigApi } from "./config-api.ts";
import { backoffMs, type Deadline } from "./deadline.ts";
import { isTransient, toWire, type Evaluation } from "./evaluation.ts";

/**
 * Most evaluations that one call takes.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html
 */
export const BATCH_SIZE = 100;

/** Sends after which a batch is given up, however much time is left. */
const MAXIMUM_ATTEMPTS = 8;

/** Milliseconds kept for the last words: the error, the log and the metrics. */
const RESERVE_MS = 1_000;

/** What reporting came to. */
export interface Report {
  reported: number;
  /** What AWS Config has not been told, with the reason of each. */
  readonly unreported: { readonly evaluation: Evaluation; readonly reason: string; readonly cause?: unknown }[];
}

/**
 * Reports evaluations to AWS Config in batches of 100, one after the other. What Config refuses (`FailedEvaluations`),
 * throttles or fails to take is sent again with jittered backoff as long as there is time; a batch that is refused as
 * a whole is halved until the evaluation at fault stands alone. Never throws: what could not be reported is returned.
 */
export async function reportEvaluations(
  api: ConfigApi,
  resultToken: string,
  evaluations: Iterable<Evaluation>,
  deadline: Deadline,
): Promise<Report> {
  const report: Report = { reported: 0, unreported: [] };
  let batch: Evaluation[] = [];
  for (const evaluation of evaluations) {
    batch.push(evaluation);
    if (batch.length === BATCH_SIZE) {
      await putBatch(api, resultToken, batch, deadline, report);
      batch = [];
    }
  }
  if (batch.length > 0) await putBatch(api, resultToken, batch, deadline, report);
  return report;
}

async function putBatch(
  api: ConfigApi,
  resultToken: string,
  batch: readonly Evaluation[],
  deadline: Deadline,
  report: Report,
): Promise<void> {
  let pending = batch;
  if (deadline.remainingMs() < RESERVE_MS) {
    return giveUp(pending, { reason: "the function's time ran out" }, report);
  }
  for (let attempt = 0; pending.length > 0; attempt += 1) {
    const failure = await tryPut(api, resultToken, pending, report);
    if (failure === undefined) return;
    if (failure.halve && pending.length > 1) {
      const middle = Math.ceil(pending.length / 2);
      await putBatch(api, resultToken, pending.slice(0, middle), deadline, report);
      return putBatch(api, resultToken, pending.slice(middle), deadline, report);
    }
    pending = failure.pending;
    const more =
      failure.again && attempt + 1 < MAXIMUM_ATTEMPTS && (await deadline.pause(backoffMs(attempt), RESERVE_MS));
    if (!more) return giveUp(pending, failure, report);
  }
}

interface Failure {
  readonly pending: readonly Evaluation[];
  readonly reason: string;
  readonly again: boolean;
  /** The request itself was refused, perhaps for one evaluation only. */
  readonly halve: boolean;
  readonly cause?: unknown;
}

async function tryPut(
  api: ConfigApi,
  resultToken: string,
  pending: readonly Evaluation[],
  report: Report,
): Promise<Failure | undefined> {
  try {
    const refused = await api.putEvaluations(resultToken, pending.map(toWire));
    const left = stillPending(pending, refused);
    report.reported += pending.length - left.length;
    if (left.length === 0) return undefined;
    return { pending: left, reason: "FailedEvaluations", again: true, halve: false };
  } catch (cause) {
    const reason = codeOf(cause);
    const halve = reason === "InvalidParameterValueException" || reason === "ValidationException";
    return { pending, reason, again: isTransient(cause), halve, cause };
  }
}

/** Those of the sent evaluations that Config names as failed; one that it names by no known key fails them all. */
function stillPending(sent: readonly Evaluation[], refused: readonly WireEvaluation[]): readonly Evaluation[] {
  if (refused.length === 0) return [];
  const keys = new Set(refused.map((each) => `${each.ComplianceResourceType}\n${each.ComplianceResourceId}`));
  const left = sent.filter((each) => keys.delete(`${each.resourceType}\n${each.resourceId}`));
  return keys.size > 0 ? sent : left;
}

function giveUp(
  pending: readonly Evaluation[],
  { reason, cause }: Pick<Failure, "reason" | "cause">,
  report: Report,
): void {
  for (const evaluation of pending) report.unreported.push({ evaluation, reason, cause });
}

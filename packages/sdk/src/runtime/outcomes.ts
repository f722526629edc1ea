import {
  failedEvaluation,
  keyOf,
  mergeEvaluations,
  type Evaluation,
  type ResourceKey,
  type SubjectError,
} from "./evaluation.ts";
import type { OnError } from "./route.ts";

/** What judging one subject came to. */
export type Outcome = { readonly evaluation: Evaluation } | { readonly error: SubjectError };

interface Entry {
  evaluation?: Evaluation;
  /** Further evaluations of the same resource. */
  others?: Evaluation[];
  error?: SubjectError;
}

/**
 * What became of every subject of one run, by resource and in the order in which the resources were listed. Several
 * outcomes of one resource become one: a failure outweighs COMPLIANT (nobody knows whether the resource complies),
 * NON_COMPLIANT outweighs a failure (that much was proved) unless it is exempt, a lasting failure outweighs a passing one.
 */
export class Outcomes {
  readonly #entries = new Map<string, Entry>();
  readonly errors: SubjectError[] = [];

  /** Takes a resource's place in the order, and keeps it from being cleared as stale, before it is judged. */
  expect(resource: ResourceKey): void {
    const key = keyOf(resource);
    if (!this.#entries.has(key)) this.#entries.set(key, {});
  }

  add(outcome: Outcome): void {
    const found = "error" in outcome ? outcome.error : outcome.evaluation;
    const key = keyOf(found);
    const entry = this.#entries.get(key) ?? {};
    this.#entries.set(key, entry);
    if ("error" in outcome) {
      this.errors.push(outcome.error);
      if (!entry.error || isToldBefore(outcome.error, entry.error)) entry.error = outcome.error;
      return;
    }
    const { evaluation } = outcome;
    if (entry.evaluation) (entry.others ??= []).push(evaluation);
    else entry.evaluation = evaluation;
  }

  /** Whether this run knows the resource, judged or not. */
  has(resource: ResourceKey): boolean {
    return this.#entries.has(keyOf(resource));
  }

  /** What AWS Config is to be told, one evaluation a resource. */
  *toReport(onError: OnError, orderingTimestamp: Date): Generator<Evaluation> {
    for (const { evaluation: first, others, error } of this.#entries.values()) {
      const evaluation = first && others ? mergeEvaluations(first, others) : first;
      const isProved = evaluation?.complianceType === "NON_COMPLIANT" && !evaluation.isExempt;
      if (error && !isProved) {
        const failed = failedEvaluation(error, onError, orderingTimestamp);
        if (failed) yield failed;
      } else if (evaluation) {
        yield evaluation;
      }
    }
  }
}

/** Of several failures of one resource one that stays is told, and the same in every run, whichever came first. */
function isToldBefore(a: SubjectError, b: SubjectError): boolean {
  if (a.transient !== b.transient) return !a.transient;
  return `${a.code} ${a.message}` < `${b.code} ${b.message}`;
}

import { codeOf, isRulewrightError, messageOf, type RulewrightError } from "@rulewright/sdk";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import { pendingDependencies, pendingSteps, type Plan, type Step } from "../plan/step.ts";
import { doStep } from "./do-step.ts";
import type { StepStatus } from "./events.ts";
import type { Execution } from "./execution.ts";
import type { Failure } from "./failure.ts";

/** What became of a step. */
export interface StepResult {
  readonly step: Step;
  readonly status: Exclude<StepStatus, "started">;
  readonly error?: RulewrightError;
  readonly failures: readonly Failure[];
}

/** What became of a plan. */
export interface RunResult {
  readonly results: readonly StepResult[];
  /** Everything is as planned. */
  readonly isComplete: boolean;
  readonly isInterrupted: boolean;
}

/** Steps at a time: few enough for the request limits of one account's Regions. */
const CONCURRENCY = 8;

/**
 * Carries a plan out. A step starts when those it depends on went well; after a failure, what does not depend on it goes
 * on. Once the signal is set no step is started.
 */
export async function runPlan(plan: Plan, execution: Execution): Promise<RunResult> {
  const results = new Map<string, StepResult>();
  const waiting = new Map(pendingSteps(plan).map((step) => [step.id, step]));
  const dependencies = pendingDependencies(plan);
  const running = new Map<string, Promise<void>>();
  const { signal } = execution.poll;
  for (;;) {
    for (const step of waiting.values()) {
      if (signal.aborted || running.size >= CONCURRENCY) break;
      if (!isReady(step, dependencies.get(step.id) ?? [], results)) continue;
      waiting.delete(step.id);
      const noteResult = async () => {
        results.set(step.id, await tryStep(step, execution));
        running.delete(step.id);
      };
      running.set(step.id, noteResult());
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  for (const step of waiting.values()) {
    results.set(step.id, { step, status: "not-started", failures: [] });
    execution.emit(event(step, "not-started"));
  }
  const all = plan.steps.flatMap((step) => results.get(step.id) ?? []);
  return { results: all, isComplete: all.every(({ status }) => status === "done"), isInterrupted: signal.aborted };
}

/** A plan of which nothing is done, as one before it is not complete. */
export function leftPlan(plan: Plan, { aborted }: Pick<AbortSignal, "aborted">): RunResult {
  const results = pendingSteps(plan).map((step): StepResult => ({ step, status: "not-started", failures: [] }));
  return { results, isComplete: results.length === 0, isInterrupted: aborted };
}

/** A publication whose accounts failed in part goes on, but is never made the published one. */
function isReady(step: Step, dependsOn: readonly string[], results: ReadonlyMap<string, StepResult>): boolean {
  return dependsOn.every((id) => {
    const status = results.get(id)?.status;
    return status === "done" || (status === "partial" && !NEEDS_ALL.has(step.kind));
  });
}

const NEEDS_ALL: ReadonlySet<Step["kind"]> = new Set(["finish", "bake", "delete-stack-set", "delete-objects"]);

async function tryStep(step: Step, execution: Execution): Promise<StepResult> {
  const failures: Failure[] = [];
  const emit: Execution["emit"] = (each) => {
    if (each.type === "failure") failures.push(each);
    execution.emit(each);
  };
  emit(event(step, "started"));
  try {
    const outcome = await doStep(step, { ...execution, emit });
    for (const failure of outcome.failures) emit({ type: "failure", step: step.id, ...failure });
    const status = failures.length > 0 ? "partial" : "done";
    emit(event(step, status));
    return { step, status, failures };
  } catch (error) {
    const isInterrupted = codeOf(error) === DEPLOYMENT_ERRORS.INTERRUPTED.code;
    const status = isInterrupted ? "interrupted" : "failed";
    emit({ ...event(step, status), code: codeOf(error), reason: messageOf(error), ...hintOf(error) });
    return { step, status, failures, ...(isRulewrightError(error) ? { error } : {}) };
  }
}

function hintOf(error: unknown): { hint?: string } {
  return isRulewrightError(error) ? { hint: error.hint } : {};
}

function event({ id, account, region }: Step, status: StepStatus) {
  return {
    type: "step" as const,
    step: id,
    status,
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
  };
}

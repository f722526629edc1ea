import { RulewrightError } from "@rulewright/sdk";
import { EXIT, type ExitCode, type Io } from "../io.ts";
import { DEPLOYMENT_ERRORS } from "./errors.ts";
import { confirm } from "./execute/confirm.ts";
import type { Execution } from "./execute/execution.ts";
import { createReporter, resultEvent, resultText } from "./execute/report.ts";
import { leftPlan, runPlan } from "./execute/run-plan.ts";
import { planDocument, renderPlan } from "./plan/render-plan.ts";
import { pendingSteps, removals, type Plan } from "./plan/step.ts";
import { pollSettings } from "./session.ts";

/** How plans are shown and agreed to. */
export interface CarryOutOptions {
  /** Shows the plan and does nothing. */
  readonly plan?: boolean;
  readonly json?: boolean;
  /** Asks nobody. */
  readonly yes?: boolean;
  /** Agrees to what is taken away from Regions and accounts that a target dropped. */
  readonly acceptRemovals?: boolean;
}

/** A plan with what its steps are done with. */
export interface Prepared {
  readonly plan: Plan;
  readonly context: Omit<Execution, "emit" | "poll">;
  /** The plans after it are not begun unless it is complete. */
  readonly isNeeded?: boolean;
}

/** Shows plans, asks, does them one after the other, and says how they ended. */
export async function carryOut(prepared: readonly Prepared[], options: CarryOutOptions, io: Io): Promise<ExitCode> {
  const plans = prepared.map(({ plan }) => plan);
  const isJson = options.json === true;
  if (options.plan) {
    io.out(isJson ? `${JSON.stringify(planDocument(plans), null, 2)}\n` : plans.map(renderPlan).join("\n"));
    return EXIT.CLEAN;
  }
  if (!isJson) io.out(plans.map(renderPlan).join("\n"));
  if (!(await isAgreedTo(plans, options))) {
    io.err("Nothing was done.\n");
    return EXIT.FAILED;
  }
  return untilInterrupted(io, (signal) => doAll(prepared, isJson, signal, io));
}

/**
 * Asks, naming what would be taken away: `--yes` alone does not agree to that.
 * @throws RulewrightError `RW4023` without anybody to ask, `RW4024` for removals that nobody agreed to.
 */
async function isAgreedTo(plans: readonly Plan[], { yes, acceptRemovals }: CarryOutOptions): Promise<boolean> {
  const pending = plans.flatMap(pendingSteps).length;
  if (pending === 0) return true;
  const named = acceptRemovals ? [] : plans.flatMap(namedRemovals);
  if (yes && named.length > 0) {
    const message = `Publishing would also ${named.join("; ")}.`;
    throw new RulewrightError(DEPLOYMENT_ERRORS.REMOVAL_NOT_ACCEPTED, message);
  }
  if (yes) return true;
  const steps = pending === 1 ? "this step" : `these ${pending} steps`;
  const warning = named.length > 0 ? `This takes the pack away: ${named.join("; ")}.\n` : "";
  return confirm(`${warning}Do ${steps}?`);
}

function namedRemovals(plan: Plan): string[] {
  const steps = removals(plan).map(({ summary, region }) => `${summary}${region === undefined ? "" : ` (${region})`}`);
  return [...steps, ...(plan.takesAway ?? [])];
}

async function doAll(prepared: readonly Prepared[], isJson: boolean, signal: AbortSignal, io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.CLEAN;
  let isHalted = false;
  for (const { plan, context, isNeeded } of prepared) {
    const emit = createReporter(io, isJson, context.session.now);
    emit({ type: "plan", plan });
    const result = isHalted
      ? leftPlan(plan, signal)
      : await runPlan(plan, { ...context, emit, poll: pollSettings(signal) });
    emit(resultEvent(plan, result));
    if (!result.isComplete) code = EXIT.FAILED;
    if (isNeeded === true && !result.isComplete) isHalted = true;
    if (!isJson) (result.isComplete ? io.out : io.err)(resultText(plan, result));
  }
  return code;
}

/** The first Ctrl-C lets what runs come to a stop and says what is left; a second one ends the process. */
async function untilInterrupted<T>(io: Io, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => {
    io.err("\nStopping: no further step is started.\n");
    controller.abort();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  try {
    return await work(controller.signal);
  } finally {
    process.removeListener("SIGINT", stop);
    process.removeListener("SIGTERM", stop);
  }
}

import { EXIT, type ExitCode, type Io } from "../io.ts";
import { confirm } from "./execute/confirm.ts";
import type { Execution } from "./execute/execution.ts";
import { createReporter, resultEvent, resultText } from "./execute/report.ts";
import { runPlan } from "./execute/run-plan.ts";
import { planDocument, renderPlan } from "./plan/render-plan.ts";
import { pendingSteps, type Plan } from "./plan/step.ts";
import { pollSettings } from "./session.ts";

/** How plans are shown and agreed to. */
export interface CarryOutOptions {
  /** Shows the plan and does nothing. */
  readonly plan?: boolean;
  readonly json?: boolean;
  /** Asks nobody. */
  readonly yes?: boolean;
}

/** A plan with what its steps are done with. */
export interface Prepared {
  readonly plan: Plan;
  readonly context: Omit<Execution, "emit" | "poll">;
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
  const pending = plans.flatMap(pendingSteps).length;
  if (
    pending > 0 &&
    !options.yes &&
    !(await confirm(`Do ${pending === 1 ? "this step" : `these ${pending} steps`}?`))
  ) {
    io.err("Nothing was done.\n");
    return EXIT.FAILED;
  }
  return untilInterrupted(io, (signal) => doAll(prepared, isJson, signal, io));
}

async function doAll(prepared: readonly Prepared[], isJson: boolean, signal: AbortSignal, io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.CLEAN;
  for (const { plan, context } of prepared) {
    const emit = createReporter(io, isJson, context.session.now);
    emit({ type: "plan", plan });
    const result = await runPlan(plan, { ...context, emit, poll: pollSettings(signal) });
    emit(resultEvent(plan, result));
    if (!result.isComplete) code = EXIT.FAILED;
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

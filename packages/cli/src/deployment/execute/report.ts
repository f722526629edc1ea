import { counted } from "@rulewright/reports";
import type { Io } from "../../io.ts";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import type { Plan } from "../plan/step.ts";
import type { PublishEvent } from "./events.ts";
import type { RunResult } from "./run-plan.ts";

/** Tells events as they come: JSON lines on standard output, or lines for people. */
export function createReporter(io: Io, json: boolean, now: () => Date): (event: PublishEvent) => void {
  if (json) return (event) => io.out(`${JSON.stringify({ at: now().toISOString(), ...event })}\n`);
  return (event) => {
    const line = lineOf(event);
    if (line !== undefined) io.out(`${line}\n`);
  };
}

function lineOf(event: PublishEvent): string | undefined {
  switch (event.type) {
    case "step": {
      const reason = event.reason === undefined ? "" : `: ${event.code ?? ""} ${event.reason}\n    ${event.hint ?? ""}`;
      return `  ${event.status.padEnd(11)}  ${event.step}${reason}`;
    }
    case "progress":
      return `  …            ${event.step}: ${event.message}`;
    case "failure": {
      const advice = event.advice === undefined ? "" : `\n    ${event.advice}`;
      return `  account ${event.account}, ${event.region}: ${event.reason}${advice}`;
    }
    case "plan":
    case "result":
      return undefined;
  }
}

/** The end of a run as an event. */
export function resultEvent(plan: Plan, { results, isComplete, isInterrupted }: RunResult): PublishEvent {
  const named = (...statuses: readonly string[]) =>
    results.filter(({ status }) => statuses.includes(status)).map(({ step }) => step.id);
  return {
    type: "result",
    pack: plan.pack,
    ...(plan.variant === undefined ? {} : { variant: plan.variant }),
    complete: isComplete,
    interrupted: isInterrupted,
    failedSteps: named("failed", "partial"),
    leftSteps: named("interrupted", "not-started"),
    failures: results.flatMap(({ failures }) => failures),
  };
}

/** The end of a run in words: what is done, what failed, what is left and how to go on. */
export function resultText(plan: Plan, { results, isComplete, isInterrupted }: RunResult): string {
  const pack = plan.variant === undefined ? plan.pack : `${plan.pack}, variant ${plan.variant}`;
  if (isComplete) return `${pack}: ${plan.command} is complete.\n`;
  const of = (...statuses: readonly string[]) => results.filter(({ status }) => statuses.includes(status));
  const lines: string[] = [];
  const done = of("done").length;
  const failed = of("failed", "partial");
  const left = of("interrupted", "not-started");
  const entry = isInterrupted ? DEPLOYMENT_ERRORS.INTERRUPTED : DEPLOYMENT_ERRORS.STEP_FAILED;
  lines.push(`${entry.code}: ${pack}: ${plan.command} is ${isInterrupted ? "interrupted" : "not complete"}.`);
  lines.push(`  Done: ${counted(done, "step")}.`);
  for (const { step, status, failures } of failed) {
    const accounts = new Set(failures.map(({ account }) => account)).size;
    const where = accounts > 0 ? ` in ${counted(accounts, "account")}` : "";
    lines.push(`  ${status === "partial" ? "Failed in part" : "Failed"}: ${step.id}${where}.`);
  }
  for (const { step, status } of left) {
    lines.push(
      status === "interrupted"
        ? `  Under way at AWS, which goes on with it: ${step.id} (${step.summary}).`
        : `  Not started: ${step.id} (${step.summary}).`,
    );
  }
  return `${lines.join("\n")}\n  ${entry.hint}\n`;
}

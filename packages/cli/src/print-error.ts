import { inertLines } from "@rulewright/reports";
import { isRulewrightError, messageOf, type Problem } from "@rulewright/sdk";
import { CLI_ERRORS } from "./errors.ts";
import type { Io } from "./io.ts";
import { ProblemsError } from "./problems-error.ts";

/** Prints what ended a command: code, sentence and hint; the stack only when asked. */
export function printError(error: unknown, verbose: boolean, io: Io): void {
  if (error instanceof ProblemsError) {
    for (const problem of error.problems) {
      if (problem.severity === "warning") warnProblem(io)(problem);
      else io.err(text(problem.code, problem.message, problem.hint));
    }
    return;
  }
  if (isRulewrightError(error)) io.err(text(error.code, error.message, error.hint));
  else io.err(text(CLI_ERRORS.INTERNAL.code, messageOf(error), CLI_ERRORS.INTERNAL.hint));
  if (verbose) printStack(error, io);
}

/** Prints where an error was thrown, and what caused it. */
export function printStack(error: unknown, io: Io): void {
  if (!(error instanceof Error)) return;
  io.err(`${error.stack ?? ""}\n${error.cause instanceof Error ? `Cause: ${error.cause.stack ?? ""}\n` : ""}`);
}

/** Prints a warning as it is found. */
export function warnProblem(io: Io): (problem: Problem) => void {
  return ({ code, message, hint }) => io.err(`warning ${text(code, message, hint)}`);
}

function text(code: string, message: string, hint: string): string {
  return `${code}: ${inertLines(message)}\n  ${inertLines(hint)}\n`;
}

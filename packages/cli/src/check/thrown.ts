import type { CheckerOptions } from "@rulewright/sdk/evaluation";
import type { Io } from "../io.ts";
import { printStack } from "../print-error.ts";

/** Keeps the first error that each rule throws. */
export interface Thrown {
  readonly note: NonNullable<CheckerOptions["onThrown"]>;
  /** Prints where each was thrown. */
  readonly print: (io: Io) => void;
}

/** Begins to keep what rules throw. A run that asks for it takes one thread: errors of others come without a stack. */
export function keepThrown(): Thrown {
  const first = new Map<string, unknown>();
  return {
    note: (ruleName, error) => {
      if (!first.has(ruleName)) first.set(ruleName, error);
    },
    print: (io) => {
      for (const [ruleName, error] of first) {
        io.err(`Rule ${ruleName} threw:\n`);
        printStack(error, io);
      }
    },
  };
}

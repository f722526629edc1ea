import { createInterface } from "node:readline/promises";
import { RulewrightError } from "@rulewright/sdk";
import { DEPLOYMENT_ERRORS } from "../errors.ts";

/** Asks a person. @throws RulewrightError `RW4023` where there is none at the terminal. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new RulewrightError(DEPLOYMENT_ERRORS.CONFIRMATION_MISSING, `${question} Nobody is there to answer.`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

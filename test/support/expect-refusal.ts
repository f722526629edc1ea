import { expect } from "@jest/globals";
import type { Ran } from "./rulewright.ts";

/** Expects one coded sentence with its hint, nothing on standard output, exit code 2 and no stack. */
export function expectRefusal(ran: Ran, code: string, sentence: RegExp): void {
  expect(ran.stderr).not.toMatch(/^ {4}at /m);
  expect(ran.stderr).toMatch(new RegExp(`^${code}: .+\\n  .+\\n$`));
  expect(ran.stderr).toMatch(sentence);
  expect(ran.stdout).toBe("");
  expect(ran.code).toBe(2);
}

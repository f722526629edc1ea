import { expect, test } from "@jest/globals";
import { createLogger } from "./log.ts";

test.each([
  [undefined, ["INFO", "WARN", "ERROR"]],
  ["TRACE", ["DEBUG", "INFO", "WARN", "ERROR"]],
  ["DEBUG", ["DEBUG", "INFO", "WARN", "ERROR"]],
  ["INFO", ["INFO", "WARN", "ERROR"]],
  ["WARN", ["WARN", "ERROR"]],
  ["ERROR", ["ERROR"]],
  ["FATAL", []],
  ["nonsense", ["INFO", "WARN", "ERROR"]],
])("at the level %s the lines below it are left out, also by a logger with more fields", (minimum, expected) => {
  const lines: string[] = [];
  const logger = createLogger((line) => lines.push(line), minimum);
  for (const each of [logger, logger.with({ rule: "a-rule" })]) {
    for (const level of ["DEBUG", "INFO", "WARN", "ERROR"] as const) each.log(level, "Reported.");
  }
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    ...expected.map((level) => ({ level, message: "Reported." })),
    ...expected.map((level) => ({ level, message: "Reported.", rule: "a-rule" })),
  ]);
});

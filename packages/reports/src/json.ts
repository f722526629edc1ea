import type { CheckResult } from "@rulewright/sdk";

/** The result as one JSON document, indented by two. */
export function toJson(result: CheckResult): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}

/** The evaluations as JSON lines, one a line. Errors and summary are not part of it. */
export function* toJsonLines(result: CheckResult): Generator<string> {
  for (const evaluation of result.evaluations) yield `${JSON.stringify(evaluation)}\n`;
}

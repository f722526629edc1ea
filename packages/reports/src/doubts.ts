import type { CheckResult } from "@rulewright/sdk";
import { counted } from "./summary-line.ts";

/**
 * What keeps a result from being clean even where nothing is non-compliant, in numbers: `3 errors`, `2 undetermined
 * evaluations`, `1 resource not judged`.
 * @param write - Writes a number with its noun.
 */
export function doubtsOf({ summary, notJudged = [] }: CheckResult, write: typeof counted = counted): readonly string[] {
  const { errors, undetermined } = summary;
  return [
    ...(errors > 0 ? [write(errors, "error")] : []),
    ...(undetermined > 0 ? [write(undetermined, "undetermined evaluation")] : []),
    ...(notJudged.length > 0 ? [`${write(notJudged.length, "resource")} not judged`] : []),
  ];
}

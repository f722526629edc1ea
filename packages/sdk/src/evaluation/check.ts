import type { AnyRule } from "../core/any-rule.ts";
import type { CheckResult } from "../core/results.ts";
import { Checker, type CheckOptions } from "./checker.ts";
import type { CheckInput } from "./inputs.ts";

/**
 * Judges configuration items and recorded evidence by the logic that runs in Lambda. Calls no AWS API and reads no
 * clock. What cannot be judged is an error or undetermined, never COMPLIANT.
 * @throws RulewrightError `RW1001`, `RW1002` for a rule whose parameters have no usable values.
 */
export async function check(rules: readonly AnyRule[], input: CheckInput, options: CheckOptions): Promise<CheckResult> {
  const checker = new Checker(rules, input.evidence, options);
  for (const error of input.errors) checker.addError(error);
  for (const item of input.items) await checker.add(item);
  for (const { resource, deployed } of input.notJudged ?? []) await checker.addNotJudged(resource, deployed);
  return checker.finish(options);
}

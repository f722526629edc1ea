import type { Handler } from "../handler.ts";
import type { ReevaluatedRule } from "./plan.ts";

/** The rules of a pack, as they were built. */
export interface ReevaluationOptions {
  readonly rules: readonly ReevaluatedRule[];
}

/**
 * Makes the Lambda handler that has rules evaluated anew once their code, parameters or exemptions have changed: AWS
 * Config itself would wait until a resource changes. An EventBridge rule starts it when the stack has been created or
 * updated, and daily. The environment names its state: `RULEWRIGHT_STATE_PARAMETER`, an SSM parameter with the hashes
 * of what has been evaluated; `RULEWRIGHT_FUNCTION_ARNS`, separated by commas, limits it to rules of these functions.
 *
 * Its code is loaded at its first event, so that a function that shares its module does not read it.
 */
export function createReevaluation({ rules }: ReevaluationOptions): Handler {
  return async (event, context) => {
    const { runReevaluation } = await import("./run.ts");
    await runReevaluation(rules, event, context);
  };
}

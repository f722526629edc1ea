import { RulewrightError, codeOf, isRulewrightError, messageOf } from "../../core/errors.ts";
import { isObject } from "../../core/json.ts";
import { deadlineOf, type LambdaContext } from "../deadline.ts";
import { RUNTIME_ERRORS } from "../errors.ts";
import { createLogger } from "../log.ts";
import { createReevaluationApi } from "./api.ts";
import type { ReevaluatedRule } from "./plan.ts";
import { reevaluate } from "./reevaluate.ts";

/**
 * Answers one event: a status of the stack, or a tick of the schedule. Events of a stack that is still at work, or gone,
 * start nothing.
 * @throws RulewrightError `RW2040`, `RW2041`.
 */
export async function runReevaluation(
  rules: readonly ReevaluatedRule[],
  event: unknown,
  context: LambdaContext | undefined,
): Promise<void> {
  const fields = { requestId: context?.awsRequestId };
  const logger = createLogger((line) => process.stdout.write(line), process.env["AWS_LAMBDA_LOG_LEVEL"], fields);
  if (!isAtRest(event)) return logger.log("INFO", "The stack is not at rest: nothing is started.");
  try {
    const api = createReevaluationApi(placeOf(process.env));
    const { started, waiting, missing } = await reevaluate(rules, api, deadlineOf(context), timeOf(event));
    logger.log("INFO", "Started the evaluation of rules that changed.", { started, waiting, missing });
  } catch (cause) {
    const error = isRulewrightError(cause) ? cause : failed(cause);
    logger.log("ERROR", messageOf(error), { code: codeOf(error) });
    throw error;
  }
}

/**
 * Tells whether an event asks for a run. Every event that is no status of a stack does.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/event-detail-stack-status-change.html
 */
function isAtRest(event: unknown): boolean {
  if (!isObject(event) || !isObject(event["detail"])) return true;
  const { "status-details": details } = event["detail"];
  const status = isObject(details) ? details["status"] : undefined;
  return typeof status !== "string" || !/_IN_PROGRESS$|^DELETE_/.test(status);
}

/** The event's own time, as evaluations of it will have a later one. */
function timeOf(event: unknown): Date {
  const time = new Date(isObject(event) && typeof event["time"] === "string" ? event["time"] : Number.NaN);
  return Number.isNaN(time.getTime()) ? new Date() : time;
}

function placeOf(environment: NodeJS.ProcessEnv) {
  const stateParameter = environment["RULEWRIGHT_STATE_PARAMETER"];
  if (!stateParameter) {
    const message = "The function's environment has no RULEWRIGHT_STATE_PARAMETER.";
    throw new RulewrightError(RUNTIME_ERRORS.REEVALUATION_UNCONFIGURED, message);
  }
  const functionArns = (environment["RULEWRIGHT_FUNCTION_ARNS"] ?? "").split(",").filter((arn) => arn !== "");
  return { region: environment["AWS_REGION"], stateParameter, functionArns };
}

function failed(cause: unknown): RulewrightError {
  const message = `Rules that changed could not all be started (${codeOf(cause)}: ${messageOf(cause)}).`;
  return new RulewrightError(RUNTIME_ERRORS.REEVALUATION_FAILED, message, { cause });
}

import { RulewrightError, isRulewrightError } from "@rulewright/sdk";
import { DEPLOYMENT_ERRORS } from "./errors.ts";

const OF_AWS: ReadonlySet<string> = new Set([DEPLOYMENT_ERRORS.AWS_REFUSED.code, DEPLOYMENT_ERRORS.AWS_FAILED.code]);

/** Reads what a plan is made of; what AWS refuses meanwhile says that nothing was changed. */
export async function whilePlanning<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isRulewrightError(error) || !OF_AWS.has(error.code)) throw error;
    const { code, hint, message } = error;
    throw new RulewrightError({ code, hint }, `${message} Nothing was changed.`, { cause: error });
  }
}

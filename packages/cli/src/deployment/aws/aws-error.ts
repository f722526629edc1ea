import { RulewrightError, codeOf, isObject, isRulewrightError, messageOf } from "@rulewright/sdk";
import { CLI_ERRORS } from "../../errors.ts";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import { explainReason } from "../plan/reasons.ts";

const REFUSED =
  /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|Forbidden|OrganizationAccessDenied\w*|403)$/;

/** The HTTP status of an answer; what AWS says to HEAD has no body that names the error. */
export function statusOf(error: unknown): number | undefined {
  if (!isObject(error) || !isObject(error["$metadata"])) return undefined;
  const status = error["$metadata"]["httpStatusCode"];
  return typeof status === "number" ? status : undefined;
}

/** An error of AWS as a coded one: what was being done, AWS's own words, and what they mean where that is known. */
export function toAwsError(error: unknown, doing: string): RulewrightError {
  if (isRulewrightError(error)) return error;
  const code = codeOf(error);
  if (code === "CredentialsProviderError") {
    return new RulewrightError(CLI_ERRORS.ACCOUNT_UNKNOWN, "There are no credentials.", { cause: error });
  }
  const isRefused = REFUSED.test(code) || (code.startsWith("Unknown") && statusOf(error) === 403);
  const entry = isRefused ? DEPLOYMENT_ERRORS.AWS_REFUSED : DEPLOYMENT_ERRORS.AWS_FAILED;
  const hint = explainReason(`${code}: ${messageOf(error)}`);
  const sentence = `${doing} failed: ${code}: ${messageOf(error)}`.replace(/[.\s]*$/, ".");
  return new RulewrightError(entry, sentence, { cause: error, ...(hint === undefined ? {} : { hint }) });
}

/** Runs a call; its failure says what was being done. @throws RulewrightError `RW4017` or `RW4018`. */
export async function calling<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toAwsError(error, doing);
  }
}

/** Tells an AWS error by its name or its code on the wire. */
export function isAwsError(error: unknown, ...names: readonly string[]): boolean {
  return names.includes(codeOf(error));
}

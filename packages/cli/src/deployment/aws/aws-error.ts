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
  const permission = isRefused ? permissionOf(doing) : undefined;
  const known = explainReason(`${code}: ${messageOf(error)}`);
  const hint =
    permission === undefined ? known : `Grant ${permission}; docs/publishing.md lists what each command needs.`;
  const sentence = `${doing} failed: ${code}: ${messageOf(error)}`.replace(/[.\s]*$/, ".");
  return new RulewrightError(entry, sentence, { cause: error, ...(hint === undefined ? {} : { hint }) });
}

/**
 * IAM's names of the actions behind operations, by what each begins with; S3's differ from the operations'.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  HeadBucket: "s3:ListBucket",
  HeadObject: "s3:GetObject and s3:ListBucket",
  GetObject: "s3:GetObject and s3:ListBucket",
  PutObject: "s3:PutObject",
  ListObjectsV2: "s3:ListBucket",
  ListObjectVersions: "s3:ListBucketVersions",
  DeleteObjects: "s3:DeleteObject and s3:DeleteObjectVersion",
};
const ORGANIZATIONS = /^(DescribeOrganization|List(Accounts|OrganizationalUnits|DelegatedAdministrators)\w*)$/;

/** The permission that an operation needs; `doing` begins with its name. */
export function permissionOf(doing: string): string | undefined {
  const [operation = ""] = doing.split(" ");
  const ofS3 = S3_ACTIONS[operation];
  if (ofS3 !== undefined) return ofS3;
  if (ORGANIZATIONS.test(operation)) return `organizations:${operation}`;
  if (operation === "DescribeAlarms") return `cloudwatch:${operation}`;
  if (/Stack/.test(operation)) return `cloudformation:${operation}`;
  return /Conformance|Configuration/.test(operation) ? `config:${operation}` : undefined;
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

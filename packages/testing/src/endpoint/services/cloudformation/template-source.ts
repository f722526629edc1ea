import { parseTemplate, requiredCapabilities, type Template } from "../../cloudformation/template.ts";
import { lengthWithin, refuseViolations } from "../../constraints.ts";
import type { OperationContext } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";

const MAX_BODY_BYTES = 51_200;
const MAX_URL_LENGTH = 5120;
const MAX_OBJECT_BYTES = 1024 * 1024;

/** The members that say where a template is. */
export interface TemplateSource {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
  readonly UsePreviousTemplate?: boolean | undefined;
}

export const validationError = (message: string): ServiceError => new ServiceError("ValidationError", message);

const VIRTUAL_HOST = /^(?<bucket>.+)\.s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?$/;

/** Bucket and key of a URL: of S3 in either style, or by path of any other host, such as the endpoint itself. */
function locate(url: string): { bucket: string; key: string } {
  if (!URL.canParse(url)) throw validationError("TemplateURL must be a supported URL.");
  const { hostname, pathname } = new URL(url);
  const path = decodeURIComponent(pathname).slice(1);
  const virtual = VIRTUAL_HOST.exec(hostname)?.groups?.["bucket"];
  if (virtual !== undefined) return { bucket: virtual, key: path };
  const slash = path.indexOf("/");
  if (slash < 1) throw validationError("TemplateURL must reference a valid S3 object to which you have access.");
  return { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

function fetchTemplate(url: string, { state, caller }: OperationContext): string {
  const { bucket: name, key } = locate(url);
  const bucket = state.s3.buckets.get(name);
  if (bucket === undefined) throw validationError("S3 error: The specified bucket does not exist");
  if (bucket.account !== caller.account && bucket.policy === undefined)
    throw validationError("S3 error: Access Denied");
  const object = bucket.objects.get(key);
  if (object === undefined) throw validationError("S3 error: The specified key does not exist.");
  if (object.body.length > MAX_OBJECT_BYTES) {
    throw validationError(`Template may not exceed ${MAX_OBJECT_BYTES} bytes in size.`);
  }
  return Buffer.from(object.body).toString("utf8");
}

function refuseLengths({ TemplateBody: body = "", TemplateURL: url }: TemplateSource): void {
  const bytes = Buffer.byteLength(body);
  const isLong = bytes > MAX_BODY_BYTES;
  const violations = [
    isLong ? lengthWithin("templateBody", "x".repeat(bytes), 1, MAX_BODY_BYTES) : undefined,
    lengthWithin("templateURL", url, 1, MAX_URL_LENGTH),
  ];
  refuseViolations(violations, "ValidationError");
}

/**
 * Reads the template a request names.
 *
 * @param previous - What `UsePreviousTemplate` keeps; undefined where there is nothing to keep.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export function readTemplate(source: TemplateSource, context: OperationContext, previous?: Template): Template {
  const { TemplateBody: body, TemplateURL: url, UsePreviousTemplate: keeps = false } = source;
  refuseLengths(source);
  const given = [body, url].filter((member) => member !== undefined).length + (keeps ? 1 : 0);
  if (given !== 1) throw validationError("Either Template URL or Template Body must be specified.");
  if (keeps && previous !== undefined) return previous;
  const text = body ?? fetchTemplate(url ?? "", context);
  return text === previous?.text ? previous : parseTemplate(text);
}

/**
 * Refuses a template of which the resources need more than was acknowledged.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
 */
export function refuseCapabilities(template: Template, given: readonly string[]): void {
  const { capabilities } = requiredCapabilities(template);
  const isGiven = (capability: string) =>
    given.includes(capability) || (capability === "CAPABILITY_IAM" && given.includes("CAPABILITY_NAMED_IAM"));
  const missing = capabilities.filter((capability) => !isGiven(capability));
  if (missing.length === 0) return;
  throw new ServiceError("InsufficientCapabilitiesException", `Requires capabilities : [${missing.join(", ")}]`);
}

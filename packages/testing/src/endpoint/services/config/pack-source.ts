import { lengthWithin, refuseViolations, type Violation } from "../../constraints.ts";
import type { PackContent } from "../../conformance/pack-store.ts";
import { type PackInputParameter, readPackTemplate } from "../../conformance/pack-template.ts";
import type { OperationContext } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";

const MAX_BODY_BYTES = 51_200;
const MAX_OBJECT_BYTES = 300 * 1024;
const MAX_PARAMETERS = 60;

/** The members of a put that make up a pack's content. */
export interface PackInput {
  readonly TemplateBody?: string | undefined;
  readonly TemplateS3Uri?: string | undefined;
  readonly DeliveryS3Bucket?: string | undefined;
  readonly DeliveryS3KeyPrefix?: string | undefined;
  readonly ConformancePackInputParameters?:
    readonly { readonly ParameterName: string | undefined; readonly ParameterValue: string | undefined }[] | undefined;
}

/** The violation of a name's pattern or length. */
export function nameViolation(path: string, name: string, maxLength: number): Violation {
  if (/^[a-zA-Z][-a-zA-Z0-9]*$/.test(name)) return lengthWithin(path, name, 1, maxLength);
  return (
    `Value '${name.slice(0, 80)}' at '${path}' failed to satisfy constraint: Member must satisfy regular expression ` +
    "pattern: [a-zA-Z][-a-zA-Z0-9]*"
  );
}

function fromS3(uri: string, { state }: OperationContext): string {
  const { bucket = "", key = "" } = /^s3:\/\/(?<bucket>[^/]+)\/(?<key>.+)$/.exec(uri)?.groups ?? {};
  const object = state.s3.buckets.get(bucket)?.objects.get(key);
  if (object === undefined) {
    throw new ServiceError("InvalidParameterValueException", `The template ${uri} cannot be read.`);
  }
  if (object.body.length > MAX_OBJECT_BYTES) {
    throw new ServiceError("InvalidParameterValueException", `The template ${uri} is larger than 300 KB.`);
  }
  return Buffer.from(object.body).toString("utf8");
}

function sizeViolation(body: string | undefined): Violation {
  const bytes = Buffer.byteLength(body ?? "");
  return bytes > MAX_BODY_BYTES ? lengthWithin("templateBody", "x".repeat(bytes), 1, MAX_BODY_BYTES) : undefined;
}

/**
 * Reads the content of a put.
 *
 * @param templateError - The name of the error for a template that is not valid.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html
 */
export function readPackContent(input: PackInput, templateError: string, context: OperationContext): PackContent {
  const { TemplateBody: body, TemplateS3Uri: uri, ConformancePackInputParameters: given = [] } = input;
  refuseViolations([
    sizeViolation(body),
    lengthWithin("templateS3Uri", uri, 1, 1024),
    lengthWithin("conformancePackInputParameters", given, 0, MAX_PARAMETERS),
    ...given.map(({ ParameterValue: value }, index) =>
      lengthWithin(`conformancePackInputParameters.${index + 1}.member.parameterValue`, value, 0, 4096),
    ),
  ]);
  if (body === undefined && uri === undefined) {
    throw new ServiceError("InvalidParameterValueException", "A template body or an S3 URI of a template is needed.");
  }
  const inputParameters: readonly PackInputParameter[] = given.map(({ ParameterName = "", ParameterValue = "" }) => ({
    ParameterName,
    ParameterValue,
  }));
  const text = uri === undefined ? (body ?? "") : fromS3(uri, context);
  return {
    template: readPackTemplate(text, inputParameters, templateError),
    inputParameters,
    deliveryBucket: input.DeliveryS3Bucket,
    deliveryPrefix: input.DeliveryS3KeyPrefix,
  };
}

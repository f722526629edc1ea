import { JsonShapeSerializer } from "@aws-sdk/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import type { DecodedInput } from "../operation.ts";
import { ServiceError } from "../service-error.ts";
import { decodeInput } from "./decode.ts";
import type { Protocol, WireResponse } from "./wire.ts";

/** Sentinel of timestamps in epoch seconds, the default of AWS JSON. */
const EPOCH_SECONDS = 7;

function parseObject(body: string): DecodedInput {
  try {
    const value: unknown = JSON.parse(body === "" ? "{}" : body);
    if (typeof value === "object" && value !== null) return { ...value };
  } catch {
    // Answered below: AWS says the same of text that is no JSON and of JSON that is no object.
  }
  throw new ServiceError("SerializationException", "The body is not a JSON object.");
}

/** What of the protocol differs between its services. */
export interface AwsJsonOptions {
  readonly version?: "1.0" | "1.1";
  /** Errors carry the code of the service's old query API in a header, as SQS and CloudWatch do. */
  readonly isQueryCompatible?: boolean;
}

/** Writes a structure as JSON, timestamps in epoch seconds. */
export function writeJson(schema: NormalizedSchema, value: object): string {
  const serializer = new JsonShapeSerializer({
    timestampFormat: { useTrait: true, default: EPOCH_SECONDS },
    jsonName: false,
  });
  serializer.write(schema, value);
  return serializer.flush();
}

/**
 * The AWS JSON protocols: the error's type is in `__type` of the body, timestamps are epoch seconds.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait
 */
export function awsJson({ version = "1.1", isQueryCompatible = false }: AwsJsonOptions = {}): Protocol {
  const respond = (status: number, body: string, requestId: string): WireResponse => ({
    status,
    headers: { "content-type": `application/x-amz-json-${version}`, "x-amzn-requestid": requestId },
    body,
  });
  return {
    decode: (request, schema) => decodeInput(schema.input, parseObject(request.body), "json"),
    encode: (schema, output, requestId) =>
      respond(200, schema.output.isUnitSchema() ? "" : writeJson(schema.output, output), requestId),
    encodeError: ({ code, shape = code, status, message }, requestId) => {
      const type = isQueryCompatible ? shape : code;
      const response = respond(status, JSON.stringify({ __type: type, message }), requestId);
      const fault = status >= 500 ? "Receiver" : "Sender";
      const queryError = isQueryCompatible ? { "x-amzn-query-error": `${code};${fault}` } : {};
      return { ...response, headers: { ...response.headers, ...queryError } };
    },
  };
}

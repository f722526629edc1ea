import { XmlShapeSerializer } from "@aws-sdk/core/protocols";
import { NormalizedSchema } from "@smithy/core/schema";
import { type SchemaRef, structure } from "./schemas.ts";
import type { WireError, WireResponse } from "./wire.ts";

/** Sentinel of ISO-8601 timestamps, the default of AWS's XML protocols. */
const DATE_TIME = 5;

const STRING = 0;
const ERROR = structure("Error", { Type: STRING, Code: STRING, Message: STRING });
const ERROR_RESPONSE = structure("ErrorResponse", { Error: ERROR, RequestId: STRING });
const BARE_ERROR = structure("Error", { Code: STRING, Message: STRING, RequestId: STRING });

/** Writes XML by a schema, with the namespace on the root. */
export function writeXml(schema: SchemaRef, value: object, xmlNamespace: string | undefined): string {
  const serializer = new XmlShapeSerializer({
    timestampFormat: { useTrait: true, default: DATE_TIME },
    httpBindings: false,
    xmlNamespace: xmlNamespace ?? "",
    serviceNamespace: "rulewright",
  });
  serializer.write(NormalizedSchema.of(schema), value);
  return `<?xml version="1.0" encoding="UTF-8"?>${String(serializer.flush())}`;
}

/**
 * Answers with an `ErrorResponse`, the form that query services and S3 Control share; without a namespace with a bare
 * `Error`, which is S3's.
 */
export function xmlError(error: WireError, xmlNamespace: string | undefined, requestId: string): WireResponse {
  const { code: Code, message: Message, status, headers } = error;
  const inner = { Type: status >= 500 ? "Receiver" : "Sender", Code, Message };
  const text =
    xmlNamespace === undefined
      ? writeXml(BARE_ERROR, { Code, Message, RequestId: requestId }, undefined)
      : writeXml(ERROR_RESPONSE, { Error: inner, RequestId: requestId }, xmlNamespace);
  const response = xmlResponse(status, text, requestId);
  return { ...response, headers: { ...response.headers, ...headers } };
}

/** A response with an XML body; S3 names its request id otherwise than the others, so both names are there. */
export function xmlResponse(status: number, body: string, requestId: string): WireResponse {
  const headers = { "content-type": "text/xml", "x-amzn-requestid": requestId, "x-amz-request-id": requestId };
  return { status, headers, body };
}

import { JsonShapeSerializer } from "@aws-sdk/core/protocols";
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

const respond = (status: number, body: string, requestId: string): WireResponse => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId },
  body,
});

/**
 * The AWS JSON 1.1 protocol: the error's type is in `__type` of the body, timestamps are epoch seconds.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function awsJson(): Protocol {
  return {
    decode: (request, schema) => decodeInput(schema.input, parseObject(request.body), "json"),
    encode: (schema, output, requestId) => {
      if (schema.output.isUnitSchema()) return respond(200, "", requestId);
      const serializer = new JsonShapeSerializer({
        timestampFormat: { useTrait: true, default: EPOCH_SECONDS },
        jsonName: false,
      });
      serializer.write(schema.output, output);
      return respond(200, serializer.flush(), requestId);
    },
    encodeError: ({ code, status, message }, requestId) =>
      respond(status, JSON.stringify({ __type: code, message }), requestId),
  };
}

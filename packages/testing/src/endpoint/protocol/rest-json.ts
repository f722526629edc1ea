import { decodeInput } from "./decode.ts";
import { writeJson } from "./aws-json.ts";
import { boundMembers } from "./rest-bindings.ts";
import type { Protocol, WireResponse } from "./wire.ts";

/**
 * The REST JSON protocol as far as the operations listed need it: members in path and query string in, a structure as
 * JSON out. Request bodies are not read.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
 */
export function restJson(): Protocol {
  const respond = (status: number, body: string, headers: Readonly<Record<string, string>>): WireResponse => ({
    status,
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  return {
    decode: (request, schema) => decodeInput(schema.input, boundMembers(request, schema), "text"),
    encode: (schema, output, requestId) =>
      respond(schema.http.status, writeJson(schema.output, output), { "x-amzn-requestid": requestId }),
    encodeError: ({ code, status, message }, requestId) =>
      respond(status, JSON.stringify({ Type: status >= 500 ? "Server" : "User", message }), {
        "x-amzn-requestid": requestId,
        "x-amzn-errortype": code,
      }),
  };
}

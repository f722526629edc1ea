import type { NormalizedSchema } from "@smithy/core/schema";
import { decodeInput } from "./decode.ts";
import type { Protocol, WireRequest } from "./wire.ts";
import { writeXml, xmlError, xmlResponse } from "./xml.ts";

function bindings(schema: NormalizedSchema, request: WireRequest): Record<string, string> {
  const members: Record<string, string> = {};
  for (const [name, member] of schema.isUnitSchema() ? [] : schema.structIterator()) {
    const { httpHeader, httpQuery } = member.getMergedTraits();
    const value = httpHeader === undefined ? undefined : request.headers[httpHeader.toLowerCase()];
    const text = value ?? (httpQuery === undefined ? undefined : request.query.get(httpQuery));
    if (typeof text === "string") members[name] = text;
  }
  return members;
}

/**
 * The REST XML protocol as far as the operations listed need it: members in headers and query string in, a payload
 * member or a whole structure as the body out. Requests with bodies or labels in the path are not read.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html
 */
export function restXml(xmlNamespace: string): Protocol {
  return {
    decode: (request, { input }) => decodeInput(input, bindings(input, request), "text"),
    encode: ({ output: schema }, output, requestId) => {
      const members = schema.isUnitSchema() ? [] : [...schema.structIterator()];
      const payload = members.find(([, member]) => member.getMergedTraits().httpPayload === 1);
      const content = payload && Object.entries(output).find(([name]) => name === payload[0])?.[1];
      const body = payload ? writeXml(payload[1], content, xmlNamespace) : writeXml(schema, output, xmlNamespace);
      return xmlResponse(200, body, requestId);
    },
    encodeError: (error, requestId) => xmlError(error, xmlNamespace, requestId),
  };
}

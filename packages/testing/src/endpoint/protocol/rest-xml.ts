import { XmlShapeDeserializer } from "@aws-sdk/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import type { DecodedInput } from "../operation.ts";
import { ServiceError } from "../service-error.ts";
import { decodeInput } from "./decode.ts";
import { boundMembers, hasBody, membersOf, payloadOf, splitOutput } from "./rest-bindings.ts";
import type { Protocol, WireRequest, WireResponse } from "./wire.ts";
import { writeXml, xmlError, xmlResponse } from "./xml.ts";

/** Sentinel of ISO-8601 timestamps. */
const DATE_TIME = 5;

/** What of the protocol differs between its services. */
export interface RestXmlOptions {
  /** Stands before every operation's path: `/{Bucket}` for S3. */
  readonly pathPrefix?: string;
  /** Errors are a bare `<Error>`, as S3 writes them, without `<ErrorResponse>` around it. */
  readonly hasBareErrors?: boolean;
}

function readXml(schema: NormalizedSchema, request: WireRequest, xmlNamespace: string): unknown {
  const settings = { timestampFormat: { useTrait: true, default: DATE_TIME } as const, httpBindings: false };
  const deserializer = new XmlShapeDeserializer({ ...settings, xmlNamespace, serviceNamespace: "rulewright" });
  try {
    const value: unknown = deserializer.read(schema, request.bytes);
    return value;
  } catch {
    throw new ServiceError("MalformedXML", "The XML you provided was not well-formed.");
  }
}

/** The member that is the body: bytes or text as they are, a structure read from XML. */
function readPayload(input: NormalizedSchema, request: WireRequest, xmlNamespace: string): DecodedInput {
  const [name, schema] = payloadOf(input) ?? [];
  if (name === undefined || schema === undefined || request.bytes.length === 0) return {};
  if (schema.isBlobSchema()) return { [name]: request.bytes };
  return { [name]: schema.isStructSchema() ? readXml(schema, request, xmlNamespace) : request.body };
}

function writePayload(payload: NormalizedSchema, value: unknown, xmlNamespace: string): string | Uint8Array {
  if (value instanceof Uint8Array || typeof value === "string") return value;
  return typeof value === "object" && value !== null ? writeXml(payload, value, xmlNamespace) : "";
}

/**
 * S3 writes GetBucketLocation's only member as the text of the root; this is that member's name.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
 */
function unwrappedMember(schema: NormalizedSchema): string | undefined {
  const [first, ...others] = membersOf(schema).map(([name]) => name);
  return others.length === 0 && schema.getMergedTraits().xmlName === first ? first : undefined;
}

function writeBody(schema: NormalizedSchema, content: Readonly<Record<string, unknown>>, xmlNamespace: string) {
  const [name, payload] = payloadOf(schema) ?? [];
  if (name !== undefined && payload !== undefined) return writePayload(payload, content[name], xmlNamespace);
  if (!hasBody(schema)) return "";
  const member = unwrappedMember(schema);
  if (member === undefined) return writeXml(schema, content, xmlNamespace);
  const text = typeof content[member] === "string" ? content[member] : "";
  return `<?xml version="1.0" encoding="UTF-8"?><${member} xmlns="${xmlNamespace}">${text}</${member}>`;
}

function encode(
  { output: schema, http }: Parameters<Protocol["encode"]>[0],
  output: object,
  requestId: string,
  xmlNamespace: string,
): WireResponse {
  const { headers, content } = splitOutput(schema, { ...output });
  const body = writeBody(schema, content, xmlNamespace);
  const base = xmlResponse(http.status, "", requestId);
  if (body === "") {
    const { "content-type": _type, ...rest } = base.headers;
    return { ...base, headers: { ...rest, ...headers } };
  }
  return { ...base, headers: { ...base.headers, ...headers }, body };
}

/**
 * The REST XML protocol: members in path, query string, headers and body.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html
 */
export function restXml(xmlNamespace: string, options: RestXmlOptions = {}): Protocol {
  const { pathPrefix, hasBareErrors } = options;
  return {
    decode: (request, schema) => {
      const payload = readPayload(schema.input, request, xmlNamespace);
      return decodeInput(schema.input, boundMembers(request, schema, pathPrefix), "text", undefined, payload);
    },
    encode: (schema, output, requestId) => encode(schema, output, requestId, xmlNamespace),
    encodeError: (error, requestId) => xmlError(error, hasBareErrors === true ? undefined : xmlNamespace, requestId),
  };
}

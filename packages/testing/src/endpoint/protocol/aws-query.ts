import { decodeInput } from "./decode.ts";
import { formMembers } from "./form.ts";
import { structure } from "./schemas.ts";
import type { Protocol } from "./wire.ts";
import { writeXml, xmlError, xmlResponse } from "./xml.ts";

const METADATA = structure("ResponseMetadata", { RequestId: 0 });

/**
 * The AWS query protocol: a form in, XML out, wrapped in `<XResponse><XResult>`.
 *
 * @param xmlNamespace - The service's own; IAM's is `https://iam.amazonaws.com/doc/2010-05-08/`.
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function awsQuery(xmlNamespace: string): Protocol {
  return {
    decode: ({ form }, { input }) => decodeInput(input, formMembers(input, form), "text", "ValidationError"),
    encode: ({ name, output: schema }, output, requestId) => {
      const result = schema.isUnitSchema() ? {} : { [`${name}Result`]: schema.getSchema() };
      const envelope = structure(`${name}Response`, { ...result, ResponseMetadata: METADATA });
      const content = { [`${name}Result`]: output, ResponseMetadata: { RequestId: requestId } };
      return xmlResponse(200, writeXml(envelope, content, xmlNamespace), requestId);
    },
    encodeError: (error, requestId) => xmlError(error, xmlNamespace, requestId),
  };
}

import type {
  DeleteParameterCommandInput,
  DeleteParameterCommandOutput,
  DescribeDocumentCommandInput,
  DescribeDocumentCommandOutput,
  GetDocumentCommandInput,
  GetDocumentCommandOutput,
  GetParameterCommandInput,
  GetParameterCommandOutput,
  PutParameterCommandInput,
  PutParameterCommandOutput,
} from "@aws-sdk/client-ssm";
import { lengthWithin, oneOf, refuseViolations } from "../constraints.ts";
import { operation, type OperationContext } from "../operation.ts";
import { awsJson } from "../protocol/aws-json.ts";
import { ServiceError } from "../service-error.ts";
import type { StoredDocument } from "../state/ssm-state.ts";
import { jsonOperation, type ServiceDefinition } from "./service.ts";

const TYPES = ["String", "StringList", "SecureString"];
/** A standard parameter's value. */
const MAX_VALUE_LENGTH = 4096;

const notFound = (name: string) => new ServiceError("ParameterNotFound", `Parameter ${name} not found.`);

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
const getParameter = operation<GetParameterCommandInput, GetParameterCommandOutput>((input, { state, caller }) => {
  const { Name: name = "" } = input;
  const stored = state.ssm.parameter(caller, name);
  if (stored === undefined) throw notFound(name);
  return {
    Parameter: {
      Name: name,
      Type: stored.type,
      Value: stored.value,
      Version: stored.version,
      LastModifiedDate: stored.lastModified,
      ARN: `arn:aws:ssm:${caller.region}:${caller.account}:parameter/${name.replace(/^\//, "")}`,
      DataType: "text",
    },
  };
});

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const putParameter = operation<PutParameterCommandInput, PutParameterCommandOutput>((input, context) => {
  const { Name: name = "", Value: value = "", Type: type, Overwrite: overwrites = false } = input;
  const { state, caller, now } = context;
  refuseViolations([
    lengthWithin("name", name, 1, 2048),
    lengthWithin("value", value, 1, MAX_VALUE_LENGTH),
    oneOf("type", type, TYPES),
  ]);
  const existing = state.ssm.parameter(caller, name);
  if (existing !== undefined && !overwrites) {
    const message = "The parameter already exists. To overwrite this value, set the overwrite option in the request.";
    throw new ServiceError("ParameterAlreadyExists", message);
  }
  if (existing === undefined && type === undefined) {
    throw new ServiceError("ValidationException", "A parameter type is required when you create a parameter.");
  }
  const given = { name, value, type: type ?? existing?.type ?? "String", lastModified: now };
  return { Version: state.ssm.putParameter(caller, given).version, Tier: "Standard" };
});

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameter.html */
const deleteParameter = operation<DeleteParameterCommandInput, DeleteParameterCommandOutput>(
  ({ Name: name = "" }, { state, caller }) => {
    if (!state.ssm.removeParameter(caller, name)) throw notFound(name);
    return {};
  },
);

function requireDocument(name: string, { state, caller }: OperationContext): StoredDocument {
  const document = state.ssm.document(caller, name);
  if (document === undefined) {
    throw new ServiceError("InvalidDocument", `Document with name ${name} does not exist.`);
  }
  return document;
}

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetDocument.html */
const getDocument = operation<GetDocumentCommandInput, GetDocumentCommandOutput>((input, context) => {
  const document = requireDocument(input.Name ?? "", context);
  return {
    Name: document.name,
    CreatedDate: document.createdTime,
    DocumentVersion: document.version,
    Status: "Active",
    Content: document.content,
    DocumentType: document.documentType,
    DocumentFormat: document.format,
  };
});

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeDocument.html */
const describeDocument = operation<DescribeDocumentCommandInput, DescribeDocumentCommandOutput>((input, context) => {
  const document = requireDocument(input.Name ?? "", context);
  return {
    Document: {
      Name: document.name,
      Owner: document.owner,
      CreatedDate: document.createdTime,
      Status: "Active",
      DocumentVersion: document.version,
      LatestVersion: document.version,
      DefaultVersion: document.version,
      DocumentType: document.documentType,
      DocumentFormat: document.format,
    },
  };
});

/** AWS Systems Manager. */
export const ssmService: ServiceDefinition = {
  name: "ssm",
  protocol: awsJson(),
  operationOf: (request) => jsonOperation(request, "AmazonSSM."),
  load: () => import("@aws-sdk/client-ssm"),
  throttled: () => new ServiceError("ThrottlingException", "Rate exceeded"),
  operations: {
    GetParameter: getParameter,
    PutParameter: putParameter,
    DeleteParameter: deleteParameter,
    GetDocument: getDocument,
    DescribeDocument: describeDocument,
  },
};

import type { GetPublicAccessBlockCommandInput, GetPublicAccessBlockCommandOutput } from "@aws-sdk/client-s3-control";
import { operation } from "../operation.ts";
import { restXml } from "../protocol/rest-xml.ts";
import { ServiceError } from "../service-error.ts";
import type { ServiceDefinition } from "./service.ts";

const PATH_PREFIX = "/v20180820/";

/** Operations by method and path. */
const ROUTES: Readonly<Record<string, string>> = {
  "GET /v20180820/configuration/publicAccessBlock": "GetPublicAccessBlock",
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html */
const getPublicAccessBlock = operation<GetPublicAccessBlockCommandInput, GetPublicAccessBlockCommandOutput>(
  ({ AccountId: account }, { state }) => {
    if (account === undefined) throw new ServiceError("InvalidRequest", "The header x-amz-account-id is missing.");
    const setting = state.s3control.publicAccessBlocks.get(account);
    if (setting !== undefined) return { PublicAccessBlockConfiguration: setting };
    const message = "The public access block configuration was not found";
    throw new ServiceError("NoSuchPublicAccessBlockConfiguration", message);
  },
);

/** Amazon S3 Control. */
export const s3ControlService: ServiceDefinition = {
  name: "s3-control",
  protocol: restXml("http://awss3control.amazonaws.com/doc/2018-08-20/"),
  operationOf: ({ method, path }) =>
    path.startsWith(PATH_PREFIX) ? (ROUTES[`${method} ${path}`] ?? `${method} ${path}`) : undefined,
  load: () => import("@aws-sdk/client-s3-control"),
  throttled: () => new ServiceError("SlowDown", "Please reduce your request rate.", 503),
  operations: { GetPublicAccessBlock: getPublicAccessBlock },
};

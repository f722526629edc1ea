import type {
  AccessKeyMetadata,
  GenerateCredentialReportCommandInput,
  GenerateCredentialReportCommandOutput,
  GetAccountPasswordPolicyCommandInput,
  GetAccountPasswordPolicyCommandOutput,
  GetCredentialReportCommandInput,
  GetCredentialReportCommandOutput,
  GetRoleCommandInput,
  GetRoleCommandOutput,
  ListAccessKeysCommandInput,
  ListAccessKeysCommandOutput,
  ListUsersCommandInput,
  ListUsersCommandOutput,
  User,
} from "@aws-sdk/client-iam";
import { lengthWithin, refuseViolations, valueWithin } from "../constraints.ts";
import { operation } from "../operation.ts";
import type { PageRequest, Pager } from "../pager.ts";
import { awsQuery } from "../protocol/aws-query.ts";
import { ServiceError } from "../service-error.ts";
import type { Wire } from "../wire-shape.ts";
import { queryAction, type ServiceDefinition } from "./service.ts";

const VERSION = "2010-05-08";
const DEFAULT_PAGE_SIZE = 100;

type MarkerInput = Wire<Pick<ListUsersCommandInput, "Marker" | "MaxItems">>;

// AWS docs: IAM API reference, ListUsers and ListAccessKeys, MaxItems: 1 to 1000, 100 when unset.
function pageWithMarker<Item>(
  pager: Pager<Item>,
  { Marker: token, MaxItems: size }: MarkerInput,
  request: Pick<PageRequest<Item>, "listing" | "items">,
) {
  refuseViolations([lengthWithin("marker", token, 1, 320), valueWithin("maxItems", size, 1, 1000)], "ValidationError");
  const { items, nextToken } = pager.page({
    ...request,
    token,
    size: size ?? DEFAULT_PAGE_SIZE,
    invalidToken: () => new ServiceError("ValidationError", "The marker is not valid."),
  });
  return { items, IsTruncated: nextToken !== undefined, Marker: nextToken };
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountPasswordPolicy.html */
const getAccountPasswordPolicy = operation<GetAccountPasswordPolicyCommandInput, GetAccountPasswordPolicyCommandOutput>(
  (_input, { state }) => {
    const policy = state.iam.accountPasswordPolicy;
    if (policy !== undefined) return { PasswordPolicy: policy };
    const message = `The Password Policy with domain name ${state.account} cannot be found.`;
    throw new ServiceError("NoSuchEntityException", message);
  },
);

/**
 * Starts the report, goes on with it, or says that it is complete, by how often it was called.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html
 */
const generateCredentialReport = operation<GenerateCredentialReportCommandInput, GenerateCredentialReportCommandOutput>(
  (_input, { state: { iam }, now }) => {
    iam.advanceCredentialReport(now);
    if (iam.reportProgress === "complete") return { State: "COMPLETE" };
    if (iam.reportPolls > 1) return { State: "INPROGRESS" };
    return { State: "STARTED", Description: "No report exists. Starting a new report generation task" };
  },
);

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html */
const getCredentialReport = operation<GetCredentialReportCommandInput, GetCredentialReportCommandOutput>(
  (_input, { state: { iam } }) => {
    if (iam.reportProgress === "none") {
      throw new ServiceError("CredentialReportNotPresentException", "There is no credential report; generate one.");
    }
    if (iam.reportProgress === "running") {
      throw new ServiceError("CredentialReportNotReadyException", "The credential report is still being generated.");
    }
    const { content, generatedTime } = iam.credentialReport;
    return { Content: Buffer.from(content), ReportFormat: "text/csv", GeneratedTime: generatedTime };
  },
);

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html */
const listUsers = operation<ListUsersCommandInput, ListUsersCommandOutput>((input, { state: { iam } }) => {
  const { PathPrefix: prefix = "/" } = input;
  const { items, ...rest } = pageWithMarker<Wire<User>>(iam.pagers.users, input, {
    listing: JSON.stringify(prefix),
    items: () =>
      [...iam.users.values()].map(({ user }) => user).filter(({ Path }) => Path?.startsWith(prefix) === true),
  });
  return { Users: items, ...rest };
});

/**
 * Lists a user's access keys. The caller is nobody's user here, so the name is needed, as for a role in AWS.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
 */
const listAccessKeys = operation<ListAccessKeysCommandInput, ListAccessKeysCommandOutput>(
  (input, { state: { iam } }) => {
    const { UserName: name } = input;
    if (name === undefined) {
      throw new ServiceError("ValidationError", "Must specify userName when calling with non-User credentials");
    }
    const stored = iam.users.get(name);
    if (stored === undefined) {
      throw new ServiceError("NoSuchEntityException", `The user with name ${name} cannot be found.`);
    }
    const { items, ...rest } = pageWithMarker<Wire<AccessKeyMetadata>>(iam.pagers.accessKeys, input, {
      listing: name,
      items: () => stored.accessKeys,
    });
    return { AccessKeyMetadata: items, ...rest };
  },
);

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
const getRole = operation<GetRoleCommandInput, GetRoleCommandOutput>((input, { state: { iam }, caller }) => {
  const { RoleName: name = "" } = input;
  refuseViolations([lengthWithin("roleName", name, 1, 64)], "ValidationError");
  const role = iam.role(caller.account, name);
  if (role === undefined) {
    throw new ServiceError("NoSuchEntityException", `The role with name ${name} cannot be found.`);
  }
  const id = `AROA${Buffer.from(name).toString("hex").toUpperCase().padEnd(17, "0").slice(0, 17)}`;
  return { Role: { Path: role.path, RoleName: name, RoleId: id, Arn: role.arn, CreateDate: new Date(0) } };
});

/** IAM. */
export const iamService: ServiceDefinition = {
  name: "iam",
  protocol: awsQuery("https://iam.amazonaws.com/doc/2010-05-08/"),
  operationOf: (request) => queryAction(request, VERSION),
  load: () => import("@aws-sdk/client-iam"),
  throttled: () => new ServiceError("Throttling", "Rate exceeded"),
  operations: {
    GetAccountPasswordPolicy: getAccountPasswordPolicy,
    GenerateCredentialReport: generateCredentialReport,
    GetCredentialReport: getCredentialReport,
    ListUsers: listUsers,
    ListAccessKeys: listAccessKeys,
    GetRole: getRole,
  },
};

import type {
  DescribeAccountCommandInput,
  DescribeAccountCommandOutput,
  DescribeOrganizationCommandInput,
  DescribeOrganizationCommandOutput,
  ListAccountsCommandInput,
  ListAccountsCommandOutput,
  ListAccountsForParentCommandInput,
  ListAccountsForParentCommandOutput,
  ListAWSServiceAccessForOrganizationCommandInput,
  ListAWSServiceAccessForOrganizationCommandOutput,
  ListChildrenCommandInput,
  ListChildrenCommandOutput,
  ListDelegatedAdministratorsCommandInput,
  ListDelegatedAdministratorsCommandOutput,
  ListOrganizationalUnitsForParentCommandInput,
  ListOrganizationalUnitsForParentCommandOutput,
  ListRootsCommandInput,
  ListRootsCommandOutput,
} from "@aws-sdk/client-organizations";
import { oneOf, refuseViolations, valueWithin } from "../constraints.ts";
import { operation, type OperationContext } from "../operation.ts";
import type { Pager } from "../pager.ts";
import { awsJson } from "../protocol/aws-json.ts";
import { ServiceError } from "../service-error.ts";
import type { OrganizationAccount, OrganizationalUnit, StoredOrganization } from "../state/organization-state.ts";
import { jsonOperation, type ServiceDefinition } from "./service.ts";

const TARGET_PREFIX = "AWSOrganizationsV20161128.";
const MAX_RESULTS = 20;

interface PagedInput {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

/** The organization the caller belongs to. */
function requireOrganization({ state, caller }: OperationContext): StoredOrganization {
  const { current } = state.organization;
  if (current?.accounts.has(caller.account) === true) return current;
  throw new ServiceError("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.");
}

/**
 * The organization, for a caller who may look into it: the management account and delegated administrators of any
 * service.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
function requireInsight(context: OperationContext): StoredOrganization {
  const organization = requireOrganization(context);
  const { managementAccount, delegatedAdministrators } = organization;
  const { account } = context.caller;
  const isDelegated = [...delegatedAdministrators.values()].some((ids) => ids.has(account));
  if (account === managementAccount || isDelegated) return organization;
  throw new ServiceError("AccessDeniedException", "You don't have permissions to access this resource.");
}

function paged<Item>(pager: Pager<Item>, input: PagedInput, listing: string, items: () => readonly Item[]) {
  const { MaxResults: size = MAX_RESULTS, NextToken: token } = input;
  refuseViolations([valueWithin("maxResults", size, 1, MAX_RESULTS)], "InvalidInputException");
  const invalidToken = () => new ServiceError("InvalidInputException", "You specified an invalid value for nextToken.");
  return pager.page({ listing, token, size, items, invalidToken });
}

function refuseParent({ rootId, units }: StoredOrganization, id: string): void {
  if (id === rootId || units.has(id)) return;
  throw new ServiceError("ParentNotFoundException", "You specified parent that doesn't exist.");
}

const arn = ({ id, managementAccount }: StoredOrganization, kind: string, path: string) =>
  `arn:aws:organizations::${managementAccount}:${kind}/${id}${path === "" ? "" : `/${path}`}`;

const describeAccountOf = (organization: StoredOrganization, account: OrganizationAccount) => ({
  Id: account.id,
  Arn: arn(organization, "account", account.id),
  Email: account.email,
  Name: account.name,
  Status: account.status,
  State: account.status,
  JoinedMethod: "CREATED",
  JoinedTimestamp: new Date(0),
});

const describeUnit = (organization: StoredOrganization, { id, name }: OrganizationalUnit) => ({
  Id: id,
  Arn: arn(organization, "ou", id),
  Name: name,
});

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html */
const describeOrganization = operation<DescribeOrganizationCommandInput, DescribeOrganizationCommandOutput>(
  (_input, context) => {
    const organization = requireOrganization(context);
    const { id, featureSet, managementAccount } = organization;
    return {
      Organization: {
        Id: id,
        Arn: arn(organization, "organization", ""),
        FeatureSet: featureSet,
        MasterAccountId: managementAccount,
        MasterAccountArn: arn(organization, "account", managementAccount),
        MasterAccountEmail: organization.accounts.get(managementAccount)?.email,
        AvailablePolicyTypes: [],
      },
    };
  },
);

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html */
const describeAccount = operation<DescribeAccountCommandInput, DescribeAccountCommandOutput>((input, context) => {
  const organization = requireInsight(context);
  const account = organization.accounts.get(input.AccountId ?? "");
  if (account !== undefined) return { Account: describeAccountOf(organization, account) };
  throw new ServiceError("AccountNotFoundException", "You specified an account that doesn't exist.");
});

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html */
const listAccounts = operation<ListAccountsCommandInput, ListAccountsCommandOutput>((input, context) => {
  const organization = requireInsight(context);
  const { pagers } = context.state.organization;
  const page = paged(pagers.accounts, input, "all", () => [...organization.accounts.values()]);
  return { Accounts: page.items.map((account) => describeAccountOf(organization, account)), NextToken: page.nextToken };
});

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListRoots.html */
const listRoots = operation<ListRootsCommandInput, ListRootsCommandOutput>((_input, context) => {
  const organization = requireInsight(context);
  const { rootId } = organization;
  return { Roots: [{ Id: rootId, Arn: arn(organization, "root", rootId), Name: "Root", PolicyTypes: [] }] };
});

const accountsOf = ({ accounts }: StoredOrganization, id: string) =>
  [...accounts.values()].filter(({ parent }) => parent === id);
const unitsOf = ({ units }: StoredOrganization, id: string) =>
  [...units.values()].filter(({ parent }) => parent === id);

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccountsForParent.html */
const listAccountsForParent = operation<ListAccountsForParentCommandInput, ListAccountsForParentCommandOutput>(
  (input, context) => {
    const organization = requireInsight(context);
    const { ParentId: parent = "" } = input;
    refuseParent(organization, parent);
    const { pagers } = context.state.organization;
    const page = paged(pagers.accounts, input, parent, () => accountsOf(organization, parent));
    return {
      Accounts: page.items.map((account) => describeAccountOf(organization, account)),
      NextToken: page.nextToken,
    };
  },
);

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListOrganizationalUnitsForParent.html */
const listOrganizationalUnitsForParent = operation<
  ListOrganizationalUnitsForParentCommandInput,
  ListOrganizationalUnitsForParentCommandOutput
>((input, context) => {
  const organization = requireInsight(context);
  const { ParentId: parent = "" } = input;
  refuseParent(organization, parent);
  const page = paged(context.state.organization.pagers.units, input, parent, () => unitsOf(organization, parent));
  return { OrganizationalUnits: page.items.map((unit) => describeUnit(organization, unit)), NextToken: page.nextToken };
});

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListChildren.html */
const listChildren = operation<ListChildrenCommandInput, ListChildrenCommandOutput>((input, context) => {
  const organization = requireInsight(context);
  const { ParentId: parent = "", ChildType: type = "" } = input;
  refuseViolations([oneOf("childType", type, ["ACCOUNT", "ORGANIZATIONAL_UNIT"])], "InvalidInputException");
  refuseParent(organization, parent);
  const page = paged(context.state.organization.pagers.children, input, `${parent} ${type}`, () =>
    (type === "ACCOUNT" ? accountsOf(organization, parent) : unitsOf(organization, parent)).map(({ id }) => id),
  );
  return { Children: page.items.map((Id) => ({ Id, Type: type })), NextToken: page.nextToken };
});

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAWSServiceAccessForOrganization.html */
const listAWSServiceAccessForOrganization = operation<
  ListAWSServiceAccessForOrganizationCommandInput,
  ListAWSServiceAccessForOrganizationCommandOutput
>((input, context) => {
  const { trustedAccess } = requireInsight(context);
  const page = paged(context.state.organization.pagers.services, input, "services", () => [...trustedAccess]);
  const EnabledServicePrincipals = page.items.map((ServicePrincipal) => ({
    ServicePrincipal,
    DateEnabled: new Date(0),
  }));
  return { EnabledServicePrincipals, NextToken: page.nextToken };
});

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListDelegatedAdministrators.html */
const listDelegatedAdministrators = operation<
  ListDelegatedAdministratorsCommandInput,
  ListDelegatedAdministratorsCommandOutput
>((input, context) => {
  const organization = requireInsight(context);
  const { ServicePrincipal: wanted } = input;
  const { delegatedAdministrators, accounts } = organization;
  const page = paged(context.state.organization.pagers.administrators, input, wanted ?? "", () => {
    const lists = wanted === undefined ? [...delegatedAdministrators.values()] : [delegatedAdministrators.get(wanted)];
    const ids = new Set(lists.flatMap((list) => [...(list ?? [])]));
    return [...accounts.values()].filter(({ id }) => ids.has(id));
  });
  return {
    DelegatedAdministrators: page.items.map((account) => ({
      ...describeAccountOf(organization, account),
      DelegationEnabledDate: new Date(0),
    })),
    NextToken: page.nextToken,
  };
});

/** AWS Organizations. */
export const organizationsService: ServiceDefinition = {
  name: "organizations",
  protocol: awsJson(),
  operationOf: (request) => jsonOperation(request, TARGET_PREFIX),
  load: () => import("@aws-sdk/client-organizations"),
  throttled: () => new ServiceError("TooManyRequestsException", "You have sent too many requests in too short a time."),
  operations: {
    DescribeOrganization: describeOrganization,
    DescribeAccount: describeAccount,
    ListAccounts: listAccounts,
    ListRoots: listRoots,
    ListAccountsForParent: listAccountsForParent,
    ListOrganizationalUnitsForParent: listOrganizationalUnitsForParent,
    ListChildren: listChildren,
    ListAWSServiceAccessForOrganization: listAWSServiceAccessForOrganization,
    ListDelegatedAdministrators: listDelegatedAdministrators,
  },
};

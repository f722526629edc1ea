import {
  DescribeAccountCommand,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListChildrenCommand,
  ListDelegatedAdministratorsCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  OrganizationsClient,
  paginateListAccounts,
} from "@aws-sdk/client-organizations";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type AwsEndpoint, createAwsEndpoint } from "../create-aws-endpoint.ts";

let endpoint: AwsEndpoint;
let client: OrganizationsClient;
let member: OrganizationsClient;
const id = (number: number) => String(200_000_000_000 + number);

beforeEach(async () => {
  endpoint = await createAwsEndpoint();
  client = new OrganizationsClient({ ...endpoint.clientConfig, maxAttempts: 1 });
  member = new OrganizationsClient({ ...endpoint.clientConfigFor({ account: id(0) }), maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  member.destroy();
  await endpoint.close();
});

const organize = (count = 3) =>
  endpoint.state.organization.create({
    managementAccount: "111122223333",
    ous: [{ name: "workloads" }, { name: "prod", parent: "workloads" }],
    accounts: Array.from({ length: count }, (_, index) => ({ id: id(index), ou: index === 0 ? "prod" : "workloads" })),
    trustedAccess: ["config-multiaccountsetup.amazonaws.com"],
    delegatedAdministrators: { "config-multiaccountsetup.amazonaws.com": [id(1)] },
  });

test("without an organization, or outside of it, none is in use", async () => {
  const expected = { name: "AWSOrganizationsNotInUseException" };
  await expect(client.send(new DescribeOrganizationCommand({}))).rejects.toMatchObject(expected);
  organize();
  const stranger = new OrganizationsClient(endpoint.clientConfigFor({ account: "999999999999" }));
  await expect(stranger.send(new DescribeOrganizationCommand({}))).rejects.toMatchObject(expected);
  stranger.destroy();
});

test("members see the organization, but only administrators its accounts", async () => {
  organize();
  const { Organization } = await member.send(new DescribeOrganizationCommand({}));
  expect(Organization).toMatchObject({
    Id: "o-exampleorg",
    FeatureSet: "ALL",
    MasterAccountId: "111122223333",
    Arn: "arn:aws:organizations::111122223333:organization/o-exampleorg",
  });
  await expect(member.send(new ListAccountsCommand({}))).rejects.toMatchObject({ name: "AccessDeniedException" });
  const delegated = new OrganizationsClient(endpoint.clientConfigFor({ account: id(1) }));
  expect((await delegated.send(new ListAccountsCommand({}))).Accounts).toHaveLength(4);
  delegated.destroy();
});

test("accounts are paged by 20", async () => {
  organize(45);
  const pages: number[] = [];
  for await (const { Accounts = [] } of paginateListAccounts({ client }, {})) pages.push(Accounts.length);
  expect(pages).toEqual([20, 20, 6]);
  await expect(client.send(new ListAccountsCommand({ MaxResults: 21 }))).rejects.toMatchObject({
    name: "InvalidInputException",
  });
  await expect(client.send(new ListAccountsCommand({ NextToken: "x" }))).rejects.toMatchObject({
    name: "InvalidInputException",
  });
});

test("the tree can be walked", async () => {
  organize();
  const { Roots = [] } = await client.send(new ListRootsCommand({}));
  const ParentId = Roots[0]?.Id ?? "";
  const units = async (parent: string | undefined) =>
    (await client.send(new ListOrganizationalUnitsForParentCommand({ ParentId: parent }))).OrganizationalUnits ?? [];
  const [workloads] = await units(ParentId);
  const [prod] = await units(workloads?.Id);
  expect([workloads?.Name, prod?.Name, prod?.Arn]).toEqual([
    "workloads",
    "prod",
    `arn:aws:organizations::111122223333:ou/o-exampleorg/${prod?.Id}`,
  ]);
  const accounts = async (parent: string | undefined) =>
    (await client.send(new ListAccountsForParentCommand({ ParentId: parent }))).Accounts?.map(({ Id }) => Id);
  expect([await accounts(ParentId), await accounts(workloads?.Id), await accounts(prod?.Id)]).toEqual([
    ["111122223333"],
    [id(1), id(2)],
    [id(0)],
  ]);
  const { Children } = await client.send(new ListChildrenCommand({ ParentId, ChildType: "ORGANIZATIONAL_UNIT" }));
  expect(Children).toEqual([{ Id: workloads?.Id, Type: "ORGANIZATIONAL_UNIT" }]);
  await expect(units("ou-none-00000000")).rejects.toMatchObject({ name: "ParentNotFoundException" });
});

test("accounts, trusted services and administrators are described", async () => {
  organize();
  const { Account } = await client.send(new DescribeAccountCommand({ AccountId: id(2) }));
  expect(Account).toMatchObject({ Id: id(2), Status: "ACTIVE", Email: `${id(2)}@example.com` });
  await expect(client.send(new DescribeAccountCommand({ AccountId: "0" }))).rejects.toMatchObject({
    name: "AccountNotFoundException",
  });
  const { EnabledServicePrincipals } = await client.send(new ListAWSServiceAccessForOrganizationCommand({}));
  expect(EnabledServicePrincipals?.map(({ ServicePrincipal }) => ServicePrincipal)).toEqual([
    "config-multiaccountsetup.amazonaws.com",
  ]);
  const administrators = async (ServicePrincipal?: string) =>
    (await client.send(new ListDelegatedAdministratorsCommand({ ServicePrincipal }))).DelegatedAdministrators?.map(
      ({ Id }) => Id,
    );
  expect([await administrators(), await administrators("config.amazonaws.com")]).toEqual([[id(1)], []]);
});

test("a throttle is TooManyRequestsException; what cannot be set up is said at once", async () => {
  organize();
  endpoint.faults.add({ operation: "ListAccounts", kind: "throttle", times: 1 });
  await expect(client.send(new ListAccountsCommand({}))).rejects.toMatchObject({ name: "TooManyRequestsException" });
  const { organization } = endpoint.state;
  expect(() => organization.addAccount({ id: id(0) })).toThrow(expect.objectContaining({ code: "RW8107" }));
  expect(() => organization.addAccount({ id: "5", ou: "none" })).toThrow(/no unit none/);
});

import {
  ConfigServiceClient,
  DeleteOrganizationConformancePackCommand,
  DescribeOrganizationConformancePacksCommand,
  DescribeOrganizationConformancePackStatusesCommand,
  GetOrganizationConformancePackDetailedStatusCommand,
  paginateGetOrganizationConformancePackDetailedStatus,
  PutOrganizationConformancePackCommand,
  type PutOrganizationConformancePackCommandInput,
} from "@aws-sdk/client-config-service";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type AwsEndpoint, createAwsEndpoint } from "../../create-aws-endpoint.ts";
import type { NewOrganization } from "../../state/organization-state.ts";

const PRINCIPAL = "config-multiaccountsetup.amazonaws.com";
const MANAGEMENT = "111122223333";
const TEMPLATE = `
Resources:
  Rule:
    Type: AWS::Config::ConfigRule
    Properties: { ConfigRuleName: rule, Source: { Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED } }
`;
const OrganizationConformancePackName = "org-pack";
const id = (number: number) => String(200_000_000_000 + number);
let endpoint: AwsEndpoint;
let client: ConfigServiceClient;

beforeEach(async () => {
  endpoint = await createAwsEndpoint();
  client = new ConfigServiceClient({ ...endpoint.clientConfig, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const organize = (count = 3, changes: Partial<NewOrganization> = {}) =>
  endpoint.state.organization.create({
    managementAccount: MANAGEMENT,
    accounts: Array.from({ length: count }, (_, index) => ({ id: id(index) })),
    delegatedAdministrators: { [PRINCIPAL]: [id(1)] },
    ...changes,
  });
const put = (changes: Partial<PutOrganizationConformancePackCommandInput> = {}, through = client) =>
  through.send(
    new PutOrganizationConformancePackCommand({ OrganizationConformancePackName, TemplateBody: TEMPLATE, ...changes }),
  );
const remove = () => client.send(new DeleteOrganizationConformancePackCommand({ OrganizationConformancePackName }));
const status = async () => {
  const names = { OrganizationConformancePackNames: [OrganizationConformancePackName] };
  const command = new DescribeOrganizationConformancePackStatusesCommand(names);
  return (await client.send(command)).OrganizationConformancePackStatuses?.[0];
};
const details = async (Filters = {}) => {
  const command = new GetOrganizationConformancePackDetailedStatusCommand({ OrganizationConformancePackName, Filters });
  return (await client.send(command)).OrganizationConformancePackDetailedStatuses ?? [];
};

test("a pack reaches all accounts but those excluded, and enables trusted access", async () => {
  organize();
  await put({ ExcludedAccounts: [id(2)] });
  expect((await status())?.Status).toBe("CREATE_IN_PROGRESS");
  expect((await status())?.Status).toBe("CREATE_SUCCESSFUL");
  expect(
    (await details()).map(({ AccountId, Status, ConformancePackName: name }) => [AccountId, Status, name]),
  ).toEqual([
    [MANAGEMENT, "CREATE_SUCCESSFUL", expect.stringMatching(/^OrgConformsPack-org-pack-[0-9a-f]{8}$/)],
    [id(0), "CREATE_SUCCESSFUL", expect.any(String)],
    [id(1), "CREATE_SUCCESSFUL", expect.any(String)],
  ]);
  expect(endpoint.state.organization.current?.trustedAccess.has(PRINCIPAL)).toBe(true);
  const { OrganizationConformancePacks } = await client.send(new DescribeOrganizationConformancePacksCommand({}));
  expect(OrganizationConformancePacks).toEqual([
    expect.objectContaining({ OrganizationConformancePackName, ExcludedAccounts: [id(2)] }),
  ]);
});

test("an update takes the pack from accounts that are excluded now", async () => {
  organize();
  await put();
  endpoint.state.clock.settle();
  await put({ ExcludedAccounts: [id(0)] });
  expect(await details({ AccountId: id(0) })).toEqual([expect.objectContaining({ Status: "DELETE_IN_PROGRESS" })]);
  expect((await status())?.Status).toBe("UPDATE_IN_PROGRESS");
  endpoint.state.clock.settle();
  expect((await status())?.Status).toBe("UPDATE_SUCCESSFUL");
  expect((await details()).map(({ AccountId }) => AccountId)).toEqual([MANAGEMENT, id(1), id(2)]);
});

test("an account without a running recorder, or one that fails as planned, fails the pack", async () => {
  organize();
  endpoint.state.config.recorders.set({ account: id(0), region: "us-east-1" }, { recording: false });
  endpoint.state.failures.plan({ of: "organizationConformancePack", account: id(1), reason: "No role", code: "E" });
  await put();
  endpoint.state.clock.settle();
  expect(await status()).toMatchObject({ Status: "CREATE_FAILED", ErrorCode: "NoAvailableConfigurationRecorder" });
  expect(await details({ Status: "CREATE_FAILED" })).toEqual([
    expect.objectContaining({ AccountId: id(0), ErrorCode: "NoAvailableConfigurationRecorder" }),
    expect.objectContaining({ AccountId: id(1), ErrorCode: "E", ErrorMessage: "No role" }),
  ]);
});

test("a pack is in use while in progress, and gone once deleted", async () => {
  organize();
  await put();
  await expect(put()).rejects.toMatchObject({ name: "ResourceInUseException" });
  await expect(remove()).rejects.toMatchObject({ name: "ResourceInUseException" });
  endpoint.state.clock.settle();
  await remove();
  expect((await status())?.Status).toBe("DELETE_IN_PROGRESS");
  await expect(status()).rejects.toMatchObject({ name: "NoSuchOrganizationConformancePackException" });
});

test("only administrators of an organization with all features may put one, and each sees its own", async () => {
  const denied = async (name: string, account = MANAGEMENT) => {
    const other = new ConfigServiceClient({ ...endpoint.clientConfigFor({ account }), maxAttempts: 1 });
    await expect(put({}, other)).rejects.toMatchObject({ name });
    other.destroy();
  };
  await denied("NoAvailableOrganizationException");
  organize(3, { featureSet: "CONSOLIDATED_BILLING" });
  await denied("OrganizationAllFeaturesNotEnabledException");
  organize();
  await denied("OrganizationAccessDeniedException", id(0));
  const delegated = new ConfigServiceClient(endpoint.clientConfigFor({ account: id(1) }));
  await put({}, delegated);
  delegated.destroy();
  await expect(status()).rejects.toMatchObject({ name: "NoSuchOrganizationConformancePackException" });
});

test.each<[string, Partial<PutOrganizationConformancePackCommandInput>, string]>([
  [
    "1,001 exclusions",
    { ExcludedAccounts: Array.from({ length: 1001 }, (_, index) => id(index)) },
    "ValidationException",
  ],
  ["a name of 129 characters", { OrganizationConformancePackName: "a".repeat(129) }, "ValidationException"],
  ["a bad template", { TemplateBody: "Resources: {}" }, "OrganizationConformancePackTemplateValidationException"],
])("%s is refused", async (_name, changes, name) => {
  organize();
  await expect(put(changes)).rejects.toMatchObject({ name });
});

test("1,200 accounts take their steps and pages", async () => {
  organize(1199);
  await put();
  let polls = 0;
  while ((await status())?.Status === "CREATE_IN_PROGRESS") polls += 1;
  expect(polls).toBe(3);
  const sizes: unknown[] = [];
  const input = { OrganizationConformancePackName };
  for await (const page of paginateGetOrganizationConformancePackDetailedStatus({ client, pageSize: 100 }, input)) {
    sizes.push(page.OrganizationConformancePackDetailedStatuses?.length);
  }
  expect(sizes).toEqual(Array(12).fill(100));
});

import {
  ActivateOrganizationsAccessCommand,
  CloudFormationClient,
  CreateStackInstancesCommand,
  type CreateStackInstancesCommandInput,
  CreateStackSetCommand,
  type CreateStackSetCommandInput,
  DeleteStackInstancesCommand,
  DeleteStackSetCommand,
  DescribeOrganizationsAccessCommand,
  DescribeStackInstanceCommand,
  DescribeStackSetCommand,
  DescribeStackSetOperationCommand,
  ListStackInstancesCommand,
  ListStackSetOperationResultsCommand,
  ListStackSetOperationsCommand,
  ListStackSetsCommand,
  paginateListStackInstances,
  paginateListStackSetOperationResults,
  type StackSetOperationPreferences,
  StopStackSetOperationCommand,
  UpdateStackInstancesCommand,
  UpdateStackSetCommand,
} from "@aws-sdk/client-cloudformation";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type AwsEndpoint, createAwsEndpoint } from "../../create-aws-endpoint.ts";

const MANAGEMENT = "111122223333";
const PRINCIPAL = "member.org.stacksets.cloudformation.amazonaws.com";
const template = (text: string) =>
  JSON.stringify({
    Parameters: { P: { Type: "String", Default: "d" } },
    Resources: { Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: text } } },
  });
const id = (number: number) => String(200_000_000_000 + number);
const StackSetName = "rulewright-pack";
let endpoint: AwsEndpoint;
let client: CloudFormationClient;

beforeEach(async () => {
  endpoint = await createAwsEndpoint();
  client = new CloudFormationClient({ ...endpoint.clientConfig, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

/** Ten accounts: 0 to 5 in workloads, of those 4 and 5 in its unit sandbox, 6 to 9 in the root. */
function organize(trustedAccess = [PRINCIPAL]) {
  endpoint.state.organization.create({
    managementAccount: MANAGEMENT,
    ous: [
      { name: "workloads", id: "ou-ex01-workload" },
      { name: "sandbox", parent: "workloads", id: "ou-ex01-sandboxx" },
    ],
    accounts: Array.from({ length: 10 }, (_, index) => {
      const account = { id: id(index) };
      if (index > 5) return account;
      return { ...account, ou: index > 3 ? "sandbox" : "workloads" };
    }),
    trustedAccess,
    delegatedAdministrators: { [PRINCIPAL]: [id(9)] },
  });
}
const createSet = (changes: Partial<CreateStackSetCommandInput> = {}) =>
  client.send(
    new CreateStackSetCommand({
      StackSetName,
      TemplateBody: template("one"),
      PermissionModel: "SERVICE_MANAGED",
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      ...changes,
    }),
  );
const FAST: StackSetOperationPreferences = {
  MaxConcurrentCount: 100,
  FailureToleranceCount: 100,
  RegionConcurrencyType: "PARALLEL",
};
const instances = (changes: Partial<CreateStackInstancesCommandInput> = {}) => ({
  StackSetName,
  Regions: ["us-east-1", "eu-west-1"],
  DeploymentTargets: { OrganizationalUnitIds: ["ou-ex01-workload"] },
  OperationPreferences: FAST,
  ...changes,
});
const createInstances = async (changes: Partial<CreateStackInstancesCommandInput> = {}) =>
  (await client.send(new CreateStackInstancesCommand(instances(changes)))).OperationId;
const operation = async (OperationId: string | undefined) =>
  (await client.send(new DescribeStackSetOperationCommand({ StackSetName, OperationId }))).StackSetOperation;
const rows = async () => (await client.send(new ListStackInstancesCommand({ StackSetName }))).Summaries ?? [];
const accounts = async () => [...new Set((await rows()).map(({ Account }) => Number(Account) - Number(id(0))))];
const count = async (status: string) =>
  (await rows()).filter(({ StackInstanceStatus }) => StackInstanceStatus?.DetailedStatus === status).length;

describe("a StackSet", () => {
  test("is created once for one token, described, listed, and deleted when it is empty", async () => {
    organize();
    const tagged = { Tags: [{ Key: "a", Value: "b" }], ClientRequestToken: "t", ManagedExecution: { Active: true } };
    const { StackSetId } = await createSet(tagged);
    expect((await createSet(tagged)).StackSetId).toBe(StackSetId);
    await expect(createSet()).rejects.toMatchObject({ name: "NameAlreadyExistsException" });
    const { StackSet } = await client.send(new DescribeStackSetCommand({ StackSetName }));
    expect(StackSet).toMatchObject({
      StackSetId,
      Status: "ACTIVE",
      PermissionModel: "SERVICE_MANAGED",
      TemplateBody: template("one"),
      Parameters: [{ ParameterKey: "P", ParameterValue: "d" }],
      Tags: tagged.Tags,
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      ManagedExecution: { Active: true },
    });
    await client.send(new DeleteStackSetCommand({ StackSetName }));
    await expect(client.send(new DescribeStackSetCommand({ StackSetName }))).rejects.toMatchObject({
      name: "StackSetNotFoundException",
    });
    const { Summaries } = await client.send(new ListStackSetsCommand({ Status: "ACTIVE" }));
    expect(Summaries).toEqual([]);
  });

  test("needs trusted access, which the management account can activate", async () => {
    organize([]);
    const access = async () => (await client.send(new DescribeOrganizationsAccessCommand({}))).Status;
    await expect(createSet()).rejects.toMatchObject({
      message: expect.stringMatching(/must enable organizations access/),
    });
    expect(await access()).toBe("DISABLED");
    await client.send(new ActivateOrganizationsAccessCommand({}));
    expect(await access()).toBe("ENABLED");
    await createSet();
  });

  test("belongs to the management account when a delegated administrator acts", async () => {
    organize();
    const delegated = new CloudFormationClient(endpoint.clientConfigFor({ account: id(9) }));
    const input = {
      StackSetName,
      TemplateBody: template("one"),
      PermissionModel: "SERVICE_MANAGED" as const,
      AutoDeployment: { Enabled: false },
    };
    await expect(delegated.send(new CreateStackSetCommand(input))).rejects.toMatchObject({ name: "ValidationError" });
    await delegated.send(new CreateStackSetCommand({ ...input, CallAs: "DELEGATED_ADMIN" }));
    await client.send(new DescribeStackSetCommand({ StackSetName }));
    await expect(
      client.send(new DescribeStackSetCommand({ StackSetName, CallAs: "DELEGATED_ADMIN" })),
    ).rejects.toMatchObject({ message: expect.stringMatching(/not a delegated administrator/) });
    delegated.destroy();
  });

  test.each<[string, Partial<CreateStackSetCommandInput>, RegExp]>([
    ["no automatic deployment", { AutoDeployment: undefined }, /AutoDeployment is required/],
    [
      "a transform",
      {
        TemplateBody: JSON.stringify({ Transform: "T", Resources: { A: { Type: "AWS::SNS::Topic" } } }),
        Capabilities: ["CAPABILITY_AUTO_EXPAND"],
      },
      /macros or transforms/,
    ],
    ["a name of another pattern", { StackSetName: "a_b" }, /at 'stackSetName'/],
  ])("is refused for %s", async (_name, changes, message) => {
    organize();
    await expect(createSet(changes)).rejects.toMatchObject({ message: expect.stringMatching(message) });
  });
});

describe("instances", () => {
  beforeEach(async () => {
    organize();
    await createSet();
  });

  test("reach all accounts below a unit, each in its Region, with the unit that was targeted", async () => {
    const OperationId = await createInstances();
    expect(await operation(OperationId)).toMatchObject({
      Action: "CREATE",
      Status: "RUNNING",
      OperationPreferences: FAST,
    });
    expect(await operation(OperationId)).toMatchObject({
      Status: "SUCCEEDED",
      EndTimestamp: expect.any(Date),
      StatusDetails: { FailedStackInstancesCount: 0 },
    });
    expect(await accounts()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await rows()).toHaveLength(12);
    expect((await rows())[0]).toMatchObject({
      Account: id(0),
      Region: "us-east-1",
      Status: "CURRENT",
      StackInstanceStatus: { DetailedStatus: "SUCCEEDED" },
      OrganizationalUnitId: "ou-ex01-workload",
      LastOperationId: OperationId,
      StackId: expect.stringMatching(/^arn:aws:cloudformation:us-east-1:200000000000:stack\/StackSet-rulewright-pack-/),
    });
    const { StackSet } = await client.send(new DescribeStackSetCommand({ StackSetName }));
    expect([StackSet?.Regions, StackSet?.OrganizationalUnitIds]).toEqual([
      ["us-east-1", "eu-west-1"],
      ["ou-ex01-workload"],
    ]);
  });

  test("never reach the management account, whatever is targeted", async () => {
    const root = endpoint.state.organization.current?.rootId ?? "";
    const DeploymentTargets = {
      OrganizationalUnitIds: [root],
      AccountFilterType: "UNION" as const,
      Accounts: [MANAGEMENT],
    };
    await createInstances({ DeploymentTargets });
    endpoint.state.clock.settle();
    expect(await accounts()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test.each([
    ["INTERSECTION" as const, [id(1), id(8)], [1]],
    ["DIFFERENCE" as const, [id(1), id(8)], [0, 2, 3, 4, 5]],
    ["UNION" as const, [id(1), id(8)], [0, 1, 2, 3, 4, 5, 8]],
  ])("are narrowed by accounts: %s", async (AccountFilterType, Accounts, expected) => {
    await createInstances({
      DeploymentTargets: { OrganizationalUnitIds: ["ou-ex01-workload"], AccountFilterType, Accounts },
    });
    endpoint.state.clock.settle();
    expect(await accounts()).toEqual(expected);
  });

  test("are worked on one at a time and Region after Region unless told otherwise", async () => {
    const OperationId = await createInstances({ OperationPreferences: { RegionOrder: ["eu-west-1", "us-east-1"] } });
    await operation(OperationId);
    await operation(OperationId);
    const done = (await rows()).filter(({ Status }) => Status === "CURRENT");
    expect(done.map(({ Region }) => Region)).toEqual(["eu-west-1", "eu-west-1"]);
    expect([await count("RUNNING"), await count("PENDING")]).toEqual([1, 9]);
    endpoint.state.clock.settle();
    expect((await operation(OperationId))?.Status).toBe("SUCCEEDED");
  });

  test("that fail beyond the tolerance end the operation; the rest is cancelled", async () => {
    endpoint.state.failures.plan({ of: "stackInstance", account: id(1), region: "us-east-1", reason: "No recorder" });
    const OperationId = await createInstances({ OperationPreferences: { MaxConcurrentCount: 2 } });
    endpoint.state.clock.settle();
    expect(await operation(OperationId)).toMatchObject({
      Status: "FAILED",
      StatusDetails: { FailedStackInstancesCount: 1 },
    });
    expect([await count("SUCCEEDED"), await count("FAILED"), await count("CANCELLED")]).toEqual([1, 1, 10]);
    const failed = (await rows()).find(({ Account, Region }) => Account === id(1) && Region === "us-east-1");
    expect(failed).toMatchObject({ Status: "OUTDATED", StatusReason: "No recorder" });
    const results = await client.send(
      new ListStackSetOperationResultsCommand({
        StackSetName,
        OperationId,
        Filters: [{ Name: "OPERATION_RESULT_STATUS", Values: "FAILED" }],
      }),
    );
    expect(results.Summaries).toEqual([
      {
        Account: id(1),
        Region: "us-east-1",
        Status: "FAILED",
        StatusReason: "No recorder",
        OrganizationalUnitId: "ou-ex01-workload",
      },
    ]);
  });

  test("that failed within the tolerance are retried by the next operation, and only they", async () => {
    endpoint.state.failures.plan({ of: "stackInstance", account: id(1), reason: "No recorder", times: 2 });
    const first = await createInstances();
    endpoint.state.clock.settle();
    expect((await operation(first))?.Status).toBe("SUCCEEDED");
    expect(await count("FAILED")).toBe(2);
    const second = await createInstances();
    endpoint.state.clock.settle();
    const { Summaries } = await client.send(
      new ListStackSetOperationResultsCommand({ StackSetName, OperationId: second }),
    );
    expect(Summaries?.map(({ Account, Status }) => [Account, Status])).toEqual([
      [id(1), "SUCCEEDED"],
      [id(1), "SUCCEEDED"],
    ]);
    expect(await count("SUCCEEDED")).toBe(12);
  });

  test.each([
    ["strict: as many as may fail, and one", {}, 3],
    ["soft: as many as may run", { ConcurrencyMode: "SOFT_FAILURE_TOLERANCE" as const }, 6],
    ["a share of the accounts, rounded down", { MaxConcurrentCount: undefined, MaxConcurrentPercentage: 40 }, 2],
  ])("are worked on together: %s", async (_name, changes, expected) => {
    const preferences = { MaxConcurrentCount: 10, FailureToleranceCount: 2, ...changes };
    await createInstances({ Regions: ["us-east-1"], OperationPreferences: preferences });
    expect(await count("RUNNING")).toBe(expected);
  });

  test("of suspended accounts are skipped", async () => {
    const account = endpoint.state.organization.current?.accounts.get(id(0));
    if (account !== undefined) account.status = "SUSPENDED";
    await createInstances();
    endpoint.state.clock.settle();
    expect([await count("SKIPPED_SUSPENDED_ACCOUNT"), await count("SUCCEEDED")]).toEqual([2, 10]);
  });

  test("are out of date once the set changes, until they are updated; some or all", async () => {
    await createInstances();
    endpoint.state.clock.settle();
    const { OperationId } = await client.send(
      new UpdateStackSetCommand({
        StackSetName,
        TemplateBody: template("two"),
        DeploymentTargets: { OrganizationalUnitIds: ["ou-ex01-sandboxx"] },
        Regions: ["us-east-1"],
        OperationPreferences: FAST,
      }),
    );
    endpoint.state.clock.settle();
    expect(await operation(OperationId)).toMatchObject({ Action: "UPDATE", Status: "SUCCEEDED" });
    const current = (await rows()).filter(({ Status }) => Status === "CURRENT");
    expect(current.map(({ Account, Region }) => [Account, Region])).toEqual([
      [id(4), "us-east-1"],
      [id(5), "us-east-1"],
    ]);
    await client.send(
      new UpdateStackSetCommand({ StackSetName, UsePreviousTemplate: true, OperationPreferences: FAST }),
    );
    endpoint.state.clock.settle();
    expect((await rows()).every(({ Status }) => Status === "CURRENT")).toBe(true);
  });

  test("take overrides of parameters", async () => {
    await createInstances();
    endpoint.state.clock.settle();
    const overrides = {
      ...instances({ Regions: ["eu-west-1"] }),
      ParameterOverrides: [{ ParameterKey: "P", ParameterValue: "x" }],
    };
    await client.send(new UpdateStackInstancesCommand(overrides));
    endpoint.state.clock.settle();
    const described = async (StackInstanceRegion: string) =>
      (
        await client.send(
          new DescribeStackInstanceCommand({ StackSetName, StackInstanceAccount: id(0), StackInstanceRegion }),
        )
      ).StackInstance?.ParameterOverrides;
    expect(await described("eu-west-1")).toEqual(overrides.ParameterOverrides);
    expect(await described("us-east-1")).toEqual([]);
  });

  test("are deleted, and a set is deleted only then; what cannot be deleted is inoperable", async () => {
    await createInstances();
    endpoint.state.clock.settle();
    await expect(client.send(new DeleteStackSetCommand({ StackSetName }))).rejects.toMatchObject({
      name: "StackSetNotEmptyException",
    });
    endpoint.state.failures.plan({ of: "stackInstance", account: id(2), action: "delete", reason: "Denied", times: 2 });
    const remove = (RetainStacks: boolean) =>
      client.send(new DeleteStackInstancesCommand({ ...instances(), RetainStacks }));
    await remove(false);
    endpoint.state.clock.settle();
    expect((await rows()).map(({ Status, StatusReason }) => [Status, StatusReason])).toEqual([
      ["INOPERABLE", "Denied"],
      ["INOPERABLE", "Denied"],
    ]);
    await remove(true);
    endpoint.state.clock.settle();
    await client.send(new DeleteStackSetCommand({ StackSetName }));
  });

  test("wait while another operation is under way: refused, or queued with managed execution", async () => {
    await createInstances();
    await expect(createInstances()).rejects.toMatchObject({
      name: "OperationInProgressException",
      $metadata: { httpStatusCode: 409 },
    });
    endpoint.state.clock.settle();
    await createSet({ StackSetName: "managed", ManagedExecution: { Active: true } });
    for (const region of ["us-east-1", "eu-west-1"]) {
      await createInstances({ StackSetName: "managed", Regions: [region] });
    }
    const list = async () =>
      (await client.send(new ListStackSetOperationsCommand({ StackSetName: "managed" }))).Summaries?.map(
        ({ Status }) => Status,
      );
    expect(await list()).toEqual(["QUEUED", "RUNNING"]);
    endpoint.state.clock.settle();
    expect(await list()).toEqual(["SUCCEEDED", "SUCCEEDED"]);
  });

  test("are created once for one operation id; another request cannot have it", async () => {
    const first = await createInstances({ OperationId: "op" });
    expect(await createInstances({ OperationId: "op" })).toBe(first);
    await expect(createInstances({ OperationId: "op", Regions: ["us-east-1"] })).rejects.toMatchObject({
      name: "OperationIdAlreadyExistsException",
    });
    await expect(operation("other")).rejects.toMatchObject({ name: "OperationNotFoundException" });
  });

  test("are stopped half-way", async () => {
    const OperationId = await createInstances({ OperationPreferences: {} });
    await operation(OperationId);
    await client.send(new StopStackSetOperationCommand({ StackSetName, OperationId }));
    expect((await operation(OperationId))?.Status).toBe("STOPPING");
    expect((await operation(OperationId))?.Status).toBe("STOPPED");
    expect([await count("SUCCEEDED"), await count("CANCELLED")]).toEqual([1, 11]);
    await expect(client.send(new StopStackSetOperationCommand({ StackSetName, OperationId }))).rejects.toMatchObject({
      name: "InvalidOperationException",
    });
  });

  test("are filtered by their status", async () => {
    endpoint.state.failures.plan({ of: "stackInstance", account: id(3), reason: "x" });
    await createInstances();
    endpoint.state.clock.settle();
    const filtered = await client.send(
      new ListStackInstancesCommand({ StackSetName, Filters: [{ Name: "DETAILED_STATUS", Values: "FAILED" }] }),
    );
    expect(filtered.Summaries?.map(({ Account }) => Account)).toEqual([id(3), id(3)]);
    const own = await client.send(new ListStackInstancesCommand({ StackSetName, StackInstanceRegion: "eu-west-1" }));
    expect(own.Summaries).toHaveLength(6);
  });

  test.each<[string, Partial<CreateStackInstancesCommandInput>, RegExp]>([
    ["accounts without a unit", { DeploymentTargets: { Accounts: [id(0)] } }, /can only have OrganizationalUnit/],
    [
      "accounts without a filter",
      { DeploymentTargets: { OrganizationalUnitIds: ["ou-ex01-workload"], Accounts: [id(0)] } },
      /must be specified together/,
    ],
    ["51 units", { DeploymentTargets: { OrganizationalUnitIds: Array(51).fill("ou-ex01-workload") } }, /At most 50/],
    [
      "a tolerance in two forms",
      { OperationPreferences: { FailureToleranceCount: 1, FailureTolerancePercentage: 1 } },
      /cannot both/,
    ],
    [
      "no concurrency",
      { OperationPreferences: { MaxConcurrentCount: 0 } },
      /maxConcurrentCount.*greater than or equal to 1/,
    ],
    ["no Regions", { Regions: [] }, /regions/],
  ])("are refused for %s", async (_name, changes, message) => {
    await expect(createInstances(changes)).rejects.toMatchObject({
      name: "ValidationError",
      message: expect.stringMatching(message),
    });
    expect(await rows()).toEqual([]);
  });
});

test("2,000 accounts in 4 Regions, in batches, all pages", async () => {
  endpoint.state.organization.create({
    managementAccount: MANAGEMENT,
    ous: [{ name: "all", id: "ou-ex01-everyone" }],
    accounts: Array.from({ length: 2000 }, (_, index) => ({ id: id(index), ou: "all" })),
    trustedAccess: [PRINCIPAL],
  });
  await createSet();
  endpoint.state.failures.plan({ of: "stackInstance", account: id(1234), region: "eu-west-1", reason: "No recorder" });
  const OperationId = await createInstances({
    Regions: ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"],
    DeploymentTargets: { OrganizationalUnitIds: ["ou-ex01-everyone"] },
    OperationPreferences: { MaxConcurrentCount: 500, FailureToleranceCount: 499, RegionConcurrencyType: "PARALLEL" },
  });
  let polls = 0;
  while ((await operation(OperationId))?.Status === "RUNNING") polls += 1;
  expect(polls).toBe(5);
  let found = 0;
  for await (const { Summaries = [] } of paginateListStackInstances({ client, pageSize: 100 }, { StackSetName })) {
    found += Summaries.filter(({ Status }) => Status === "CURRENT").length;
  }
  expect(found).toBe(7999);
  const failed: unknown[] = [];
  const Filters = [{ Name: "OPERATION_RESULT_STATUS" as const, Values: "FAILED" }];
  for await (const page of paginateListStackSetOperationResults({ client }, { StackSetName, OperationId, Filters })) {
    failed.push(...(page.Summaries ?? []).map(({ Account, Region }) => [Account, Region]));
  }
  expect(failed).toEqual([[id(1234), "eu-west-1"]]);
});

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  type CreateChangeSetCommandInput,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
} from "@aws-sdk/client-cloudformation";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type AwsEndpoint, createAwsEndpoint } from "../../create-aws-endpoint.ts";

const template = (names: Readonly<Record<string, string>>) =>
  JSON.stringify({
    Resources: Object.fromEntries(
      Object.entries(names).map(([id, DisplayName]) => [id, { Type: "AWS::SNS::Topic", Properties: { DisplayName } }]),
    ),
  });
const StackName = "s";
const ChangeSetName = "c";
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

const create = (TemplateBody: string, changes: Partial<CreateChangeSetCommandInput> = {}) =>
  client.send(new CreateChangeSetCommand({ StackName, ChangeSetName, TemplateBody, ...changes }));
const describeSet = () => client.send(new DescribeChangeSetCommand({ StackName, ChangeSetName }));
const execute = () => client.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName }));
const status = async () => (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]?.StackStatus;

async function deploy(body: string, ChangeSetType: "CREATE" | "UPDATE") {
  await create(body, { ChangeSetType });
  endpoint.state.clock.settle();
  await execute();
  endpoint.state.clock.settle();
}

test("a new stack is in review until its change set is executed", async () => {
  await create(template({ A: "a" }), { ChangeSetType: "CREATE" });
  expect(await status()).toBe("REVIEW_IN_PROGRESS");
  await expect(execute()).rejects.toMatchObject({ name: "InvalidChangeSetStatusException" });
  expect(await describeSet()).toMatchObject({ Status: "CREATE_IN_PROGRESS", ExecutionStatus: "UNAVAILABLE" });
  expect(await describeSet()).toMatchObject({
    Status: "CREATE_COMPLETE",
    ExecutionStatus: "AVAILABLE",
    Changes: [{ Type: "Resource", ResourceChange: { Action: "Add", LogicalResourceId: "A" } }],
  });
  await execute();
  expect([await status(), await status()]).toEqual(["CREATE_IN_PROGRESS", "CREATE_COMPLETE"]);
  await expect(describeSet()).rejects.toMatchObject({ name: "ChangeSetNotFoundException" });
});

test("changes are what differs: added, modified, removed", async () => {
  await deploy(template({ Same: "s", Gone: "g", Other: "o" }), "CREATE");
  await create(template({ Same: "s", Other: "p", New: "n" }));
  endpoint.state.clock.settle();
  const { Changes = [] } = await describeSet();
  expect(
    Changes.map(({ ResourceChange: change }) => [
      change?.Action,
      change?.LogicalResourceId,
      change?.Details?.map(({ Target }) => Target?.Name),
    ]),
  ).toEqual([
    ["Modify", "Other", ["DisplayName"]],
    ["Add", "New", []],
    ["Remove", "Gone", []],
  ]);
  await execute();
  endpoint.state.clock.settle();
  const place = { account: "111122223333", region: "us-east-1" };
  const resources = endpoint.state.cloudFormation.stacks.find(place, StackName)?.resources ?? new Map();
  expect(new Set(resources.keys())).toEqual(new Set(["Same", "Other", "New"]));
});

test("one without changes fails with AWS's words", async () => {
  await deploy(template({ A: "a" }), "CREATE");
  await create(template({ A: "a" }));
  await describeSet();
  expect(await describeSet()).toMatchObject({
    Status: "FAILED",
    ExecutionStatus: "UNAVAILABLE",
    StatusReason: expect.stringMatching(/^The submitted information didn't contain changes\./),
  });
});

test("one that is deleted is gone; what cannot be is refused", async () => {
  await expect(create(template({ A: "a" }))).rejects.toMatchObject({ name: "ValidationError" });
  await create(template({ A: "a" }), { ChangeSetType: "CREATE", ClientToken: "t" });
  await create(template({ A: "a" }), { ChangeSetType: "CREATE", ClientToken: "t" });
  await expect(create(template({ A: "a" }), { ChangeSetType: "CREATE" })).rejects.toMatchObject({
    name: "AlreadyExistsException",
  });
  await client.send(new DeleteChangeSetCommand({ StackName, ChangeSetName }));
  await client.send(new DeleteChangeSetCommand({ StackName, ChangeSetName }));
  await expect(describeSet()).rejects.toMatchObject({ name: "ChangeSetNotFoundException" });
});

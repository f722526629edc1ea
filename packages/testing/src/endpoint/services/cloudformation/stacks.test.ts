import {
  CloudFormationClient,
  CreateStackCommand,
  type CreateStackCommandInput,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ListStacksCommand,
  paginateDescribeStackEvents,
  paginateListStackResources,
  UpdateStackCommand,
  ValidateTemplateCommand,
} from "@aws-sdk/client-cloudformation";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type AwsEndpoint, createAwsEndpoint } from "../../create-aws-endpoint.ts";

const TEMPLATE = `
AWSTemplateFormatVersion: "2010-09-09"
Description: A function and its role
Parameters:
  CodeKey: { Type: String }
  GlobalRulesRegion: { Type: String, Default: us-east-1 }
  Runtime: { Type: String, Default: nodejs24.x, AllowedValues: [nodejs22.x, nodejs24.x] }
  Secret: { Type: String, Default: hidden, NoEcho: true }
Conditions:
  IsGlobal: !Equals [!Ref AWS::Region, !Ref GlobalRulesRegion]
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties: { AssumeRolePolicyDocument: {} }
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Code: { S3Key: !Ref CodeKey }
      Role: !GetAtt Role.Arn
  GlobalOnly:
    Type: AWS::SQS::Queue
    Condition: IsGlobal
    Properties: { QueueName: { "Fn::Sub": "q-\${AWS::AccountId}-\${!x}" } }
Outputs:
  Key: { Value: !Sub "\${AWS::StackName}/\${CodeKey}" }
  Arn: { Value: !GetAtt Function.Arn, Export: { Name: function-arn } }
  Queue: { Value: !If [IsGlobal, !Ref GlobalOnly, none] }
`;
const Capabilities = ["CAPABILITY_IAM" as const];
const StackName = "rulewright-pack";
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

const keyed = (value: string) => [{ ParameterKey: "CodeKey", ParameterValue: value }];
const create = (changes: Partial<CreateStackCommandInput> = {}) =>
  client.send(
    new CreateStackCommand({ StackName, TemplateBody: TEMPLATE, Capabilities, Parameters: keyed("a.zip"), ...changes }),
  );
const update = (changes: Partial<CreateStackCommandInput> = {}) =>
  client.send(
    new UpdateStackCommand({ StackName, TemplateBody: TEMPLATE, Capabilities, Parameters: keyed("b.zip"), ...changes }),
  );
const remove = () => client.send(new DeleteStackCommand({ StackName }));
const stack = async (name = StackName) =>
  (await client.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0];
const statuses = async (count: number, name = StackName) => {
  const seen: unknown[] = [];
  for (let index = 0; index < count; index += 1) seen.push((await stack(name))?.StackStatus);
  return seen;
};
const events = async () =>
  ((await client.send(new DescribeStackEventsCommand({ StackName }))).StackEvents ?? []).map((event) => [
    event.LogicalResourceId,
    event.ResourceStatus,
    event.ResourceStatusReason,
  ]);

describe("creation", () => {
  test("moves on each time it is described, and ends with resources and outputs", async () => {
    const { StackId } = await create({ Tags: [{ Key: "rulewright:pack", Value: "p" }] });
    expect(await statuses(2)).toEqual(["CREATE_IN_PROGRESS", "CREATE_COMPLETE"]);
    expect(await stack(StackId)).toMatchObject({
      StackId,
      Description: "A function and its role",
      Tags: [{ Key: "rulewright:pack", Value: "p" }],
      Parameters: expect.arrayContaining([
        { ParameterKey: "CodeKey", ParameterValue: "a.zip" },
        { ParameterKey: "Secret", ParameterValue: "****" },
      ]),
      Outputs: [
        { OutputKey: "Key", OutputValue: "rulewright-pack/a.zip" },
        {
          OutputKey: "Arn",
          OutputValue: expect.stringMatching(
            /^arn:aws:lambda:us-east-1:111122223333:function:rulewright-pack-Function-/,
          ),
          ExportName: "function-arn",
        },
        { OutputKey: "Queue", OutputValue: "https://sqs.us-east-1.amazonaws.com/111122223333/q-111122223333-${x}" },
      ],
    });
  });

  test("is in the account and Region of the caller, where conditions differ", async () => {
    const other = new CloudFormationClient(endpoint.clientConfigFor({ account: "444455556666", region: "eu-west-1" }));
    const input = { StackName, TemplateBody: TEMPLATE, Capabilities, Parameters: keyed("a.zip") };
    const { StackId } = await other.send(new CreateStackCommand(input));
    expect(StackId).toMatch(/^arn:aws:cloudformation:eu-west-1:444455556666:stack\/rulewright-pack\//);
    endpoint.state.clock.settle();
    const { StackResources } = await other.send(new DescribeStackResourcesCommand({ StackName }));
    expect(StackResources?.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(["Role", "Function"]);
    await expect(stack()).rejects.toMatchObject({ name: "ValidationError" });
    other.destroy();
  });

  test("waits for the test when the clock is manual, or for as many descriptions as told", async () => {
    endpoint.state.clock.pollsPerStep = "manual";
    await create();
    expect(await statuses(3)).toEqual(Array(3).fill("CREATE_IN_PROGRESS"));
    endpoint.state.clock.advance();
    expect((await stack())?.StackStatus).toBe("CREATE_COMPLETE");
    endpoint.state.clock.pollsPerStep = 3;
    await create({ StackName: "slow" });
    expect(await statuses(4, "slow")).toEqual([...Array(3).fill("CREATE_IN_PROGRESS"), "CREATE_COMPLETE"]);
    endpoint.state.clock.pollsPerStep = 0;
    await create({ StackName: "fast" });
    expect((await stack("fast"))?.StackStatus).toBe("CREATE_COMPLETE");
  });

  test("that fails as planned is rolled back, with the reason among the events", async () => {
    const failure = endpoint.state.failures.plan({
      of: "stack",
      name: StackName,
      region: "us-east-1",
      logicalId: "Function",
      reason: "Code is too large",
      times: 1,
    });
    await create();
    expect(await statuses(3)).toEqual(["CREATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE"]);
    expect(failure.fired).toBe(1);
    expect(await events()).toEqual(
      expect.arrayContaining([
        ["Function", "CREATE_FAILED", "Code is too large"],
        ["Role", "CREATE_FAILED", "Resource creation cancelled"],
        [StackName, "ROLLBACK_IN_PROGRESS", expect.stringContaining("failed to create: [Function]")],
      ]),
    );
    await expect(update()).rejects.toMatchObject({
      message: expect.stringContaining("ROLLBACK_COMPLETE state and can"),
    });
  });

  test.each([
    [{ OnFailure: "DO_NOTHING" as const }, ["CREATE_IN_PROGRESS", "CREATE_FAILED"]],
    [{ DisableRollback: true }, ["CREATE_IN_PROGRESS", "CREATE_FAILED"]],
    [{ OnFailure: "DELETE" as const }, ["CREATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "DELETE_COMPLETE"]],
  ])("that fails with %j ends otherwise", async (options, expected) => {
    endpoint.state.failures.plan({ of: "stack", reason: "no" });
    const { StackId } = await create(options);
    expect(await statuses(expected.length, StackId)).toEqual(expected);
  });

  test("is done once for one token, and refused for a name that is taken", async () => {
    const { StackId } = await create({ ClientRequestToken: "t1" });
    expect((await create({ ClientRequestToken: "t1" })).StackId).toBe(StackId);
    await expect(create({ ClientRequestToken: "t2" })).rejects.toMatchObject({ name: "AlreadyExistsException" });
    await expect(create()).rejects.toMatchObject({ message: `Stack [${StackName}] already exists` });
  });

  test.each<[string, Partial<CreateStackCommandInput>, string, RegExp]>([
    ["a capability that is missing", { Capabilities: [] }, "InsufficientCapabilitiesException", /\[CAPABILITY_IAM\]/],
    [
      "a parameter without a value",
      { Parameters: [] },
      "ValidationError",
      /^Parameters: \[CodeKey\] must have values$/,
    ],
    [
      "an unknown parameter",
      { Parameters: [...keyed("a"), { ParameterKey: "X", ParameterValue: "1" }] },
      "ValidationError",
      /\[X\] do not exist/,
    ],
    [
      "a value not allowed",
      { Parameters: [...keyed("a"), { ParameterKey: "Runtime", ParameterValue: "x" }] },
      "ValidationError",
      /Runtime.*AllowedValues/,
    ],
    ["a name of another pattern", { StackName: "1_a" }, "ValidationError", /'1_a' at 'stackName'/],
    ["no template", { TemplateBody: undefined }, "ValidationError", /Template URL or Template Body/],
    ["no resources", { TemplateBody: "{}" }, "ValidationError", /At least one Resources member/],
    ["text that is no YAML", { TemplateBody: "a: [" }, "ValidationError", /not well-formed/],
    [
      "a template of more than 51,200 bytes",
      { TemplateBody: `${TEMPLATE}\n#${"x".repeat(51_200)}` },
      "ValidationError",
      /length less than or equal to 51200/,
    ],
    [
      "a template that is not there",
      { TemplateBody: undefined, TemplateURL: "https://b.s3.amazonaws.com/k" },
      "ValidationError",
      /S3 error/,
    ],
  ])("is refused for %s", async (_name, changes, name, message) => {
    await expect(create(changes)).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
  });
});

test.each([
  "https://code.s3.us-east-1.amazonaws.com/dir/t.yaml",
  "https://code.s3.amazonaws.com/dir/t.yaml",
  "https://s3.us-east-1.amazonaws.com/code/dir/t.yaml",
])("a template is read from the endpoint's own S3: %s", async (TemplateURL) => {
  endpoint.state.s3.createBucket({ name: "code" });
  const s3 = new S3Client(endpoint.clientConfig);
  await s3.send(new PutObjectCommand({ Bucket: "code", Key: "dir/t.yaml", Body: TEMPLATE }));
  await create({ TemplateBody: undefined, TemplateURL });
  const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName }));
  expect(TemplateBody).toBe(TEMPLATE);
  s3.destroy();
});

describe("update", () => {
  beforeEach(async () => {
    await create();
    endpoint.state.clock.settle();
  });

  test("goes through the clean-up and changes what depends on parameters", async () => {
    await update();
    expect(await statuses(3)).toEqual(["UPDATE_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_COMPLETE"]);
    const { Outputs, LastUpdatedTime } = (await stack()) ?? {};
    expect([Outputs?.[0]?.OutputValue, LastUpdatedTime]).toEqual(["rulewright-pack/b.zip", expect.any(Date)]);
    const [newest, ...older] = await events();
    expect([newest?.[1], older.at(-1)]).toEqual([
      "UPDATE_COMPLETE",
      [StackName, "CREATE_IN_PROGRESS", "User Initiated"],
    ]);
    expect(older.filter(([id]) => id === "Role")).toHaveLength(2);
  });

  test("that changes nothing is refused; the same token is answered again", async () => {
    await expect(update({ Parameters: keyed("a.zip") })).rejects.toMatchObject({
      name: "ValidationError",
      message: "No updates are to be performed.",
    });
    const keep = [{ ParameterKey: "CodeKey", UsePreviousValue: true }];
    const kept = { StackName, UsePreviousTemplate: true, Capabilities, Parameters: keep };
    await expect(client.send(new UpdateStackCommand(kept))).rejects.toMatchObject({
      message: expect.stringMatching(/No updates/),
    });
    await update({ ClientRequestToken: "t" });
    await update({ ClientRequestToken: "t" });
    await expect(update({ Parameters: keyed("c.zip") })).rejects.toMatchObject({
      message: expect.stringMatching(/is in UPDATE_IN_PROGRESS state and can not be updated/),
    });
  });

  test("that fails is rolled back to what was there", async () => {
    endpoint.state.failures.plan({ of: "stack", action: "update", reason: "no" });
    await update();
    expect(await statuses(3)).toEqual([
      "UPDATE_IN_PROGRESS",
      "UPDATE_ROLLBACK_IN_PROGRESS",
      "UPDATE_ROLLBACK_COMPLETE",
    ]);
    expect((await stack())?.Parameters?.[0]).toMatchObject({ ParameterValue: "a.zip" });
    await update();
  });

  test("of a stack that is not there is refused", async () => {
    await expect(update({ StackName: "x" })).rejects.toMatchObject({ message: "Stack [x] does not exist" });
  });
});

describe("deletion", () => {
  test("ends with the stack found by id only, and its name free again", async () => {
    const { StackId = "" } = await create();
    endpoint.state.clock.settle();
    await remove();
    await remove();
    expect(await statuses(2, StackId)).toEqual(["DELETE_IN_PROGRESS", "DELETE_COMPLETE"]);
    await expect(stack()).rejects.toMatchObject({ message: `Stack with id ${StackName} does not exist` });
    await remove();
    await create();
    const { StackSummaries } = await client.send(new ListStacksCommand({ StackStatusFilter: ["DELETE_COMPLETE"] }));
    expect(StackSummaries).toEqual([expect.objectContaining({ StackId, DeletionTime: expect.any(Date) })]);
  });

  test("that fails as planned leaves the stack", async () => {
    await create();
    endpoint.state.clock.settle();
    endpoint.state.failures.plan({
      of: "stack",
      action: "delete",
      reason: "The queue is in use",
      logicalId: "GlobalOnly",
    });
    await remove();
    expect(await statuses(2)).toEqual(["DELETE_IN_PROGRESS", "DELETE_FAILED"]);
    expect(await events()).toContainEqual(["GlobalOnly", "DELETE_FAILED", "The queue is in use"]);
  });

  test("is refused for a protected stack", async () => {
    await create({ EnableTerminationProtection: true });
    await expect(remove()).rejects.toMatchObject({
      message: expect.stringMatching(/TerminationProtection is enabled/),
    });
  });
});

test("events and resources are paged by 100", async () => {
  const resources = Array.from({ length: 120 }, (_, index) => [`R${index}`, { Type: "AWS::SNS::Topic" }]);
  await create({ TemplateBody: JSON.stringify({ Resources: Object.fromEntries(resources) }), Parameters: [] });
  endpoint.state.clock.settle();
  const eventPages: number[] = [];
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName })) {
    eventPages.push(StackEvents.length);
  }
  expect(eventPages).toEqual([100, 100, 42]);
  const resourcePages: number[] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName })) {
    resourcePages.push(StackResourceSummaries.length);
  }
  expect(resourcePages).toEqual([100, 20]);
});

test("a template is summed up, with what it needs", async () => {
  const summary = await client.send(new GetTemplateSummaryCommand({ TemplateBody: TEMPLATE }));
  expect(summary).toMatchObject({
    Description: "A function and its role",
    Capabilities: ["CAPABILITY_IAM"],
    ResourceTypes: ["AWS::IAM::Role", "AWS::Lambda::Function", "AWS::SQS::Queue"],
  });
  expect(summary.Parameters?.map(({ ParameterKey, DefaultValue }) => [ParameterKey, DefaultValue])).toEqual([
    ["CodeKey", undefined],
    ["GlobalRulesRegion", "us-east-1"],
    ["Runtime", "nodejs24.x"],
    ["Secret", "hidden"],
  ]);
  await create();
  expect(await client.send(new GetTemplateSummaryCommand({ StackName }))).toMatchObject({
    Parameters: summary.Parameters,
  });
  const { Parameters } = await client.send(new ValidateTemplateCommand({ TemplateBody: TEMPLATE }));
  expect(Parameters).toHaveLength(4);
});

test("a throttle is Throttling", async () => {
  endpoint.faults.add({ operation: "CreateStack", kind: "throttle", times: 1 });
  await expect(create()).rejects.toMatchObject({ name: "Throttling", $metadata: { httpStatusCode: 400 } });
});

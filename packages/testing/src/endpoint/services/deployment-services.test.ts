import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
} from "@aws-sdk/client-cloudformation";
import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { ConfigServiceClient, DescribeConformancePackStatusCommand } from "@aws-sdk/client-config-service";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  paginateListFunctions,
} from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import {
  DeleteParameterCommand,
  DescribeDocumentCommand,
  GetDocumentCommand,
  GetParameterCommand,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type AwsEndpoint, createAwsEndpoint } from "../create-aws-endpoint.ts";

const NOW = new Date("2026-03-05T00:00:00Z");
const place = { account: "111122223333", region: "us-east-1" };
let endpoint: AwsEndpoint;
const clients: { destroy(): void }[] = [];

beforeEach(async () => {
  endpoint = await createAwsEndpoint({ now: () => NOW });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await endpoint.close();
});
function open<Client extends { destroy(): void }>(
  Constructor: new (config: AwsEndpoint["clientConfig"] & { maxAttempts: number }) => Client,
): Client {
  const client = new Constructor({ ...endpoint.clientConfig, maxAttempts: 1 });
  clients.push(client);
  return client;
}

describe("lambda", () => {
  test("functions are described by name and ARN, and paged", async () => {
    const client = open(LambdaClient);
    for (let index = 0; index < 60; index += 1) endpoint.state.lambda.set(place, `f-${index}`);
    const { arn } = endpoint.state.lambda.set(place, "change", {
      environment: { A: "b" },
      timeout: 60,
      lastModified: NOW,
    });
    const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName: "change" }));
    expect(Configuration).toMatchObject({
      FunctionName: "change",
      FunctionArn: arn,
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Timeout: 60,
      Environment: { Variables: { A: "b" } },
      LastModified: "2026-03-05T00:00:00.000+0000",
    });
    expect(await client.send(new GetFunctionConfigurationCommand({ FunctionName: arn }))).toMatchObject(
      Configuration ?? {},
    );
    const pages: unknown[] = [];
    for await (const { Functions } of paginateListFunctions({ client }, {})) pages.push(Functions?.length);
    expect(pages).toEqual([50, 11]);
  });

  test("limits of the account can be set; a missing function is 404; the rest is not listed", async () => {
    const client = open(LambdaClient);
    endpoint.state.lambda.concurrentExecutions = 10;
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
    expect(AccountLimit?.ConcurrentExecutions).toBe(10);
    await expect(client.send(new GetFunctionCommand({ FunctionName: "x" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      $metadata: { httpStatusCode: 404 },
    });
    await expect(client.send(new InvokeCommand({ FunctionName: "x" }))).rejects.toMatchObject({
      name: "RulewrightOperationNotListed",
    });
    endpoint.faults.add({ operation: "GetFunction", kind: "throttle" });
    await expect(client.send(new GetFunctionCommand({ FunctionName: "x" }))).rejects.toMatchObject({
      name: "TooManyRequestsException",
    });
  });
});

describe("ssm", () => {
  test("parameters are put, overwritten, read and deleted", async () => {
    const client = open(SSMClient);
    const put = (Value: string, Overwrite = false) =>
      client.send(new PutParameterCommand({ Name: "/a/b", Value, Type: "String", Overwrite }));
    expect((await put("one")).Version).toBe(1);
    await expect(put("two")).rejects.toMatchObject({ name: "ParameterAlreadyExists" });
    expect((await put("two", true)).Version).toBe(2);
    const { Parameter } = await client.send(new GetParameterCommand({ Name: "/a/b" }));
    expect(Parameter).toMatchObject({
      Value: "two",
      Version: 2,
      LastModifiedDate: NOW,
      ARN: "arn:aws:ssm:us-east-1:111122223333:parameter/a/b",
    });
    await client.send(new DeleteParameterCommand({ Name: "/a/b" }));
    await expect(client.send(new GetParameterCommand({ Name: "/a/b" }))).rejects.toMatchObject({
      name: "ParameterNotFound",
    });
    await expect(client.send(new DeleteParameterCommand({ Name: "/a/b" }))).rejects.toMatchObject({
      name: "ParameterNotFound",
    });
    await expect(put("x".repeat(4097))).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("documents are AWS's or one's own", async () => {
    const client = open(SSMClient);
    endpoint.state.ssm.putDocument(undefined, "AWS-DisableS3BucketPublicReadWrite");
    endpoint.state.ssm.putDocument(place, "own", { content: "schemaVersion: '0.3'" });
    const describeDocument = async (Name: string) =>
      (await client.send(new DescribeDocumentCommand({ Name }))).Document;
    expect(await describeDocument("AWS-DisableS3BucketPublicReadWrite")).toMatchObject({ Owner: "Amazon" });
    expect(await describeDocument("own")).toMatchObject({ Owner: "111122223333", DocumentType: "Automation" });
    expect((await client.send(new GetDocumentCommand({ Name: "own" }))).Content).toBe("schemaVersion: '0.3'");
    await expect(describeDocument("none")).rejects.toMatchObject({ name: "InvalidDocument" });
  });
});

test("sqs tells the attributes that are asked for", async () => {
  const client = open(SQSClient);
  const QueueUrl = "https://sqs.us-east-1.amazonaws.com/111122223333/failures";
  endpoint.state.sqs.queues.set(QueueUrl, { messages: 3 });
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages", "QueueArn"] }),
  );
  expect(Attributes).toEqual({
    ApproximateNumberOfMessages: "3",
    QueueArn: "arn:aws:sqs:us-east-1:111122223333:failures",
  });
  const missing = new GetQueueAttributesCommand({ QueueUrl: `${QueueUrl}-none`, AttributeNames: ["All"] });
  await expect(client.send(missing)).rejects.toMatchObject({ name: "QueueDoesNotExist" });
});

describe("cloudwatch", () => {
  const query = (Stat: string, ScanBy?: "TimestampAscending") => ({
    StartTime: new Date("2026-03-04T00:00:00Z"),
    EndTime: NOW,
    ScanBy,
    MetricDataQueries: [
      {
        Id: "errors",
        MetricStat: {
          Metric: { Namespace: "AWS/Lambda", MetricName: "Errors", Dimensions: [{ Name: "FunctionName", Value: "f" }] },
          Period: 3600,
          Stat,
        },
      },
    ],
  });

  test("sums up values by period, the newest first unless asked otherwise", async () => {
    const client = open(CloudWatchClient);
    const metric = { ...place, namespace: "AWS/Lambda", name: "Errors", dimensions: { FunctionName: "f" } };
    endpoint.state.metrics.put(
      metric,
      { at: new Date("2026-03-04T10:10:00Z"), value: 2 },
      { at: new Date("2026-03-04T10:50:00Z"), value: 4 },
      { at: new Date("2026-03-04T12:00:00Z"), value: 1 },
      { at: NOW, value: 100 },
    );
    endpoint.state.metrics.put({ ...metric, dimensions: {} }, { at: new Date("2026-03-04T10:10:00Z"), value: 7 });
    const ask = async (...parameters: Parameters<typeof query>) =>
      (await client.send(new GetMetricDataCommand(query(...parameters)))).MetricDataResults?.[0];
    expect(await ask("Sum")).toMatchObject({
      Id: "errors",
      Label: "Errors",
      StatusCode: "Complete",
      Timestamps: [new Date("2026-03-04T12:00:00Z"), new Date("2026-03-04T10:00:00Z")],
      Values: [1, 6],
    });
    expect((await ask("Average", "TimestampAscending"))?.Values).toEqual([3, 1]);
    expect((await ask("Maximum"))?.Values).toEqual([1, 4]);
    await expect(ask("p99")).rejects.toMatchObject({ message: expect.stringContaining("'p99' at 'stat'") });
  });

  test("a metric without values has none; expressions are not answered", async () => {
    const client = open(CloudWatchClient);
    const { MetricDataResults } = await client.send(new GetMetricDataCommand(query("Sum")));
    expect(MetricDataResults?.[0]?.Values ?? []).toEqual([]);
    const expression = { ...query("Sum"), MetricDataQueries: [{ Id: "e", Expression: "a+b" }] };
    await expect(client.send(new GetMetricDataCommand(expression))).rejects.toMatchObject({
      name: "InvalidParameterValueException",
    });
  });

  test("alarms are fine until a test says otherwise, in one account and Region", async () => {
    const client = open(CloudWatchClient);
    endpoint.state.metrics.setAlarm({ ...place, name: "errors" }, "ALARM", "too many");
    endpoint.state.metrics.setAlarm({ ...place, region: "eu-west-1", name: "age" }, "ALARM");
    const input = { AlarmNames: ["errors", "age"] };
    expect((await client.send(new DescribeAlarmsCommand(input))).MetricAlarms).toEqual([
      { AlarmName: "errors", StateValue: "ALARM", StateReason: "too many" },
      { AlarmName: "age", StateValue: "OK", StateReason: "" },
    ]);
    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ ...input, StateValue: "ALARM" }));
    expect(MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(["errors"]);
    await expect(client.send(new DescribeAlarmsCommand({}))).rejects.toThrow(/by name only/);
  });
});

test("iam tells whether a role is there, in the caller's account", async () => {
  const client = open(IAMClient);
  const RoleName = "AWSServiceRoleForConfigConforms";
  await expect(client.send(new GetRoleCommand({ RoleName }))).rejects.toMatchObject({ name: "NoSuchEntityException" });
  endpoint.state.iam.addRole({ RoleName, account: "444455556666" });
  await expect(client.send(new GetRoleCommand({ RoleName }))).rejects.toMatchObject({ name: "NoSuchEntityException" });
  endpoint.state.iam.addRole({ RoleName, Path: "/aws-service-role/config-conforms.amazonaws.com/" });
  const { Role } = await client.send(new GetRoleCommand({ RoleName }));
  expect(Role?.Arn).toBe(
    "arn:aws:iam::111122223333:role/aws-service-role/config-conforms.amazonaws.com/AWSServiceRoleForConfigConforms",
  );
});

describe("what a stack creates", () => {
  const template = (packTemplate: string) =>
    JSON.stringify({
      Resources: {
        ChangeFunction: {
          Type: "AWS::Lambda::Function",
          Properties: { Runtime: "nodejs24.x", Architectures: ["arm64"], Code: { S3Key: "k" } },
        },
        State: { Type: "AWS::SSM::Parameter", Properties: { Name: "/state", Type: "String", Value: "{}" } },
        Runbook: { Type: "AWS::SSM::Document", Properties: { Content: { a: 1 }, DocumentType: "Automation" } },
        Failures: { Type: "AWS::SQS::Queue", Properties: { QueueName: "failures" } },
        ConformancePack: {
          Type: "AWS::Config::ConformancePack",
          Properties: {
            ConformancePackName: "my-pack",
            TemplateBody: {
              "Fn::Sub": [packTemplate, { ChangeFunctionArn: { "Fn::GetAtt": ["ChangeFunction", "Arn"] } }],
            },
          },
        },
      },
    });
  const PACK = `
Resources:
  Rule:
    Type: AWS::Config::ConfigRule
    Properties: { ConfigRuleName: rule, Source: { Owner: CUSTOM_LAMBDA, SourceIdentifier: "\${ChangeFunctionArn}" } }
`;
  const create = async (packTemplate: string) => {
    await open(CloudFormationClient).send(
      new CreateStackCommand({ StackName: "s", TemplateBody: template(packTemplate) }),
    );
    endpoint.state.clock.settle();
  };

  test("is seen by the services it belongs to, until the stack is deleted", async () => {
    await create(PACK);
    const { ConformancePackStatusDetails } = await open(ConfigServiceClient).send(
      new DescribeConformancePackStatusCommand({ ConformancePackNames: ["my-pack"] }),
    );
    expect(ConformancePackStatusDetails?.[0]?.ConformancePackState).toBe("CREATE_COMPLETE");
    const [stored] = endpoint.state.config.packs.find(place, "my-pack")?.rules ?? [];
    const [deployed] = endpoint.state.lambda.all(place);
    expect(stored?.properties["Source"]).toEqual({ Owner: "CUSTOM_LAMBDA", SourceIdentifier: deployed?.arn });
    expect(endpoint.state.ssm.parameter(place, "/state")?.value).toBe("{}");
    expect([...endpoint.state.sqs.queues.keys()]).toEqual([
      "https://sqs.us-east-1.amazonaws.com/111122223333/failures",
    ]);
    await open(CloudFormationClient).send(new DeleteStackCommand({ StackName: "s" }));
    endpoint.state.clock.settle();
    expect(endpoint.state.config.packs.all(place)).toEqual([]);
    expect([endpoint.state.lambda.all(place), endpoint.state.sqs.queues.size]).toEqual([[], 0]);
  });

  test("fails the stack when it is not valid, and is taken back", async () => {
    await create("Resources: { A: { Type: AWS::SNS::Topic } }");
    const { StackEvents } = await open(CloudFormationClient).send(new DescribeStackEventsCommand({ StackName: "s" }));
    expect(StackEvents?.[0]?.ResourceStatus).toBe("ROLLBACK_COMPLETE");
    expect(StackEvents).toContainEqual(
      expect.objectContaining({
        LogicalResourceId: "ConformancePack",
        ResourceStatus: "CREATE_FAILED",
        ResourceStatusReason: expect.stringContaining("AWS::SNS::Topic is not supported"),
      }),
    );
    expect(endpoint.state.lambda.all(place)).toEqual([]);
  });
});

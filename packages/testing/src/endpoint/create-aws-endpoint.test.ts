import {
  ConfigServiceClient,
  DeleteRemediationConfigurationCommand,
  ListDiscoveredResourcesCommand,
} from "@aws-sdk/client-config-service";
import { GetUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { ListJobsCommand, S3ControlClient } from "@aws-sdk/client-s3-control";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type AwsEndpoint, createAwsEndpoint } from "./create-aws-endpoint.ts";
import { ENDPOINT_ERRORS } from "./endpoint-error.ts";

let endpoint: AwsEndpoint;
beforeEach(async () => {
  endpoint = await createAwsEndpoint();
});
afterEach(() => endpoint.close());

async function post(headers: Record<string, string>, body: string) {
  const response = await fetch(endpoint.url, { method: "POST", headers, body });
  return { status: response.status, headers: response.headers, body: await response.text() };
}
const config = (operation: string, body: string) => post({ "x-amz-target": `StarlingDoveService.${operation}` }, body);

describe("an operation that is not listed", () => {
  const expected = {
    name: "RulewrightOperationNotListed",
    message: expect.stringMatching(/^RW8104: .*config-service PutEvaluations, .*sts GetCallerIdentity/),
    $metadata: { httpStatusCode: 501, attempts: 1 },
  };

  test("is told in the protocol of each service, and not retried", async () => {
    const json = new ConfigServiceClient(endpoint.clientConfig);
    const query = new IAMClient(endpoint.clientConfig);
    const rest = new S3ControlClient(endpoint.clientConfig);
    await expect(json.send(new DeleteRemediationConfigurationCommand({ ConfigRuleName: "r" }))).rejects.toMatchObject(
      expected,
    );
    await expect(query.send(new GetUserCommand({}))).rejects.toMatchObject(expected);
    await expect(rest.send(new ListJobsCommand({ AccountId: "1" }))).rejects.toMatchObject(expected);
    expect(endpoint.calls.map(({ service, operation, outcome }) => [service, operation, outcome])).toEqual([
      ["config-service", "DeleteRemediationConfiguration", "RulewrightOperationNotListed"],
      ["iam", "GetUser", "RulewrightOperationNotListed"],
      ["s3-control", "GET /v20180820/jobs", "RulewrightOperationNotListed"],
    ]);
    for (const client of [json, query, rest]) client.destroy();
  });

  test.each([
    [
      "a query service",
      { "content-type": "application/x-www-form-urlencoded" },
      "Action=DescribeInstances&Version=1",
      "ec2 DescribeInstances",
      /<Code>RulewrightOperationNotListed</,
    ],
    [
      "a JSON service",
      { "x-amz-target": "DynamoDB_20120810.ListTables" },
      "{}",
      "ec2 ListTables",
      /"__type":"RulewrightOperationNotListed"/,
    ],
    ["a REST service", {}, "", "ec2 POST /", /"__type"/],
  ])("is told to the clients of %s too", async (_name, headers, body, what, written) => {
    const authorization = "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/ec2/aws4_request, Signature=0";
    const response = await post({ authorization, ...headers }, body);
    expect(response.status).toBe(501);
    expect(response.body).toMatch(written);
    expect(response.body).toContain(`does not answer ${what}.`);
  });

  test("such as a name every object has", async () => {
    expect((await config("constructor", "{}")).status).toBe(501);
    expect((await config("toString", "{}")).status).toBe(501);
  });
});

describe("a request against its schema", () => {
  test.each([
    ["text that is no JSON", "{", "SerializationException"],
    ["an array", "null", "SerializationException"],
    ["a member the schema does not know", '{"resourceType":"T","Limit":1}', "SerializationException"],
    ["a number for a string", '{"resourceType":1}', "SerializationException"],
    ["a string for a number", '{"resourceType":"T","limit":"1"}', "SerializationException"],
    ["a string for a list", '{"resourceType":"T","resourceIds":"a"}', "SerializationException"],
    ["a string for a boolean", '{"resourceType":"T","includeDeletedResources":"true"}', "SerializationException"],
    ["null for a required member", '{"resourceType":null}', "ValidationException"],
  ])("%s is refused", async (_name, body, code) => {
    const response = await config("ListDiscoveredResources", body);
    expect(response.status).toBe(400);
    expect(JSON.parse(response.body)).toEqual({ __type: code, message: expect.any(String) });
  });

  test.each([
    ["a string for a structure", '{"ResultToken":"t","Evaluations":["a"]}', /evaluations\.1\.member.*structure/],
    ["an object for a list", '{"ResultToken":"t","Evaluations":{}}', /evaluations.*list/],
    [
      "text for a timestamp",
      '{"ResultToken":"t","Evaluations":[{"OrderingTimestamp":"2026"}]}',
      /orderingTimestamp.*timestamp/,
    ],
    [
      "all that is missing",
      '{"Evaluations":[{"OrderingTimestamp":1}]}',
      /^4 validation errors.*resultToken.*complianceType/,
    ],
  ])("says where: %s", async (_name, body, message) => {
    const response = await config("PutEvaluations", body);
    expect(JSON.parse(response.body).message).toMatch(message);
  });

  test.each([
    ["MaxItems=many", "SerializationException"],
    ["MaxItems=", "SerializationException"],
    ["Nonsense=1", "SerializationException"],
  ])("in a form: %s", async (member, code) => {
    const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
    const { status, body } = await post(headers, `Action=ListUsers&Version=2010-05-08&${member}`);
    expect([status, /<Code>(.*)<\/Code>/.exec(body)?.[1]]).toEqual([400, code]);
  });
});

test("timestamps go over the wire as epoch seconds in JSON, with a request id", async () => {
  endpoint.state.config.addItem({
    resourceType: "AWS::S3::Bucket",
    resourceId: "b",
    configurationItemCaptureTime: new Date(1772600767890),
  });
  const body = '{"resourceType":"AWS::S3::Bucket","resourceId":"b","laterTime":1772600767.89}';
  const response = await config("GetResourceConfigHistory", body);
  expect(JSON.parse(response.body)).toEqual({
    configurationItems: [
      { resourceType: "AWS::S3::Bucket", resourceId: "b", configurationItemCaptureTime: 1772600767.89 },
    ],
  });
  expect(response.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
  expect(response.headers.get("content-type")).toBe("application/x-amz-json-1.1");
});

test("calls are recorded with input and time", async () => {
  const client = new ConfigServiceClient(endpoint.clientConfig);
  await client.send(new ListDiscoveredResourcesCommand({ resourceType: "AWS::S3::Bucket", limit: 3 }));
  expect(endpoint.calls).toEqual([
    {
      service: "config-service",
      operation: "ListDiscoveredResources",
      input: { resourceType: "AWS::S3::Bucket", limit: 3 },
      atMs: expect.any(Number),
      outcome: "ok",
    },
  ]);
  client.destroy();
});

test("AWS_ENDPOINT_URL leads clients here", async () => {
  const { AWS_ENDPOINT_URL: before } = process.env;
  process.env["AWS_ENDPOINT_URL"] = endpoint.url;
  const { region, credentials } = endpoint.clientConfig;
  const client = new ConfigServiceClient({ region, credentials });
  await client.send(new ListDiscoveredResourcesCommand({ resourceType: "AWS::S3::Bucket" }));
  expect(endpoint.calls).toHaveLength(1);
  client.destroy();
  if (before === undefined) delete process.env["AWS_ENDPOINT_URL"];
  else process.env["AWS_ENDPOINT_URL"] = before;
});

test("close ends open connections and can be called twice", async () => {
  const other = await createAwsEndpoint({ latencyMs: 5000 });
  const client = new ConfigServiceClient({ ...other.clientConfig, maxAttempts: 1 });
  const pending = client.send(new ListDiscoveredResourcesCommand({ resourceType: "AWS::S3::Bucket" }));
  const refused = expect(pending).rejects.toThrow(/socket hang up/);
  await new Promise((resolve) => setTimeout(resolve, 200));
  await other.close();
  await other.close();
  await refused;
});

test("the endpoint's own codes are unique", () => {
  const codes = Object.values(ENDPOINT_ERRORS).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});

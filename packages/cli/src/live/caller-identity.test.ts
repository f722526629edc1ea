import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createAwsEndpoint, type AwsEndpoint } from "@rulewright/testing";
import { fetchCallerIdentity } from "./caller-identity.ts";

let endpoint: AwsEndpoint;
const before = { ...process.env };

beforeEach(async () => {
  endpoint = await createAwsEndpoint({ account: "444455556666" });
  process.env["AWS_ENDPOINT_URL"] = endpoint.url;
  process.env["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE";
  process.env["AWS_SECRET_ACCESS_KEY"] = "example";
});
afterEach(async () => {
  process.env = { ...before };
  await endpoint.close();
});

test("is what STS says, throttled or not", async () => {
  endpoint.faults.add({ operation: "GetCallerIdentity", kind: "throttle", times: 1 });
  endpoint.faults.add({ operation: "GetCallerIdentity", kind: "drop", times: 1 });
  expect(await fetchCallerIdentity("eu-west-1")).toEqual({ accountId: "444455556666", partition: "aws" });
  expect(endpoint.calls.map(({ service, outcome }) => `${service} ${outcome}`)).toEqual([
    "sts Throttling",
    "sts dropped",
    "sts ok",
  ]);
});

test("is not known where STS refuses, or where there are no credentials", async () => {
  endpoint.faults.add({ operation: "GetCallerIdentity", kind: "error", code: "InvalidClientTokenId", status: 403 });
  await expect(fetchCallerIdentity("eu-west-1")).rejects.toMatchObject({
    code: "RW5040",
    message: expect.stringMatching(/InvalidClientTokenId: A staged error/),
    hint: "Check the credentials with `aws sts get-caller-identity`.",
  });
  expect(endpoint.calls).toHaveLength(1);
  delete process.env["AWS_ACCESS_KEY_ID"];
  process.env["AWS_EC2_METADATA_DISABLED"] = "true";
  process.env["AWS_SHARED_CREDENTIALS_FILE"] = "/nonexistent";
  process.env["AWS_CONFIG_FILE"] = "/nonexistent";
  await expect(fetchCallerIdentity("eu-west-1", { canBeNamed: true })).rejects.toMatchObject({
    code: "RW5040",
    message: expect.stringMatching(/credentials/i),
    hint: "Check the credentials with `aws sts get-caller-identity`, or name the account with --account.",
  });
});

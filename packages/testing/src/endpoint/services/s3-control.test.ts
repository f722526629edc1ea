import { GetPublicAccessBlockCommand, S3ControlClient } from "@aws-sdk/client-s3-control";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type AwsEndpoint, createAwsEndpoint } from "../create-aws-endpoint.ts";

let endpoint: AwsEndpoint;
let client: S3ControlClient;
beforeEach(async () => {
  endpoint = await createAwsEndpoint();
  client = new S3ControlClient({ ...endpoint.clientConfig, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});
const get = (AccountId: string) => client.send(new GetPublicAccessBlockCommand({ AccountId }));

test("GetPublicAccessBlock gives the account's setting", async () => {
  const setting = { BlockPublicAcls: true, IgnorePublicAcls: false, BlockPublicPolicy: true };
  endpoint.state.s3control.publicAccessBlocks.set("111122223333", setting);
  expect((await get("111122223333")).PublicAccessBlockConfiguration).toEqual(setting);
  expect(endpoint.calls).toMatchObject([
    { service: "s3-control", operation: "GetPublicAccessBlock", input: { AccountId: "111122223333" }, outcome: "ok" },
  ]);
});

test("GetPublicAccessBlock is 404 for an account without one", async () => {
  await expect(get("444455556666")).rejects.toMatchObject({
    name: "NoSuchPublicAccessBlockConfiguration",
    message: "The public access block configuration was not found",
    $metadata: { httpStatusCode: 404, requestId: expect.any(String) },
  });
});

test("a throttle is SlowDown, HTTP 503", async () => {
  endpoint.faults.add({ operation: "GetPublicAccessBlock", kind: "throttle" });
  await expect(get("1")).rejects.toMatchObject({ name: "SlowDown", $metadata: { httpStatusCode: 503 } });
});

test("the account id is needed", async () => {
  const url = `${endpoint.url}/v20180820/configuration/publicAccessBlock`;
  expect((await fetch(url)).status).toBe(400);
});

import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { IAMClient } from "@aws-sdk/client-iam";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { changeEvent, configurationItem } from "@rulewright/testing";
import { createAws } from "./aws.ts";
import { startRuntime, type TestRuntime } from "./fixtures/runtime.ts";
import { taggedRule } from "./fixtures/rules.ts";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await startRuntime();
});
afterEach(() => runtime.close());

test("there is one client for each class and Region", async () => {
  const aws = createAws("eu-west-1");
  const client = aws.client(IAMClient);
  expect(aws.client(IAMClient)).toBe(client);
  expect(aws.client(IAMClient, { region: "eu-west-1" })).toBe(client);
  expect(aws.client(ConfigServiceClient)).toBeInstanceOf(ConfigServiceClient);
  const other = aws.client(IAMClient, { region: "us-east-1" });
  expect(other).not.toBe(client);
  expect([await client.config.region(), await other.config.region()]).toEqual(["eu-west-1", "us-east-1"]);
});

test("clients live as long as the function, not as long as an event", async () => {
  const clients = new Set<IAMClient>();
  const rule = taggedRule({
    async collect({ aws }) {
      clients.add(aws.client(IAMClient));
    },
  });
  const handler = runtime.handler(rule);
  const event = changeEvent(configurationItem("AWS::S3::Bucket"));
  await runtime.invoke(handler, event);
  await runtime.invoke(handler, event);
  expect(clients.size).toBe(1);
});

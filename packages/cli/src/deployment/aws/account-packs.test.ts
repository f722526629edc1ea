import {
  ConfigServiceClient,
  DescribeConformancePackStatusCommand,
  NoSuchConformancePackException,
  type ConformancePackState,
} from "@aws-sdk/client-config-service";
import { expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { packFailure } from "./account-packs.ts";

const client = new ConfigServiceClient({ region: "eu-west-1" });
const config = mockClient(client);

test.each<[ConformancePackState, string | undefined]>([
  ["CREATE_COMPLETE", undefined],
  ["CREATE_IN_PROGRESS", undefined],
  ["CREATE_FAILED", "conformance pack p is CREATE_FAILED (Rule x is invalid)"],
])("a pack that is %s", async (ConformancePackState, failure) => {
  config.on(DescribeConformancePackStatusCommand).resolves({
    ConformancePackStatusDetails: [
      {
        ConformancePackName: "p",
        ConformancePackState,
        ConformancePackStatusReason: "Rule x is invalid",
        ConformancePackId: "id",
        ConformancePackArn: "arn",
        StackArn: "stack",
        LastUpdateRequestedTime: new Date(0),
      },
    ],
  });
  expect(await packFailure(client, "p")).toBe(failure);
});

test("a pack that somebody deleted, and one that may not be read", async () => {
  const gone = new NoSuchConformancePackException({ message: "None", $metadata: {} });
  config.on(DescribeConformancePackStatusCommand).rejects(gone);
  expect(await packFailure(client, "p")).toBe("conformance pack p is gone");
  const denied = Object.assign(new Error("No"), { name: "AccessDeniedException" });
  config.on(DescribeConformancePackStatusCommand).rejects(denied);
  await expect(packFailure(client, "p")).rejects.toMatchObject({
    code: "RW4017",
    hint: expect.stringMatching(/^Grant config:DescribeConformancePackStatus/),
  });
});

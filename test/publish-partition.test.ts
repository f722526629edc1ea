import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { AwsEndpoint } from "@rulewright/testing";
import { expectRefusal } from "./support/expect-refusal.ts";
import { ACCOUNT, BUCKETS, PACK_SOURCES, awsEnvironment, isChange, startAws } from "./support/publishing.ts";
import { rulewright } from "./support/rulewright.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const BEIJING = "cn-north-1";
let folder: string;
let endpoint: AwsEndpoint;
beforeEach(async () => {
  folder = await temporaryFolder(PACK_SOURCES);
  endpoint = await startAws([BEIJING], false);
});
afterEach(() => endpoint.close());

const PLACE = ["--bucket-prefix", BUCKETS, "--regions"];
const publish = (regions: string, ...options: readonly string[]) => {
  const argv = [
    "publish",
    join(folder, "custom.pack.ts"),
    "--out",
    join(folder, "dist"),
    ...PLACE,
    regions,
    ...options,
  ];
  return rulewright(argv, { env: { ...awsEnvironment(endpoint), AWS_REGION: BEIJING } });
};
const stack = () =>
  endpoint.state.cloudFormation.stacks.find({ account: ACCOUNT, region: BEIJING }, "rulewright-custom");

test("a pack is published in China, whose buckets have a domain of their own, and is at the release then", async () => {
  const ran = await publish(BEIJING, "--yes");
  expect(ran).toMatchObject({ code: 0, stderr: "", stdout: expect.stringMatching(/deployed once, in cn-north-1\./) });
  expect(stack()?.status).toBe("CREATE_COMPLETE");
  expect(stack()?.content.parameters.get("GlobalRulesRegion")).toBe(BEIJING);
  expect(await publish(BEIJING, "--yes")).toMatchObject({ code: 0, stdout: expect.stringMatching(/Nothing to do/) });
});

test("Regions of two partitions are refused, as no credentials reach both", async () => {
  const ran = await publish(`${BEIJING},eu-west-1`, "--yes");
  expectRefusal(ran, "RW4002", /different partitions: cn-north-1 of aws-cn; eu-west-1 of aws\./);
  expect(endpoint.calls.filter(isChange)).toEqual([]);
});

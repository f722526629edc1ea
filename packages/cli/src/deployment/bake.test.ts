import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { publishCommand, type PublishOptions } from "../commands/publish.ts";
import { ACCOUNT, PLACE, startDeployment, type Deployment } from "./fixtures/deployment.ts";

let at: Deployment;
beforeEach(async () => {
  at = await startDeployment();
});
afterEach(() => at.close());

const HOME = { account: ACCOUNT, region: "eu-west-1" };
const waves = (folder: string, options: Partial<PublishOptions> = {}) =>
  at.run((io) => publishCommand([folder], { ...PLACE, out: "dist", bakeMinutes: "0", ...options }, io));
const stackIn = (region: string) =>
  at.endpoint.state.cloudFormation.stacks.find({ account: ACCOUNT, region }, "rulewright-baseline");
const alarm = () =>
  [...(stackIn("eu-west-1")?.resources.values() ?? [])].find(({ logicalId }) => logicalId === "Alarm");

describe("between the waves", () => {
  test("an alarm of the first stack stops the rest with its reason, also when the pause is over long since", async () => {
    const folder = await at.pack("one");
    await waves(folder, { regions: ["eu-west-1"], waves: true });
    const name = alarm()?.physicalId ?? "";
    expect(name).toMatch(/^rulewright-baseline-Alarm-/);
    at.endpoint.state.metrics.setAlarm({ ...HOME, name }, "ALARM", "3 datapoints were greater than 0");
    for (const bakeMinutes of ["0", "1"]) {
      const ended = await waves(folder, { bakeMinutes });
      expect(ended.code).toBe(2);
      expect(ended.out).toMatch(
        /RW4033 The first wave is not well, .*: alarm rulewright-baseline-Alarm-\w+ in eu-west-1 is on: 3 datapoints/,
      );
      expect(ended.err).toMatch(/Failed: bake\.\n {2}Not started: stack\/us-east-1/);
      expect(stackIn("us-east-1")).toBeUndefined();
    }
    at.endpoint.state.metrics.setAlarm({ ...HOME, name }, "OK");
    expect(await waves(folder)).toMatchObject({ code: 0 });
    expect(stackIn("us-east-1")?.status).toBe("CREATE_COMPLETE");
  });

  test("alarms that may not be read stop the rest, with the permission that is missing", async () => {
    at.endpoint.faults.add({ kind: "error", operation: "DescribeAlarms", code: "AccessDenied", status: 403 });
    const ended = await waves(await at.pack("one"));
    expect(ended).toMatchObject({ code: 2, out: expect.stringMatching(/RW4017 .*\n.*cloudwatch:DescribeAlarms/) });
    expect(stackIn("us-east-1")).toBeUndefined();
  });

  test("a first account whose stack went wrong since stops the rest", async () => {
    const member = (number: number) => `2222${String(number).padStart(8, "0")}`;
    const { rootId } = at.endpoint.state.organization.create({
      managementAccount: ACCOUNT,
      trustedAccess: ["member.org.stacksets.cloudformation.amazonaws.com"],
      accounts: [{ id: member(1) }, { id: member(2) }],
    });
    const folder = await at.pack("one");
    const options = { topology: "stack-set", ous: [rootId], firstAccount: member(1), bakeMinutes: "10" };
    const running = waves(folder, options);
    const set = () => at.endpoint.state.cloudFormation.stackSets.find(HOME, "rulewright-baseline");
    const first = () => [...(set()?.instances.values() ?? [])];
    while (first().length < 2 || first().some(({ status }) => status !== "CURRENT"))
      await new Promise((resolve) => setTimeout(resolve, 5));
    const [one] = first();
    if (one) Object.assign(one, { status: "OUTDATED", detailedStatus: "FAILED", reason: "Drifted by hand" });
    const ended = await running;
    expect(ended.code).toBe(2);
    expect(ended.out).toMatch(/the stack of 222200000001 in eu-west-1 is FAILED: Drifted by hand/);
    expect(first()).toHaveLength(2);
  });
});

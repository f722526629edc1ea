import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { destroyCommand } from "../commands/destroy.ts";
import { publishCommand, type PublishOptions } from "../commands/publish.ts";
import { ACCOUNT, PLACE, REGIONS, startDeployment, type Deployment } from "./fixtures/deployment.ts";

const member = (number: number) => `2222${String(number).padStart(8, "0")}`;
let at: Deployment;
beforeEach(async () => {
  at = await startDeployment();
  at.endpoint.state.organization.create({
    managementAccount: ACCOUNT,
    ous: [{ name: "workloads" }, { name: "sandbox" }],
    accounts: [
      ...[1, 2, 3].map((number) => ({ id: member(number), ou: "workloads" })),
      { id: member(4), ou: "sandbox" },
    ],
  });
});
afterEach(() => at.close());

const publish = (folder: string, options: Partial<PublishOptions> = {}) =>
  at.run((io) => publishCommand([folder], { ...PLACE, out: "dist", topology: "organization-pack", ...options }, io));
const packIn = (region: string) =>
  at.endpoint.state.config.organizationPacks.find({ account: ACCOUNT, region }, "baseline");
const puts = () => at.endpoint.calls.filter(({ operation }) => operation === "PutOrganizationConformancePack");

describe("publish as an organization pack", () => {
  test("puts the pack in every Region, global rules in one, and nothing the second time", async () => {
    const folder = await at.pack("one", { isManaged: true });
    expect(await publish(folder)).toMatchObject({ code: 0, err: "" });
    const put = puts().map(({ input }) => [input["ConformancePackInputParameters"], input["TemplateS3Uri"]]);
    expect(put).toHaveLength(2);
    expect(put).toEqual(
      expect.arrayContaining([
        [
          [{ ParameterName: "DeployGlobalRules", ParameterValue: "false" }],
          expect.stringMatching(/^s3:\/\/acme-rules-eu-west-1\//),
        ],
        [
          [{ ParameterName: "DeployGlobalRules", ParameterValue: "true" }],
          expect.stringMatching(/^s3:\/\/acme-rules-us-east-1\//),
        ],
      ]),
    );
    expect(await publish(folder)).toMatchObject({ code: 0, out: expect.stringMatching(/Nothing to do/) });
    expect(puts()).toHaveLength(2);
    expect(await publish(await at.pack("two", { isManaged: true }))).toMatchObject({ code: 0 });
    expect(puts()).toHaveLength(4);
  });

  test("excludes what lies outside of the units, and follows when that changes", async () => {
    const folder = await at.pack("one", { isManaged: true });
    const [workloads = ""] = at.endpoint.state.organization.current?.units.keys() ?? [];
    await publish(folder, { ous: [workloads] });
    expect(packIn("us-east-1")?.excludedAccounts).toEqual([member(4)]);
    at.endpoint.state.organization.addAccount({ id: member(5), ou: "sandbox" });
    expect(await publish(folder, { ous: [workloads] })).toMatchObject({ code: 0 });
    expect(packIn("us-east-1")?.excludedAccounts).toEqual([member(4), member(5)]);
  });

  test("refuses a pack with rules of our own, before anything is asked", async () => {
    expect((await publish(await at.pack("one"))).error).toMatchObject({ problems: [{ code: "RW4004" }] });
    expect(at.endpoint.calls).toEqual([]);
  });

  test("names the accounts that fail, and puts again when asked again", async () => {
    const reason = "The sourceIdentifier MACIE_STATUS_CHECK is invalid.";
    at.endpoint.state.failures.plan({
      of: "organizationConformancePack",
      account: member(2),
      region: "us-east-1",
      reason,
    });
    const folder = await at.pack("one", { isManaged: true });
    const ended = await publish(folder);
    expect(ended.code).toBe(2);
    expect(ended.out).toMatch(
      /^ {2}account 222200000002, us-east-1: .*MACIE_STATUS_CHECK is invalid\.\n {4}Rule MACIE/m,
    );
    expect(ended.err).toMatch(/Failed: organization-pack\/us-east-1 in 1 account\./);
    at.endpoint.state.failures.clear();
    expect(await publish(folder)).toMatchObject({ code: 0 });
    expect(packIn("us-east-1")?.outcome).toBe("SUCCESSFUL");
  });

  test("is gone after destroy", async () => {
    await publish(await at.pack("one", { isManaged: true }));
    expect(await at.run((io) => destroyCommand(["baseline"], PLACE, io))).toMatchObject({ code: 0, err: "" });
    expect(REGIONS.map(packIn)).toEqual([undefined, undefined]);
    for (const { objects } of at.endpoint.state.s3.buckets.values()) expect([...objects.keys()]).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { destroyCommand } from "../commands/destroy.ts";
import { publishCommand, type PublishOptions } from "../commands/publish.ts";
import { ACCOUNT, PLACE, REGIONS, startDeployment, type Deployment } from "./fixtures/deployment.ts";

const member = (number: number) => `2222${String(number).padStart(8, "0")}`;
let at: Deployment;
let [workloads, sandbox, root] = ["", "", ""];
beforeEach(async () => {
  at = await startDeployment();
  const { organization } = at.endpoint.state;
  const { rootId, units } = organization.create({
    managementAccount: ACCOUNT,
    trustedAccess: ["member.org.stacksets.cloudformation.amazonaws.com"],
    ous: [{ name: "workloads" }, { name: "sandbox" }],
    accounts: [
      { id: member(1), ou: "workloads" },
      { id: member(2), ou: "workloads" },
      { id: member(3), ou: "sandbox" },
    ],
  });
  [workloads = "", sandbox = ""] = units.keys();
  root = rootId;
});
afterEach(() => at.close());

const publish = (folder: string, options: Partial<PublishOptions> = {}) =>
  at.run((io) => publishCommand([folder], { ...PLACE, out: "dist", ...options }, io));
const stack = (region: string) =>
  at.endpoint.state.cloudFormation.stacks.find({ account: ACCOUNT, region }, "rulewright-baseline")?.status;
const instances = () =>
  [
    ...(at.endpoint.state.cloudFormation.stackSets
      .find({ account: ACCOUNT, region: "eu-west-1" }, "rulewright-baseline")
      ?.instances.values() ?? []),
  ]
    .map(({ account, region }) => `${account} ${region}`)
    .toSorted();
const writes = () => at.endpoint.calls.filter(({ operation }) => /^(Put|Create|Update|Delete)/.test(operation)).length;

describe("a Region that an account's target drops", () => {
  test("is never left or emptied in silence: --yes alone is refused with what would go", async () => {
    const folder = await at.pack("one");
    await publish(folder);
    const before = writes();
    const ended = await publish(folder, { regions: ["eu-west-1"] });
    expect(ended.error).toMatchObject({
      code: "RW4024",
      message: expect.stringMatching(/delete stack rulewright-baseline, .*\(us-east-1\)/),
    });
    const asked = await publish(folder, { regions: ["eu-west-1"], yes: false });
    expect(asked.error).toMatchObject({
      code: "RW4023",
      message: expect.stringMatching(/^This takes the pack away: delete stack .*\(us-east-1\)\.\nDo these \d+ steps\?/),
    });
    expect(writes()).toBe(before);
    expect(await publish(folder, { regions: ["eu-west-1"], acceptRemovals: true })).toMatchObject({ code: 0 });
    expect(REGIONS.map(stack)).toEqual(["UPDATE_COMPLETE", undefined]);
    expect(await publish(folder, { regions: ["eu-west-1"] })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/Nothing to do/),
    });
  });

  test("may be the first one, whose bucket keeps the records", async () => {
    const folder = await at.pack("one");
    await publish(folder);
    const dropped = { regions: ["us-east-1"], acceptRemovals: true };
    expect(await publish(folder, dropped)).toMatchObject({ code: 0, err: "" });
    expect(REGIONS.map(stack)).toEqual([undefined, "CREATE_COMPLETE"]);
    const ended = await at.run((io) => destroyCommand(["baseline"], { ...PLACE, regions: ["us-east-1"] }, io));
    expect(ended).toMatchObject({ code: 0, err: "" });
    for (const { versions } of at.endpoint.state.s3.buckets.values()) expect([...versions.keys()]).toEqual([]);
  });
});

test("a dropped Region that the account has switched off since stops nothing", async () => {
  const folder = await at.pack("one");
  await publish(folder);
  await publish(folder, { regions: ["eu-west-1"], acceptRemovals: true });
  const fault = { kind: "error", operation: "DescribeStacks", status: 403 } as const;
  at.endpoint.faults.add({ ...fault, code: "InvalidClientTokenId", nth: 2 });
  const seen = await publish(folder, { regions: ["eu-west-1"] });
  expect(seen).toMatchObject({ code: 0, out: expect.stringMatching(/Nothing to do/) });
});

test("Regions and units that a stack set's target drops lose their stacks, and so does the management account", async () => {
  const folder = await at.pack("one");
  const all = { topology: "stack-set", ous: [workloads, sandbox] };
  await publish(folder, all);
  expect(instances()).toHaveLength(6);
  const less = {
    topology: "stack-set",
    ous: [workloads],
    regions: ["eu-west-1"],
    excludeAccounts: [member(2), ACCOUNT],
  };
  const refused = await publish(folder, less);
  expect(refused.error).toMatchObject({
    code: "RW4024",
    message: expect.stringMatching(/delete 5 stacks of rulewright-baseline outside of the target: .*222200000003/),
  });
  expect(await publish(folder, { ...less, acceptRemovals: true })).toMatchObject({ code: 0, err: "" });
  expect(instances()).toEqual([`${member(1)} eu-west-1`]);
  expect(REGIONS.map(stack)).toEqual([undefined, undefined]);
  const unfiltered = at.endpoint.calls
    .filter(({ operation }) => operation === "DeleteStackInstances")
    .map(({ input }) => input["DeploymentTargets"]);
  expect(unfiltered).toContainEqual({ OrganizationalUnitIds: [sandbox] });
});

test("a Region that an organization pack's target drops loses the pack", async () => {
  const folder = await at.pack("one", { isManaged: true });
  await publish(folder, { topology: "organization-pack" });
  const less = { topology: "organization-pack", regions: ["us-east-1"], acceptRemovals: true };
  expect(await publish(folder, less)).toMatchObject({ code: 0, err: "" });
  const packs = REGIONS.map((region) =>
    at.endpoint.state.config.organizationPacks.find({ account: ACCOUNT, region }, "baseline"),
  );
  expect(packs).toEqual([undefined, expect.anything()]);
});

test("an account that left the target while its stack could not be deleted is named, and the same command goes on", async () => {
  const folder = await at.pack("one");
  await publish(folder, { topology: "stack-set", ous: [root] });
  const failure = {
    of: "stackInstance",
    account: member(3),
    action: "delete",
    reason: "Bucket is not empty",
    times: 1,
  };
  at.endpoint.state.failures.plan({ ...failure, of: "stackInstance", action: "delete" });
  const less = {
    topology: "stack-set",
    ous: [root],
    accounts: [member(1)],
    acceptRemovals: true,
    failureTolerance: "100",
  };
  const ended = await publish(folder, less);
  expect(ended).toMatchObject({ code: 2, out: expect.stringMatching(/account 222200000003, .*: Bucket is not empty/) });
  expect(await publish(folder, less)).toMatchObject({ code: 0 });
  expect(instances()).toEqual(REGIONS.map((region) => `${member(1)} ${region}`));
});

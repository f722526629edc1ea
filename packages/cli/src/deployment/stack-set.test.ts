import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { destroyCommand } from "../commands/destroy.ts";
import { publishCommand, type PublishOptions } from "../commands/publish.ts";
import { rollbackCommand } from "../commands/rollback.ts";
import { ACCOUNT, PLACE, REGIONS, startDeployment, type Deployment } from "./fixtures/deployment.ts";

const PRINCIPAL = "member.org.stacksets.cloudformation.amazonaws.com";
const DELEGATED = "222200000001";
const member = (number: number) => `2222${String(number).padStart(8, "0")}`;

let at: Deployment;
let root: string;
beforeEach(async () => {
  at = await startDeployment();
  at.endpoint.state.organization.create({
    managementAccount: ACCOUNT,
    trustedAccess: [PRINCIPAL],
    delegatedAdministrators: { [PRINCIPAL]: [DELEGATED] },
    ous: [{ name: "workloads" }, { name: "below", parent: "workloads" }, { name: "sandbox" }],
    accounts: [
      ...[1, 2, 3].map((number) => ({ id: member(number), ou: "workloads" })),
      ...[4, 5, 6].map((number) => ({ id: member(number), ou: "below" })),
      { id: member(7), ou: "sandbox" },
      { id: member(8), ou: "below", status: "SUSPENDED" as const },
    ],
  });
  root = at.endpoint.state.organization.current?.rootId ?? "";
});
afterEach(() => at.close());

const publish = (folder: string, options: Partial<PublishOptions> = {}) =>
  at.run((io) =>
    publishCommand([folder], { ...PLACE, out: "dist", topology: "stack-set", ous: [root], ...options }, io),
  );
const stackSet = () =>
  at.endpoint.state.cloudFormation.stackSets.find({ account: ACCOUNT, region: "eu-west-1" }, "rulewright-baseline");
const instances = () => [...(stackSet()?.instances.values() ?? [])];
const current = () =>
  instances()
    .filter(({ status }) => status === "CURRENT")
    .map(({ account, region }) => `${account} ${region}`)
    .toSorted();
const places = (...numbers: number[]) =>
  numbers.flatMap((number) => REGIONS.map((region) => `${member(number)} ${region}`)).toSorted();
const managementStack = (region: string) =>
  at.endpoint.state.cloudFormation.stacks.find({ account: ACCOUNT, region }, "rulewright-baseline")?.status;
const operations = () => [...(stackSet()?.operations.values() ?? [])];

describe("publish to an organization", () => {
  test("reaches every active account below the units, and the management account by stacks of its own", async () => {
    const folder = await at.pack("one");
    const ended = await publish(folder);
    expect(ended).toMatchObject({ code: 0, err: "" });
    expect(ended.out).toMatch(/Stack sets skip the management account 111122223333: an ordinary stack covers it/);
    expect(current()).toEqual(places(1, 2, 3, 4, 5, 6, 7));
    expect(REGIONS.map(managementStack)).toEqual(["CREATE_COMPLETE", "CREATE_COMPLETE"]);
    expect(stackSet()?.autoDeployment).toMatchObject({ enabled: true });
    const before = operations().length;
    expect(await publish(folder)).toMatchObject({ code: 0, out: expect.stringMatching(/Nothing to do/) });
    expect(operations()).toHaveLength(before);
  });

  test("leaves excluded accounts out, by AWS's own filter", async () => {
    await publish(await at.pack("one"), { excludeAccounts: [member(2), ACCOUNT] });
    expect(current()).toEqual(places(1, 3, 4, 5, 6, 7));
    expect(REGIONS.map(managementStack)).toEqual([undefined, undefined]);
  });

  test("updates what is there, goes back, and is gone after destroy", async () => {
    await publish(await at.pack("one"), { ous: ["ou-ex01-00000001"] });
    expect(current()).toEqual(places(1, 2, 3, 4, 5, 6));
    const code = () => stackSet()?.content.parameters.get("ChangeCodeKey");
    const first = code();
    expect(await publish(await at.pack("two"))).toMatchObject({ code: 0 });
    expect(current()).toEqual(places(1, 2, 3, 4, 5, 6, 7));
    expect(code()).not.toBe(first);
    expect(await at.run((io) => rollbackCommand("baseline", { ...PLACE, acceptRemovals: true }, io))).toMatchObject({
      code: 0,
    });
    expect(code()).toBe(first);
    expect(await at.run((io) => destroyCommand(["baseline"], PLACE, io))).toMatchObject({ code: 0, err: "" });
    expect(stackSet()?.status ?? "DELETED").toBe("DELETED");
    expect(instances()).toEqual([]);
    expect(REGIONS.map((region) => managementStack(region) ?? "DELETE_COMPLETE")).toEqual([
      "DELETE_COMPLETE",
      "DELETE_COMPLETE",
    ]);
    for (const { objects } of at.endpoint.state.s3.buckets.values()) expect([...objects.keys()]).toEqual([]);
  });

  test("by a delegated administrator has to be said, and leaves the management account out", async () => {
    for (const region of REGIONS) {
      at.endpoint.state.s3.buckets.delete(`acme-rules-${region}`);
      at.endpoint.state.s3.createBucket({ name: `acme-rules-${region}`, region, account: DELEGATED, policy: "{}" });
    }
    const folder = await at.pack("one");
    process.env["AWS_ACCESS_KEY_ID"] = `AKID${DELEGATED}`;
    expect((await publish(folder)).error).toMatchObject({ code: "RW4011", hint: "Add --call-as DELEGATED_ADMIN." });
    const ended = await publish(folder, { callAs: "DELEGATED_ADMIN" });
    expect(ended).toMatchObject({ code: 0, out: expect.stringMatching(/it is not covered by this publication/) });
    expect(current()).toEqual(places(1, 2, 3, 4, 5, 6, 7));
    expect(REGIONS.map(managementStack)).toEqual([undefined, undefined]);
  });

  test("by any other account is refused with the command that allows it", async () => {
    process.env["AWS_ACCESS_KEY_ID"] = `AKID${member(2)}`;
    const ended = await publish(await at.pack("one"), { bucketOwner: ACCOUNT });
    expect(ended.error).toMatchObject({
      code: "RW4011",
      hint: expect.stringMatching(
        /register-delegated-administrator --account-id 222200000002 --service-principal member/,
      ),
    });
  });
});

describe("accounts that fail", () => {
  const reason = "Account lacks NoAvailableConfigurationRecorderException";

  test("are named with AWS's reason and ours; the rest is deployed; the same command does what is left", async () => {
    const failures = at.endpoint.state.failures;
    failures.plan({ of: "stackInstance", account: member(3), region: "us-east-1", reason });
    const folder = await at.pack("one");
    const ended = await publish(folder, { failureTolerance: "50" });
    expect(ended.code).toBe(2);
    expect(ended.out).toMatch(
      /^ {2}account 222200000003, us-east-1: Account lacks NoAvailable\w+\n {4}AWS Config is off there/m,
    );
    expect(ended.out.match(/^ {2}account /gm)).toHaveLength(1);
    expect(ended.err).toMatch(/Failed in part: stack-instances in 1 account\.\n {2}Not started: finish/);
    expect(current()).toHaveLength(13);
    failures.clear();
    const again = await publish(folder);
    expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/bring 1 stack to the release in 2 Regions/) });
    expect(current()).toEqual(places(1, 2, 3, 4, 5, 6, 7));
  });

  test("beyond the tolerance stop the rest, which is told as cancelled", async () => {
    at.endpoint.state.failures.plan({ of: "stackInstance", account: member(1), reason });
    const ended = await publish(await at.pack("one"), { failureTolerance: "0", concurrency: "20" });
    expect(ended.code).toBe(2);
    expect(ended.out).toMatch(/RW4031 The operation of stack set rulewright-baseline ended as FAILED/);
    expect(ended.out).toMatch(/account 222200000001, eu-west-1: Account lacks/);
    at.endpoint.state.failures.clear();
    expect(await publish(await at.pack("one"))).toMatchObject({ code: 0 });
    expect(current()).toEqual(places(1, 2, 3, 4, 5, 6, 7));
  });
});

describe("waves", () => {
  const waves = { firstAccount: member(4), bakeMinutes: "0" };

  test("deploy to the first account in every Region before all others, and so do updates", async () => {
    await publish(await at.pack("one"), waves);
    const firstOf = (index: number) =>
      new Set(operations()[index]?.regions.flatMap(({ results }) => results.map(({ instance }) => instance.account)));
    expect(firstOf(0)).toEqual(new Set([member(4)]));
    expect(current()).toEqual(places(1, 2, 3, 4, 5, 6, 7));
    const before = operations().length;
    expect(await publish(await at.pack("two"), waves)).toMatchObject({ code: 0 });
    expect(firstOf(before)).toEqual(new Set([member(4)]));
    expect(current()).toEqual(places(1, 2, 3, 4, 5, 6, 7));
  });

  test("end with the first account when it fails", async () => {
    at.endpoint.state.failures.plan({ of: "stackInstance", account: member(4), reason: "Internal" });
    const ended = await publish(await at.pack("one"), waves);
    expect(ended.code).toBe(2);
    expect(ended.err).toMatch(/Failed: stack-instances\/first in 1 account/);
    expect(instances().map(({ account }) => account)).toEqual([member(4), member(4)]);
    expect(REGIONS.map(managementStack)).toEqual([undefined, undefined]);
  });

  test("are interrupted by Ctrl-C in words, and the same command goes on", async () => {
    const folder = await at.pack("one");
    const running = publish(folder, { ...waves, bakeMinutes: "10" });
    while (current().length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    while (!at.endpoint.calls.some(({ operation }) => operation === "DescribeStackSetOperation"))
      await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 300));
    process.emit("SIGINT");
    const ended = await running;
    expect(ended.code).toBe(2);
    expect(ended.err).toMatch(/RW4032: baseline: publish is interrupted/);
    expect(ended.err).toMatch(/Not started: stack-instances \(create 12 stacks in 2 Regions\)/);
    expect(current()).toEqual(places(4));
    expect(await publish(folder, waves)).toMatchObject({ code: 0 });
    expect(current()).toEqual(places(1, 2, 3, 4, 5, 6, 7));
  });
});

test("a thousand stacks with one failure in a hundred finish, name exactly those, and resume to the end", async () => {
  const { organization, failures } = at.endpoint.state;
  const failing = new Set<string>();
  for (let number = 100; number < 593; number += 1) {
    organization.addAccount({ id: member(number), ou: "workloads" });
    if (number % 100 !== 0) continue;
    failing.add(member(number));
    failures.plan({ of: "stackInstance", account: member(number), reason: "Internal", action: "create" });
  }
  const limits: [string, number][] = [
    ["DescribeStackSetOperation", 10],
    ["ListStackInstances", 10],
    ["ListStackSetOperationResults", 10],
    ["CreateStackInstances", 1],
  ];
  for (const [operation, perSecond] of limits) at.endpoint.limits.set("cloudformation", operation, { perSecond });
  process.env["RULEWRIGHT_POLL_MS"] = "100";
  const folder = await at.pack("one");
  const ended = await publish(folder, { json: true });
  expect(ended.code).toBe(2);
  const events = ended.out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { type: string; account?: string });
  expect(new Set(events.filter(({ type }) => type === "failure").map(({ account }) => account))).toEqual(failing);
  expect(current()).toHaveLength(1_000 - 2 * failing.size);
  failures.clear();
  expect(await publish(folder)).toMatchObject({ code: 0 });
  expect(current()).toHaveLength(1_000);
}, 120_000);

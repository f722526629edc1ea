import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { destroyCommand } from "../commands/destroy.ts";
import { diffCommand } from "../commands/diff.ts";
import { publishCommand, type PublishOptions } from "../commands/publish.ts";
import { rollbackCommand } from "../commands/rollback.ts";
import { ACCOUNT, PLACE, REGIONS, startDeployment, type Deployment } from "./fixtures/deployment.ts";

let at: Deployment;
beforeEach(async () => {
  at = await startDeployment();
});
afterEach(() => at.close());

const publish = (folder: string, options: Partial<PublishOptions> = {}) =>
  at.run((io) => publishCommand([folder], { ...PLACE, out: "dist", ...options }, io));

const stackOf = (region: string) =>
  at.endpoint.state.cloudFormation.stacks.find({ account: ACCOUNT, region }, "rulewright-baseline");
const codeOf = (region: string) => stackOf(region)?.content.parameters.get("ChangeCodeKey");
const REACH = { regions: [...REGIONS], topologies: ["account"] };
const writes = () =>
  at.endpoint.calls
    .filter(({ operation }) => /^(Put|Create|Update|Delete)/.test(operation))
    .map(({ operation }) => operation);
const pointer = () =>
  JSON.parse(at.endpoint.state.s3.text("acme-rules-eu-west-1", "rulewright/baseline/current.json") ?? "{}") as unknown;

describe("publish to an account", () => {
  test("uploads, deploys each Region, records; and does nothing the second time", async () => {
    const folder = await at.pack("one");
    const ended = await publish(folder);
    expect(ended).toMatchObject({ code: 0, err: "" });
    for (const region of REGIONS) {
      expect(stackOf(region)?.status).toBe("CREATE_COMPLETE");
      expect(stackOf(region)?.content.parameters.get("GlobalRulesRegion")).toBe("us-east-1");
      const key = codeOf(region) ?? "";
      expect(at.endpoint.state.s3.text(`acme-rules-${region}`, key)).toBe("one");
    }
    expect(pointer()).toEqual({ current: expect.stringMatching(/^[0-9a-f]{64}$/), reach: REACH });
    const before = writes().length;
    expect(await publish(folder)).toMatchObject({ code: 0, out: expect.stringMatching(/Nothing to do/) });
    expect(writes()).toHaveLength(before);
  });

  test("shows a plan without doing any of it, as a table and as JSON", async () => {
    const folder = await at.pack("one");
    const table = await publish(folder, { plan: true });
    expect(table.out).toMatch(
      /^ {2}stack\/eu-west-1 +create +111122223333 +eu-west-1 +create stack rulewright-baseline$/m,
    );
    const json = await publish(folder, { plan: true, json: true });
    expect(JSON.parse(json.out)).toMatchObject({ version: 1, plans: [{ pack: "baseline", pending: 8 }] });
    expect(writes()).toEqual([]);
  });

  test("updates to a new release, and rollback returns to the one before", async () => {
    await publish(await at.pack("one"));
    const first = codeOf("eu-west-1");
    await publish(await at.pack("two"), { parameter: ["Threshold=2"] });
    expect(codeOf("us-east-1")).not.toBe(first);
    expect(stackOf("us-east-1")?.content.parameters.get("Threshold")).toBe("2");
    const ended = await at.run((io) => rollbackCommand("baseline", PLACE, io));
    expect(ended).toMatchObject({ code: 0, err: "" });
    expect(REGIONS.map(codeOf)).toEqual([first, first]);
    expect(stackOf("us-east-1")?.content.parameters.get("Threshold")).toBe("1");
  });

  test("leaves nothing behind after destroy", async () => {
    await publish(await at.pack("one"));
    await publish(await at.pack("two"), { regions: ["eu-west-1"], acceptRemovals: true });
    const ended = await at.run((io) => destroyCommand(["baseline"], { ...PLACE, regions: ["eu-west-1"] }, io));
    expect(ended).toMatchObject({ code: 0, err: "" });
    for (const region of REGIONS) {
      expect(stackOf(region)?.status ?? "DELETE_COMPLETE").toBe("DELETE_COMPLETE");
      expect([...(at.endpoint.state.s3.buckets.get(`acme-rules-${region}`)?.versions.keys() ?? [])]).toEqual([]);
    }
  });
});

describe("what goes wrong", () => {
  test("in one Region is told with AWS's reason and ours, the other Region goes on, the same command completes", async () => {
    const reason = "The sourceIdentifier MACIE_STATUS_CHECK is invalid. Please refer to the documentation";
    const failure = at.endpoint.state.failures.plan({ of: "stack", region: "eu-west-1", reason });
    const folder = await at.pack("one");
    const ended = await publish(folder);
    expect(ended.code).toBe(2);
    expect(ended.out).toMatch(
      /RW4031 Stack rulewright-baseline in eu-west-1 ended as ROLLBACK_COMPLETE: Code: The source/,
    );
    expect(ended.out).toMatch(/Rule MACIE_STATUS_CHECK is not available in eu-west-1/);
    expect(ended.err).toMatch(/Failed: stack\/eu-west-1\.\n {2}Not started: finish/);
    expect(stackOf("us-east-1")?.status).toBe("CREATE_COMPLETE");
    expect(pointer()).toEqual({ pending: expect.any(String), reach: REACH });
    failure.remove();
    const again = await publish(folder);
    expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/stack\/eu-west-1 +replace/) });
    expect(stackOf("eu-west-1")?.status).toBe("CREATE_COMPLETE");
    expect(pointer()).toEqual({ current: expect.any(String), reach: REACH });
  });

  test("in an update ends where it was, and rollback then undoes the rest", async () => {
    await publish(await at.pack("one"));
    const first = codeOf("eu-west-1");
    at.endpoint.state.failures.plan({
      of: "stack",
      region: "us-east-1",
      reason: "Internal",
      action: "update",
      times: 1,
    });
    expect(await publish(await at.pack("two"))).toMatchObject({ code: 2 });
    expect(REGIONS.map(codeOf)).toEqual([expect.not.stringContaining(first ?? ""), first]);
    const undone = await at.run((io) => rollbackCommand("baseline", PLACE, io));
    expect(undone).toMatchObject({ code: 0 });
    expect(REGIONS.map(codeOf)).toEqual([first, first]);
    expect(pointer()).toEqual({ current: expect.any(String), reach: REACH });
  });

  test.each(["PutObject", "HeadObject", "CreateStack", "DescribeStacks", "GetObject"])(
    "denied access to %s midway is one coded sentence, and the same command completes",
    async (operation) => {
      const fault = at.endpoint.faults.add({
        kind: "error",
        operation,
        code: "AccessDenied",
        status: 403,
        nth: operation === "DescribeStacks" ? 4 : 1,
      });
      const folder = await at.pack("one");
      const ended = await publish(folder);
      expect(ended.code ?? 2).toBe(2);
      expect(`${ended.out}${String(ended.error)} ${JSON.stringify(ended.error)}`).toMatch(/RW4017/);
      fault.remove();
      expect(await publish(folder)).toMatchObject({ code: 0 });
      expect(pointer()).toEqual({ current: expect.any(String), reach: REACH });
    },
  );

  test("a missing bucket is told with the command that makes it", async () => {
    at.endpoint.state.s3.buckets.delete("acme-rules-us-east-1");
    const ended = await publish(await at.pack("one"));
    expect(ended.error).toMatchObject({
      problems: [{ code: "RW4014", hint: expect.stringMatching(/^rulewright bootstrap --bucket-prefix acme-rules/) }],
    });
    expect(writes()).toEqual([]);
  });

  test("a stranger's bucket of the right name is refused", async () => {
    const { buckets } = at.endpoint.state.s3;
    buckets.delete("acme-rules-us-east-1");
    at.endpoint.state.s3.createBucket({
      name: "acme-rules-us-east-1",
      region: "us-east-1",
      account: "999999999999",
      policy: "{}",
    });
    const ended = await publish(await at.pack("one"));
    expect(ended.error).toMatchObject({ problems: [{ code: "RW4015" }] });
  });

  test("other credentials than meant are refused, and nobody at the terminal is asked in vain", async () => {
    const folder = await at.pack("one");
    expect((await publish(folder, { account: "999999999999" })).error).toMatchObject({ code: "RW4010" });
    expect((await publish(folder, { yes: false })).error).toMatchObject({ code: "RW4023" });
    expect(writes()).toEqual([]);
  });

  test("an account where AWS Config is off is told of by the plan, which points to doctor", async () => {
    at.endpoint.state.config.recorders.remove({ account: ACCOUNT, region: "us-east-1" });
    const ended = await publish(await at.pack("one"), { plan: true });
    expect(ended.out).toMatch(
      /note: RW4016: AWS Config does not record in account 111122223333, us-east-1.*`rulewright doctor .*us-east-1`/,
    );
  });

  test("throttling is waited out", async () => {
    at.endpoint.faults.add({ kind: "throttle", operation: "DescribeStacks", every: 2 });
    at.endpoint.faults.add({ kind: "throttle", operation: "CreateStack", nth: 1 });
    expect(await publish(await at.pack("one"))).toMatchObject({ code: 0 });
  });
});

describe("diff", () => {
  const diff = (folder: string, accept = false) =>
    at.run((io) => diffCommand([folder], { ...PLACE, out: "dist", accept, json: true }, io));

  test("compares with what is published; what acts more needs agreement", async () => {
    const one = await at.pack("one");
    expect(JSON.parse((await diff(one)).out)).toMatchObject({ needsAcceptance: false, packs: [{ changes: [] }] });
    await publish(one);
    const same = await diff(one);
    expect([same.code, JSON.parse(same.out)]).toMatchObject([0, { packs: [{ changes: [] }] }]);
    const other = await diff(await at.pack("two"));
    expect([other.code, JSON.parse(other.out)]).toMatchObject([
      0,
      {
        packs: [
          {
            changes: [
              { kind: "parameter-changed", subject: "own" },
              { kind: "code-changed", message: "rule own may have other code or exemptions, too" },
            ],
          },
        ],
      },
    ]);
    const automatic = await at.pack("three", { automatic: true });
    expect((await diff(automatic)).code).toBe(1);
    expect((await diff(automatic, true)).code).toBe(0);
  });
});

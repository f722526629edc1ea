import { ConfigServiceClient, ListConformancePackComplianceScoresCommand } from "@aws-sdk/client-config-service";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { publishCommand, type PublishOptions } from "../commands/publish.ts";
import { statusCommand, type StatusOptions } from "../commands/status.ts";
import { ACCOUNT, PLACE, REGIONS, startDeployment, type Deployment } from "../deployment/fixtures/deployment.ts";
import { writeChangePack } from "../doctor/fixtures/change-pack.ts";
import { expectSchema } from "./fixtures/expect-schema.ts";
import type { StatusRow } from "./row.ts";

let at: Deployment;
beforeEach(async () => {
  at = await startDeployment();
  process.env["AWS_MAX_ATTEMPTS"] = "1"; // the endpoint answers no scores
});
afterEach(() => at.close());

const publish = (folder: string, options: Partial<PublishOptions> = {}) =>
  at.run((io) => publishCommand([folder], { ...PLACE, out: "dist", ...options }, io));
const status = (paths: readonly string[], options: Partial<StatusOptions> = {}) =>
  at.run((io) => statusCommand(paths, { out: "dist", regions: REGIONS, ...options }, io));

interface Document {
  readonly rows: readonly StatusRow[];
  readonly summary: { readonly places: readonly object[]; readonly needingAttention: number };
}
async function rows(paths: readonly string[], options: Partial<StatusOptions> = {}) {
  const ended = await status(paths, { json: true, ...options });
  expect(ended.error).toBeUndefined();
  const document = JSON.parse(ended.out) as Document;
  expectSchema("status", document);
  return { code: ended.code, ...document };
}
const find = (region: string) => at.endpoint.state.config.packs.find({ account: ACCOUNT, region }, "watch");

describe("status of an account", () => {
  test("tells code, compliance, functions and queues of each Region, and changes nothing", async () => {
    const folder = await writeChangePack();
    await publish(folder);
    find("eu-west-1")?.compliance.set("bucket-key", "NON_COMPLIANT").set("user-mfa", "COMPLIANT");
    const before = at.endpoint.calls.length;
    const { code, rows: found } = await rows([folder]);
    expect(code).toBe(0);
    expect(found).toMatchObject([
      {
        pack: "watch",
        accountId: ACCOUNT,
        region: "eu-west-1",
        kind: "stack",
        health: "ok",
        status: "CREATE_COMPLETE",
        release: "current",
        code: [{ parameter: "ChangeCodeKey", deployed: "aaaaaaaa", expected: "aaaaaaaa" }],
        compliance: { compliant: 1, nonCompliant: 1, insufficientData: 0 },
        functions: [{ errors: 0, dropped: 0 }],
        queues: [{ messages: 0 }],
      },
      { region: "us-east-1", compliance: { insufficientData: 2 } },
    ]);
    const asked = at.endpoint.calls.slice(before).map(({ operation }) => operation);
    expect(asked.filter((operation) => !/^(Describe|Get|List)/.test(operation))).toEqual([]);
  });

  test("says what is behind the manifest at hand; that alone is no failure", async () => {
    await publish(await writeChangePack());
    const { code, rows: found } = await rows([await writeChangePack({ release: "bbbbbbbb" })]);
    expect(code).toBe(0);
    expect(found.map(({ release }) => release)).toEqual(["behind", "behind"]);
    const { out } = await status([await writeChangePack({ release: "bbbbbbbb" })]);
    expect(out).toMatch(/^ watch +eu-west-1 +1 +1 +0 +1$/m);
    expect(out).toMatch(/2 behind the manifest\.\n$/);
  });

  test("shows errors, dropped events and failed ones of the last 24 hours", async () => {
    const folder = await writeChangePack();
    await publish(folder);
    const { lambda, metrics, sqs } = at.endpoint.state;
    const place = { account: ACCOUNT, region: "eu-west-1" };
    const [stored] = lambda.all(place);
    const metric = (name: string) => ({
      ...place,
      namespace: "AWS/Lambda",
      name,
      dimensions: { FunctionName: stored?.name ?? "" },
    });
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    metrics.put(metric("Errors"), { at: hoursAgo(1), value: 2 }, { at: hoursAgo(20), value: 3 });
    metrics.put(metric("Errors"), { at: hoursAgo(30), value: 100 });
    metrics.put(metric("AsyncEventsDropped"), { at: hoursAgo(2), value: 1 });
    const queue = [...sqs.queues].find(([url]) => url.includes("eu-west-1"));
    if (queue) queue[1].messages = 4;
    const { code, rows: found } = await rows([folder]);
    expect(code).toBe(1);
    expect(found[0]).toMatchObject({
      health: "ok",
      functions: [{ name: stored?.name, errors: 5, dropped: 1 }],
      queues: [{ messages: 4 }],
    });
    expect((await status([folder])).out).toMatch(/5 errors and 1 dropped event in 24 hours\.[^]*4 failed events wait/);
  });

  test("shows live parameters that are looser than the framework, though somebody else set them", async () => {
    const folder = await writeChangePack();
    await publish(folder);
    const stack = at.endpoint.state.cloudFormation.stacks.find(
      { account: ACCOUNT, region: "eu-west-1" },
      "rulewright-watch",
    );
    const parameters = new Map([...(stack?.content.parameters ?? []), ["Minimum", "8"]]);
    Object.assign(stack?.content ?? {}, { parameters });
    const { code, rows: found } = await rows([folder]);
    expect(code).toBe(1);
    expect(found[0]?.looser).toMatchObject([{ parameter: "Minimum", value: "8", control: "cis-1.2.0/1.9" }]);
  });

  test("shows what failed with AWS's reason, what is missing, and a pack that is gone from its stack", async () => {
    const folder = await writeChangePack();
    expect((await rows([folder])).rows).toMatchObject([
      { health: "missing", status: "MISSING" },
      { health: "missing", status: "MISSING" },
    ]);
    await publish(folder);
    const pack = find("eu-west-1");
    if (pack) {
      pack.state = "CREATE_FAILED";
      pack.reason = "The sourceIdentifier SOME_RULE is invalid.";
    }
    const other = find("us-east-1");
    if (other) at.endpoint.state.config.packs.remove(other);
    const { code, rows: found } = await rows([folder]);
    expect(code).toBe(1);
    expect(found).toMatchObject([
      {
        health: "failed",
        reason: "CREATE_FAILED: The sourceIdentifier SOME_RULE is invalid.",
        advice: expect.stringContaining("SOME_RULE is not available in eu-west-1"),
      },
      { health: "failed", reason: "The stack is there, and its conformance pack is not." },
    ]);
  });

  test("goes on where something may not be read, and exits 2", async () => {
    const folder = await writeChangePack();
    await publish(folder);
    at.endpoint.faults.add({ operation: "GetMetricData", kind: "error", code: "AccessDenied", status: 403 });
    const { code, rows: found } = await rows([folder]);
    expect(code).toBe(2);
    expect(found[0]).toMatchObject({
      health: "ok",
      notRead: ["Not looked at in eu-west-1: needs cloudwatch:GetMetricData."],
      compliance: { insufficientData: 2 },
    });
  });

  test("gives AWS's score where there is one", async () => {
    const folder = await writeChangePack();
    await publish(folder);
    const prototype: { send: unknown } = ConfigServiceClient.prototype;
    const { send } = prototype;
    prototype.send = function scored(this: ConfigServiceClient, command: unknown) {
      if (!(command instanceof ListConformancePackComplianceScoresCommand)) {
        return Reflect.apply(send as () => unknown, this, [command]);
      }
      return Promise.resolve({ ConformancePackComplianceScores: [{ Score: "62.5" }] });
    };
    try {
      expect((await rows([folder])).rows[0]?.compliance).toMatchObject({ score: 62.5 });
    } finally {
      prototype.send = send;
    }
  });
});

describe("status of an organization", () => {
  const accounts = (number: number) =>
    Array.from({ length: number }, (_each, index) => ({ id: String(200_000_000_000 + index), ou: "all" }));

  function organize(number: number) {
    const { rootId } = at.endpoint.state.organization.create({
      managementAccount: ACCOUNT,
      ous: [{ name: "all" }],
      accounts: accounts(number),
      trustedAccess: ["member.org.stacksets.cloudformation.amazonaws.com"],
    });
    return rootId;
  }

  test("lists the stacks of a stack set, and the management account's own", async () => {
    const root = organize(3);
    const folder = await writeChangePack();
    await publish(folder, { topology: "stack-set", ous: [root] });
    const { code, rows: found } = await rows([folder], { topology: "stack-set" });
    expect(code).toBe(0);
    expect(found.map(({ kind }) => kind)).toEqual([
      "stack",
      "stack",
      ...Array.from({ length: 6 }, () => "stack-instance"),
    ]);
    expect(found.every(({ release, health }) => release === "current" && health === "ok")).toBe(true);
  });

  test("misses a stack set that is not there", async () => {
    organize(1);
    const { code, rows: found } = await rows([await writeChangePack()], { topology: "stack-set" });
    expect(code).toBe(1);
    expect(found).toMatchObject([{ kind: "stack-set", health: "missing" }]);
  });

  test("lists an organization pack account by account, with AWS's reasons", async () => {
    const root = organize(3);
    const folder = await at.pack("one", { isManaged: true });
    await publish(folder, { topology: "organization-pack", ous: [root] });
    const { rows: found } = await rows([folder], { topology: "organization-pack" });
    expect(found.filter(({ region }) => region === "us-east-1")).toHaveLength(4);
    expect(found.every(({ kind, health }) => kind === "organization-pack" && health === "ok")).toBe(true);
  });

  test("names every failing place of 2,000 accounts in four Regions, and counts the others", async () => {
    const root = organize(1);
    const folder = await writeChangePack();
    await publish(folder, { topology: "stack-set", ous: [root] });
    const place = { account: ACCOUNT, region: "eu-west-1" };
    const instances = at.endpoint.state.cloudFormation.stackSets.find(place, "rulewright-watch")?.instances;
    const [one] = instances?.values() ?? [];
    instances?.clear();
    const failing: string[] = [];
    for (const { id: account } of accounts(2_000)) {
      for (const region of ["eu-west-1", "eu-central-1", "us-east-1", "us-west-2"]) {
        const number = instances?.size ?? 0;
        const isFailing = number % 100 === 7;
        const failed = { status: "OUTDATED", detailedStatus: "FAILED", reason: "explicit deny" } as const;
        if (one) instances?.set(`${account}/${region}`, { ...one, account, region, ...(isFailing ? failed : {}) });
        if (isFailing) failing.push(`${account} ${region}`);
      }
    }
    const { code, rows: found, summary } = await rows([folder], { topology: "stack-set" });
    expect(code).toBe(1);
    expect(found).toHaveLength(8_000 + REGIONS.length);
    const failed = found.filter(({ health }) => health === "failed");
    expect(failed.map(({ accountId, region }) => `${accountId} ${region}`)).toEqual(failing);
    expect(failed[0]).toMatchObject({ reason: "explicit deny", advice: expect.stringMatching(/policy/) });
    expect(summary).toMatchObject({ needingAttention: 80 });
    const { out } = await status([folder], { topology: "stack-set" });
    expect(out.match(/^ {2}watch {2}\d{12} [a-z0-9-]+ {2}OUTDATED FAILED$/gm)).toHaveLength(80);
    expect(out).toMatch(/8002 places, 80 need attention, 80 behind the manifest\.\n$/);
  }, 60_000);
});

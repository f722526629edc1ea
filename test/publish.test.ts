import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ConfigServiceClient, PutOrganizationConformancePackCommand } from "@aws-sdk/client-config-service";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createAwsEndpoint, type AwsEndpoint } from "@rulewright/testing";
import { contract, parseObject } from "./support/contracts.ts";
import { expectRefusal } from "./support/expect-refusal.ts";
import { PACK_SOURCES, awsEnvironment } from "./support/publishing.ts";
import { ROOT, rulewright } from "./support/rulewright.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const ACCOUNT = "111122223333";
const REGIONS = ["eu-west-1", "us-east-1"];
const PACK = "conformance-packs/security-baseline.pack.ts";
const PLACE = ["--bucket-prefix", "acme-rules", "--regions", REGIONS.join(",")];

const fromSchema = (name: string) =>
  contract<object>(parseObject(readFileSync(join(ROOT, `packages/cli/schemas/${name}.schema.json`), "utf8")));

let folder: string;
let endpoint: AwsEndpoint;
let pack: string;
/** A pack without functions. */
let managed: string;

beforeAll(async () => {
  folder = await temporaryFolder(PACK_SOURCES);
  const modules = [PACK, join(folder, "managed.pack.ts")];
  expect(await rulewright(["synth", ...modules, "--out", folder])).toMatchObject({ code: 0 });
  pack = join(folder, "security-baseline");
  managed = join(folder, "managed");
});
beforeEach(async () => {
  await endpoint?.close();
  endpoint = await createAwsEndpoint({ account: ACCOUNT, region: "eu-west-1" });
  for (const region of REGIONS) endpoint.state.s3.createBucket({ name: `acme-rules-${region}`, region });
});
afterAll(() => endpoint.close());

const env = () => awsEnvironment(endpoint);
const organization = (members: readonly string[]) =>
  endpoint.state.organization.create({ managementAccount: ACCOUNT, accounts: members.map((id) => ({ id })) });
/** A pack as somebody else would put it. */
const FOREIGN = `
Resources:
  Other:
    Type: AWS::Config::ConfigRule
    Properties: { ConfigRuleName: other, Source: { Owner: AWS, SourceIdentifier: IAM_PASSWORD_POLICY } }
`;
const publish = (...options: readonly string[]) =>
  rulewright(["publish", pack, ...PLACE, "--yes", ...options], { env: env() });
const statuses = () =>
  REGIONS.map(
    (region) =>
      endpoint.state.cloudFormation.stacks.find({ account: ACCOUNT, region }, "rulewright-security-baseline")?.status,
  );
const pointer = () =>
  endpoint.state.s3.text("acme-rules-eu-west-1", "rulewright/security-baseline/current.json") ?? "nothing";

describe("publish of what synth writes", () => {
  test("deploys the stack as it stands to every Region, as JSON lines that end with a result", async () => {
    const ran = await publish("--json");
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    const events = ran.stdout.trimEnd().split("\n").map(fromSchema("publish-event"));
    expect(events[0]).toMatchObject({ type: "plan", plan: { pack: "security-baseline" } });
    expect(events.at(-1)).toMatchObject({ type: "result", complete: true, failedSteps: [], leftSteps: [] });
    expect(statuses()).toEqual(["CREATE_COMPLETE", "CREATE_COMPLETE"]);
    expect(JSON.parse(pointer())).toEqual({ current: expect.any(String), reach: expect.anything() });
  });
});

test("plan and diff are JSON as their schemas say", async () => {
  const planned = await publish("--plan", "--json");
  expect(fromSchema("plan")(planned.stdout)).toMatchObject({ plans: [{ pack: "security-baseline", pending: 10 }] });
  await publish();
  const changed = (await readFile(join(ROOT, PACK), "utf8")).replace(/maxAccessKeyAge: \d+/, "maxAccessKeyAge: 30");
  const other = await temporaryFolder({ "changed.pack.ts": changed });
  const argv = ["diff", join(other, "changed.pack.ts"), ...PLACE, "--out", join(other, "dist"), "--json"];
  const differing = await rulewright(argv, { env: env() });
  expect(fromSchema("diff")(differing.stdout)).toMatchObject({
    needsAcceptance: false,
    packs: [{ changes: [{ kind: "parameter-changed", subject: "access-keys-rotated" }] }],
  });
  expect(differing).toMatchObject({ code: 0, stderr: "" });
});

describe("bad input", () => {
  test.each<[string, readonly string[], string, RegExp]>([
    ["no pack", [], "RW5015", /No pack is named/],
    ["nothing at the path", ["nowhere"], "RW5003", /nothing at nowhere/],
    ["no bucket", [PACK, "--bucket-prefix", "Acme"], "RW4001", /--bucket-prefix Acme/],
    ["a topology of nobody's", [PACK, "--topology", "all"], "RW5001", /Allowed choices are account/],
  ])("%s is one coded sentence", async (_what, options, code, sentence) => {
    const argv = [
      "publish",
      ...options,
      ...(options.includes("--bucket-prefix") ? [] : ["--bucket-prefix", "acme-rules"]),
    ];
    expectRefusal(await rulewright(argv, { env: env() }), code, sentence);
  });

  test("other credentials than --account says, before anything is asked", async () => {
    const ran = await rulewright(["publish", pack, ...PLACE, "--yes", "--account", "999999999999"], { env: env() });
    expectRefusal(ran, "RW4010", /are of account 111122223333, not of 999999999999/);
    expect(endpoint.calls.some(({ service }) => service === "s3")).toBe(false);
  });

  test.each(["stack-set", "organization-pack"])("topology %s from an ordinary member", async (topology) => {
    organization(["222200000001"]);
    const argv = ["publish", topology === "stack-set" ? pack : managed, ...PLACE, "--topology", topology];
    const units = topology === "stack-set" ? ["--ous", "r-ex01"] : [];
    const member = { ...env(), AWS_ACCESS_KEY_ID: "AKID222200000001" };
    const ran = await rulewright([...argv, ...units, "--yes"], { env: member });
    expectRefusal(ran, "RW4011", /neither the management account 111122223333 nor a delegated administrator/);
    expect(ran.stderr).toMatch(/register-delegated-administrator --account-id 222200000001/);
  });

  test("topology stack-set without an organization", async () => {
    const ran = await publish("--topology", "stack-set", "--ous", "r-ex01");
    expectRefusal(ran, "RW4012", /belongs to no organization/);
  });

  test("a bucket that is missing, with what makes it", async () => {
    endpoint.state.s3.buckets.delete("acme-rules-us-east-1");
    const ran = await publish();
    expectRefusal(ran, "RW4014", /There is no bucket acme-rules-us-east-1 in us-east-1/);
    expect(ran.stderr).toMatch(/rulewright bootstrap --bucket-prefix acme-rules/);
  });

  test("no recorder is a warning of the plan that points to doctor", async () => {
    endpoint.state.config.recorders.remove({ account: ACCOUNT, region: "us-east-1" });
    const ran = await publish("--plan");
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(ran.stdout).toMatch(
      /note: RW4016: AWS Config does not record in account 111122223333, us-east-1: .*`rulewright doctor --topology account --regions us-east-1`/,
    );
  });

  test("a pack that something else changes is waited for, then brought to the release", async () => {
    organization(["222200000001"]);
    const argv = ["publish", managed, ...PLACE, "--topology", "organization-pack", "--yes"];
    expect(await rulewright(argv, { env: env() })).toMatchObject({ code: 0 });
    endpoint.state.clock.pollsPerStep = 4;
    const client = new ConfigServiceClient({ ...endpoint.clientConfig, region: "eu-west-1" });
    await client.send(
      new PutOrganizationConformancePackCommand({ OrganizationConformancePackName: "managed", TemplateBody: FOREIGN }),
    );
    const ran = await rulewright([...argv, "--exclude-accounts", "222200000001"], { env: env() });
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(ran.stdout).toMatch(/organization-pack\/eu-west-1 +wait/);
  });

  test("1,001 exclusions, named or computed", async () => {
    const ids = Array.from({ length: 1_001 }, (_each, index) => `3${String(index).padStart(11, "0")}`);
    const argv = ["publish", managed, ...PLACE, "--topology", "organization-pack", "--yes"];
    const named = await rulewright([...argv, "--exclude-accounts", ids.join(",")], { env: env() });
    expectRefusal(named, "RW4003", /1001 accounts are excluded/);
    endpoint.state.organization.create({ managementAccount: ACCOUNT, ous: [{ name: "workloads" }] });
    for (const id of [...ids, "222200000001"]) {
      endpoint.state.organization.addAccount({ id, ...(id.startsWith("2") ? { ou: "workloads" } : {}) });
    }
    const computed = await rulewright([...argv, "--ous", "ou-ex01-00000001"], { env: env() });
    expectRefusal(computed, "RW4003", /1001 accounts lie outside of the organizational units and would be excluded/);
    expect(computed.stderr).toMatch(/--topology stack-set/);
  });

  test("Ctrl-C midway is told with what is left, and the same command completes", async () => {
    endpoint.state.clock.pollsPerStep = "manual";
    const argv = [join(ROOT, "packages/cli/bin/rulewright.js"), "publish", pack, ...PLACE, "--yes"];
    const child = spawn(process.execPath, argv, {
      env: { ...process.env, ...env() },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const ended = once(child, "close");
    while (statuses().includes(undefined)) await wait(5);
    child.kill("SIGINT");
    await ended;
    expect(child.exitCode).toBe(2);
    expect(stderr).toMatch(/RW4032: security-baseline: publish is interrupted\.\n {2}Done: \d+ steps\./);
    expect(stderr).toMatch(/Under way at AWS, which goes on with it: stack\/eu-west-1 .*\n[^]*Not started: finish/);
    expect(stderr).toMatch(/Run the same command again/);
    endpoint.state.clock.pollsPerStep = 1;
    expect(await publish()).toMatchObject({ code: 0, stderr: "" });
    expect(statuses()).toEqual(["CREATE_COMPLETE", "CREATE_COMPLETE"]);
  });

  test("no credentials is one coded sentence", async () => {
    const { AWS_ACCESS_KEY_ID: _key, AWS_SECRET_ACCESS_KEY: _secret, ...rest } = env();
    expectRefusal(
      await rulewright(["publish", pack, ...PLACE], { env: { ...rest, HOME: folder } }),
      "RW5040",
      /account of the credentials is not known.+\n {2}Check the credentials with `aws sts get-caller-identity`\.\n/,
    );
  });
});

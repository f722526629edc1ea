import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createAwsEndpoint, type AwsEndpoint } from "@rulewright/testing";
import { contract, parseObject } from "./support/contracts.ts";
import { expectRefusal } from "./support/expect-refusal.ts";
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

beforeAll(async () => {
  folder = await temporaryFolder();
  expect(await rulewright(["synth", PACK, "--out", folder])).toMatchObject({ code: 0 });
  pack = join(folder, "security-baseline");
});
beforeEach(async () => {
  await endpoint?.close();
  endpoint = await createAwsEndpoint({ account: ACCOUNT, region: "eu-west-1" });
  for (const region of REGIONS) endpoint.state.s3.createBucket({ name: `acme-rules-${region}`, region });
});
afterAll(() => endpoint.close());

const env = () => ({
  AWS_ENDPOINT_URL: endpoint.url,
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_REGION: "eu-west-1",
  RULEWRIGHT_POLL_MS: "5",
});
const publish = (...options: readonly string[]) =>
  rulewright(["publish", pack, ...PLACE, "--yes", ...options], { env: env() });
const statuses = () =>
  REGIONS.map(
    (region) =>
      endpoint.state.cloudFormation.stacks.find({ account: ACCOUNT, region }, "rulewright-security-baseline")?.status,
  );
const pointer = () =>
  endpoint.state.s3.text("acme-rules-eu-west-1", "rulewright/security-baseline/current.json") ?? "nothing";

/** Publishes in a process that is killed when the endpoint has been asked so often. @returns whether it was. */
async function killedAfter(calls: number): Promise<boolean> {
  const child = spawn(
    process.execPath,
    [join(ROOT, "packages/cli/bin/rulewright.js"), "publish", pack, ...PLACE, "--yes"],
    { env: { ...process.env, ...env() }, stdio: "ignore" },
  );
  const ended = once(child, "exit");
  while (child.exitCode === null && endpoint.calls.length < calls) await wait(1);
  child.kill("SIGKILL");
  await ended;
  return child.signalCode === "SIGKILL";
}

describe("publish of what synth writes", () => {
  test("deploys the stack as it stands to every Region, as JSON lines that end with a result", async () => {
    const ran = await publish("--json");
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    const events = ran.stdout.trimEnd().split("\n").map(fromSchema("publish-event"));
    expect(events[0]).toMatchObject({ type: "plan", plan: { pack: "security-baseline" } });
    expect(events.at(-1)).toMatchObject({ type: "result", complete: true, failedSteps: [], leftSteps: [] });
    expect(statuses()).toEqual(["CREATE_COMPLETE", "CREATE_COMPLETE"]);
    expect(JSON.parse(pointer())).toEqual({ current: expect.any(String) });
  });

  test("is completed by the same command wherever it was killed", async () => {
    await publish();
    const total = endpoint.calls.length;
    expect(total).toBeGreaterThan(20);
    for (let calls = 2; calls < total; calls += 4) {
      await endpoint.close();
      endpoint = await createAwsEndpoint({ account: ACCOUNT, region: "eu-west-1" });
      for (const region of REGIONS) endpoint.state.s3.createBucket({ name: `acme-rules-${region}`, region });
      await killedAfter(calls);
      const ran = await publish();
      expect([calls, ran.code, ran.stderr, statuses()]).toEqual([calls, 0, "", ["CREATE_COMPLETE", "CREATE_COMPLETE"]]);
      expect(JSON.parse(pointer())).toEqual({ current: expect.any(String) });
    }
  }, 180_000);
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

  test("no credentials is one coded sentence", async () => {
    const { AWS_ACCESS_KEY_ID: _key, AWS_SECRET_ACCESS_KEY: _secret, ...rest } = env();
    expectRefusal(
      await rulewright(["publish", pack, ...PLACE], { env: { ...rest, HOME: folder } }),
      "RW5040",
      /account of the credentials is not known/,
    );
  });
});

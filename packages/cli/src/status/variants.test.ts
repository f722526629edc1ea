import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { publishCommand } from "../commands/publish.ts";
import { statusCommand, type StatusOptions } from "../commands/status.ts";
import { ACCOUNT, PLACE, REGIONS, startDeployment, type Deployment } from "../deployment/fixtures/deployment.ts";
import { writeChangePack } from "../doctor/fixtures/change-pack.ts";
import { expectSchema } from "./fixtures/expect-schema.ts";
import type { StatusRow } from "./row.ts";

const [ROOT, PRODUCTION, SANDBOX] = ["r-ex01", "ou-ex01-00000001", "ou-ex01-00000002"];
const STRICT = { name: "strict", ous: [ROOT], excludeAccounts: ["222200000002"], parameters: { Minimum: 20 } };
const RELAXED = { name: "relaxed", ous: [SANDBOX], regions: ["us-east-1"] };

let at: Deployment;
let folder: string;
beforeEach(async () => {
  at = await startDeployment();
  process.env["AWS_MAX_ATTEMPTS"] = "1"; // the endpoint answers no scores
  at.endpoint.state.organization.create({
    managementAccount: ACCOUNT,
    trustedAccess: ["member.org.stacksets.cloudformation.amazonaws.com"],
    ous: [{ name: "production" }, { name: "sandbox" }],
    accounts: [
      { id: "222200000001", ou: "production" },
      { id: "222200000002", ou: "sandbox" },
    ],
  });
  folder = await writeChangePack();
});
afterEach(() => at.close());

async function targetsFile(targets: readonly object[]): Promise<string> {
  const file = join(folder, "targets.yaml");
  await writeFile(file, JSON.stringify(targets)); // JSON is YAML
  return file;
}
async function publish(targets: readonly object[]) {
  const options = { ...PLACE, out: "dist", topology: "stack-set", targets: await targetsFile(targets) };
  expect(await at.run((io) => publishCommand([folder], options, io))).toMatchObject({ code: 0 });
}
const status = (options: Partial<StatusOptions> = {}) =>
  at.run((io) => statusCommand([folder], { out: "dist", regions: REGIONS, topology: "stack-set", ...options }, io));
async function rows(options: Partial<StatusOptions> = {}) {
  const ended = await status({ json: true, ...options });
  expect(ended.error).toBeUndefined();
  const document = JSON.parse(ended.out) as { readonly rows: readonly StatusRow[] };
  expectSchema("status", document);
  const shown = document.rows.map((row) => [row.variant, row.kind, row.accountId, row.region, row.health].join(" "));
  return { code: ended.code, shown };
}
const PUBLISHED = [
  `relaxed stack-instance 222200000002 us-east-1 ok`,
  `strict stack ${ACCOUNT} eu-west-1 ok`,
  `strict stack ${ACCOUNT} us-east-1 ok`,
  `strict stack-instance 222200000001 eu-west-1 ok`,
  `strict stack-instance 222200000001 us-east-1 ok`,
];

describe("status of variants", () => {
  test("finds those that are there, and those of a file, with rows of their own", async () => {
    await publish([STRICT, RELAXED]);
    const found = await rows();
    expect({ ...found, shown: found.shown.toSorted() }).toEqual({ code: 0, shown: PUBLISHED });
    const named = await rows({ targets: await targetsFile([STRICT, RELAXED]) });
    expect({ ...named, shown: named.shown.toSorted() }).toEqual({ code: 0, shown: PUBLISHED });
    const { out } = await status();
    expect(out).toMatch(/^ watch \(relaxed\) +us-east-1 +1 +1 +0/m);
    expect(out).toMatch(/^ watch \(strict\) +eu-west-1 +2 +2 +0/m);
  });

  test("misses those of a file that are not there", async () => {
    await publish([STRICT]);
    const { code, shown } = await rows({ targets: await targetsFile([STRICT, RELAXED]) });
    expect(code).toBe(1);
    expect(shown.filter((row) => row.endsWith("missing"))).toEqual([`relaxed stack-set ${ACCOUNT} us-east-1 missing`]);
    const { out } = await status({ targets: await targetsFile([STRICT, RELAXED]) });
    expect(out).toMatch(/^ {2}watch \(relaxed\) {2}111122223333 us-east-1 {2}MISSING$/m);
  });

  test("takes no stack set of another pack for one of its own", async () => {
    await publish([STRICT]);
    const sets = at.endpoint.state.cloudFormation.stackSets;
    const set = sets.find({ account: ACCOUNT, region: "eu-west-1" }, "rulewright-watch-strict");
    Object.assign(set?.content ?? {}, { tags: [{ Key: "rulewright:pack", Value: "watch-strict" }] });
    expect(await rows()).toEqual({ code: 1, shown: [` stack-set ${ACCOUNT} eu-west-1 missing`] });
  });

  test("says what it needs to look for them", async () => {
    await publish([{ ...STRICT, ous: [PRODUCTION], excludeAccounts: [] }]);
    at.endpoint.faults.add({ operation: "ListStackSets", kind: "error", code: "AccessDenied", status: 403 });
    const ended = await status();
    expect(ended).toMatchObject({ code: 2, out: expect.stringMatching(/needs cloudformation:ListStackSets/) });
    expect(await rows({ targets: await targetsFile([STRICT]) })).toMatchObject({ code: 0 });
  });

  test("refuses a file of targets for one account", async () => {
    const ended = await status({ topology: "account", targets: await targetsFile([STRICT]) });
    expect(ended.error).toMatchObject({ problems: [{ code: "RW4002" }] });
  });
});

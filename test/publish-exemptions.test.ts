import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { FIXTURE, type AwsEndpoint } from "@rulewright/testing";
import { expectRefusal } from "./support/expect-refusal.ts";
import { BUCKETS, isChange, runAgainst, startAws } from "./support/publishing.ts";
import { ruleSource } from "./support/samples.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const SOURCES = {
  "my.pack.ts": `import { defineConformancePack, use } from "@rulewright/sdk/synthesis";
import mine from "./mine.ts";
export default defineConformancePack({ name: "mine", rules: [use(mine)] });
`,
  "mine.ts": ruleSource("mine"),
  "exemptions.yaml": `version: 1
exemptions:
  - id: RISK-17
    rule: mine
    accounts: ["${FIXTURE.accountId}"]
    resourceIds: [accepted]
    reason: The owner accepts it.
    owner: team
    expires: 2999-12-31
`,
};

let folder: string;
let endpoint: AwsEndpoint;
beforeEach(async () => {
  folder = await temporaryFolder(SOURCES);
  endpoint = await startAws(["eu-west-1"], false);
});
afterEach(() => endpoint.close());

const PLACE = ["--bucket-prefix", BUCKETS, "--regions", "eu-west-1"];
const run = (command: string, source: string, ...options: readonly string[]) =>
  runAgainst(endpoint, [command, join(folder, source), "--out", join(folder, "dist"), ...PLACE, ...options]);
const EXEMPTIONS = () => ["--exemptions", join(folder, "exemptions.yaml")];

test("publish and diff make modules with the exemptions of a file, and the plan tells of a publication without", async () => {
  const published = await run("publish", "my.pack.ts", "--yes", ...EXEMPTIONS());
  expect(published).toMatchObject({ code: 0, stdout: expect.stringMatching(/mine: publish is complete/) });
  const again = await run("publish", "my.pack.ts", "--plan", ...EXEMPTIONS());
  expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/Nothing to do/) });
  const same = await run("diff", "my.pack.ts", "--json", ...EXEMPTIONS());
  expect(JSON.parse(same.stdout)).toMatchObject({ packs: [{ changes: [] }] });
  const behind = async (...options: readonly string[]): Promise<number> => {
    const out = ["--out", join(folder, "dist"), "--regions", "eu-west-1", "--json"];
    const ran = await runAgainst(endpoint, ["status", join(folder, "my.pack.ts"), ...out, ...options]);
    return ran.stdout.match(/"release":"behind"/g)?.length ?? 0;
  };
  expect(await behind(...EXEMPTIONS())).toBe(0);
  expect(await behind()).toBe(1);
  const without = await run("publish", "my.pack.ts", "--plan");
  expect(without).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/note: Published exemptions are not in this release, .*: mine \(1\)\./),
  });
});

test("exemptions of a folder that is made already are refused", async () => {
  await run("publish", "my.pack.ts", "--plan");
  const ran = await run("publish", "dist/mine", "--yes", ...EXEMPTIONS());
  expectRefusal(ran, "RW4002", /--exemptions cannot change what synth wrote to .*dist\/mine/);
  expect(endpoint.calls.filter(isChange)).toEqual([]);
});

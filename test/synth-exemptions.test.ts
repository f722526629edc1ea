import { readFile, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { FIXTURE, changeEvent, configurationItem, createAwsEndpoint, type AwsEndpoint } from "@rulewright/testing";
import { expectRefusal } from "./support/expect-refusal.ts";
import { rulewright, runNode } from "./support/rulewright.ts";
import { ruleSource } from "./support/samples.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const PACK = `import { defineConformancePack, managedRule, use } from "@rulewright/sdk/synthesis";
import mine from "./mine.ts";
import other from "./other.ts";
export default defineConformancePack({
  name: "mine", rules: [use(mine), use(other), managedRule("IAM_PASSWORD_POLICY")],
});`;

/** An exemption of one topic, and what the test wants otherwise. */
const exemptions = (rule = "mine") => `version: 1
exemptions:
  - id: RISK-17
    rule: ${rule}
    accounts: ["${FIXTURE.accountId}"]
    resourceIds: [accepted]
    reason: Planted reason.
    owner: planted-owner
    expires: ${FIXTURE.now.slice(0, 10)}
`;

/** A pack of two rules that find every topic NON_COMPLIANT, and a file of exemptions. */
const sources = (rule?: string) => ({
  "my.pack.ts": PACK,
  "mine.ts": ruleSource("mine"),
  "other.ts": ruleSource("other"),
  "exemptions.yaml": exemptions(rule),
});

/** The texts of a built function's files, by name. */
async function functionTexts(folder: string): Promise<Map<string, string>> {
  const change = join(folder, "dist/mine/functions/change");
  const names = (await readdir(change)).filter((name) => name.endsWith(".mjs"));
  return new Map(
    await Promise.all(
      names.map(async (name): Promise<[string, string]> => [name, await readFile(join(change, name), "utf8")]),
    ),
  );
}

const MATCHING = "Exempt until";

/** The pack as it is made without exemptions, and with them. */
let plain: string;
let folder: string;
beforeAll(async () => {
  plain = await temporaryFolder(sources());
  expect(await rulewright(["synth", "my.pack.ts"], { cwd: plain })).toMatchObject({ code: 0, stderr: "" });
  folder = await temporaryFolder(sources());
  const ran = await rulewright(["synth", "my.pack.ts", "--exemptions", "exemptions.yaml"], { cwd: folder });
  expect(ran).toMatchObject({ code: 0, stderr: "" });
});

describe("rulewright synth --exemptions", () => {
  let endpoint: AwsEndpoint;
  beforeAll(async () => {
    endpoint = await createAwsEndpoint({ region: FIXTURE.region });
  });
  afterAll(() => endpoint.close());

  test("makes a function that exempts what the file says, and nothing else", async () => {
    const event = (rule: string, resourceId: string) => {
      const deployed = { configRuleName: `${rule}-conformance-pack-a1b2c3d4e`, resultToken: `token of ${rule}` };
      endpoint.state.config.registerRule(deployed.configRuleName, { resultToken: deployed.resultToken });
      return changeEvent(configurationItem("AWS::SNS::Topic", { resourceId }), deployed);
    };
    const events = [event("mine", "accepted"), event("mine", "another"), event("other", "accepted")];
    const ran = await runNode(
      [resolve("test/support/answer-events.mjs"), join(folder, "dist/mine/functions/change/index.mjs")],
      {
        stdin: JSON.stringify(events),
        cwd: await temporaryFolder(), // nothing of the repository can be resolved from there
        env: {
          AWS_REGION: FIXTURE.region,
          AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
          AWS_SECRET_ACCESS_KEY: "example",
          AWS_ENDPOINT_URL: endpoint.url,
        },
      },
    );
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    const shown = ["mine", "other"].map((rule) =>
      endpoint.state.config
        .evaluations(`${rule}-conformance-pack-a1b2c3d4e`)
        .map(({ resourceId, complianceType, annotation }) => [resourceId, complianceType, annotation]),
    );
    expect(shown).toEqual([
      [
        ["accepted", "NOT_APPLICABLE", expect.stringMatching(/^Exempt until 2026-01-15 \(RISK-17\): ./)],
        ["another", "NON_COMPLIANT", expect.any(String)],
      ],
      [["accepted", "NON_COMPLIANT", expect.any(String)]],
    ]);
  });

  test("writes neither reasons nor owners", async () => {
    const names = await readdir(join(folder, "dist/mine"), { recursive: true, withFileTypes: true });
    for (const entry of names.filter((each) => each.isFile() && !each.name.endsWith(".zip"))) {
      expect(await readFile(join(entry.parentPath, entry.name), "utf8")).not.toMatch(/planted/i);
    }
  });

  test("changes the hash of the exempted rule alone, and says when it lapses", async () => {
    const hashes = async (from: string) => {
      const manifest: { rules: { name: string; hash: string }[] } = JSON.parse(
        await readFile(join(from, "dist/mine/manifest.json"), "utf8"),
      );
      return Object.fromEntries(manifest.rules.map(({ name, hash }) => [name, hash]));
    };
    const [before, after] = [await hashes(plain), await hashes(folder)];
    expect(Object.keys(before).filter((name) => before[name] !== after[name])).toEqual(["mine"]);
    const index = (await functionTexts(folder)).get("index.mjs");
    expect(index).toContain(`{name:"mine",hash:"${after["mine"]?.slice(0, 8)}",expires:["2026-01-15"]}`);
  });

  test("costs a function nothing where there is none", async () => {
    const texts = await functionTexts(plain);
    expect([...texts.values()].some((text) => text.includes(MATCHING))).toBe(false);
    expect([...(await functionTexts(folder)).values()].some((text) => text.includes(MATCHING))).toBe(true);
  });

  test("refuses a file with a mistake, and writes nothing", async () => {
    const wrong = await temporaryFolder(sources("mien"));
    const ran = await rulewright(["synth", "my.pack.ts", "--exemptions", "exemptions.yaml"], { cwd: wrong });
    expectRefusal(ran, "RW1034", /^RW1034: exemptions.yaml:4: .*mien/);
    expect((await readdir(wrong)).toSorted()).toEqual(Object.keys(sources()).toSorted());
  });

  test("warns of a managed rule, which AWS goes on judging itself", async () => {
    const managed = await temporaryFolder(sources("iam-password-policy"));
    const ran = await rulewright(["synth", "my.pack.ts", "--exemptions", "exemptions.yaml"], { cwd: managed });
    expect(ran).toMatchObject({ code: 0, stderr: expect.stringMatching(/^warning RW1037: exemptions.yaml:4: /) });
    expect([...(await functionTexts(managed)).values()].some((text) => text.includes(MATCHING))).toBe(false);
  });
});

describe("the re-evaluation of a built function", () => {
  const REEVALUATION = "RULEWRIGHT_STATE_PARAMETER";

  test("is exported, and read by nobody who starts the handler", async () => {
    const texts = await functionTexts(plain);
    const read = new Set<string>();
    const visit = (name: string) => {
      if (read.has(name)) return;
      read.add(name);
      for (const [, chunk = ""] of (texts.get(name) ?? "").matchAll(/(?:from|import)"\.\/(chunk-[^"]+)"/g))
        visit(chunk);
    };
    visit("index.mjs");
    expect(texts.get("index.mjs")).toMatch(/export\{[^}]*as reevaluate\b/);
    const holding = [...texts].filter(([, text]) => text.includes(REEVALUATION)).map(([name]) => name);
    expect(holding).toHaveLength(1);
    expect(read.has(holding[0] ?? "")).toBe(false);
  });
});

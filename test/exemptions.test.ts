import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { FIXTURE, configurationItem } from "@rulewright/testing";
import { parseCheckResult } from "./support/contracts.ts";
import { ROOT, rulewright, runNode, type Ran } from "./support/rulewright.ts";
import { closedGroup, openGroup, ruleSource, snapshot } from "./support/samples.ts";
import { temporaryFolder, type Files } from "./support/temporary-folder.ts";

const GROUPS = "ec2-security-group-admin-ports-closed";
const BUCKETS = "s3-bucket-public-access-blocked";
const NOW = ["--now", "2026-01-15T12:00:00Z"];
const USED = "Exempting by exemptions.yaml (--no-exemptions ignores it)\n";

/** A file with one exemption; members are YAML. */
function yaml(members: Readonly<Record<string, string>> = {}): string {
  const all = {
    id: "RISK-1",
    rule: GROUPS,
    accounts: `["${FIXTURE.accountId}"]`,
    resourceIds: "[sg-open]",
    reason: "The bastion closes in May.",
    owner: "network",
    expires: "2026-05-31",
    ...members,
  };
  const lines = Object.entries(all).filter(([, value]) => value !== "");
  return `version: 1\nexemptions:\n  -${lines.map(([key, value]) => ` ${key}: ${value}\n`).join("   ")}`;
}

/** A rule about topics with which none complies. */
const NEVER = ruleSource("topic-never").replace(/evaluate: [^]+/, 'evaluate: () => nonCompliant("Never."),\n});');

function topic(members: Readonly<Record<string, unknown>> = {}) {
  return configurationItem("AWS::SNS::Topic", { resourceId: "topic", ...members });
}

async function check(files: Files, ...argv: string[]): Promise<Ran> {
  const folder = await temporaryFolder({ "in/items.json": snapshot(openGroup(), closedGroup()), ...files });
  return rulewright(["check", "in", "--only", GROUPS, ...NOW, ...argv], { cwd: folder });
}

const statuses = (ran: Ran) =>
  parseCheckResult(ran.stdout).evaluations.map(({ resourceId, status }) => [resourceId, status]);

describe("the exemptions of a check", () => {
  test("are those of the working folder, which is told; the check is then clean", async () => {
    const ran = await check({ "exemptions.yaml": yaml() }, "--json");
    const { evaluations, summary } = parseCheckResult(ran.stdout);
    expect(evaluations[1]).toMatchObject({
      resourceId: "sg-open",
      status: "exempt",
      complianceType: "NON_COMPLIANT",
      exemption: { reason: "The bastion closes in May.", owner: "network", expires: "2026-05-31" },
    });
    expect(summary).toMatchObject({ nonCompliant: 0, exempt: 1, compliant: 1 });
    expect(ran).toMatchObject({ code: 0, stderr: USED });
  });

  test("are none with --no-exemptions, nor where there is no file", async () => {
    const refused = await check({ "exemptions.yaml": yaml() }, "--json", "--no-exemptions");
    const absent = await check({}, "--json");
    for (const ran of [refused, absent]) {
      expect(parseCheckResult(ran.stdout).summary).toMatchObject({ nonCompliant: 1, exempt: 0 });
      expect(ran).toMatchObject({ code: 1, stderr: "" });
    }
  });

  test("are those of a named file alone; it is no input, wherever it lies", async () => {
    const named = JSON.stringify({
      version: 1,
      exemptions: [
        {
          rule: "ec2-*",
          accounts: [FIXTURE.accountId],
          resourceIds: ["sg-o*"],
          reason: "x",
          owner: "y",
          expires: "2026-05-31",
        },
      ],
    });
    const files = { "exemptions.yaml": "no exemptions", "in/mine.json": named };
    const ran = await check(files, "--json", "--exemptions", "in/mine.json");
    expect(statuses(ran)).toContainEqual(["sg-open", "exempt"]);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
  });

  test("leave the exit code to everything else that is non-compliant", async () => {
    const items = snapshot(openGroup(), openGroup({ resourceId: "sg-other" }));
    const ran = await check({ "in/items.json": items, "exemptions.yaml": yaml() }, "--json");
    expect(statuses(ran)).toEqual([
      ["sg-open", "exempt"],
      ["sg-other", "evaluated"],
    ]);
    expect(ran.code).toBe(1);
  });

  test("that have expired exempt nothing, and say whose they were", async () => {
    const ran = await check({ "exemptions.yaml": yaml({ expires: "2026-01-14" }) }, "--json");
    expect(parseCheckResult(ran.stdout).summary).toMatchObject({ nonCompliant: 1, exempt: 0 });
    expect(ran.stderr).toBe(
      `${USED}RW1038: exemptions.yaml:3: Exemption RISK-1 of network expired after 2026-01-14; ` +
        "1 evaluation is NON_COMPLIANT again.\n  Mend the resources, or renew the exemption with a new date.\n",
    );
    expect(ran.code).toBe(1);
  });

  test("hold to the end of their last day at --now, else at the clock", async () => {
    const lastDay = await check({ "exemptions.yaml": yaml({ expires: "2026-01-15" }) }, "--json");
    expect(lastDay.code).toBe(0);
    const folder = await temporaryFolder({
      "items.json": snapshot(openGroup()),
      "exemptions.yaml": yaml({ expires: "2020-01-01" }),
    });
    const today = await rulewright(["check", "items.json", "--only", GROUPS], { cwd: folder });
    expect(today.stderr).toContain("RW1038");
    expect(today.code).toBe(1);
  });

  test("that covered nothing are listed, and change no exit code", async () => {
    const ran = await check({
      "exemptions.yaml": yaml({ resourceIds: "[sg-closed]" }),
      "in/items.json": snapshot(closedGroup()),
    });
    expect(ran.stderr).toMatch(
      /^Exempting.+\nwarning RW1039: exemptions\.yaml:3: Exemption RISK-1 .+\n {2}Remove .+\n$/,
    );
    expect(ran.code).toBe(0);
  });
});

describe("a file of exemptions", () => {
  test("with mistakes ends the run before anything is looked for, with all of them", async () => {
    const text = yaml({ rule: "ec2-security-group-admin-port-closed", owner: "", expires: "2026-02-30" });
    const folder = await temporaryFolder({ "exemptions.yaml": text });
    const ran = await rulewright(["check", "nowhere.json", ...NOW], { cwd: folder });
    expect(ran.stderr.split("\n").filter((line) => line.startsWith("RW"))).toEqual([
      expect.stringMatching(/^RW1032: exemptions\.yaml:3: .+ owner is missing/),
      expect.stringMatching(/^RW1033: exemptions\.yaml:\d: .+ 2026-02-30, a day that no calendar has/),
      expect.stringMatching(/^RW1034: exemptions\.yaml:4: .+ which is no rule/),
    ]);
    expect(ran.stderr).toContain(`Did you mean ${GROUPS}?`);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
  });

  test("with a misspelt Region ends the run, as the same word does on the command line", async () => {
    const inFile = await check({ "exemptions.yaml": yaml({ regions: "[eu-*, eu-west1]" }) });
    expect(inFile.stderr).toBe(
      `${USED}RW1033: exemptions.yaml:10: exemptions[0]: regions[1] is "eu-west1", not a Region.\n` +
        "  Did you mean eu-west-1?\n",
    );
    const typed = await check({}, "--regions", "eu-west1");
    expect(typed.stderr).toBe("RW5001: --regions eu-west1 is no Region.\n  Did you mean eu-west-1?\n");
    for (const ran of [inFile, typed]) expect(ran).toMatchObject({ code: 2, stdout: "" });
    const tomorrow = await check({ "exemptions.yaml": yaml({ regions: "[eu-*, xx-nowhere-1]" }) }, "--json");
    expect(tomorrow).toMatchObject({ code: 0, stderr: USED });
  });

  test("that is named must be there", async () => {
    const ran = await check({}, "--exemptions", "nowhere.yaml");
    expect(ran.stderr).toMatch(/^RW5003: nowhere\.yaml cannot be read/);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
  });

  test("may name rules that are not of the run, and managed ones, of which it is warned", async () => {
    const more = yaml({ id: "RISK-2", rule: "access-keys-rotated" }).split("\n").slice(2).join("\n");
    const other = yaml({ id: "RISK-3", rule: BUCKETS }).split("\n").slice(2).join("\n");
    const files = { "exemptions.yaml": yaml() + more + other, "rule.ts": NEVER };
    const only = await check(files, "--json");
    const folder = await temporaryFolder({ ...files, "topic.json": JSON.stringify(topic()) });
    const given = await rulewright(["check", "topic.json", "--rules", "rule.ts", "--json", ...NOW], { cwd: folder });
    expect(only.stderr).toMatch(/^Exempting .+\nwarning RW1037: exemptions\.yaml:11: .+\n {2}.+\n$/);
    expect(only.code).toBe(0);
    expect(given.stderr).toBe(only.stderr);
    expect(given.code).toBe(1);
  });

  test("cannot name a rule that refuses exemptions", async () => {
    const strict = ruleSource("strict").replace('severity: "LOW",', 'severity: "LOW", exemptible: false,');
    const folder = await temporaryFolder({
      "rule.ts": strict,
      "items.json": JSON.stringify(topic()),
      "exemptions.yaml": yaml({ rule: "strict", resourceIds: '["*"]' }),
      "pattern.yaml": yaml({ rule: '"*"', resourceIds: '["*"]' }),
    });
    const argv = ["check", "items.json", "--rules", "rule.ts", "--json", ...NOW];
    const named = await rulewright(argv, { cwd: folder });
    expect(named.stderr).toContain("RW1035: exemptions.yaml:4:");
    expect(named).toMatchObject({ code: 2, stdout: "" });
    const passedOver = await rulewright([...argv, "--exemptions", "pattern.yaml"], { cwd: folder });
    expect(parseCheckResult(passedOver.stdout).summary).toMatchObject({ nonCompliant: 1, exempt: 0 });
  });
});

describe("an exemption by tags", () => {
  const tags = { Stage: "sandbox-7" };
  const { tags: _tags, ...bare } = topic();
  const template = `Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties: { Tags: [{ Key: Stage, Value: sandbox-7 }] }
`;
  const judge = async (files: Files, tagPatterns: string, env: Readonly<Record<string, string>> = {}) => {
    const by = { rule: "topic-never", resourceIds: "", accounts: '["*"]', tags: tagPatterns };
    const folder = await temporaryFolder({ "rule.ts": NEVER, "exemptions.yaml": yaml(by), ...files });
    const argv = ["check", ...Object.keys(files), "--rules", "rule.ts", "--json", ...NOW];
    return parseCheckResult((await rulewright(argv, { cwd: folder, env })).stdout);
  };

  test.each<[string, Files, string]>([
    ["covers an item that has them", { "items.json": snapshot(topic({ tags })) }, "exempt"],
    [
      "does not cover an item that has others",
      { "items.json": snapshot(topic({ tags: { Stage: "prod" } })) },
      "evaluated",
    ],
    ["does not cover a query's result without tags", { "q.json": JSON.stringify({ Results: [bare] }) }, "evaluated"],
    ["does not cover a batch's item", { "b.json": JSON.stringify({ baseConfigurationItems: [bare] }) }, "evaluated"],
    ["does not cover a resource of a template", { "t.yaml": template }, "evaluated"],
  ])("%s", async (_what, files, status) => {
    const { evaluations } = await judge(files, "{ Stage: sandbox-* }");
    expect(evaluations.map((each) => [each.complianceType, each.status])).toEqual([["NON_COMPLIANT", status]]);
  });

  test("covers what several threads judged, as one thread does", async () => {
    const count = 6000;
    const made = await temporaryFolder();
    await runNode([join(ROOT, "scripts/bench/snapshot.mjs"), join(made, "items.json"), String(count)]);
    const files = { "items.json": await readFile(join(made, "items.json")) };
    const by = (threads: string) => judge(files, "{ stage: prod, team: team-1* }", { RULEWRIGHT_THREADS: threads });
    const [one, two] = [await by("1"), await by("2")];
    expect(two.evaluations).toEqual(one.evaluations);
    const topics = Array.from({ length: count }, (_, index) => index).filter((index) => index % 10 === 8);
    const covered = topics.filter((index) => index % 3 === 0 && `team-${index % 41}`.startsWith("team-1"));
    expect(one.summary).toMatchObject({ exempt: covered.length, nonCompliant: topics.length - covered.length });
  });
});

test("every format tells the reason", async () => {
  const folder = await temporaryFolder({ "items.json": snapshot(openGroup()), "exemptions.yaml": yaml() });
  const render = async (format: string) => {
    const argv = ["check", "items.json", "--only", GROUPS, ...NOW, "--format", format, "--output", `out.${format}`];
    const wrote = `Wrote out.${format}: 0 non-compliant, 0 compliant, 0 not applicable, 1 exempt\n`;
    expect(await rulewright(argv, { cwd: folder })).toMatchObject({ code: 0, stdout: "", stderr: USED + wrote });
    return readFile(join(folder, `out.${format}`), "utf8");
  };
  const says: Readonly<Record<string, RegExp>> = {
    table: /^EXEMPT {2}.+\n {2}sg-open {2}Until 2026-05-31, network: The bastion closes in May\.$/m,
    jsonl: /"status":"exempt".*"reason":"The bastion closes in May\."/,
    csv: /,exempt,NON_COMPLIANT,.*,The bastion closes in May\.,network,2026-05-31,/,
    md: /<summary>Exempt: 1 evaluation<\/summary>[^]+The bastion closes in May\./,
    junit: /<skipped message="Exempt until 2026-05-31 \(network\): The bastion closes in May\."\/>/,
    sarif: /"suppressions":\[\{"kind":"external","status":"accepted","justification":"The bastion closes in May\. /,
    html: /The bastion closes in May\./,
  };
  for (const [format, expected] of Object.entries(says)) expect(await render(format)).toMatch(expected);
});

test("the guide's example comes to what the guide says", async () => {
  const guide = readFileSync(join(ROOT, "docs/exemptions.md"), "utf8");
  const block = (language: string) => new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "ms").exec(guide)?.[1] ?? "";
  const bucket = configurationItem("AWS::S3::Bucket", {
    resourceId: "downloads-example-com",
    supplementaryConfiguration: {},
  });
  const group = (resourceId: string, Environment: string) => openGroup({ resourceId, tags: { Environment } });
  const folder = await temporaryFolder({
    "snapshot.json": snapshot(bucket, group("sg-0a1b", "sandbox-7"), group("sg-0c2d", "prod")),
    "exemptions.yaml": block("yaml"),
  });
  const [, ...argv] = block("sh").trim().split(" ");
  const ran = await rulewright([...argv, "--now", "2026-11-24T12:00:00Z"], { cwd: folder });
  expect(ran).toEqual({ code: 1, stdout: block("text"), stderr: USED });
});

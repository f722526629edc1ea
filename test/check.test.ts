import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { summarizeEvaluations, type CheckEvaluation } from "@rulewright/sdk";
import { FIXTURE, configurationItem } from "@rulewright/testing";
import { contract, parseCheckResult } from "./support/contracts.ts";
import { expectRefusal } from "./support/expect-refusal.ts";
import { ROOT, rulewright, type Ran } from "./support/rulewright.ts";
import {
  LATER,
  SNAPSHOT_NAME,
  STRICT_POLICY,
  closedGroup,
  evidenceFile,
  openGroup,
  ruleSource,
  snapshot,
} from "./support/samples.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const SAMPLE = "examples/sample-account";
const GROUPS = "ec2-security-group-admin-ports-closed";
const ONLY_GROUPS = ["--only", GROUPS];

/** The contract's order as one key an evaluation; no part of it holds a control character. */
const keyOf = ({ accountId, region, resourceType, resourceId, rule }: CheckEvaluation) =>
  [accountId, region, resourceType, resourceId, rule].join("\u0000");

/** Expects a result that names what could not be read, whatever else it judged. */
function expectUnread(ran: Ran, code: string, sentence: RegExp) {
  expect(ran.stderr).toBe("");
  const result = parseCheckResult(ran.stdout);
  expect(result.errors).toEqual([expect.objectContaining({ code, message: expect.stringMatching(sentence) })]);
  expect(ran.code).toBe(2);
  return result;
}

async function checkFiles(files: Readonly<Record<string, string | Uint8Array>>, ...argv: string[]): Promise<Ran> {
  return rulewright(["check", ".", "--json", ...argv], { cwd: await temporaryFolder(files) });
}

describe("the sample account", () => {
  test("gives a result by the published schema, in the contract's order, each evaluation counted once", async () => {
    const ran = await rulewright(["check", SAMPLE, "--json"]);
    const { evaluations, errors, summary, rules } = parseCheckResult(ran.stdout);
    const keys = evaluations.map(keyOf);
    expect(keys).toEqual(keys.toSorted());
    expect(new Set(keys).size).toBe(keys.length);
    expect({ summary, rules }).toEqual(summarizeEvaluations(evaluations, errors.length));
    expect(summary).toMatchObject({ nonCompliant: 21, errors: 1 });
    expect(errors[0]).toMatchObject({ rule: "iam-user-one-active-access-key", code: "AccessDenied" });
    expect(ran).toMatchObject({ code: 2, stderr: "" }); // the recorded error comes before the findings
  });

  test("exits 1 for its findings where unreadable things are allowed", async () => {
    expect(await rulewright(["check", SAMPLE, "--allow-unreadable"])).toMatchObject({ code: 1, stderr: "" });
  });

  test("draws a table: findings by rule, the error, a line for each rule, the sum", async () => {
    const { stdout } = await rulewright(["check", SAMPLE], { env: { CI: "true" } });
    expect(stdout).toMatch(/^HIGH {2}ec2-security-group-admin-ports-closed {2}6 resources$/m);
    expect(stdout).toMatch(/^ {2}sg-\w+ \(warehouse-rdp\) +Port 3389 open/m);
    expect(stdout).toMatch(/^Could not be judged$[^]+AccessDenied[^]+break-glass/m);
    expect(stdout).toMatch(/^ s3-bucket-public-access-blocked +HIGH +7 +15 +0$/m);
    expect(stdout).toMatch(/\n\n21 non-compliant, 50 compliant, 1 not applicable, 1 error\n$/);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(stdout).not.toContain("\u001b");
    const forced = await rulewright(["check", SAMPLE], { env: { FORCE_COLOR: "1" } });
    expect(forced.stdout).toContain("\u001b[31mHIGH\u001b[39m");
  });

  test("streams one evaluation a line; errors go to standard error", async () => {
    const ran = await rulewright(["check", SAMPLE, "--format", "jsonl"]);
    const lines = ran.stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(72);
    const parse = contract<CheckEvaluation>({ type: "object", required: ["rule", "status"] });
    const keys = lines.map((line) => keyOf(parse(line)));
    expect(keys).toEqual(keys.toSorted());
    expect(ran.stderr).toMatch(/^AccessDenied: .+\n$/);
    expect(ran.code).toBe(2);
  });

  test("gives the same for a gzipped snapshot with its evidence beside it", async () => {
    const names = await readdir(SAMPLE);
    const name = names.find((each) => each.includes("_ConfigSnapshot_")) ?? "";
    const folder = await temporaryFolder({
      [`${name}.gz`]: gzipSync(await readFile(join(SAMPLE, name))),
      "evidence.json": await readFile(join(SAMPLE, "evidence.json")),
    });
    const [plain, zipped] = await Promise.all([
      rulewright(["check", join(SAMPLE, name), "--json"]), // the file alone: the evidence beside it is found
      rulewright(["check", join(folder, `${name}.gz`), "--json"]),
    ]);
    const withoutSource = (ran: Ran) =>
      parseCheckResult(ran.stdout).evaluations.map((each) => ({ ...each, source: null }));
    expect(withoutSource(zipped)).toEqual(withoutSource(plain));
    expect(withoutSource(plain).map((each) => each.rule)).toContain("iam-account-password-policy");
  });
});

describe("inputs", () => {
  test("a single item", async () => {
    const ran = await checkFiles({ "item.json": JSON.stringify(openGroup()) }, ...ONLY_GROUPS);
    expect(parseCheckResult(ran.stdout).evaluations).toEqual([
      expect.objectContaining({
        rule: GROUPS,
        resourceId: "sg-open",
        status: "evaluated",
        complianceType: "NON_COMPLIANT",
        configurationItemCaptureTime: FIXTURE.captureTime,
        source: { file: "item.json" },
      }),
    ]);
    expect(ran.code).toBe(1);
  });

  test("an array of items, all of them fine", async () => {
    const items = [closedGroup(), closedGroup({ resourceId: "sg-other" })];
    const ran = await checkFiles({ "items.json": JSON.stringify(items) }, ...ONLY_GROUPS);
    expect(parseCheckResult(ran.stdout).summary).toMatchObject({ compliant: 2, nonCompliant: 0 });
    expect(ran.code).toBe(0);
  });

  test("JSON lines: a bad line is an error with its number, the others are judged", async () => {
    const lines = [JSON.stringify(openGroup()), "", '{"resourceType": "AWS::EC2', JSON.stringify(closedGroup())];
    const ran = await checkFiles({ "items.jsonl": lines.join("\n") }, ...ONLY_GROUPS);
    const result = expectUnread(ran, "RW6202", /^Line 3 of items.jsonl is not JSON/);
    expect(result.errors[0]?.source).toEqual({ file: "items.jsonl", line: 3 });
    expect(result.evaluations.map(({ resourceId, source }) => [resourceId, source.line])).toEqual([
      ["sg-closed", 4],
      ["sg-open", 1],
    ]);
  });

  test("standard input", async () => {
    const ran = await rulewright(["check", "-", "--json", ...ONLY_GROUPS], { stdin: snapshot(openGroup()) });
    expect(parseCheckResult(ran.stdout).evaluations).toEqual([expect.objectContaining({ source: { file: "-" } })]);
    expect(ran.code).toBe(1);
  });

  test("a long standard input is judged by evidence that is met after it", async () => {
    const groups = Array.from({ length: 1000 }, (_, index) => openGroup({ resourceId: `sg-${index}` }));
    const policy = "iam-account-password-policy";
    const subjects = [{ subject: { resourceId: FIXTURE.accountId }, evidence: STRICT_POLICY }];
    const late = `{"note":"${"x".repeat(100_000)}",${evidenceFile({ rule: policy, subjects }).slice(1)}`;
    const folder = await temporaryFolder({ "late.json": late });
    const argv = ["check", "-", "late.json", "--json", "--only", GROUPS, policy];
    const ran = await rulewright(argv, { cwd: folder, stdin: snapshot(...groups) });
    const { errors, summary } = parseCheckResult(ran.stdout);
    expect(errors).toEqual([]);
    expect(summary).toMatchObject({ compliant: 1, nonCompliant: 1000, undetermined: 0 });
  });

  test("texts of inputs do not steer the terminal", async () => {
    const group = { ...openGroup({ resourceId: "sg\u001b[2J\u202e" }), configuration: null };
    for (const format of ["table", "csv", "md"]) {
      const folder = await temporaryFolder({ "i\u009b.json": snapshot(group) });
      const { stdout, stderr } = await rulewright(["check", ".", "--format", format, ...ONLY_GROUPS], { cwd: folder });
      expect(`${stdout}${stderr}`).toMatch(/sg\ufffd\\?\[2J\ufffd/);
      expect(`${stdout}${stderr}`).not.toMatch(/\p{Cc}(?<![\r\n])|\u202e/u);
    }
    const missing = await rulewright(["check", "no\u001b[2J.json"]);
    expect(missing.stderr).toMatch(/^RW5003: .* no\ufffd\[2J\.json/);
  });

  test("a history file: the newest state wins, a deleted resource is NOT_APPLICABLE", async () => {
    const deleted = closedGroup({
      resourceId: "sg-gone",
      configurationItemStatus: "ResourceDeleted",
      configuration: null,
    });
    const closedLater = closedGroup({ resourceId: "sg-open", configurationItemCaptureTime: LATER });
    const name =
      "111122223333_Config_eu-west-1_ConfigHistory_AWS::EC2::SecurityGroup_20260115T060000Z_20260115T120000Z_1.json";
    const ran = await checkFiles({ [name]: snapshot(closedLater, openGroup(), deleted) }, ...ONLY_GROUPS);
    const { evaluations } = parseCheckResult(ran.stdout);
    expect(evaluations.map((each) => [each.resourceId, each.complianceType])).toEqual([
      ["sg-gone", "NOT_APPLICABLE"],
      ["sg-open", "COMPLIANT"],
    ]);
    expect(ran.code).toBe(0);
  });

  test("a delivery bucket's tree; files of other names are ignored", async () => {
    const ran = await checkFiles(
      {
        [`AWSLogs/111122223333/Config/eu-west-1/2026/1/15/ConfigSnapshot/${SNAPSHOT_NAME}.gz`]: gzipSync(
          snapshot(openGroup()),
        ),
        "AWSLogs/111122223333/Config/ConfigWritabilityCheckFile": "",
        "notes.txt": "not ours",
      },
      ...ONLY_GROUPS,
    );
    expect(parseCheckResult(ran.stdout)).toMatchObject({ summary: { nonCompliant: 1, errors: 0 } });
  });

  test("evidence named by --evidence; --now replaces every other time", async () => {
    const source = `import { compliant, definePeriodicRule, nonCompliant } from "@rulewright/sdk";
      export const rule = definePeriodicRule({
        name: "tells-the-time", description: "Tells the time.", severity: "LOW", schedule: "One_Hour", scope: "global",
        resourceTypes: ["AWS::::Account"],
        evaluate: ({ now, evidence }) => nonCompliant(now.toISOString() + " " + evidence),
      });`;
    const folder = await temporaryFolder({
      "rule.ts": source,
      "recorded.json": evidenceFile({
        rule: "tells-the-time",
        subjects: [{ subject: { resourceId: FIXTURE.accountId }, evidence: "seen" }],
      }),
      "in/items.json": JSON.stringify([closedGroup()]),
    });
    const argv = ["check", "in", "--rules", "rule.ts", "--evidence", "recorded.json", "--json"];
    const [recorded, given] = await Promise.all([
      rulewright(argv, { cwd: folder }),
      rulewright([...argv, "--now", "2030-02-03T04:05:06Z"], { cwd: folder }),
    ]);
    const annotations = (ran: Ran) => parseCheckResult(ran.stdout).evaluations.map((each) => each.annotation);
    expect(annotations(recorded)).toEqual([`${FIXTURE.now} seen`]);
    expect(annotations(given)).toEqual(["2030-02-03T04:05:06.000Z seen"]);
  });

  test("keys like __proto__ are data like any other", async () => {
    const hostile = JSON.stringify(openGroup()).replace("{", '{"__proto__":{"resourceType":"x"},"constructor":1,');
    const tagged = JSON.stringify(closedGroup()).replace('"tags":{', '"tags":{"__proto__":"owned"');
    const ran = await checkFiles({ "items.json": `[${hostile},${tagged}]` }, ...ONLY_GROUPS);
    expect(parseCheckResult(ran.stdout).evaluations.map((each) => each.complianceType)).toEqual([
      "COMPLIANT",
      "NON_COMPLIANT",
    ]);
    expect(ran.stderr).toBe("");
  });
});

describe("evidence that is not there", () => {
  const collecting = `import { IAMClient } from "@aws-sdk/client-iam";
    import { compliant, defineRule } from "@rulewright/sdk";
    export default defineRule({
      name: "group-collects", description: "Collects.", severity: "LOW", resourceTypes: ["AWS::EC2::SecurityGroup"],
      permissions: ["iam:ListUsers"],
      collect: async ({ aws }) => aws.client(IAMClient).config.region(),
      evaluate: ({ evidence }) => compliant("Collected in " + evidence),
    });`;

  test("leaves a periodic rule undetermined once per account, exits 0 and says what to do", async () => {
    const folder = await temporaryFolder({ "items.json": JSON.stringify([closedGroup()]) });
    const [json, table] = await Promise.all([
      rulewright(["check", "items.json", "--json"], { cwd: folder }),
      rulewright(["check", "items.json"], { cwd: folder }),
    ]);
    const undetermined = parseCheckResult(json.stdout).evaluations.filter((each) => each.status === "undetermined");
    expect(
      undetermined.map(({ rule, resourceType, resourceId, region, missing }) => [
        rule,
        resourceType,
        resourceId,
        region,
        missing,
      ]),
    ).toEqual(
      ["iam-account-password-policy", "iam-root-user-not-used", "iam-user-one-active-access-key"].map((rule) => [
        rule,
        "AWS::::Account",
        FIXTURE.accountId,
        "global",
        ["evidence"],
      ]),
    );
    expect(json).toMatchObject({ code: 0, stderr: "" });
    expect(table.stdout).toMatch(
      /^UNDETERMINED {2}iam-root-user-not-used {2}1 resource\n {2}no evidence \(run rulewright collect\)\n {4}\d{12}\n/,
    );
    expect(table.stdout).toMatch(/\n3 rules not judged: no evidence \(run rulewright collect\)\n$/);
    expect(table.code).toBe(0);
  });

  test("leaves a change rule that collects undetermined, and exits 0", async () => {
    const folder = await temporaryFolder({ "items.json": JSON.stringify([openGroup()]), "rule.ts": collecting });
    const ran = await rulewright(["check", "items.json", "--rules", "rule.ts", "--json"], { cwd: folder });
    expect(parseCheckResult(ran.stdout).evaluations).toEqual([
      expect.objectContaining({
        rule: "group-collects",
        resourceId: "sg-open",
        status: "undetermined",
        missing: ["evidence"],
      }),
    ]);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
  });

  test("recorded evidence lets the change rule judge", async () => {
    const evidence = evidenceFile({
      rule: "group-collects",
      subjects: [{ subject: { resourceId: "sg-open" }, evidence: "eu-west-1" }],
    });
    const folder = await temporaryFolder({
      "in/items.json": JSON.stringify([openGroup()]),
      "in/evidence.json": evidence,
      "rule.ts": collecting,
    });
    const ran = await rulewright(["check", "in", "--rules", "rule.ts", "--json"], { cwd: folder });
    expect(parseCheckResult(ran.stdout).evaluations[0]).toMatchObject({ annotation: "Collected in eu-west-1" });
  });

  test("a periodic rule of the installed pack judges recorded evidence", async () => {
    const evidence = evidenceFile({
      rule: "iam-account-password-policy",
      subjects: [
        { subject: { resourceId: FIXTURE.accountId, resourceType: "AWS::::Account" }, evidence: STRICT_POLICY },
      ],
    });
    const ran = await checkFiles({ "evidence.json": evidence }, "--only", "iam-account-password-policy");
    expect(parseCheckResult(ran.stdout).summary).toMatchObject({ compliant: 1, undetermined: 0 });
    expect(ran.code).toBe(0);
  });
});

describe("rules of a user", () => {
  const topic = JSON.stringify(configurationItem("AWS::SNS::Topic", { resourceId: "topic" }));
  const evaluated = (ran: Ran) =>
    parseCheckResult(ran.stdout).evaluations.map(({ rule, complianceType }) => [rule, complianceType]);

  test("a TypeScript file outside the repository, with packages of this installation", async () => {
    const source = ruleSource(
      "topic-encrypted",
      'import { IAMClient } from "@aws-sdk/client-iam";\nvoid IAMClient.name;',
    );
    const folder = await temporaryFolder({ "in/topic.json": topic, "my-rule.ts": source });
    const ran = await rulewright(["check", join(folder, "in"), "--rules", join(folder, "my-rule.ts"), "--json"]);
    expect(evaluated(ran)).toEqual([["topic-encrypted", "NON_COMPLIANT"]]);
    expect(ran).toMatchObject({ code: 1, stderr: "" });
  });

  test("a folder: rules by default and by name; helpers, tests, declarations and builds are no rules", async () => {
    const folder = await temporaryFolder({
      "topic.json": topic,
      "rules/a/rule.ts": ruleSource("rule-a", 'import { helper } from "../helper.ts";\nhelper();'),
      "rules/b.mjs": ruleSource("rule-b").replace("export default", "export const named ="),
      "rules/both.ts": 'export { default, default as again } from "./a/rule.ts";',
      "rules/helper.ts": "export const helper = (): number => 1;",
      "rules/a/rule.test.ts": 'throw new Error("a test was loaded");',
      "rules/types.d.ts": "export declare const nothing: never;",
      "rules/dist/old.js": 'throw new Error("a build was loaded");',
      "rules/node_modules/x/index.js": 'throw new Error("a package was loaded");',
    });
    const ran = await rulewright(["check", "topic.json", "--rules", "rules", "--json"], { cwd: folder });
    expect(evaluated(ran)).toEqual([
      ["rule-a", "NON_COMPLIANT"],
      ["rule-b", "NON_COMPLIANT"],
    ]);
    expect(ran.stderr).toBe("");
    const only = ["check", "topic.json", "--rules", "rules", "--json", "--only", "rule-b", "rule-b"];
    expect(evaluated(await rulewright(only, { cwd: folder }))).toEqual([["rule-b", "NON_COMPLIANT"]]);
  });

  test("a rule that throws or returns no verdict is an error of that resource; the other rule still judges", async () => {
    const body = (text: string) => ruleSource("odd").replace(/evaluate: [^]+/, `evaluate: () => { ${text} },\n});`);
    const folder = await temporaryFolder({
      "topic.json": topic,
      "rules/fine.ts": ruleSource("fine"),
      "rules/silent.ts": body('throw new Error("");').replace('"odd"', '"silent"'),
      "rules/vague.ts": body("return true;").replace('"odd"', '"vague"'),
    });
    const ran = await rulewright(["check", "topic.json", "--rules", "rules", "--json"], { cwd: folder });
    const { evaluations, errors } = parseCheckResult(ran.stdout);
    expect(evaluations.map((each) => each.rule)).toEqual(["fine"]);
    expect(errors.map(({ rule, code, resourceId }) => [rule, code, resourceId])).toEqual([
      ["silent", "Error", "topic"],
      ["vague", "RW1015", "topic"],
    ]);
    expect(ran.stderr).toBe("");
    expect(ran.code).toBe(2);
  });
});

test("--verbose tells where each rule throws for the first time, by the line of its module", async () => {
  const throwing = ruleSource("odd").replace(/evaluate: [^]+/, "evaluate,\n});\n").concat(`
function evaluate(): never {
  throw new Error("boom");
}`);
  const topics = ["a", "b"].map((resourceId) => configurationItem("AWS::SNS::Topic", { resourceId }));
  const folder = await temporaryFolder({ "topics.json": JSON.stringify(topics), "odd.ts": throwing });
  const argv = ["check", "topics.json", "--rules", "odd.ts", "--json"];
  const [plain, verbose] = await Promise.all([
    rulewright(argv, { cwd: folder, env: { RULEWRIGHT_THREADS: "2" } }),
    rulewright([...argv, "--verbose"], { cwd: folder, env: { RULEWRIGHT_THREADS: "2" } }),
  ]);
  const line = throwing.split("\n").findIndex((text) => text.includes("boom")) + 1;
  expect(verbose.stderr).toMatch(new RegExp(`^Rule odd threw:\\nError: boom\\n +at .*odd\\.ts:${line}:9\\)?\\n`));
  expect(verbose.stderr.match(/threw/g)).toHaveLength(1);
  expect(plain.stderr).toBe("");
  const [before, after] = [parseCheckResult(plain.stdout), parseCheckResult(verbose.stdout)];
  expect(after).toEqual({ ...before, generatedAt: after.generatedAt });
});

describe("--output", () => {
  test("writes the whole result to a file, and its counts to standard error", async () => {
    const folder = await temporaryFolder({ "item.json": JSON.stringify(openGroup()) });
    const argv = ["check", "item.json", "--json", ...ONLY_GROUPS, "--output", "result.json"];
    const ran = await rulewright(argv, { cwd: folder });
    const stderr = "Wrote result.json: 1 non-compliant, 0 compliant, 0 not applicable\n";
    expect(ran).toEqual({ code: 1, stdout: "", stderr });
    expect((await readdir(folder)).toSorted()).toEqual(["item.json", "result.json"]);
    expect(parseCheckResult(await readFile(join(folder, "result.json"), "utf8")).summary.nonCompliant).toBe(1);
  });

  test("draws no colours into a file", async () => {
    const folder = await temporaryFolder({ "item.json": JSON.stringify(openGroup()) });
    const argv = ["check", "item.json", ...ONLY_GROUPS, "--output", "result.txt"];
    await rulewright(argv, { cwd: folder, env: { FORCE_COLOR: "1" } });
    expect(await readFile(join(folder, "result.txt"), "utf8")).not.toContain("\u001b");
  });

  test("a path that cannot be written is refused, and leaves nothing behind", async () => {
    const folder = await temporaryFolder({ "item.json": JSON.stringify(openGroup()), "taken/file": "" });
    const ran = await rulewright(["check", "item.json", ...ONLY_GROUPS, "--output", "taken"], { cwd: folder });
    expectRefusal(ran, "RW5017", /taken cannot be written/);
    expect((await readdir(folder)).toSorted()).toEqual(["item.json", "taken"]);
  });
});

describe("bad inputs are errors in the result", () => {
  const whole = snapshot(openGroup(), closedGroup());

  test.each<[string, Record<string, string | Uint8Array>, string, RegExp]>([
    [
      "truncated JSON",
      { "cut.json": whole.slice(0, 500) },
      "RW6202",
      /^cut.json is not JSON \(.+\); it has 500 bytes.$/,
    ],
    ["truncated gzip", { "cut.json.gz": gzipSync(whole).subarray(0, 200) }, "RW6202", /its gzip data is cut off/],
    [
      "damaged gzip",
      { "bad.json.gz": Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) },
      "RW6202",
      /gzip data is damaged/,
    ],
    [
      "a binary file",
      { "image.json": Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0xfe]) },
      "RW6202",
      /it is not UTF-8/,
    ],
    ["an empty file", { "empty.json": "" }, "RW6202", /^empty.json is not JSON/],
    [
      "a snapshot whose items are missing",
      { "s.json": '{"fileVersion":"1.0","configSnapshotId":"x"}' },
      "RW6204",
      /holds no configuration items/,
    ],
    ["a snapshot whose items are empty", { "s.json": snapshot() }, "RW6204", /holds no configuration items/],
    [
      "a snapshot whose items are no list",
      { "s.json": '{"configurationItems":{}}' },
      "RW6204",
      /holds no configuration items/,
    ],
    ["JSON of another kind", { "package.json": '{"name":"x"}' }, "RW6203", /none of the inputs that check reads/],
    ["a Lambda event", { "event.json": '{"invokingEvent":"{}"}' }, "RW6203", /rulewright invoke/],
    ["evidence of another version", { "evidence.json": '{"rulewrightEvidence":9}' }, "RW1020", /version 9/],
    [
      "evidence without subjects",
      { "evidence.json": '{"rulewrightEvidence":1,"entries":[{}]}' },
      "RW1020",
      /entries\[0\]/,
    ],
  ])("%s", async (_what, files, code, sentence) => {
    const other = closedGroup({ resourceId: "sg-beside" });
    const ran = await checkFiles({ ...files, "z.json": JSON.stringify(other) }, ...ONLY_GROUPS);
    expect(expectUnread(ran, code, sentence).summary).toMatchObject({ compliant: 1, errors: 1 });
  });

  test("an item without configuration, one without an id and one that is no object: the others are judged", async () => {
    const bare = { ...openGroup({ resourceId: "sg-bare" }), configuration: undefined };
    const nameless = { ...openGroup(), resourceId: "" };
    const file = snapshot(bare, openGroup(), nameless, "text", closedGroup());
    const ran = await checkFiles({ "s.json": file }, ...ONLY_GROUPS);
    const { errors, evaluations } = parseCheckResult(ran.stdout);
    expect(errors.map(({ code, resourceId }) => [code, resourceId])).toEqual([
      ["RW6003", "sg-bare"],
      ["RW6002", undefined],
      ["RW6001", undefined],
    ]);
    expect(evaluations.map((each) => each.resourceId)).toEqual(["sg-closed", "sg-open"]);
    expect(ran.code).toBe(2);
  });

  test("--allow-unreadable leaves the exit code to the verdicts", async () => {
    const files = { "cut.json": whole.slice(0, 500), "fine.json": JSON.stringify(closedGroup()) };
    expect(await checkFiles(files, ...ONLY_GROUPS, "--allow-unreadable")).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("what ends the run", () => {
  const item = JSON.stringify(openGroup());

  test.each<[string, Record<string, string>, string[], string, RegExp]>([
    [
      "a module that throws on load",
      { "r.ts": 'throw new Error("boom");' },
      ["--rules", "r.ts"],
      "RW5011",
      /r\.ts throws when it is loaded: boom/,
    ],
    [
      "a module that exports nothing",
      { "r.ts": "const x: number = 1; void x;" },
      ["--rules", "r.ts"],
      "RW5012",
      /r\.ts exports no rule\.\n {2}Export what defineRule or definePeriodicRule returns\./,
    ],
    ["a module with a syntax error", { "r.ts": "export default {" }, ["--rules", "r.ts"], "RW5010", /r\.ts:1:17: /],
    [
      "an import that cannot be found",
      { "r.ts": 'import "not-installed";' },
      ["--rules", "r.ts"],
      "RW5010",
      /r\.ts:1:8: .*not-installed/,
    ],
    ["a folder without rules", { "rules/helper.ts": "export {};" }, ["--rules", "rules"], "RW5012", /no rule in rules/],
    [
      "two rules with one name",
      { "rules/a.ts": ruleSource("twice"), "rules/b.ts": ruleSource("twice") },
      ["--rules", "rules"],
      "RW1013",
      /Two rules have the name twice/,
    ],
    ["a definition that cannot be", { "r.ts": ruleSource("un sound") }, ["--rules", "r.ts"], "RW1010", /un sound/],
    ["a rule path that is not there", {}, ["--rules", "nowhere"], "RW5003", /nowhere/],
    [
      "a name of no rule",
      {},
      ["--only", "ec2-security-group-admin-port-closed"],
      "RW5013",
      /Did you mean ec2-security-group-admin-ports-closed\?/,
    ],
    ["an unknown flag", {}, ["--jsn"], "RW5001", /Unknown option '--jsn'/],
    ["a flag without its value", {}, ["--output"], "RW5001", /argument missing/],
    ["an unknown format", {}, ["--format", "xml"], "RW5001", /table, json, jsonl/],
    ["a time that is none", {}, ["--now", "yesterday"], "RW5001", /yesterday/],
    ["evidence that is not there", {}, ["--evidence", "nowhere.json"], "RW5003", /nowhere.json/],
  ])("%s", async (_what, files, argv, code, sentence) => {
    const folder = await temporaryFolder({ ...files, "item.json": item });
    expectRefusal(await rulewright(["check", "item.json", ...argv], { cwd: folder }), code, sentence);
  });

  test.each<[string, string[], string, RegExp]>([
    ["no input", ["check"], "RW6201", /nothing to check/],
    ["a path that is not there", ["check", "nowhere.json"], "RW5003", /nowhere\.json/],
    ["a folder without JSON", ["check", "docs"], "RW6201", /no JSON file in docs/],
    ["an unknown command", ["chekc"], "RW5001", /Unknown command 'chekc'[^]+Did you mean check\?/],
    ["an option of no command", ["--nonsense"], "RW5001", /Unknown option '--nonsense'/],
  ])("%s", async (_what, argv, code, sentence) => {
    expectRefusal(await rulewright(argv), code, sentence);
  });

  test("--verbose shows the stack of the module's own error", async () => {
    const folder = await temporaryFolder({ "item.json": item, "r.ts": 'throw new Error("boom");' });
    const { stderr } = await rulewright(["--verbose", "check", "item.json", "--rules", "r.ts"], { cwd: folder });
    expect(stderr).toMatch(/^RW5011: [^]+ {4}at [^]+Cause: Error: boom\n {4}at /);
  });
});

test("every command prints its help, and the tool its version", async () => {
  const commands = ["check", "synth", "rules", "invoke"];
  const helps = await Promise.all(commands.map((command) => rulewright([command, "--help"])));
  for (const { code, stdout, stderr } of helps) {
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("--json");
  }
  const { stdout } = await rulewright(["--version"]);
  const manifest = await readFile(join(ROOT, "packages/cli/package.json"), "utf8");
  expect(manifest).toContain(`"version": "${stdout.trim()}"`);
});

test("rules --json lists every rule by the contract", async () => {
  interface Rules {
    readonly rules: readonly { readonly name: string }[];
  }
  const text = { type: "string", minLength: 1 };
  const list = { type: "array", items: text };
  const properties = {
    name: text,
    kind: { enum: ["rule", "periodic-rule"] },
    description: text,
    severity: { enum: ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"] },
    resourceTypes: { ...list, minItems: 1 },
    schedule: text,
    scope: { enum: ["global", "regional"] },
    parameters: { type: "object" },
    controls: list,
    permissions: list,
    remediation: { type: "object", required: ["runbook", "parameters"] },
  };
  const required = Object.keys(properties).filter((key) => key !== "schedule" && key !== "remediation");
  const parse = contract<Rules>({
    type: "object",
    required: ["version", "rules"],
    properties: {
      version: { const: 1 },
      rules: { type: "array", items: { type: "object", required, properties, additionalProperties: false } },
    },
  });
  const ran = await rulewright(["rules", "--json"]);
  const names = parse(ran.stdout).rules.map((rule) => rule.name);
  expect(names).toHaveLength(6);
  expect(names).toEqual(names.toSorted());
});

import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { FIXTURE, configurationItem } from "@rulewright/testing";
import { parseCheckResult } from "./support/contracts.ts";
import { expectRefusal } from "./support/expect-refusal.ts";
import { rulewright, type Ran } from "./support/rulewright.ts";
import { STRICT_POLICY, evidenceFile, openGroup, ruleSource, snapshot } from "./support/samples.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const SAMPLE = "examples/sample-account";
const GROUPS = "ec2-security-group-admin-ports-closed";
const POLICY = "iam-account-password-policy";
const KEYS = "iam-user-one-active-access-key";
const OTHER = "444455556666";

const sample = (...argv: readonly string[]) => rulewright(["check", SAMPLE, "--json", ...argv]);
const seen = (ran: Ran, member: "rule" | "resourceType" | "accountId" | "region" | "resourceId") => [
  ...new Set(parseCheckResult(ran.stdout).evaluations.map((each) => each[member])),
];

describe("a selection", () => {
  test("by severity leaves the others' rules out, also of summary and errors", async () => {
    const ran = await sample("--severity", "high");
    const { evaluations, errors, summary } = parseCheckResult(ran.stdout);
    expect(new Set(evaluations.map(({ severity }) => severity))).toEqual(new Set(["HIGH"]));
    const { compliant, nonCompliant, notApplicable } = summary;
    expect(compliant + nonCompliant + notApplicable).toBe(evaluations.length);
    expect(errors).toEqual([]); // of a rule of another severity
    expect(ran.code).toBe(1);
  });

  test("by framework is by the controls of the rules", async () => {
    expect(seen(await sample("--framework", "cis-1.2.0"), "rule")).toEqual(expect.arrayContaining([GROUPS, POLICY]));
    expect(seen(await sample("--framework", "cis-1.2.0"), "rule")).not.toContain("s3-bucket-public-access-blocked");
  });

  test("by resource type is of items and of what periodic rules list", async () => {
    const groups = await sample("--resource-types", "AWS::EC2::SecurityGroup");
    expect(seen(groups, "rule")).toEqual([GROUPS]);
    expect(seen(await sample("--resource-types", "AWS::IAM::User"), "resourceType")).toEqual(["AWS::IAM::User"]);
  });

  test("by account and Region is of items, evidence and what has no evidence", async () => {
    const items = [
      openGroup({ resourceId: "sg-here" }),
      openGroup({ resourceId: "sg-there", awsRegion: "us-east-1" }),
      openGroup({ resourceId: "sg-other", awsAccountId: OTHER }),
      { resourceType: "AWS::EC2::SecurityGroup", awsAccountId: OTHER, awsRegion: "eu-west-1", configuration: 7 },
    ];
    const subjects = [
      { subject: { resourceId: FIXTURE.accountId, resourceType: "AWS::::Account" }, evidence: STRICT_POLICY },
    ];
    const evidence = evidenceFile({ rule: POLICY, subjects }, { rule: POLICY, subjects, accountId: OTHER });
    const folder = await temporaryFolder({ "in/items.json": snapshot(...items), "in/evidence.json": evidence });
    const check = (...argv: readonly string[]) =>
      rulewright(["check", "in", "--json", "--only", GROUPS, POLICY, KEYS, ...argv], { cwd: folder });
    const [account, region, global] = await Promise.all([
      check("--accounts", FIXTURE.accountId),
      check("--regions", "us-east-1"),
      check("--regions", "global"),
    ]);
    const rows = (ran: Ran) =>
      parseCheckResult(ran.stdout).evaluations.map(({ accountId, rule, resourceId }) => [accountId, rule, resourceId]);
    expect(rows(account)).toEqual([
      [FIXTURE.accountId, GROUPS, "sg-here"],
      [FIXTURE.accountId, POLICY, FIXTURE.accountId],
      [FIXTURE.accountId, KEYS, FIXTURE.accountId],
      [FIXTURE.accountId, GROUPS, "sg-there"],
    ]);
    expect(parseCheckResult(account.stdout)).toMatchObject({
      errors: [],
      summary: { undetermined: 1, nonCompliant: 2 },
    });
    expect(rows(region)).toEqual([[FIXTURE.accountId, GROUPS, "sg-there"]]);
    // global rules are judged wherever their account is known from
    expect(rows(global)).toEqual([
      [FIXTURE.accountId, POLICY, FIXTURE.accountId],
      [FIXTURE.accountId, KEYS, FIXTURE.accountId],
      [OTHER, POLICY, FIXTURE.accountId],
      [OTHER, KEYS, OTHER],
    ]);
  });

  test("holds in every thread, as do parameters", async () => {
    const padding = "x".repeat(4000);
    const items = Array.from({ length: 3000 }, (_, index) =>
      openGroup({
        resourceId: `sg-${String(index).padStart(4, "0")}`,
        awsRegion: index % 3 === 0 ? "us-east-1" : "eu-west-1",
        tags: { padding },
      }),
    );
    const folder = await temporaryFolder({ "items.json": snapshot(...items) });
    const argv = ["check", "items.json", "--json", "--only", GROUPS, "--regions", "us-east-1"];
    const run = (threads: string, ...more: readonly string[]) =>
      rulewright([...argv, ...more], { cwd: folder, env: { RULEWRIGHT_THREADS: threads } });
    const setting = ["--parameter", `${GROUPS}.ports=3389`];
    const [one, two, set] = await Promise.all([run("1"), run("2"), run("2", ...setting)]);
    expect(parseCheckResult(two.stdout).summary).toMatchObject({ nonCompliant: 1000, compliant: 0, errors: 0 });
    expect(parseCheckResult(two.stdout).evaluations).toEqual(parseCheckResult(one.stdout).evaluations);
    expect(parseCheckResult(set.stdout).summary).toMatchObject({ nonCompliant: 0, compliant: 1000, errors: 0 });
  });

  test("is of a template's resources too", async () => {
    const template = JSON.stringify({
      Resources: {
        G: { Type: "AWS::EC2::SecurityGroup", Properties: { GroupDescription: "g" } },
        X: { Type: "AWS::Events::Rule" },
      },
    });
    const folder = await temporaryFolder({ "t.template": template });
    const check = async (...argv: readonly string[]) =>
      parseCheckResult(
        (await rulewright(["check", "t.template", "--json", "--only", GROUPS, ...argv], { cwd: folder })).stdout,
      );
    expect((await check("--regions", "us-east-1")).evaluations).toHaveLength(1);
    expect((await check("--regions", "eu-west-1")).evaluations).toEqual([]);
    expect((await check()).notJudged).toHaveLength(1);
    expect((await check("--resource-types", "AWS::EC2::SecurityGroup")).notJudged).toBeUndefined();
    expect((await check("--regions", "us-east-1")).notJudged).toHaveLength(1);
    expect((await check("--regions", "eu-west-1")).notJudged).toBeUndefined();
  });

  /** The exit code, and what the result says is missing. */
  const absencesOf =
    (folder: string) =>
    async (file: string, ...argv: readonly string[]) => {
      const { code, stdout, stderr } = await rulewright(["check", file, "--json", ...argv], { cwd: folder });
      expect(stderr).toBe("");
      const { errors, summary } = parseCheckResult(stdout);
      expect(errors.map((error) => [error.code, error.source.file])).toEqual(errors.map(() => ["RW6205", file]));
      expect(summary.errors).toBe(errors.length);
      return [code, ...errors.map(({ message }) => message)];
    };

  test("of what is not there is an error, so that nothing is taken for clean", async () => {
    const folder = await temporaryFolder({ "i.json": snapshot(openGroup({ resourceId: "sg-here" })) });
    const check = absencesOf(folder);
    const account = "Nothing of 444455556666 (--accounts) is in the inputs.";
    expect(await check("i.json", "--accounts", FIXTURE.accountId, OTHER, OTHER)).toEqual([2, account]);
    const allowed = ["--allow-unreadable", "--accounts", FIXTURE.accountId, OTHER];
    expect(await check("i.json", ...allowed)).toEqual([1, account]);
    expect(await check("i.json", "--accounts", OTHER, "--regions", "us-east-9", "us-east-1")).toEqual([
      2,
      account,
      "Nothing of us-east-9, us-east-1 (--regions) is in the inputs.",
    ]);
    const here = ["--accounts", FIXTURE.accountId, "--regions", "eu-west-1", "global"];
    expect(await check("i.json", ...here)).toEqual([1]);
    const shown = await rulewright(["check", "i.json", "--format", "csv", "--accounts", OTHER], { cwd: folder });
    expect([shown.code, shown.stderr]).toEqual([2, `RW6205: ${account}\n`]);
  });

  test("of what is there, but not together, is an error too", async () => {
    const elsewhere = openGroup({ resourceId: "sg-there", awsAccountId: OTHER, awsRegion: "us-east-1" });
    const check = absencesOf(await temporaryFolder({ "i.json": snapshot(openGroup(), elsewhere) }));
    const here = ["--only", GROUPS, "--accounts", FIXTURE.accountId];
    const notThere = `Nothing of ${FIXTURE.accountId} (--accounts) is in us-east-1 (--regions).`;
    expect(await check("i.json", ...here, "--regions", "us-east-1")).toEqual([2, notThere]);
    expect(await check("i.json", ...here, OTHER, "--regions", "us-east-1")).toEqual([2, notThere]);
    expect(await check("i.json", ...here, "--regions", "eu-west-1", "us-east-1")).toEqual([
      2,
      `Nothing of us-east-1 (--regions) is in ${FIXTURE.accountId} (--accounts).`,
    ]);
    expect(await check("i.json", ...here, OTHER, "--regions", "eu-west-1", "us-east-1")).toEqual([1]);
  });

  test("of what is there, but of types that no rule judges, is not missing, however long the file is", async () => {
    const padding = "x".repeat(4000);
    const topics = Array.from({ length: 400 }, (_, index) =>
      configurationItem("AWS::SNS::Topic", { resourceId: `topic-${index}`, awsRegion: "us-east-1", tags: { padding } }),
    );
    const folder = await temporaryFolder({
      "long.json": snapshot(openGroup(), ...topics),
      "short.json": snapshot(openGroup(), ...topics.slice(0, 2)),
      "recorded.json": evidenceFile({ rule: POLICY, accountId: OTHER, region: "eu-west-3" }),
    });
    const check = absencesOf(folder);
    const severe = ["--severity", "high"]; // rules about items alone
    expect(await check("short.json", ...severe, "--regions", "us-east-1")).toEqual([0]);
    expect(await check("long.json", ...severe, "--regions", "us-east-1")).toEqual([0]);
    expect(await check("long.json", ...severe, "--regions", "us-east-1", "eu-west-2")).toEqual([
      2,
      "Nothing of eu-west-2 (--regions) is in the inputs.",
    ]);
    const evidence = ["--evidence", "recorded.json", "--accounts", OTHER, "--regions", "eu-west-3"];
    expect(await check("short.json", ...severe, ...evidence)).toEqual([0]);
  });

  test("of rules names those that met no resource", async () => {
    const folder = await temporaryFolder({
      "i.json": snapshot(openGroup()),
      "cut.json": "[{",
      "r.ts": ruleSource("r"),
    });
    const check = async (...argv: readonly string[]) =>
      (await rulewright(["check", ...argv, "--json"], { cwd: folder })).stderr;
    const unmet = "Met no resource: s3-bucket-public-access-blocked (1 rule)\n";
    expect(await check("i.json", "--only", GROUPS, "s3-bucket-public-access-blocked")).toBe(unmet);
    expect(await check("i.json", "--rules", "r.ts")).toBe("Met no resource: r (1 rule)\n");
    expect(await check("i.json", "--only", GROUPS, KEYS)).toBe(""); // without evidence, which the table says
    expect(await check("i.json")).toBe("");
    expect(await check("cut.json", "--only", GROUPS)).toBe("");
  });

  test.each<[string[], string, RegExp]>([
    [["--severity", "hihg"], "RW5001", /Did you mean HIGH\?/],
    [["--accounts", "12"], "RW5001", /twelve digits/],
    [["--severity", "informational"], "RW5019", /None of the 6 rules is within --severity/],
    [["--resource-types", "AWS::SQS::Queue", "--severity", "low"], "RW5019", /within --severity, --resource-types/],
    [
      ["--resource-types", "AWS::SQS::Queue", "--accounts", OTHER],
      "RW5019",
      /within --resource-types\.\n.+`rulewright rules/,
    ],
    [
      ["--only", POLICY, "--regions", "eu-west-1"],
      "RW5019",
      /The rule iam-account-password-policy is not within --regions\.\n {2}Global rules are in the Region named global: add/,
    ],
    [["--pack", "p.ts", "--rules", "r.ts"], "RW5001", /--pack.+cannot be used with option '--rules/],
  ])("%j is refused", async (argv, code, sentence) => {
    expectRefusal(await rulewright(["check", SAMPLE, ...argv]), code, sentence);
  });
});

describe("--parameter", () => {
  test("sets what rules judge by, and the hash tells it", async () => {
    const item = JSON.stringify(openGroup());
    const check = async (...argv: readonly string[]) =>
      parseCheckResult((await rulewright(["check", "-", "--json", "--only", GROUPS, ...argv], { stdin: item })).stdout);
    const [byDefault, set, same] = await Promise.all([
      check(),
      check("--parameter", `${GROUPS}.ports=3389,5432`),
      check("--parameter", `${GROUPS}.ports=[22,3389]`),
    ]);
    expect(byDefault.evaluations).toMatchObject([{ complianceType: "NON_COMPLIANT" }]);
    expect(set.evaluations).toMatchObject([{ complianceType: "COMPLIANT" }]);
    expect(set.evaluations[0]?.parametersHash).not.toBe(byDefault.evaluations[0]?.parametersHash);
    expect(set.rulesHash).not.toBe(byDefault.rulesHash);
    expect(same.rulesHash).toBe(byDefault.rulesHash);
  });

  test("tells every mistake of the options together", async () => {
    const ran = await sample(
      "--parameter", `${GROUPS}.adminPort=1`, `${GROUPS}.ports=ssh`, "nobody.x=1", "x",
      "--severity", "hihg",
    ); // prettier-ignore
    const codes = ran.stderr.split("\n").filter((line) => line.startsWith("RW"));
    expect(codes.map((line) => line.slice(0, 6))).toEqual(["RW5001", "RW1004", "RW5013", "RW5001", "RW1002"]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
  });

  test("gives a rule what it requires; all that is missing is told at once", async () => {
    const requiring = (name: string) =>
      ruleSource(name).replace(
        "evaluate:",
        'parameters: { key: { type: "string", required: true, description: "A key." } },\n  evaluate:',
      );
    const folder = await temporaryFolder({
      "topic.json": JSON.stringify(configurationItem("AWS::SNS::Topic", { resourceId: "topic" })),
      "rules/a.ts": requiring("rule-a"),
      "rules/b.ts": requiring("rule-b"),
    });
    const argv = ["check", "topic.json", "--rules", "rules", "--json"];
    const without = await rulewright(argv, { cwd: folder });
    expect(without.stderr.match(/^RW1001: Rule rule-[ab] lacks its parameter key/gm)).toHaveLength(2);
    expect(without.stderr).toContain("\n  Give it with --parameter rule-a.key=value.\n");
    expect(without).toMatchObject({ code: 2, stdout: "" });
    const ran = await rulewright([...argv, "--parameter", "rule-a.key=k", "rule-b.key=k"], { cwd: folder });
    expect(seen(ran, "rule")).toEqual(["rule-a", "rule-b"]);
  });
});

describe("--pack", () => {
  const pack = (
    rules: string,
  ) => `import { defineConformancePack, managedRule, packParameter, use } from "@rulewright/sdk/synthesis";
    import { ec2SecurityGroupAdminPortsClosed as groups } from "@rulewright/rules";
    export default defineConformancePack({ name: "mine", rules: [${rules}] });`;
  const mine = pack(`use(groups, { parameters: { ports: [3389] } }), use(groups, { name: "groups-again" }),
      managedRule("IAM_ROOT_ACCESS_KEY_CHECK")`);

  test("judges by the pack's rules, names and settings, and says what it cannot judge", async () => {
    const folder = await temporaryFolder({ "item.json": JSON.stringify(openGroup()), "my.pack.ts": mine });
    const argv = ["check", "item.json", "--json", "--pack", "my.pack.ts"];
    const [ran, set, only] = await Promise.all([
      rulewright(argv, { cwd: folder }),
      rulewright([...argv, "--parameter", `${GROUPS}.ports=22`], { cwd: folder }),
      rulewright([...argv, "--only", "groups-again"], { cwd: folder }),
    ]);
    const verdicts = ({ stdout }: Ran) =>
      parseCheckResult(stdout).evaluations.map(({ rule, complianceType }) => [rule, complianceType]);
    expect(verdicts(ran)).toEqual([
      [GROUPS, "COMPLIANT"],
      ["groups-again", "NON_COMPLIANT"],
    ]);
    expect(verdicts(set)).toEqual([
      [GROUPS, "NON_COMPLIANT"],
      ["groups-again", "NON_COMPLIANT"],
    ]);
    expect(verdicts(only)).toEqual([["groups-again", "NON_COMPLIANT"]]);
    expect(ran.stderr).toBe("Not judged, as their logic is in AWS Config alone: 1 rule, iam-root-access-key-check\n");
    expect(ran.code).toBe(1);
  });

  test("reads the packs of a folder", async () => {
    const ran = await sample("--pack", "conformance-packs", "--only", POLICY);
    expect(seen(ran, "rule")).toEqual([POLICY]);
  });

  test.each<[string, string, string, RegExp]>([
    [
      "of managed rules only",
      pack('managedRule("IAM_ROOT_ACCESS_KEY_CHECK")'),
      "RW5019",
      /None of the pack's rules can be judged offline/,
    ],
    ["that is unsound", pack('use(groups, { parameters: { ports: ["ssh"] } })'), "RW1002", /ports/],
    ["that is none", "export const x = 1;", "RW5012", /exports no conformance pack/],
  ])("%s is refused", async (_what, source, code, sentence) => {
    const folder = await temporaryFolder({ "p.ts": source });
    expectRefusal(
      await rulewright(["check", join(process.cwd(), SAMPLE), "--pack", "p.ts"], { cwd: folder }),
      code,
      sentence,
    );
  });
});

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { isEvidenceFile, parseEvidenceFile, type EvidenceEntry } from "@rulewright/sdk";
import { createAwsEndpoint, type AwsEndpoint } from "@rulewright/testing";
import { parseCheckResult, parseCollectSummary, parseObject } from "./support/contracts.ts";
import { expectRefusal } from "./support/expect-refusal.ts";
import { rulewright, type RunOptions } from "./support/rulewright.ts";
import { STRICT_POLICY, openGroup, snapshot } from "./support/samples.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const ACCOUNT = "111122223333";
const POLICY = "iam-account-password-policy";
const KEYS = "iam-user-one-active-access-key";
const ROOT_USER = "iam-root-user-not-used";
const BUCKETS = "s3-bucket-public-access-blocked";

/** Headings of the credential report's columns that matter here. */
const REPORT = [
  "user,arn,user_creation_time,password_enabled,password_last_used,access_key_1_active,access_key_1_last_used_date,access_key_2_active,access_key_2_last_used_date",
  `<root_account>,arn:aws:iam::${ACCOUNT}:root,2019-02-11T09:30:00+00:00,not_supported,no_information,false,N/A,false,N/A`,
  "",
].join("\n");

let endpoint: AwsEndpoint;
let folder: string;
let options: RunOptions;

beforeEach(async () => {
  endpoint = await createAwsEndpoint();
  folder = await temporaryFolder();
  const env = {
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "example",
    AWS_REGION: "eu-west-1",
    HOME: "/nonexistent",
  };
  options = { cwd: folder, env };
  endpoint.state.iam.accountPasswordPolicy = STRICT_POLICY;
  endpoint.state.iam.stageCredentialReport({ content: REPORT, pollsUntilComplete: 0 });
  for (let index = 0; index < 130; index += 1) {
    const accessKeys = Array.from({ length: index === 7 ? 2 : 1 }, (_, key) => ({ AccessKeyId: `AKIA${index}${key}` }));
    endpoint.state.iam.addUser({ UserName: `user-${index}`, accessKeys });
  }
});
afterEach(() => endpoint.close());

const collect = (...argv: readonly string[]) => rulewright(["collect", ...argv], options);

async function entriesOf(file = "evidence.json"): Promise<readonly EvidenceEntry[]> {
  const value = parseObject(await readFile(join(folder, file), "utf8"));
  return isEvidenceFile(value) ? parseEvidenceFile(value) : [];
}

describe("the installed rules", () => {
  test("are collected of the credentials' account, and check replays the file to the same bytes", async () => {
    const ran = await collect();
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(ran.stdout).toMatch(/^rule +Region +subjects +failed +listed\n/);
    expect(ran.stdout).toMatch(/^iam-user-one-active-access-key +eu-west-1 +130 +0 +yes$/m);
    expect(ran.stdout).toContain(`evidence.json: 4 rules, 132 subjects of account ${ACCOUNT}, 0 failures\n`);
    expect(await readdir(folder)).toEqual(["evidence.json"]);
    const entries = await entriesOf();
    expect(entries.map(({ rule, accountId, region, listed }) => [rule, accountId, region, listed])).toEqual(
      [POLICY, ROOT_USER, KEYS, BUCKETS].map((rule) => [rule, ACCOUNT, "eu-west-1", true]),
    );
    const calls = endpoint.calls.length;
    const check = () => rulewright(["check", "evidence.json", "--format", "jsonl"], options);
    const [first, second] = [await check(), await check()];
    expect(first).toEqual(second);
    expect(first.stdout.trimEnd().split("\n")).toHaveLength(132);
    expect(endpoint.calls).toHaveLength(calls); // check asks AWS nothing
    const { stdout } = await rulewright(["check", "evidence.json", "--json"], options);
    const result = parseCheckResult(stdout);
    expect(result.errors).toEqual([]);
    expect(result.evaluations.filter((each) => each.complianceType === "NON_COMPLIANT")).toMatchObject([
      { rule: KEYS, annotation: expect.stringMatching(/^The user user-7 has 2 active access keys/) },
    ]);
  });

  test("give the same file for the same account, but for the time", async () => {
    await collect("--output", "a.json");
    await collect("--output", "b.json");
    const [a, b] = await Promise.all(["a.json", "b.json"].map((file) => readFile(join(folder, file), "utf8")));
    const timeless = (text = "") => text.replaceAll(/("(?:collectedAt|generatedTime)": \{\s+"\$date": )"[^"]+"/g, "$1");
    expect(timeless(a)).toBe(timeless(b));
  });

  test("are selected by name; a summary for machines", async () => {
    const ran = await collect("--only", POLICY, "--json", "--output", "mine.json");
    const summary = parseCollectSummary(ran.stdout);
    expect(summary).toEqual({
      version: 1,
      file: "mine.json",
      accountId: ACCOUNT,
      collectedAt: expect.stringMatching(/^\d{4}-.+Z$/),
      rules: [{ rule: POLICY, region: "eu-west-1", listed: true, subjects: 1, failed: 0 }],
      failures: [],
      notAvailable: [],
    });
    const [entry] = await entriesOf("mine.json");
    expect(entry?.collectedAt.toISOString()).toBe(summary.collectedAt);
  });

  test("run once where they are global, whatever the Regions", async () => {
    await collect("--only", POLICY, "--regions", "us-east-1", "eu-west-1");
    expect((await entriesOf()).map(({ region }) => region)).toEqual(["us-east-1"]);
  });
});

describe("a failure", () => {
  test("of a subject is in its record, the others are collected, the exit code is 2", async () => {
    endpoint.faults.add({ operation: "ListAccessKeys", nth: 5, kind: "error", code: "AccessDenied", message: "No." });
    const ran = await collect("--only", KEYS);
    expect(ran.code).toBe(2);
    expect(ran.stdout).toMatch(/^iam-user-one-active-access-key +eu-west-1 +130 +1 +yes$/m);
    expect(ran.stdout).toMatch(/^AccessDenied: No\.\n {2}iam-user-one-active-access-key · AIDA\w+ · eu-west-1$/m);
    const [entry] = await entriesOf();
    const failed = entry?.subjects.filter((record) => "error" in record);
    expect(failed).toMatchObject([{ error: { code: "AccessDenied", message: "No." } }]);
    const { stdout, code } = await rulewright(["check", "evidence.json", "--json"], options);
    expect(parseCheckResult(stdout).errors).toMatchObject([{ rule: KEYS, code: "AccessDenied" }]);
    expect(code).toBe(2);
  });

  test("of a listing leaves what it named before, and says that there is more", async () => {
    endpoint.faults.add({ operation: "ListUsers", kind: "midPage", page: 2, code: "AccessDenied", status: 403 });
    const ran = await collect("--only", KEYS, POLICY);
    expect(ran.code).toBe(2);
    expect(ran.stdout).toMatch(/^iam-user-one-active-access-key +eu-west-1 +100 +0 +in part$/m);
    expect(ran.stdout).toMatch(/^AccessDenied: .+\n {2}iam-user-one-active-access-key · its listing · eu-west-1$/m);
    expect((await entriesOf()).map(({ rule, listed }) => [rule, listed])).toEqual([
      [POLICY, true],
      [KEYS, false],
    ]);
  });

  test("is in the summary for machines", async () => {
    endpoint.faults.add({ operation: "ListUsers", kind: "midPage", page: 2, code: "AccessDenied", status: 403 });
    endpoint.faults.add({ operation: "ListAccessKeys", nth: 5, kind: "error", code: "AccessDenied", message: "No." });
    const ran = await collect("--only", KEYS, "--json");
    expect(ran.code).toBe(2);
    const { rules, failures } = parseCollectSummary(ran.stdout);
    expect(rules).toEqual([{ rule: KEYS, region: "eu-west-1", listed: false, subjects: 100, failed: 1 }]);
    const common = { rule: KEYS, region: "eu-west-1", code: "AccessDenied", message: expect.any(String) };
    expect(failures).toEqual([common, { ...common, resourceId: expect.stringMatching(/^AIDA/) }]);
  });

  test("that passes is waited for", async () => {
    endpoint.faults.add({ operation: "ListAccessKeys", kind: "throttle", times: 6 });
    endpoint.faults.add({ operation: "GetAccountPasswordPolicy", kind: "throttle", times: 4 });
    expect(await collect("--only", KEYS, POLICY)).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("rules of one's own", () => {
  const periodic = (members: string) => `import { compliant, definePeriodicRule } from "@rulewright/sdk";
export default definePeriodicRule({
  name: "mine",
  description: "Mine.",
  severity: "LOW",
  resourceTypes: ["AWS::::Account"],
  schedule: "One_Hour",
  permissions: ["iam:GetAccountSummary"],
  ${members}
  evaluate: ({ evidence }) => compliant(JSON.stringify(evidence)),
});
`;

  test("are collected in every Region, with their parameters", async () => {
    const source = periodic(`scope: "regional",
  parameters: { limit: { type: "integer", minimum: 1, default: 3, description: "A limit." } },
  collect: async ({ account, parameters, aws }) => ({ ...account, limit: parameters.limit, aws: typeof aws.client }),`);
    folder = await temporaryFolder({ "mine.ts": source });
    options = { ...options, cwd: folder };
    const mine = ["--rules", "mine.ts", "--regions", "eu-west-1,us-east-1"];
    expect(await collect(...mine, "--parameter", "mine.limit=7")).toMatchObject({ code: 0, stderr: "" });
    const evidence = (await entriesOf()).flatMap(({ subjects }) =>
      subjects.map((record) => ("error" in record ? record.error : record.evidence)),
    );
    const common = { accountId: ACCOUNT, partition: "aws", limit: 7, aws: "function" };
    expect(evidence).toEqual([
      { ...common, region: "eu-west-1" },
      { ...common, region: "us-east-1" },
    ]);
    expectRefusal(await collect(...mine, "--parameter", "mine.limit=0"), "RW1002", /limit of rule mine: "0" is not/);
    expectRefusal(await collect(...mine, "--parameter", "mine.limits=1"), "RW1004", /Did you mean limit\?/);
  });

  test("that judge items are given the newest item of each resource", async () => {
    const source = `import { compliant, defineRule } from "@rulewright/sdk";
export default defineRule({
  name: "mine",
  description: "Mine.",
  severity: "LOW",
  resourceTypes: ["AWS::EC2::SecurityGroup"],
  permissions: ["ec2:DescribeSecurityGroups"],
  collect: async ({ configurationItem }) => ({ tags: configurationItem.tags }),
  evaluate: ({ evidence }) => compliant(\`Owner \${evidence.tags["owner"]}.\`),
});
`;
    const item = openGroup({ tags: { owner: "team" } });
    folder = await temporaryFolder({ "mine.ts": source, "snapshot.json": snapshot(item) });
    options = { ...options, cwd: folder };
    endpoint.state.config.addEventItem(item);
    expect(await collect("--rules", "mine.ts")).toMatchObject({ code: 0, stderr: "" });
    const argv = ["check", "snapshot.json", "--rules", "mine.ts", "--evidence", "evidence.json", "--json"];
    const { stdout } = await rulewright(argv, options);
    expect(parseCheckResult(stdout).evaluations).toMatchObject([{ resourceId: "sg-open", annotation: "Owner team." }]);
  });
});

describe("what ends the run", () => {
  test("before AWS is asked", async () => {
    expectRefusal(await collect("--only", "ec2-security-group-admin-ports-closed"), "RW5042", /need no evidence: ec2-/);
    expectRefusal(await collect("--only", "iam-root"), "RW5013", /There is no rule iam-root/);
    expectRefusal(await collect("--regions", "Ireland"), "RW5001", /--regions Ireland is no Region/);
    expectRefusal(await collect("--account", "7"), "RW5001", /--account 7 is no account/);
    options = { ...options, env: { HOME: "/nonexistent" } };
    expectRefusal(await collect(), "RW5041", /No Region is configured/);
    expect(endpoint.calls).toEqual([]);
  });

  test("without credentials; with --account the file says so of every rule", async () => {
    const env = { AWS_ENDPOINT_URL: endpoint.url, AWS_REGION: "eu-west-1", HOME: "/nonexistent" };
    options = { ...options, env };
    expectRefusal(await collect(), "RW5040", /failed \(.*credentials[^]+, or name the account with --account\./i);
    const ran = await collect("--only", POLICY, "--account", ACCOUNT);
    expect(ran.code).toBe(2);
    expect((await entriesOf())[0]?.subjects).toMatchObject([
      { error: { code: "CredentialsProviderError", message: expect.stringMatching(/credentials/i) } },
    ]);
  });

  test("when the file cannot be written", async () => {
    const ran = await collect("--only", POLICY, "--output", "no/such/folder.json");
    expectRefusal(ran, "RW5017", /folder\.json cannot be written/);
    expect(await readdir(folder)).toEqual([]);
  });
});

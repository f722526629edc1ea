import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { configurationItem, createAwsEndpoint, type AwsEndpoint } from "@rulewright/testing";
import { parseCheckResult } from "./support/contracts.ts";
import { expectRefusal } from "./support/expect-refusal.ts";
import { rulewright } from "./support/rulewright.ts";
import { STRICT_POLICY, closedGroup, evidenceFile, openGroup, ruleSource } from "./support/samples.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const ACCOUNT = "111122223333";
const OTHER = "444455556666";
const GROUPS = "ec2-security-group-admin-ports-closed";
const POLICY = "iam-account-password-policy";
const TOPIC = "AWS::SNS::Topic";

let endpoint: AwsEndpoint;
let folder: string;
let env: Record<string, string>;

beforeEach(async () => {
  endpoint = await createAwsEndpoint();
  folder = await temporaryFolder({
    "owned.ts": ruleSource("topic-owned").replace(
      "configurationItem.configuration.KmsMasterKeyId",
      'configurationItem.tags["owner"]',
    ),
    "attached.ts": ruleSource("topic-attached").replace(
      "configurationItem.configuration.KmsMasterKeyId",
      "configurationItem.relationships.length > 0",
    ),
  });
  env = {
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "example",
    AWS_REGION: "eu-west-1",
    AWS_MAX_ATTEMPTS: "2",
    HOME: "/nonexistent",
  };
});
afterEach(() => endpoint.close());

const run = (...argv: readonly string[]) => rulewright(["check", "--json", ...argv], { cwd: folder, env });
const check = async (...argv: readonly string[]) => {
  const { stdout, stderr, code } = await run(...argv);
  expect(stderr).toBe("");
  return { ...parseCheckResult(stdout), code };
};
const add = (item: ReturnType<typeof configurationItem>) => endpoint.state.config.addEventItem(item);
const topic = (resourceId: string, members: Readonly<Record<string, unknown>> = {}) =>
  configurationItem(TOPIC, { resourceId, ...members });
const called = (operation: string) => endpoint.calls.filter((call) => call.operation === operation).length;

describe("--live", () => {
  test("judges the account's items without any input", async () => {
    for (let index = 0; index < 230; index += 1) add(closedGroup({ resourceId: `sg-${index}` }));
    add(openGroup());
    const { evaluations, errors, summary, code } = await check("--live", "--only", GROUPS);
    expect(errors).toEqual([]);
    expect(summary).toMatchObject({ compliant: 230, nonCompliant: 1, undetermined: 0 });
    expect(evaluations.find(({ resourceId }) => resourceId === "sg-open")).toMatchObject({
      accountId: ACCOUNT,
      region: "eu-west-1",
      source: { file: "live" },
    });
    expect(code).toBe(1);
    expect(called("GetResourceConfigHistory")).toBe(0); // no rule reads what a batch lacks
  });

  test("fetches tags and relationships where a rule reads them, and there only", async () => {
    const relationships = [{ resourceType: "AWS::KMS::Key", resourceId: "key", name: "Is encrypted by" }];
    for (let index = 0; index < 30; index += 1) add(topic(`t-${index}`, { tags: { owner: "me" } }));
    add(topic("t-bare", { relationships }));
    add(openGroup());
    const owned = await check("--live", "--rules", "owned.ts");
    expect(owned.summary).toMatchObject({ compliant: 30, nonCompliant: 1, undetermined: 0, errors: 0 });
    expect(called("GetResourceConfigHistory")).toBe(31);
    const attached = await check("--live", "--rules", "attached.ts");
    expect(attached.summary).toMatchObject({ compliant: 1, nonCompliant: 30, undetermined: 0, errors: 0 });
  });

  test("leaves undetermined what the history does not give, with its error", async () => {
    for (const id of ["a", "b", "c"]) add(topic(id, { tags: { owner: "me" } }));
    endpoint.faults.add({
      operation: "GetResourceConfigHistory",
      nth: 1,
      kind: "error",
      code: "AccessDeniedException",
      message: "No.",
    });
    const { summary, errors, code } = await check("--live", "--rules", "owned.ts");
    expect(summary).toMatchObject({ compliant: 2, undetermined: 1, errors: 1 });
    expect(errors).toMatchObject([{ code: "RW6220", resourceType: TOPIC, accountId: ACCOUNT, region: "eu-west-1" }]);
    expect(code).toBe(2);
  });

  test("goes on with the other types where one cannot be listed", async () => {
    add(openGroup());
    endpoint.faults.add({
      operation: "BatchGetResourceConfig",
      kind: "error",
      code: "AccessDeniedException",
      message: "No.",
    });
    const { evaluations, errors, code } = await check("--live", "--only", GROUPS);
    expect(evaluations).toEqual([]);
    expect(errors).toMatchObject([{ code: "RW6220", resourceId: "sg-open", message: expect.stringMatching(/No\./) }]);
    expect(code).toBe(2);
  });

  test("says of rules that need evidence that there is none, and replays what there is", async () => {
    const without = await check("--live", "--only", POLICY);
    expect(without.evaluations).toMatchObject([{ accountId: ACCOUNT, status: "undetermined", missing: ["evidence"] }]);
    const subjects = [{ subject: { resourceId: ACCOUNT, resourceType: "AWS::::Account" }, evidence: STRICT_POLICY }];
    const other = await temporaryFolder({ "evidence.json": evidenceFile({ rule: POLICY, subjects }) });
    const replayed = await check("--live", "--only", POLICY, "--evidence", `${other}/evidence.json`);
    expect(replayed.evaluations).toMatchObject([{ status: "evaluated", complianceType: "COMPLIANT" }]);
  });

  test("reads the Regions that are named, and asks for the types that are selected", async () => {
    add(openGroup());
    add(topic("t"));
    const found = await check(
      "--live",
      "--regions",
      "eu-west-1",
      "us-east-1",
      "--resource-types",
      "AWS::EC2::SecurityGroup",
    );
    expect(found.evaluations.map(({ rule }) => rule)).toEqual([GROUPS]);
    const listed = endpoint.calls.filter(({ operation }) => operation === "ListDiscoveredResources");
    expect(listed.map(({ input }) => input["resourceType"])).toEqual([
      "AWS::EC2::SecurityGroup",
      "AWS::EC2::SecurityGroup",
    ]);
  });

  test("may go with files: of two states of a resource the newest counts", async () => {
    add(closedGroup({ resourceId: "sg-open", configurationItemCaptureTime: "2026-03-01T00:00:00.000Z" }));
    const { stdout } = await rulewright(["check", "-", "--live", "--json", "--only", GROUPS], {
      cwd: folder,
      env,
      stdin: JSON.stringify(openGroup()),
    });
    expect(parseCheckResult(stdout).evaluations).toMatchObject([
      { complianceType: "COMPLIANT", source: { file: "live" } },
    ]);
  });

  test("without credentials or Region ends in one sentence", async () => {
    const { AWS_ACCESS_KEY_ID: _key, AWS_SECRET_ACCESS_KEY: _secret, ...anonymous } = env;
    const { AWS_REGION: _region, ...nowhere } = env;
    const live = (argv: readonly string[], environment: Record<string, string>) =>
      rulewright(["check", ...argv], { cwd: folder, env: environment });
    expectRefusal(await live(["--live"], anonymous), "RW5040", /GetCallerIdentity failed/);
    expectRefusal(await live(["--live"], nowhere), "RW5041", /No Region is configured/);
    expectRefusal(await live(["--aggregator", "org"], anonymous), "RW5040", /GetCallerIdentity failed/);
    expectRefusal(await live(["--aggregator", "org"], nowhere), "RW5041", /Region of the aggregator/);
  });

  test("takes the account that is named at its word", async () => {
    const { evaluations } = await check("--live", "--account", OTHER, "--only", POLICY);
    expect(evaluations).toMatchObject([{ accountId: OTHER, status: "undetermined" }]);
    expect(called("GetCallerIdentity")).toBe(0);
  });
});

test("--live does not take an account for clean that its credentials are not of", async () => {
  add(openGroup());
  const { errors, code } = await check("--live", "--only", GROUPS, "--accounts", OTHER);
  expect(errors).toEqual([
    { code: "RW6205", message: `Nothing of ${OTHER} (--accounts) is in the inputs.`, source: { file: "live" } },
  ]);
  expect(code).toBe(2);
});

describe("--aggregator", () => {
  test("judges the items of every account, narrowed by the selection", async () => {
    const relationships = [{ resourceType: "AWS::KMS::Key", resourceId: "key", name: "Is encrypted by" }];
    endpoint.state.config.addAggregator("org", [
      openGroup(),
      openGroup({ resourceId: "sg-other", awsAccountId: OTHER }),
      topic("a", { tags: { owner: "me" } }),
      topic("b", { relationships }),
    ]);
    const all = await check("--aggregator", "org", "--only", GROUPS);
    expect(all.evaluations).toMatchObject([
      { accountId: ACCOUNT, source: { file: "live/org" } },
      { accountId: OTHER, source: { file: "live/org" } },
    ]);
    const one = await check("--aggregator", "org", "--accounts", OTHER, "--only", GROUPS);
    expect(one.evaluations).toMatchObject([{ accountId: OTHER }]);
    const queries = endpoint.calls.filter(({ operation }) => operation === "SelectAggregateResourceConfig");
    expect(queries.at(-1)?.input["Expression"]).toContain(OTHER);
    const topics = await check("--aggregator", "org", "--rules", "owned.ts", "attached.ts");
    expect(topics.evaluations.map(({ rule, resourceId, status }) => [rule, resourceId, status])).toEqual([
      ["topic-attached", "a", "evaluated"],
      ["topic-owned", "a", "evaluated"],
      ["topic-attached", "b", "undetermined"], // queries do not name relationships
      ["topic-owned", "b", "evaluated"],
    ]);
  });

  test("does not take an account or a Region for clean that it does not hold", async () => {
    endpoint.state.config.addAggregator("org", [
      openGroup(),
      topic("a", { awsAccountId: OTHER }),
      topic("b", { awsRegion: "eu-north-1" }),
    ]);
    const groups = async (...argv: readonly string[]) => {
      const { code, stdout } = await run("--aggregator", "org", "--only", GROUPS, ...argv);
      return [code, ...parseCheckResult(stdout).errors.map(({ message }) => message)];
    };
    const nobody = "777788889999";
    expect(await groups("--accounts", ACCOUNT, OTHER)).toEqual([1]);
    expect(await groups("--accounts", OTHER)).toEqual([0]); // it has resources, if none of this type
    expect(await groups("--accounts", OTHER, "--regions", "eu-west-1")).toEqual([0]);
    expect(await groups("--accounts", ACCOUNT, nobody)).toEqual([
      2,
      `Nothing of ${nobody} (--accounts) is in the inputs.`,
    ]);
    expect(await groups("--regions", "eu-west-1", "eu-north-1", "eu-west-3")).toEqual([
      2,
      "Nothing of eu-west-3 (--regions) is in the inputs.",
    ]);
  });

  test("cannot be asked what it holds: the result says so", async () => {
    endpoint.state.config.addAggregator("org", [openGroup()]);
    endpoint.faults.add({
      operation: "GetAggregateDiscoveredResourceCounts",
      kind: "error",
      code: "AccessDeniedException",
      message: "No.",
    });
    const { errors, evaluations, code } = await check("--aggregator", "org", "--only", GROUPS, "--accounts", ACCOUNT);
    expect(evaluations).toHaveLength(1);
    expect(errors).toMatchObject([{ code: "RW6220", message: expect.stringContaining("AccessDenied") }]);
    expect(code).toBe(2);
  });

  test("that is not there is an error of the result", async () => {
    const { errors, code } = await check("--aggregator", "none", "--only", GROUPS);
    expect(errors).toMatchObject([
      { code: "RW6220", message: expect.stringContaining("NoSuchConfigurationAggregator") },
    ]);
    expect(code).toBe(2);
  });
});

test("without either option AWS is not called, whatever the credentials", async () => {
  const stdin = JSON.stringify(topic("t"));
  const { stdout } = await rulewright(["check", "-", "--json"], { cwd: folder, env, stdin });
  expect(parseCheckResult(stdout).errors).toEqual([]);
  expect(endpoint.calls).toEqual([]);
});

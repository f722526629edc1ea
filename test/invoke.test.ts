import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  FIXTURE,
  changeEvent,
  configurationItem,
  createAwsEndpoint,
  oversizedEvent,
  scheduledEvent,
  type AwsEndpoint,
} from "@rulewright/testing";
import { parseInvokeResult } from "./support/contracts.ts";
import { expectRefusal } from "./support/expect-refusal.ts";
import { rulewright, type Ran, type RunOptions } from "./support/rulewright.ts";
import { STRICT_POLICY, closedGroup, evidenceFile, openGroup, ruleSource } from "./support/samples.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const GROUPS = "ec2-security-group-admin-ports-closed";
const POLICY = "iam-account-password-policy";
const KEYS = "iam-user-one-active-access-key";

/** Invokes a rule with an event on standard input. */
function invoke(rule: string, event: unknown, argv: readonly string[] = [], options: RunOptions = {}): Promise<Ran> {
  const stdin = typeof event === "string" ? event : JSON.stringify(event);
  return rulewright(["invoke", rule, "--event", "-", ...argv], { ...options, stdin });
}

async function invokeJson(rule: string, event: unknown, argv: readonly string[] = [], options: RunOptions = {}) {
  const ran = await invoke(rule, event, [...argv, "--json"], options);
  return { ...ran, result: parseInvokeResult(ran.stdout) };
}

describe("a change event", () => {
  const bucket = (on: boolean) =>
    configurationItem("AWS::S3::Bucket", {
      resourceId: "bucket",
      supplementaryConfiguration: {
        PublicAccessBlockConfiguration: {
          blockPublicAcls: on,
          ignorePublicAcls: true,
          blockPublicPolicy: true,
          restrictPublicBuckets: true,
        },
      },
    });
  const service = (AssignPublicIp: string) =>
    configurationItem("AWS::ECS::Service", {
      resourceId: "service",
      configuration: { NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp } } },
    });

  test.each([
    [GROUPS, openGroup(), "NON_COMPLIANT", 1],
    [GROUPS, closedGroup(), "COMPLIANT", 0],
    ["s3-bucket-public-access-blocked", bucket(false), "NON_COMPLIANT", 1],
    ["s3-bucket-public-access-blocked", bucket(true), "COMPLIANT", 0],
    ["ecs-service-no-public-ip", service("ENABLED"), "NON_COMPLIANT", 1],
    ["ecs-service-no-public-ip", service("DISABLED"), "COMPLIANT", 0],
  ])("%s: %#", async (rule, item, complianceType, code) => {
    const ran = await invokeJson(rule, changeEvent(item));
    expect(ran.result).toMatchObject({
      rule,
      evaluations: [
        {
          ComplianceResourceType: item.resourceType,
          ComplianceResourceId: item.resourceId,
          ComplianceType: complianceType,
          OrderingTimestamp: FIXTURE.captureTime,
        },
      ],
      errors: [],
    });
    expect(ran).toMatchObject({ code, stderr: "" });
  });

  test("--verbose tells where the rule throws", async () => {
    const source = `import { defineRule } from "@rulewright/sdk";
      export default defineRule({ name: "odd", description: "Throws.", severity: "LOW",
        resourceTypes: ["AWS::EC2::SecurityGroup"],
        evaluate: () => { throw new Error("boom"); } });`;
    const folder = await temporaryFolder({ "odd.ts": source, "event.json": JSON.stringify(changeEvent(openGroup())) });
    const argv = ["invoke", "odd", "--event", "event.json", "--rules", "odd.ts"];
    const plain = await rulewright(argv, { cwd: folder });
    const verbose = await rulewright([...argv, "--verbose"], { cwd: folder });
    expect(plain).toMatchObject({ code: 2, stderr: "" });
    expect(verbose.stderr).toMatch(/^Error: boom\n +at .*odd\.ts:4:\d+\)?\n/);
    expect(verbose.stdout).toBe(plain.stdout);
  });

  test("prints the evaluations for a person, from a file, with the event's parameters", async () => {
    const event = changeEvent(openGroup(), { ruleParameters: { ports: "3389" } });
    const folder = await temporaryFolder({ "event.json": JSON.stringify(event) });
    const ran = await rulewright(["invoke", GROUPS, "--event", "event.json"], { cwd: folder });
    expect(ran).toEqual({
      code: 0,
      stderr: "",
      stdout: `${GROUPS} would put 1 evaluation\n  COMPLIANT  AWS::EC2::SecurityGroup sg-open\n`,
    });
  });

  test("a deleted item and one that left the scope are NOT_APPLICABLE, without a call of the rule", async () => {
    const deleted = openGroup({ configurationItemStatus: "ResourceDeleted", configuration: null });
    const [gone, left] = await Promise.all([
      invokeJson(GROUPS, changeEvent(deleted)),
      invokeJson(GROUPS, changeEvent(openGroup(), { eventLeftScope: true })),
    ]);
    for (const { result, code } of [gone, left]) {
      expect(result.evaluations.map((each) => each.ComplianceType)).toEqual(["NOT_APPLICABLE"]);
      expect(code).toBe(0);
    }
  });

  test("of a type that the rule does not declare says so and puts nothing", async () => {
    const ran = await invoke(GROUPS, changeEvent(bucket(true)));
    expect(ran.stdout).toBe(`${GROUPS} would put 0 evaluations: it does not declare the event's resource type\n`);
    expect(ran.code).toBe(0);
  });

  test("goes to a rule of the user's own", async () => {
    const folder = await temporaryFolder({ "mine.ts": ruleSource("mine") });
    const topic = configurationItem("AWS::SNS::Topic", { resourceId: "topic" });
    const { result } = await invokeJson("mine", changeEvent(topic), ["--rules", "mine.ts"], { cwd: folder });
    expect(result.evaluations).toEqual([expect.objectContaining({ Annotation: "The topic has no KMS key." })]);
  });

  test("a rule that throws is an error of its resource, shown as not evaluated", async () => {
    const thrown = ruleSource("mine").replace(/evaluate: [^]+/, 'evaluate() { throw new Error("odd item"); },\n});');
    const folder = await temporaryFolder({ "mine.ts": thrown });
    const topic = configurationItem("AWS::SNS::Topic", { resourceId: "topic" });
    const ran = await invokeJson("mine", changeEvent(topic), ["--rules", "mine.ts"], { cwd: folder });
    expect(ran.result.errors).toEqual([{ code: "Error", message: "odd item", resourceId: "topic" }]);
    expect(ran.result.evaluations).toEqual([
      expect.objectContaining({
        ComplianceType: "NOT_APPLICABLE",
        Annotation: expect.stringMatching(/^Not evaluated/),
      }),
    ]);
    expect(ran.code).toBe(2);
  });
});

describe("a scheduled event with recorded evidence", () => {
  const { accountId } = FIXTURE;
  const policy = (members: object) =>
    evidenceFile({
      rule: POLICY,
      subjects: [{ subject: { resourceId: accountId }, evidence: { ...STRICT_POLICY, ...members } }],
    });

  test("judges what was recorded, by the event's time", async () => {
    const folder = await temporaryFolder({
      "strict.json": policy({}),
      "loose.json": policy({ MinimumPasswordLength: 6 }),
    });
    const [strict, loose] = await Promise.all(
      ["strict.json", "loose.json"].map((file) =>
        invokeJson(POLICY, scheduledEvent(), ["--evidence", file], { cwd: folder }),
      ),
    );
    const account = {
      ComplianceResourceType: "AWS::::Account",
      ComplianceResourceId: accountId,
      OrderingTimestamp: FIXTURE.now,
    };
    expect(strict?.result.evaluations).toEqual([{ ...account, ComplianceType: "COMPLIANT" }]);
    expect(loose?.result.evaluations).toEqual([
      { ...account, ComplianceType: "NON_COMPLIANT", Annotation: "MinimumPasswordLength 6, wanted >=14" },
    ]);
    expect([strict?.code, loose?.code]).toEqual([0, 1]);
  });

  test("takes the latest recording", async () => {
    const subjects = (MinimumPasswordLength: number) => [
      { subject: { resourceId: accountId }, evidence: { ...STRICT_POLICY, MinimumPasswordLength } },
    ];
    const evidence = evidenceFile(
      { rule: POLICY, collectedAt: { $date: "2026-01-01T00:00:00.000Z" }, subjects: subjects(6) },
      { rule: POLICY, collectedAt: { $date: "2026-01-10T00:00:00.000Z" }, region: "us-east-1", subjects: subjects(14) },
      { rule: POLICY, collectedAt: { $date: "2026-01-05T00:00:00.000Z" }, subjects: subjects(6) },
    );
    const folder = await temporaryFolder({ "evidence.json": evidence });
    const { result } = await invokeJson(POLICY, scheduledEvent(), ["--evidence", "evidence.json"], { cwd: folder });
    expect(result.evaluations).toEqual([expect.objectContaining({ ComplianceType: "COMPLIANT" })]);
  });

  test("a recorded error and a listing cut short are errors; what was listed is judged", async () => {
    const evidence = evidenceFile({
      rule: KEYS,
      listed: false,
      subjects: [
        { subject: { resourceId: "AIDAFINE", userName: "fine" }, evidence: [] },
        { subject: { resourceId: "AIDADENIED", userName: "denied" }, error: { code: "AccessDenied", message: "No." } },
      ],
    });
    const folder = await temporaryFolder({ "evidence.json": evidence });
    const ran = await invokeJson(KEYS, scheduledEvent(), ["--evidence", "evidence.json"], { cwd: folder });
    expect(ran.result.evaluations.map((each) => [each.ComplianceResourceId, each.ComplianceType])).toEqual([
      ["AIDAFINE", "COMPLIANT"],
      ["AIDADENIED", "NOT_APPLICABLE"],
    ]);
    expect(ran.result.errors).toEqual([
      { code: "AccessDenied", message: "No.", resourceId: "AIDADENIED" },
      { code: "RW2024", message: expect.stringContaining("did not come to its end") },
    ]);
    expect(ran.code).toBe(2);
  });

  test("without an entry of the rule is an error", async () => {
    const folder = await temporaryFolder({ "evidence.json": evidenceFile() });
    const ran = await invoke(POLICY, scheduledEvent(), ["--evidence", "evidence.json"], { cwd: folder });
    expect(ran.stdout).toMatch(/would put 0 evaluations\n {2}RW2024 {2}The listing failed: The evidence has no entry/);
    expect(ran.code).toBe(2);
  });
});

describe("against an AWS endpoint", () => {
  let endpoint: AwsEndpoint;
  let options: RunOptions;
  beforeAll(async () => {
    endpoint = await createAwsEndpoint();
    options = {
      env: { AWS_ENDPOINT_URL: endpoint.url, AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "example" },
    };
  });
  afterAll(() => endpoint.close());

  test("an oversized item is fetched as of its capture time", async () => {
    const item = openGroup({ resourceId: "sg-large" });
    endpoint.state.config.addEventItem(item);
    const ran = await invokeJson(GROUPS, oversizedEvent(item), [], options);
    expect(ran.result.evaluations).toEqual([
      expect.objectContaining({ ComplianceResourceId: "sg-large", ComplianceType: "NON_COMPLIANT" }),
    ]);
    expect(ran).toMatchObject({ code: 1, stderr: "" });
  });

  test("a scheduled event lists and collects by the standard chain, and puts nothing", async () => {
    endpoint.state.iam.addUser({ UserName: "one", accessKeys: [{ AccessKeyId: "AKIA1" }] });
    endpoint.state.iam.addUser({ UserName: "two", accessKeys: [{ AccessKeyId: "AKIA2" }, { AccessKeyId: "AKIA3" }] });
    const ran = await invokeJson(KEYS, scheduledEvent(), [], options);
    expect(ran.result.evaluations.map((each) => each.ComplianceType)).toEqual(["COMPLIANT", "NON_COMPLIANT"]);
    expect(ran.result.evaluations[1]?.Annotation).toMatch(/^The user two has 2 active access keys/);
    expect(ran).toMatchObject({ code: 1, stderr: "" });
    expect(endpoint.calls.map((call) => call.operation)).not.toContain("PutEvaluations");
  });

  test("no credentials are an error of the listing", async () => {
    const env = { AWS_ENDPOINT_URL: endpoint.url, HOME: "/nonexistent" };
    const ran = await invokeJson(KEYS, scheduledEvent(), [], { env });
    expect(ran.result).toMatchObject({
      evaluations: [],
      errors: [{ code: "RW2024", message: expect.stringMatching(/credentials/i) }],
    });
    expect(ran.code).toBe(2);
  });
});

describe("what ends the run", () => {
  const event = changeEvent(openGroup());

  test.each<[string, string, unknown, RegExp, string]>([
    ["JSON that is no event", GROUPS, {}, /not one of AWS Config: it lacks invokingEvent, resultToken/, "RW2001"],
    ["a JSON array", GROUPS, [], /not one of AWS Config/, "RW2001"],
    ["an event of another service", GROUPS, { Records: [] }, /not one of AWS Config/, "RW2001"],
    ["an event of another shape within", GROUPS, { ...event, invokingEvent: "no JSON" }, /not JSON/, "RW2002"],
    ["text that is no JSON", GROUPS, "{", /- is not JSON/, "RW5018"],
    ["a message the rule does not answer", GROUPS, scheduledEvent(), /does not answer ScheduledNotification/, "RW2003"],
    ["a change for a periodic rule", POLICY, event, /does not answer ConfigurationItemChange/, "RW2003"],
    [
      "an item that is none",
      GROUPS,
      changeEvent({ resourceType: "AWS::EC2::SecurityGroup" }),
      /no resourceId/,
      "RW2020",
    ],
    ["bad parameters", GROUPS, changeEvent(openGroup(), { ruleParameters: { ports: "ssh" } }), /ssh/, "RW1002"],
    ["a name of no rule", "no-such-rule", event, /There is no rule no-such-rule/, "RW5013"],
  ])("%s", async (_what, rule, given, sentence, code) => {
    expectRefusal(await invoke(rule, given), code, sentence);
  });

  test("a missing event, a path that is not there, evidence that is none", async () => {
    const folder = await temporaryFolder({ "event.json": JSON.stringify(event), "other.json": "{}" });
    const [none, lost, other] = await Promise.all(
      [[], ["--event", "lost.json"], ["--event", "event.json", "--evidence", "other.json"]].map((argv) =>
        rulewright(["invoke", GROUPS, ...argv], { cwd: folder }),
      ),
    );
    expectRefusal(none ?? fail(), "RW5001", /--event/);
    expectRefusal(lost ?? fail(), "RW5018", /lost\.json cannot be read: ENOENT: no such file/);
    expectRefusal(other ?? fail(), "RW6203", /no evidence file/);
  });
});

function fail(): never {
  throw new Error("The command was not run.");
}

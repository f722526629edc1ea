import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import {
  changeEvent,
  configurationItem,
  createAwsEndpoint,
  FIXTURE,
  scheduledEvent,
  type AwsEndpoint,
} from "@rulewright/testing";
import { build } from "esbuild";
import { isObject, type JsonObject } from "../core/json.ts";

let folder: string;
let program: string;
let endpoint: AwsEndpoint;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rulewright-runtime-"));
  program = join(folder, "function.mjs");
  await build({
    entryPoints: [join(__dirname, "fixtures/lambda-process.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["@rulewright/source"],
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    logLevel: "warning",
  });
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  endpoint = await createAwsEndpoint();
  for (const name of ["bucket-rule", "user-rule-conformance-pack-1"]) {
    endpoint.state.config.registerRule(name, { resultToken: `planted-token-${name}` });
  }
  endpoint.state.iam.addUser({ UserName: "alice" });
});
afterEach(() => endpoint.close());

interface Output {
  readonly stdout: string;
  readonly stderr: string;
  /** Each line of stdout that is a JSON object. */
  readonly lines: readonly JsonObject[];
  /** The other lines. */
  readonly other: readonly string[];
}

/** Runs the function in a process of its own and hands it events. */
async function runFunction(environment: Readonly<Record<string, string>>, events: readonly unknown[]): Promise<Output> {
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env["PATH"],
      AWS_REGION: FIXTURE.region,
      AWS_ENDPOINT_URL: endpoint.url,
      AWS_ACCESS_KEY_ID: "AKIAPLANTED",
      AWS_SECRET_ACCESS_KEY: "planted-secret-access-key",
      AWS_SESSION_TOKEN: "planted-session-token",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      ...environment,
    },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  child.stdin.end(JSON.stringify(events));
  await new Promise((resolve, reject) => child.on("close", resolve).on("error", reject));
  const parsed = output.stdout.split("\n").filter(Boolean).map(parseLine);
  return {
    ...output,
    lines: parsed.filter((line) => typeof line !== "string"),
    other: parsed.filter((line) => typeof line === "string"),
  };
}

function parseLine(line: string): JsonObject | string {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : line;
  } catch {
    return line;
  }
}

const change = (tags: Readonly<Record<string, string>> = {}, resourceType = "AWS::S3::Bucket") =>
  changeEvent(
    configurationItem(resourceType, {
      resourceId: "bucket",
      tags: { ...tags, owner: "planted-tag" },
      configuration: { name: "planted-body" },
      supplementaryConfiguration: { BucketPolicy: { policyText: "planted-policy" } },
    }),
    {
      configRuleName: "bucket-rule",
      resultToken: "planted-token-bucket-rule",
      ruleParameters: { pin: "planted-secret", old: "planted-value" },
    },
  );
const schedule = scheduledEvent({
  configRuleName: "user-rule-conformance-pack-1",
  resultToken: "planted-token-user-rule-conformance-pack-1",
});
const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const count = expect.any(Number);

const zero = {
  Compliant: 0,
  NonCompliant: 0,
  NotApplicable: 0,
  Errors: 0,
  Unreported: 0,
  Throttles: 0,
  Events: 1,
  ForeignItems: 0,
  Cleared: 0,
};
const units = Object.keys({ ...zero, Duration: 0 }).map((Name) => ({
  Name,
  Unit: Name === "Duration" ? "Milliseconds" : "Count",
}));
/** The line of embedded metric format with these counts. */
const metricLine = (Rule: string, counts: object, Dimensions = [["FunctionName"]]) => ({
  _aws: { Timestamp: count, CloudWatchMetrics: [{ Namespace: "Rulewright", Dimensions, Metrics: units }] },
  FunctionName: "fixture-function",
  Rule,
  ...zero,
  ...counts,
  Duration: count,
});

describe.each(["Text", "JSON"])("under Lambda's log format %s", (AWS_LAMBDA_LOG_FORMAT) => {
  const environment = { AWS_LAMBDA_LOG_FORMAT };

  test("each invocation leaves its log lines and one line of metrics, as they are", async () => {
    const { lines, other, stderr } = await runFunction(environment, [change(), change({ throws: "yes" }), schedule]);
    expect(other).toEqual([]);
    expect(stderr).toBe("request-1 RW2030\nrequest-2 RW2030\n");
    const bucket = {
      timestamp: isoTime,
      rule: "bucket-rule",
      deployedRule: "bucket-rule",
      account: FIXTURE.accountId,
      region: FIXTURE.region,
      messageType: "ConfigurationItemChangeNotification",
    };
    const unknownParameter = {
      ...bucket,
      level: "WARN",
      message: "The rule's deployment sets parameters that the rule does not have.",
      parameters: ["old"],
    };
    const user = { ...bucket, rule: "user-rule", deployedRule: "user-rule-conformance-pack-1" };
    expect(lines).toEqual([
      { ...unknownParameter, requestId: "request-0" },
      {
        ...bucket,
        level: "INFO",
        message: "Reported.",
        requestId: "request-0",
        ...zero,
        NonCompliant: 1,
        durationMs: count,
      },
      metricLine("bucket-rule", { NonCompliant: 1 }),
      { ...unknownParameter, requestId: "request-1" },
      {
        ...bucket,
        level: "ERROR",
        message: "Rule bucket-rule could not evaluate 1 resource (AWS::S3::Bucket bucket: Error No verdict.).",
        requestId: "request-1",
        ...zero,
        NotApplicable: 1,
        Errors: 1,
        durationMs: count,
        code: "RW2030",
      },
      metricLine("bucket-rule", { NotApplicable: 1, Errors: 1 }),
      {
        ...user,
        level: "ERROR",
        message: expect.stringMatching(
          /^Rule user-rule could not evaluate 1 resource \(AWS::IAM::User bob: NoSuchEntity/,
        ),
        requestId: "request-2",
        messageType: "ScheduledNotification",
        ...zero,
        Compliant: 1,
        NotApplicable: 1,
        Errors: 1,
        durationMs: count,
        code: "RW2030",
      },
      metricLine("user-rule", { Compliant: 1, NotApplicable: 1, Errors: 1 }),
    ]);
  });

  test("only what a rule itself prints is put into the format", async () => {
    const { lines, other } = await runFunction(environment, [change({ says: "yes" })]);
    const wrapped = lines.filter(({ message }) => message === "The rule speaks.");
    if (AWS_LAMBDA_LOG_FORMAT === "JSON") expect([wrapped.length, other.length]).toEqual([1, 0]);
    else expect(other).toEqual([expect.stringMatching(/\trequest-0\tINFO\tThe rule speaks\.$/)]);
    expect(lines.filter((line) => "_aws" in line)).toHaveLength(1);
  });

  test("an event that is refused leaves a line with its code", async () => {
    const { lines, other } = await runFunction(environment, [{}, { ...change(), invokingEvent: "{planted-body" }]);
    expect(other).toEqual([]);
    expect(lines).toMatchObject([
      { level: "ERROR", code: "RW2001", deployedRule: "unknown", requestId: "request-0" },
      metricLine("unknown", { Errors: 1 }),
      { level: "ERROR", code: "RW2002", deployedRule: "bucket-rule" },
      metricLine("bucket-rule", { Errors: 1 }),
    ]);
  });

  test("nothing of items, parameters, tokens or credentials is printed", async () => {
    endpoint.faults.add({ operation: "PutEvaluations", kind: "error", code: "InvalidResultTokenException", nth: 2 });
    const foreign = change({}, "AWS::SQS::Queue");
    const unreadable = { ...change(), invokingEvent: '{"messageType":"planted-body' };
    const badPin = { ...change(), ruleParameters: '{"pin":["planted-secret"]}' };
    const notJson = { ...change(), ruleParameters: '{"pin":"planted-secret"' };
    const events = [change(), change({ throws: "yes" }), schedule, foreign, unreadable, badPin, notJson];
    const { stdout, stderr } = await runFunction({ ...environment, AWS_LAMBDA_LOG_LEVEL: "TRACE" }, events);
    expect(stdout).not.toMatch(/planted|AKIAPLANTED/i);
    expect(stderr).not.toMatch(/planted|AKIAPLANTED/i);
    expect(stderr).toMatch(/request-5 RW1002\nrequest-6 RW1003\n$/);
  });
});

describe("AWS_LAMBDA_LOG_LEVEL", () => {
  test.each([
    ["TRACE", ["WARN", "INFO", "WARN", "ERROR"]],
    ["INFO", ["WARN", "INFO", "WARN", "ERROR"]],
    ["WARN", ["WARN", "WARN", "ERROR"]],
    ["ERROR", ["ERROR"]],
    ["FATAL", []],
    ["nonsense", ["WARN", "INFO", "WARN", "ERROR"]],
  ])("%s leaves out the lines below it, and never the metrics", async (AWS_LAMBDA_LOG_LEVEL, levels) => {
    const { lines } = await runFunction({ AWS_LAMBDA_LOG_LEVEL }, [change(), change({ throws: "yes" })]);
    expect(lines.flatMap((line) => ("_aws" in line ? [] : [line["level"]]))).toEqual(levels);
    expect(lines.filter((line) => "_aws" in line)).toHaveLength(2);
  });
});

test("metrics have a dimension for the rule when asked to, by the name that all accounts share", async () => {
  const { lines } = await runFunction({ METRICS_BY_RULE: "true" }, [schedule]);
  const dimensions = [["FunctionName"], ["FunctionName", "Rule"]];
  const counts = { Compliant: 1, NotApplicable: 1, Errors: 1 };
  expect(lines.at(-1)).toEqual(metricLine("user-rule", counts, dimensions));
});

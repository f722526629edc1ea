import {
  ConfigServiceClient,
  GetComplianceDetailsByConfigRuleCommand,
  ListDiscoveredResourcesCommand,
  paginateGetComplianceDetailsByConfigRule,
  PutEvaluationsCommand,
} from "@aws-sdk/client-config-service";
import { IAMClient, ListUsersCommand, paginateListUsers } from "@aws-sdk/client-iam";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type AwsEndpoint, createAwsEndpoint } from "./create-aws-endpoint.ts";
import type { Fault } from "./faults.ts";

let endpoint: AwsEndpoint;
let config: ConfigServiceClient;
let iam: IAMClient;
beforeEach(async () => {
  endpoint = await createAwsEndpoint();
  endpoint.state.config.registerRule("rule", { resultToken: "token" });
  config = new ConfigServiceClient({ ...endpoint.clientConfig, maxAttempts: 1 });
  iam = new IAMClient({ ...endpoint.clientConfig, maxAttempts: 1 });
});
afterEach(async () => {
  config.destroy();
  iam.destroy();
  await endpoint.close();
});

const list = (client = config) => client.send(new ListDiscoveredResourcesCommand({ resourceType: "AWS::S3::Bucket" }));
const outcomes = () => endpoint.calls.map(({ outcome }) => outcome);
const put = (...resourceIds: string[]) =>
  config.send(
    new PutEvaluationsCommand({
      ResultToken: "token",
      Evaluations: resourceIds.map((id) => ({
        ComplianceResourceType: "AWS::S3::Bucket",
        ComplianceResourceId: id,
        ComplianceType: id === "good" ? "COMPLIANT" : "NON_COMPLIANT",
        OrderingTimestamp: new Date(),
      })),
    }),
  );
const failedIds = async (...resourceIds: string[]) =>
  (await put(...resourceIds)).FailedEvaluations?.map(({ ComplianceResourceId }) => ComplianceResourceId);

describe("throttle", () => {
  test("is ThrottlingException, HTTP 400, for AWS Config, and the client's retries get over it", async () => {
    const fault = endpoint.faults.add({ operation: "ListDiscoveredResources", kind: "throttle", times: 2 });
    await expect(list()).rejects.toMatchObject({
      name: "ThrottlingException",
      $metadata: { httpStatusCode: 400 },
    });
    const patient = new ConfigServiceClient({ ...endpoint.clientConfig, maxAttempts: 3 });
    expect((await list(patient)).$metadata.attempts).toBe(2);
    expect(fault.fired).toBe(2);
    expect(outcomes()).toEqual(["ThrottlingException", "ThrottlingException", "ok"]);
    patient.destroy();
  });

  test("is Throttling, HTTP 400, for IAM", async () => {
    endpoint.faults.add({ service: "iam", operation: "ListUsers", kind: "throttle" });
    await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({
      name: "Throttling",
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe("error", () => {
  test("has the code, status and message asked for", async () => {
    endpoint.faults.add({ operation: "ListUsers", kind: "error", code: "AccessDenied", status: 403, message: "No." });
    await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({
      name: "AccessDenied",
      message: "No.",
      $metadata: { httpStatusCode: 403 },
    });
  });

  test("takes the wire's code and status of a shape the client knows", async () => {
    endpoint.faults.add({ operation: "ListUsers", kind: "error", code: "ServiceFailureException" });
    await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({
      name: "ServiceFailureException",
      Code: "ServiceFailure",
      $fault: "server",
      $metadata: { httpStatusCode: 500 },
    });
  });
});

test("drop closes the connection without an answer", async () => {
  endpoint.faults.add({ operation: "ListDiscoveredResources", kind: "drop", nth: 1 });
  await expect(list()).rejects.toThrow(/socket hang up/);
  await list();
  expect(outcomes()).toEqual(["dropped", "ok"]);
});

test("slow delays the answer, and adds to the latency and to a failure", async () => {
  endpoint.faults.add({ operation: "ListDiscoveredResources", kind: "slow", ms: 60, times: 1 });
  endpoint.faults.add({ operation: "ListDiscoveredResources", kind: "throttle", nth: 1 });
  const startMs = performance.now();
  await expect(list()).rejects.toMatchObject({ name: "ThrottlingException" });
  expect(performance.now() - startMs).toBeGreaterThan(55);
  const slow = await createAwsEndpoint({ latencyMs: 40 });
  const client = new ConfigServiceClient(slow.clientConfig);
  const againMs = performance.now();
  await list(client);
  expect(performance.now() - againMs).toBeGreaterThan(35);
  client.destroy();
  await slow.close();
});

describe("midPage", () => {
  const walk = async (client: ConfigServiceClient) => {
    let count = 0;
    const pages = paginateGetComplianceDetailsByConfigRule({ client, pageSize: 2 }, { ConfigRuleName: "rule" });
    for await (const { EvaluationResults = [] } of pages) count += EvaluationResults.length;
    return count;
  };

  test("fails the page named and no other; a retry goes on from there", async () => {
    await put("a", "b", "c", "d", "e");
    endpoint.faults.add({ operation: "GetComplianceDetailsByConfigRule", kind: "midPage", page: 2, times: 1 });
    const patient = new ConfigServiceClient({ ...endpoint.clientConfig, maxAttempts: 2 });
    expect(await walk(patient)).toBe(5);
    expect(outcomes()).toEqual(["ok", "ok", "InternalFailure", "ok", "ok"]);
    patient.destroy();
  });

  test("counts calls for its page only", async () => {
    await put("a", "b", "c", "d", "e");
    endpoint.faults.add({ operation: "GetComplianceDetailsByConfigRule", kind: "midPage", page: 1, nth: 2 });
    expect(await walk(config)).toBe(5);
    await expect(walk(config)).rejects.toMatchObject({ name: "InternalFailure" });
    expect(endpoint.calls).toHaveLength(5);
  });

  test("has the error asked for, for markers too", async () => {
    for (const UserName of ["a", "b", "c"]) endpoint.state.iam.addUser({ UserName });
    const fault = { operation: "ListUsers", kind: "midPage", page: 3, code: "AccessDenied", status: 403 } as const;
    endpoint.faults.add(fault);
    const seen: unknown[] = [];
    const read = async () => {
      for await (const { Users } of paginateListUsers({ client: iam, pageSize: 1 }, {}))
        seen.push(Users?.[0]?.UserName);
    };
    await expect(read()).rejects.toMatchObject({ name: "AccessDenied" });
    expect(seen).toEqual(["a", "b"]);
  });
});

describe("refuseEvaluations", () => {
  test("fails those named, each so often, and stores the others", async () => {
    const fault = endpoint.faults.add({
      operation: "PutEvaluations",
      kind: "refuseEvaluations",
      only: ["a", "b"],
      times: 1,
    });
    expect(await failedIds("a", "c")).toEqual(["a"]);
    expect(endpoint.state.config.evaluations("rule").map(({ resourceId }) => resourceId)).toEqual(["c"]);
    expect(await failedIds("a", "b")).toEqual(["b"]);
    expect(await failedIds("a", "b")).toEqual([]);
    expect(fault.fired).toBe(2);
    expect(endpoint.state.config.evaluations("rule")).toHaveLength(3);
  });

  test("takes a predicate, and all when told nothing", async () => {
    const only = (subject: { complianceType?: string }) => subject.complianceType === "NON_COMPLIANT";
    const fault = endpoint.faults.add({ operation: "PutEvaluations", kind: "refuseEvaluations", only });
    expect(await failedIds("good", "bad")).toEqual(["bad"]);
    fault.remove();
    endpoint.faults.add({ operation: "PutEvaluations", kind: "refuseEvaluations", only: () => true }).remove();
    endpoint.faults.add({ operation: "PutEvaluations", kind: "refuseEvaluations", nth: 2 });
    expect(await failedIds("good")).toEqual([]);
    expect(await failedIds("good", "bad")).toEqual(["good", "bad"]);
    expect(await failedIds("good")).toEqual([]);
  });
});

describe("selection", () => {
  const struck = async (fault: Fault, count: number) => {
    endpoint.faults.add(fault);
    for (let call = 0; call < count; call += 1) await list().catch(() => undefined);
    return outcomes().map((outcome) => outcome !== "ok");
  };
  const base = { operation: "ListDiscoveredResources", kind: "throttle" } as const;

  test.each([
    ["all", base, [true, true, true, true, true]],
    ["nth", { ...base, nth: 2 }, [false, true, false, false, false]],
    ["every", { ...base, every: 2 }, [false, true, false, true, false]],
    ["times", { ...base, times: 2 }, [true, true, false, false, false]],
    ["every and times", { ...base, every: 2, times: 1 }, [false, true, false, false, false]],
    ["another operation", { ...base, operation: "ListUsers" }, [false, false, false, false, false]],
  ])("%s", async (_name, fault, expected) => {
    expect(await struck(fault, 5)).toEqual(expected);
  });

  test("of two that fail a call the first added wins; clear removes all", async () => {
    endpoint.faults.add({ ...base, kind: "error", code: "First" });
    const second = endpoint.faults.add(base);
    await expect(list()).rejects.toMatchObject({ name: "First" });
    expect(second.fired).toBe(0);
    endpoint.faults.clear();
    await list();
  });

  test.each<[string, Fault, string]>([
    ["an operation not listed", { operation: "DescribeInstances", kind: "drop" }, "RW8101"],
    ["an operation of another service", { service: "iam", operation: "PutEvaluations", kind: "drop" }, "RW8101"],
    ["call 0", { ...base, nth: 0 }, "RW8102"],
    ["half a call", { ...base, every: 0.5 }, "RW8102"],
    ["page 0", { operation: "ListUsers", kind: "midPage", page: 0 }, "RW8102"],
    ["a negative delay", { operation: "ListUsers", kind: "slow", ms: -1 }, "RW8102"],
    ["no subject", { operation: "PutEvaluations", kind: "refuseEvaluations", only: [] }, "RW8102"],
    ["subjects of a listing", { operation: "ListUsers", kind: "refuseEvaluations" }, "RW8102"],
  ])("a fault of %s is refused at once", (_name, fault, code) => {
    expect(() => endpoint.faults.add(fault)).toThrow(expect.objectContaining({ code, hint: expect.any(String) }));
  });

  test("a call that cannot be decoded is counted by no fault", async () => {
    const fault = endpoint.faults.add({ operation: "GetComplianceDetailsByConfigRule", kind: "throttle" });
    const command = new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: undefined });
    await expect(config.send(command)).rejects.toMatchObject({ name: "ValidationException" });
    expect(fault.fired).toBe(0);
  });
});

import { CloudFormationClient, ListStackSetsCommand } from "@aws-sdk/client-cloudformation";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type AwsEndpoint, createAwsEndpoint } from "./create-aws-endpoint.ts";
import { TokenBuckets } from "./limits.ts";

const caller = { account: "111122223333", region: "us-east-1" };

describe("a token bucket", () => {
  const admitted = (limits: TokenBuckets, ...timesMs: number[]) =>
    timesMs.map((atMs) => limits.admit("cloudformation", "CreateStack", caller, atMs));
  const limited = (perSecond: number, burst?: number) => {
    const limits = new TokenBuckets(() => true);
    limits.set("cloudformation", "CreateStack", burst === undefined ? { perSecond } : { perSecond, burst });
    return limits;
  };

  test("lets a burst through, then what it is refilled with", () => {
    const limits = limited(2, 3);
    expect(admitted(limits, 0, 0, 0, 0)).toEqual([true, true, true, false]);
    expect(admitted(limits, 400, 500, 501, 1000)).toEqual([false, true, false, true]);
    expect(limits.observed("cloudformation", "CreateStack")).toEqual({ calls: 8, throttled: 3, highestPerSecond: 7 });
  });

  test("never holds more than the burst; a second's worth unless told", () => {
    expect(admitted(limited(2), 0, 100_000, 100_000, 100_000)).toEqual([true, true, true, false]);
    expect(admitted(limited(0.5), 0, 0, 1999, 2001)).toEqual([true, false, false, true]);
  });

  test("is each account's and Region's own, and so is the highest rate", () => {
    const limits = limited(1);
    const others = [caller, { ...caller, region: "eu-west-1" }, { ...caller, account: "444455556666" }];
    expect(others.map((other) => limits.admit("cloudformation", "CreateStack", other, 0))).toEqual([true, true, true]);
    expect(limits.observed("cloudformation", "CreateStack")).toEqual({ calls: 3, throttled: 0, highestPerSecond: 1 });
  });

  test("is not needed to observe, and a cleared one admits everything", () => {
    const limits = limited(1);
    limits.clear();
    expect(admitted(limits, 0, 0, 0)).toEqual([true, true, true]);
    expect(limits.observed("iam", "ListUsers")).toEqual({ calls: 0, throttled: 0, highestPerSecond: 0 });
  });
});

describe("an endpoint's limits", () => {
  let endpoint: AwsEndpoint;
  beforeEach(async () => {
    endpoint = await createAwsEndpoint();
  });
  afterEach(() => endpoint.close());

  test("throttle with the service's own error, which a client gets over", async () => {
    endpoint.limits.set("cloudformation", "ListStackSets", { perSecond: 5, burst: 1 });
    const hasty = new CloudFormationClient({ ...endpoint.clientConfig, maxAttempts: 1 });
    const send = () => hasty.send(new ListStackSetsCommand({}));
    const results = await Promise.allSettled([send(), send(), send()]);
    const reasons = results.filter(({ status }) => status === "rejected");
    expect(reasons).toHaveLength(2);
    expect(reasons[0]).toMatchObject({ reason: { name: "Throttling", message: "Rate exceeded" } });
    expect(endpoint.limits.observed("cloudformation", "ListStackSets")).toMatchObject({ calls: 3, throttled: 2 });
    const patient = new CloudFormationClient({ ...endpoint.clientConfig, maxAttempts: 10 });
    await patient.send(new ListStackSetsCommand({}));
    for (const client of [hasty, patient]) client.destroy();
  });

  test.each([
    ["an operation not listed", "DescribeNothing", { perSecond: 1 }, "RW8101"],
    ["nothing a second", "ListStackSets", { perSecond: 0 }, "RW8106"],
    ["no burst", "ListStackSets", { perSecond: 1, burst: 0 }, "RW8106"],
  ])("of %s are refused", (_name, operation, limit, code) => {
    expect(() => endpoint.limits.set("cloudformation", operation, limit)).toThrow(expect.objectContaining({ code }));
  });
});

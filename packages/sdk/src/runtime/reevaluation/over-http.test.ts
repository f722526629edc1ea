import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { FIXTURE } from "@rulewright/testing";
import { remaining, RULE_NAME, startRuntime, type TestRuntime } from "../fixtures/runtime.ts";
import { createReevaluation } from "./create-reevaluation.ts";
import type { ReevaluatedRule } from "./plan.ts";

const PARAMETER = "/rulewright/my-pack/state";
const SUFFIX = "-conformance-pack-a1b2c3d4e";
const UPDATED = {
  source: "aws.cloudformation",
  "detail-type": "CloudFormation Stack Status Change",
  time: FIXTURE.now,
  detail: {
    "stack-id": "arn:aws:cloudformation:…",
    "status-details": { status: "UPDATE_COMPLETE", "status-reason": "" },
  },
};

let runtime: TestRuntime;
let ssm: SSMClient;
let now: Date;
let environment: NodeJS.ProcessEnv;
beforeEach(async () => {
  environment = { ...process.env };
  now = new Date(FIXTURE.now);
  runtime = await startRuntime({ now: () => now });
  process.env["RULEWRIGHT_STATE_PARAMETER"] = PARAMETER;
  ssm = new SSMClient({ ...runtime.endpoint.clientConfig, region: FIXTURE.region });
  await ssm.send(new PutParameterCommand({ Name: PARAMETER, Value: "none", Type: "String" }));
});
afterEach(async () => {
  ssm.destroy();
  await runtime.close();
  process.env = environment;
});

const hashOf = (index: number, version: number) => `${version}${index.toString(16).padStart(7, "0")}`;
const deployedName = (index: number) => `rule-${index}${SUFFIX}`;

/** `count` rules as they were built in a version. */
function rulesOf(count: number, version = 1): readonly ReevaluatedRule[] {
  return Array.from({ length: count }, (_, index) => ({ name: `rule-${index}`, hash: hashOf(index, version) }));
}

function deploy(count: number, from = 0): void {
  for (let index = from; index < count; index += 1) {
    runtime.endpoint.state.config.registerRule(deployedName(index), { resultToken: `token-${index}` });
  }
}

/** One invocation with too little time to wait for a minute. */
const run = (rules: readonly ReevaluatedRule[]) =>
  runtime.invoke(createReevaluation({ rules }), UPDATED, remaining(30_000));

const state = async () => (await ssm.send(new GetParameterCommand({ Name: PARAMETER }))).Parameter?.Value;

/** The names of each call that AWS Config took. */
const started = () =>
  runtime
    .calls("StartConfigRulesEvaluation")
    .filter(({ outcome }) => outcome === "ok")
    .map(({ input }) => input["ConfigRuleNames"]);

function pass(ms: number): void {
  now = new Date(now.getTime() + ms);
}

describe("after an update", () => {
  test("the rules of every page are started, 25 a call, and the next event starts none", async () => {
    deploy(60);
    const { failure, log } = await run(rulesOf(60));
    expect(failure).toBeUndefined();
    expect(runtime.calls("DescribeConfigRules").length).toBeGreaterThan(2);
    const names = Array.from({ length: 60 }, (_, index) => deployedName(index));
    expect(started()).toEqual([names.slice(0, 25), names.slice(25, 50), names.slice(50)]);
    expect((await state())?.split(" ")).toEqual(rulesOf(60).map(({ hash }) => hash));
    expect(log).toMatchObject([{ level: "INFO", started: names, waiting: [], missing: [] }]);
    await run(rulesOf(60));
    expect(started()).toHaveLength(3);
  });

  test("only the changed one is started, and again when it is rolled back", async () => {
    deploy(2);
    const [first, second] = rulesOf(2);
    const changed = { name: "rule-1", hash: hashOf(1, 2) };
    for (const rules of [
      [first, second],
      [first, changed],
      [first, second],
    ]) {
      await run(rules.filter((rule) => rule !== undefined));
      pass(120_000);
    }
    expect(started()).toEqual([[deployedName(0), deployedName(1)], [deployedName(1)], [deployedName(1)]]);
  });

  test("a rule that was started less than a minute ago is left, and started by the next tick", async () => {
    deploy(2);
    await run(rulesOf(2));
    pass(10_000);
    const updated = await run(rulesOf(2, 2));
    expect(updated.failure).toBeUndefined();
    expect(updated.log).toMatchObject([{ started: [], waiting: [deployedName(0), deployedName(1)] }]);
    expect(await state()).toBe("none");
    pass(60_000);
    await run(rulesOf(2, 2));
    expect(started()).toHaveLength(2);
    expect(await state()).toBe(`${hashOf(0, 2)} ${hashOf(1, 2)}`);
  });

  test("rules that are not deployed yet are started once they are; others in the account never", async () => {
    deploy(1);
    const { log } = await run(rulesOf(3));
    expect(log).toMatchObject([{ missing: ["rule-1", "rule-2"] }]);
    deploy(3, 1);
    await run(rulesOf(3));
    expect(started()).toEqual([[deployedName(0)], [deployedName(1), deployedName(2)]]);
    expect(started().flat()).not.toContain(RULE_NAME);
  });

  test("a call that AWS throttles for good leaves its rules, and the others are started", async () => {
    deploy(30);
    runtime.endpoint.faults.add({ operation: "StartConfigRulesEvaluation", kind: "throttle", times: 3 });
    const { failure, log } = await run(rulesOf(30));
    expect(failure).toBeUndefined();
    expect(log[0]?.["waiting"]).toHaveLength(25);
    expect(started().map((names) => (Array.isArray(names) ? names.length : 0))).toEqual([5]);
    await run(rulesOf(30));
    expect(started().map((names) => (Array.isArray(names) ? names.length : 0))).toEqual([5, 25]);
  });
});

describe("the invocation fails visibly", () => {
  test("where AWS Config denies it to start rules, and nothing is taken for evaluated", async () => {
    deploy(1);
    const denied = { operation: "StartConfigRulesEvaluation", kind: "error", status: 400 } as const;
    runtime.endpoint.faults.add({ ...denied, code: "AccessDeniedException", message: "Not allowed." });
    expect((await run(rulesOf(1))).failure).toMatch(/^RW2041: .*AccessDeniedException: Not allowed\./);
    expect(await state()).toBe("none");
  });

  test("where its state is gone, before anything is started", async () => {
    deploy(1);
    process.env["RULEWRIGHT_STATE_PARAMETER"] = "/gone";
    expect((await run(rulesOf(1))).failure).toMatch(/^RW2041: .*ParameterNotFound/);
    expect(started()).toEqual([]);
  });
});

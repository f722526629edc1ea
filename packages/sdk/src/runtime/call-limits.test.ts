import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { configurationItem, FIXTURE, oversizedEvent, scheduledEvent } from "@rulewright/testing";
import { accessKeyRule, taggedRule } from "./fixtures/rules.ts";
import { startRuntime, type Invocation, type TestRuntime } from "./fixtures/runtime.ts";
import { createReevaluation } from "./reevaluation/create-reevaluation.ts";

const PARAMETER = "/rulewright/my-pack/state";

let runtime: TestRuntime;
let environment: NodeJS.ProcessEnv;
beforeEach(async () => {
  environment = { ...process.env };
  runtime = await startRuntime();
  process.env["AWS_MAX_ATTEMPTS"] = "1";
  process.env["RULEWRIGHT_STATE_PARAMETER"] = PARAMETER;
});
afterEach(async () => {
  jest.useRealTimers();
  await runtime.close();
  process.env = environment;
});

/** Runs with a call that is not answered, and lets ten seconds pass at once as soon as it is made. */
async function whileHanging(operation: string, run: () => Promise<Invocation>): Promise<Invocation> {
  runtime.endpoint.faults.add({ operation, kind: "slow", ms: 3_600_000 });
  jest.useFakeTimers({
    doNotFake: ["Date", "hrtime", "nextTick", "performance", "queueMicrotask", "setImmediate", "setInterval"],
  });
  const state = { isOver: false };
  const running = run().finally(() => (state.isOver = true));
  while (!state.isOver && runtime.calls(operation).length === 0) await new Promise((resolve) => setImmediate(resolve));
  jest.advanceTimersByTime(10_000);
  return running;
}

test("a collect's call that is not answered is given up, and the old result stays", async () => {
  await runtime.seed([{ resourceId: "alice" }]);
  const { failure } = await whileHanging("ListAccessKeys", () => runtime.run(accessKeyRule("alice"), scheduledEvent()));
  expect(failure).toMatch(/^RW2030: .*AWS::IAM::User alice: TimeoutError/);
  expect(runtime.stored()).toEqual(["alice COMPLIANT"]);
});

test("so is one of the runtime's own", async () => {
  await runtime.seed([{ resourceId: "bucket", resourceType: "AWS::S3::Bucket" }]);
  const event = oversizedEvent(configurationItem("AWS::S3::Bucket", { resourceId: "bucket" }));
  const { failure } = await whileHanging("GetResourceConfigHistory", () => runtime.run(taggedRule(), event));
  expect(failure).toMatch(/^RW2030: .*AWS::S3::Bucket bucket: TimeoutError/);
  expect(runtime.stored()).toEqual(["bucket COMPLIANT"]);
});

test.each(["GetParameter", "DescribeConfigRules"])("so is a re-evaluation's %s, which fails it", async (operation) => {
  const ssm = new SSMClient({ ...runtime.endpoint.clientConfig, region: FIXTURE.region });
  await ssm.send(new PutParameterCommand({ Name: PARAMETER, Value: "none", Type: "String" }));
  ssm.destroy();
  const handler = createReevaluation({ rules: [{ name: "a-rule", hash: "aaaaaaaa" }] });
  const { failure } = await whileHanging(operation, () => runtime.invoke(handler, {}));
  expect(failure).toMatch(/^RW2041: .*TimeoutError/);
});

import {
  ConfigServiceClient,
  DescribeConfigRulesCommand,
  StartConfigRulesEvaluationCommand,
  type ConfigRule,
} from "@aws-sdk/client-config-service";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { codeOf, messageOf } from "../../core/errors.ts";
import { isObject, type JsonObject } from "../../core/json.ts";
import { createReevaluation } from "./create-reevaluation.ts";
import type { ReevaluatedRule } from "./plan.ts";

const PARAMETER = "/rulewright/my-pack/state";
const FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:change";
const SUFFIX = "-conformance-pack-a1b2c3d4e";
const RULES: readonly ReevaluatedRule[] = [
  { name: "a-rule", hash: "aaaaaaaa" },
  { name: "b-rule", hash: "bbbbbbbb", expires: ["2026-01-15"] },
];
const TICK = { source: "aws.events", "detail-type": "Scheduled Event", time: "2026-01-15T03:00:00Z", detail: {} };

const config = mockClient(ConfigServiceClient);
const ssm = mockClient(SSMClient);
let environment: NodeJS.ProcessEnv;
beforeEach(() => {
  environment = { ...process.env };
  process.env["AWS_REGION"] = "eu-west-1";
  process.env["RULEWRIGHT_STATE_PARAMETER"] = PARAMETER;
  config.reset();
  ssm.reset();
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: "none" } });
  ssm.on(PutParameterCommand).resolves({});
  config.on(StartConfigRulesEvaluationCommand).resolves({});
});
afterEach(() => {
  process.env = environment;
});

function rule(name: string, given: Partial<ConfigRule> = {}): ConfigRule {
  return { ConfigRuleName: name, Source: { Owner: "CUSTOM_LAMBDA", SourceIdentifier: FUNCTION }, ...given };
}

/** Pages of one rule each. */
function deploy(...rules: readonly ConfigRule[]): void {
  const behaviour = config.on(DescribeConfigRulesCommand);
  behaviour.callsFake(({ NextToken }: { NextToken?: string }) => {
    const index = Number(NextToken ?? 0);
    const page = { ConfigRules: rules.slice(index, index + 1) };
    return index + 1 < rules.length ? { ...page, NextToken: String(index + 1) } : page;
  });
}

interface Ran {
  readonly failure: string | undefined;
  readonly log: readonly JsonObject[];
}

async function run(event: unknown = TICK, rules = RULES): Promise<Ran> {
  const lines: string[] = [];
  const write = jest.spyOn(process.stdout, "write").mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  let failure: string | undefined;
  const context = { awsRequestId: "request-1", getRemainingTimeInMillis: () => 30_000 };
  await createReevaluation({ rules })(event, context)
    .catch((error: unknown) => (failure = `${codeOf(error)}: ${messageOf(error)}`))
    .finally(() => write.mockRestore());
  const log = lines.map((line): unknown => JSON.parse(line)).filter(isObject);
  return { failure, log };
}

const started = () => config.commandCalls(StartConfigRulesEvaluationCommand).map(({ args: [{ input }] }) => input);
const written = () => ssm.commandCalls(PutParameterCommand).map(({ args: [{ input }] }) => input);
const stackEvent = (status: string) => ({
  source: "aws.cloudformation",
  "detail-type": "CloudFormation Stack Status Change",
  time: "2026-01-15T03:00:00Z",
  detail: { "stack-id": "arn:aws:cloudformation:…", "status-details": { status, "status-reason": "" } },
});

describe("the handler", () => {
  test("starts the pack's rules, from every page, and writes what it started", async () => {
    deploy(rule(`a-rule${SUFFIX}`), rule("other"), rule(`b-rule${SUFFIX}`));
    const { failure, log } = await run();
    expect(failure).toBeUndefined();
    expect(started()).toEqual([{ ConfigRuleNames: [`a-rule${SUFFIX}`, `b-rule${SUFFIX}`] }]);
    expect(ssm.commandCalls(GetParameterCommand)[0]?.args[0].input).toEqual({ Name: PARAMETER });
    expect(written()).toEqual([{ Name: PARAMETER, Value: "aaaaaaaa bbbbbbbb", Overwrite: true }]);
    expect(log).toMatchObject([
      { level: "INFO", requestId: "request-1", started: [`a-rule${SUFFIX}`, `b-rule${SUFFIX}`], missing: [] },
    ]);
  });

  test("starts nothing and writes nothing where all has been evaluated", async () => {
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: "aaaaaaaa bbbbbbbb" } });
    deploy(rule(`a-rule${SUFFIX}`), rule(`b-rule${SUFFIX}`));
    await run();
    expect([...started(), ...written()]).toEqual([]);
  });

  test("starts a rule at the first tick after its exemption has lapsed", async () => {
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: "aaaaaaaa bbbbbbbb" } });
    deploy(rule(`a-rule${SUFFIX}`), rule(`b-rule${SUFFIX}`));
    await run({ ...TICK, time: "2026-01-16T03:00:00Z" });
    expect(started()).toEqual([{ ConfigRuleNames: [`b-rule${SUFFIX}`] }]);
  });

  test.each<[string, Partial<ConfigRule>]>([
    ["a managed one", { Source: { Owner: "AWS", SourceIdentifier: "A_RULE" } }],
    ["a Guard policy", { Source: { Owner: "CUSTOM_POLICY" } }],
    ["of no known source", { Source: undefined }],
    ["being deleted", { ConfigRuleState: "DELETING" }],
    ["being evaluated", { ConfigRuleState: "EVALUATING" }],
  ])("does not start a rule of the name that is %s", async (_what, given) => {
    deploy(rule(`a-rule${SUFFIX}`, given));
    expect((await run()).failure).toBeUndefined();
    expect([...started(), ...written()]).toEqual([]);
  });

  test("starts rules of the functions that it is told of only", async () => {
    process.env["RULEWRIGHT_FUNCTION_ARNS"] = `${FUNCTION}-periodic,${FUNCTION}`;
    const foreign = { Source: { Owner: "CUSTOM_LAMBDA", SourceIdentifier: `${FUNCTION}-other` } } as const;
    deploy(rule(`a-rule${SUFFIX}`), rule("a-rule-conformance-pack-999999999", foreign));
    await run();
    expect(started()).toEqual([{ ConfigRuleNames: [`a-rule${SUFFIX}`] }]);
  });
});

describe("an event", () => {
  test.each(["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE"])(
    "of a stack in %s starts a run",
    async (status) => {
      deploy(rule("a-rule"));
      await run(stackEvent(status));
      expect(started()).toHaveLength(1);
    },
  );

  test.each(["CREATE_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "DELETE_IN_PROGRESS", "DELETE_COMPLETE"])(
    "of a stack in %s asks AWS nothing",
    async (status) => {
      expect((await run(stackEvent(status))).failure).toBeUndefined();
      expect([...config.calls(), ...ssm.calls()]).toEqual([]);
    },
  );

  test.each([
    [undefined],
    [null],
    [{}],
    ["text"],
    [{ detail: null, time: "never" }],
    [{ detail: { "status-details": 1 } }],
  ])("that is %j starts a run", async (event) => {
    deploy(rule("a-rule"));
    expect((await run(event)).failure).toBeUndefined();
    expect(started()).toHaveLength(1);
  });
});

test.each([[{}], [{ time: null }], [{ time: 0 }], [{ time: "never" }]])(
  "the event %j has no time: its exemptions lapse by the present",
  async (event) => {
    const lapsing = [
      { name: "a-rule", hash: "aaaaaaaa", expires: ["2999-12-31"] },
      { name: "b-rule", hash: "bbbbbbbb", expires: ["2020-12-31"] },
    ];
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: "aaaaaaaa bbbbbbbb" } });
    deploy(rule("a-rule"), rule("b-rule"));
    await run(event, lapsing);
    expect(started()).toEqual([{ ConfigRuleNames: ["b-rule"] }]);
  },
);

describe("the invocation fails visibly", () => {
  test("without the name of its state", async () => {
    delete process.env["RULEWRIGHT_STATE_PARAMETER"];
    const { failure, log } = await run();
    expect(failure).toMatch(/^RW2040: .*RULEWRIGHT_STATE_PARAMETER/);
    expect(log).toMatchObject([{ level: "ERROR", code: "RW2040" }]);
    expect(config.calls()).toEqual([]);
  });

  test.each<[string, () => void]>([
    ["reading its state", () => ssm.on(GetParameterCommand).rejects(denied())],
    ["listing rules", () => config.on(DescribeConfigRulesCommand).rejects(denied())],
    ["starting rules", () => config.on(StartConfigRulesEvaluationCommand).rejects(denied())],
    ["writing its state", () => ssm.on(PutParameterCommand).rejects(denied())],
  ])("where AWS denies it %s", async (_what, deny) => {
    deploy(rule("a-rule"));
    deny();
    expect((await run()).failure).toBe(
      "RW2041: Rules that changed could not all be started (AccessDeniedException: Not allowed.).",
    );
  });
});

function denied(): Error {
  return Object.assign(new Error("Not allowed."), { name: "AccessDeniedException" });
}

import {
  type ComplianceType,
  ConfigServiceClient,
  type Evaluation,
  GetComplianceDetailsByConfigRuleCommand,
  paginateGetComplianceDetailsByConfigRule,
  PutEvaluationsCommand,
  StartConfigRulesEvaluationCommand,
} from "@aws-sdk/client-config-service";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type AwsEndpoint, type AwsEndpointOptions, createAwsEndpoint } from "../create-aws-endpoint.ts";

const RULE = "bucket-key";
const TOKEN = "token-1";
const AT = new Date("2026-03-04T05:06:07.890Z");
let now = new Date("2026-03-05T00:00:00Z");
let endpoint: AwsEndpoint;
let client: ConfigServiceClient;

async function start(options: AwsEndpointOptions = {}): Promise<void> {
  endpoint = await createAwsEndpoint({ now: () => now, ...options });
  endpoint.state.config.registerRule(RULE, { resultToken: TOKEN, invokedTime: AT });
  client = new ConfigServiceClient({ ...endpoint.clientConfig, maxAttempts: 1 });
}

beforeEach(() => start());
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const evaluation = (id: string, changes: Partial<Evaluation> = {}): Evaluation => ({
  ComplianceResourceType: "AWS::S3::Bucket",
  ComplianceResourceId: id,
  ComplianceType: "NON_COMPLIANT",
  OrderingTimestamp: AT,
  ...changes,
});
const put = (evaluations: Evaluation[], changes: { ResultToken?: string; TestMode?: boolean } = {}) =>
  client.send(new PutEvaluationsCommand({ Evaluations: evaluations, ResultToken: TOKEN, ...changes }));
const details = async (ComplianceTypes?: ComplianceType[]) => {
  const input = { ConfigRuleName: RULE, ...(ComplianceTypes ? { ComplianceTypes } : {}) };
  const { EvaluationResults = [] } = await client.send(new GetComplianceDetailsByConfigRuleCommand(input));
  return EvaluationResults.map((result) => [
    result.EvaluationResultIdentifier?.EvaluationResultQualifier?.ResourceId,
    result.ComplianceType,
  ]);
};
const stored = () => endpoint.state.config.evaluations(RULE);
const ids = (count: number) => Array.from({ length: count }, (_, index) => `bucket-${index}`);

describe("PutEvaluations", () => {
  test("stores what GetComplianceDetailsByConfigRule gives back", async () => {
    const { FailedEvaluations } = await put([evaluation("a", { Annotation: 'No key: <&">é' })]);
    expect(FailedEvaluations).toEqual([]);
    const { EvaluationResults, NextToken } = await client.send(
      new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: RULE }),
    );
    expect(NextToken).toBeUndefined();
    expect(EvaluationResults).toEqual([
      {
        EvaluationResultIdentifier: {
          EvaluationResultQualifier: {
            ConfigRuleName: RULE,
            ResourceType: "AWS::S3::Bucket",
            ResourceId: "a",
            EvaluationMode: "DETECTIVE",
          },
          OrderingTimestamp: AT,
        },
        ComplianceType: "NON_COMPLIANT",
        ResultRecordedTime: now,
        ConfigRuleInvokedTime: AT,
        Annotation: 'No key: <&">é',
      },
    ]);
  });

  test("accepts an empty list and several calls with one token", async () => {
    await put([]);
    await put([evaluation("a")]);
    await put([evaluation("b")]);
    expect(await details()).toEqual([
      ["a", "NON_COMPLIANT"],
      ["b", "NON_COMPLIANT"],
    ]);
  });

  test("keeps resources of one id and two types apart", async () => {
    await put([evaluation("x"), evaluation("x", { ComplianceResourceType: "AWS::SNS::Topic" })]);
    expect(stored()).toHaveLength(2);
  });

  test("NOT_APPLICABLE takes the resource off the list and stays in the state", async () => {
    await put([evaluation("a"), evaluation("b")]);
    await put([evaluation("a", { ComplianceType: "NOT_APPLICABLE", OrderingTimestamp: new Date(AT.getTime() + 1) })]);
    expect(await details()).toEqual([["b", "NON_COMPLIANT"]]);
    expect(await details(["NOT_APPLICABLE"])).toEqual([]);
    expect(stored().map(({ complianceType }) => complianceType)).toEqual(["NOT_APPLICABLE", "NON_COMPLIANT"]);
  });

  test.each([
    ["older", -1],
    ["equal", 0],
  ])("an %s ordering timestamp is ignored, or accepted by switch", async (_name, shiftMs) => {
    const second = evaluation("a", {
      ComplianceType: "COMPLIANT",
      OrderingTimestamp: new Date(AT.getTime() + shiftMs),
    });
    await put([evaluation("a")]);
    expect((await put([second])).FailedEvaluations).toEqual([]);
    expect(await details()).toEqual([["a", "NON_COMPLIANT"]]);
    await endpoint.close();
    await start({ olderOrderingTimestamp: "accepted" });
    await put([evaluation("a")]);
    await put([second]);
    expect(await details()).toEqual([["a", "COMPLIANT"]]);
  });

  test("a newer ordering timestamp wins", async () => {
    await put([evaluation("a")]);
    await put([evaluation("a", { ComplianceType: "COMPLIANT", OrderingTimestamp: new Date(AT.getTime() + 1) })]);
    expect(await details()).toEqual([["a", "COMPLIANT"]]);
  });

  test("TestMode takes any token but an empty one and stores nothing", async () => {
    expect((await put([evaluation("a")], { ResultToken: "any", TestMode: true })).FailedEvaluations).toEqual([]);
    await put([evaluation("a")], { TestMode: true });
    expect(stored()).toEqual([]);
    await expect(put([], { ResultToken: "", TestMode: true })).rejects.toMatchObject({
      name: "InvalidResultTokenException",
    });
  });

  test.each<[string, Evaluation[], string, RegExp]>([
    [
      "101 evaluations",
      ids(101).map((id) => evaluation(id)),
      "ValidationException",
      /'evaluations'.*less than or equal to 100/,
    ],
    [
      "an empty annotation",
      [evaluation("a", { Annotation: "" })],
      "ValidationException",
      /evaluations\.1\.member\.annotation/,
    ],
    [
      "257 characters",
      [evaluation("a", { Annotation: "x".repeat(257) })],
      "ValidationException",
      /less than or equal to 256/,
    ],
    ["an empty resource id", [evaluation("")], "ValidationException", /complianceResourceId/],
    ["a long resource id", [evaluation("x".repeat(769))], "ValidationException", /768/],
    [
      "no timestamp",
      [evaluation("a", { OrderingTimestamp: undefined })],
      "ValidationException",
      /orderingTimestamp.*must not be null/,
    ],
    [
      "an unknown compliance type",
      [evaluation("a", { ComplianceType: "BAD" as ComplianceType })],
      "ValidationException",
      /enum value set/,
    ],
    [
      "INSUFFICIENT_DATA",
      [evaluation("a", { ComplianceType: "INSUFFICIENT_DATA" })],
      "InvalidParameterValueException",
      /INSUFFICIENT_DATA/,
    ],
    [
      "an unknown type",
      [evaluation("a", { ComplianceResourceType: "AWS::S3::Bukket" })],
      "InvalidParameterValueException",
      /AWS::S3::Bukket is invalid/,
    ],
  ])("refuses %s and stores nothing of the batch", async (_name, evaluations, name, message) => {
    const refused = put([evaluation("good"), ...evaluations].slice(-101));
    await expect(refused).rejects.toMatchObject({
      name,
      message: expect.stringMatching(/./),
      $metadata: { httpStatusCode: 400 },
    });
    await expect(put(evaluations)).rejects.toThrow(message);
    expect(stored()).toEqual([]);
  });

  test("takes 100 evaluations, 256 characters, the account and additional types", async () => {
    endpoint.state.config.additionalResourceTypes.add("MyCompany::Things::Thing");
    await put([
      ...ids(98).map((id) => evaluation(id, { Annotation: "x".repeat(256) })),
      evaluation("111122223333", { ComplianceResourceType: "AWS::::Account" }),
      evaluation("t", { ComplianceResourceType: "MyCompany::Things::Thing" }),
    ]);
    expect(stored()).toHaveLength(100);
  });

  test("refuses a token nobody registered, and a rule that is gone", async () => {
    await expect(put([], { ResultToken: "other" })).rejects.toMatchObject({ name: "InvalidResultTokenException" });
    endpoint.state.config.removeRule(RULE);
    await expect(put([evaluation("a")])).rejects.toMatchObject({ name: "NoSuchConfigRuleException" });
  });

  test("a rule may have several tokens and keeps its results", async () => {
    await put([evaluation("a")]);
    endpoint.state.config.registerRule(RULE, { resultToken: "token-2" });
    await put([evaluation("b")], { ResultToken: "token-2" });
    expect(stored().map(({ resourceId, resultToken }) => [resourceId, resultToken])).toEqual([
      ["a", TOKEN],
      ["b", "token-2"],
    ]);
  });
});

describe("GetComplianceDetailsByConfigRule", () => {
  const fill = async (count: number) => {
    for (let from = 0; from < count; from += 100) {
      await put(
        ids(count)
          .slice(from, from + 100)
          .map((id) => evaluation(id)),
      );
    }
  };

  test("pages by 10 unless told otherwise, and by at most 100", async () => {
    await fill(250);
    expect(await details()).toHaveLength(10);
    const sizes: number[] = [];
    const seen = new Set<string | undefined>();
    const pages = paginateGetComplianceDetailsByConfigRule({ client, pageSize: 100 }, { ConfigRuleName: RULE });
    for await (const { EvaluationResults = [] } of pages) {
      sizes.push(EvaluationResults.length);
      for (const result of EvaluationResults) {
        seen.add(result.EvaluationResultIdentifier?.EvaluationResultQualifier?.ResourceId);
      }
    }
    expect(sizes).toEqual([100, 100, 50]);
    expect(seen.size).toBe(250);
  });

  test("pages over a snapshot: what changes meanwhile does not shift the pages", async () => {
    await fill(20);
    const input = { ConfigRuleName: RULE, Limit: 15 };
    const first = await client.send(new GetComplianceDetailsByConfigRuleCommand(input));
    const gone = ids(20).map((id) => evaluation(id, { ComplianceType: "NOT_APPLICABLE", OrderingTimestamp: now }));
    await put(gone);
    const next = { ...input, NextToken: first.NextToken };
    const second = await client.send(new GetComplianceDetailsByConfigRuleCommand(next));
    const again = await client.send(new GetComplianceDetailsByConfigRuleCommand(next));
    expect(second.EvaluationResults).toHaveLength(5);
    expect(again.EvaluationResults).toEqual(second.EvaluationResults);
  });

  test("filters by compliance type", async () => {
    await put([evaluation("a"), evaluation("b", { ComplianceType: "COMPLIANT" })]);
    expect(await details(["COMPLIANT"])).toEqual([["b", "COMPLIANT"]]);
    expect(await details(["COMPLIANT", "NON_COMPLIANT"])).toHaveLength(2);
  });

  test("refuses a token of another listing, an invented token and INSUFFICIENT_DATA", async () => {
    await fill(20);
    const input = { ConfigRuleName: RULE };
    const { NextToken } = await client.send(new GetComplianceDetailsByConfigRuleCommand(input));
    const invalid = { name: "InvalidNextTokenException" };
    const other = new GetComplianceDetailsByConfigRuleCommand({ ...input, NextToken, ComplianceTypes: ["COMPLIANT"] });
    await expect(client.send(other)).rejects.toMatchObject(invalid);
    const invented = new GetComplianceDetailsByConfigRuleCommand({ ...input, NextToken: "made-up" });
    await expect(client.send(invented)).rejects.toMatchObject(invalid);
    await expect(details(["INSUFFICIENT_DATA"])).rejects.toMatchObject({ name: "InvalidParameterValueException" });
  });

  test.each([
    ["a limit of 101", { ConfigRuleName: RULE, Limit: 101 }, "ValidationException"],
    ["a negative limit", { ConfigRuleName: RULE, Limit: -1 }, "ValidationException"],
    ["an unknown rule", { ConfigRuleName: "other" }, "NoSuchConfigRuleException"],
    ["no rule", { ConfigRuleName: undefined }, "ValidationException"],
  ])("refuses %s", async (_name, input, name) => {
    await expect(client.send(new GetComplianceDetailsByConfigRuleCommand(input))).rejects.toMatchObject({ name });
  });

  test("a rule name over 64 characters is refused, or accepted by switch", async () => {
    const name = `${"n".repeat(60)}-pack`;
    const command = new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: name });
    endpoint.state.config.registerRule(name, { resultToken: "long" });
    await expect(client.send(command)).rejects.toThrow(/configRuleName.*less than or equal to 64/);
    await endpoint.close();
    await start({ longRuleNames: "accepted" });
    endpoint.state.config.registerRule(name, { resultToken: "long" });
    expect((await client.send(command)).EvaluationResults).toEqual([]);
  });

  test("takes 20,000 results in pages of 100 without slowing down", async () => {
    await fill(20_000);
    let count = 0;
    const pages = paginateGetComplianceDetailsByConfigRule({ client, pageSize: 100 }, { ConfigRuleName: RULE });
    for await (const { EvaluationResults = [] } of pages) count += EvaluationResults.length;
    expect(count).toBe(20_000);
    expect(endpoint.calls).toHaveLength(400);
  }, 30_000);
});

describe("StartConfigRulesEvaluation", () => {
  const startRules = (names: string[]) =>
    client.send(new StartConfigRulesEvaluationCommand({ ConfigRuleNames: names }));

  test("takes known rules, each once a minute", async () => {
    await startRules([RULE]);
    now = new Date(now.getTime() + 59_000);
    await expect(startRules([RULE])).rejects.toMatchObject({ name: "LimitExceededException" });
    now = new Date(now.getTime() + 1000);
    await startRules([RULE]);
    await expect(startRules(["other"])).rejects.toMatchObject({ name: "NoSuchConfigRuleException" });
  });

  test("takes 1 to 25 names", async () => {
    await expect(startRules([])).rejects.toMatchObject({ name: "ValidationException" });
    await expect(startRules(ids(26))).rejects.toThrow(/less than or equal to 25/);
    for (const id of ids(25)) endpoint.state.config.registerRule(id, { resultToken: id });
    await startRules(ids(25));
  });
});

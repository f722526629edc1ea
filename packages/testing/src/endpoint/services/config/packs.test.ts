import {
  ConfigServiceClient,
  DeleteConformancePackCommand,
  DescribeConfigRulesCommand,
  DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConformancePackComplianceCommand,
  DescribeConformancePacksCommand,
  DescribeConformancePackStatusCommand,
  DescribeDeliveryChannelsCommand,
  GetConformancePackComplianceSummaryCommand,
  paginateDescribeConfigRules,
  paginateDescribeConformancePacks,
  PutConformancePackCommand,
  type PutConformancePackCommandInput,
  PutEvaluationsCommand,
  StartConfigRulesEvaluationCommand,
} from "@aws-sdk/client-config-service";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type AwsEndpoint, createAwsEndpoint } from "../../create-aws-endpoint.ts";

const rule = (name: string) => ({
  Type: "AWS::Config::ConfigRule",
  Properties: {
    ConfigRuleName: name,
    InputParameters: { maxAge: "90" },
    Scope: { ComplianceResourceTypes: ["AWS::S3::Bucket"] },
    Source: { Owner: "AWS", SourceIdentifier: "S3_BUCKET_SSL_REQUESTS_ONLY" },
  },
});
const TEMPLATE = `
Parameters:
  DeployGlobalRules: { Type: String, Default: "true" }
Conditions:
  GlobalRules: { "Fn::Equals": [{ Ref: DeployGlobalRules }, "true"] }
Resources:
  Regional: ${JSON.stringify(rule("regional-rule"))}
  Global: ${JSON.stringify({ ...rule("global-rule"), Condition: "GlobalRules" })}
`;
const ConformancePackName = "my-pack";
let endpoint: AwsEndpoint;
let client: ConfigServiceClient;

beforeEach(async () => {
  endpoint = await createAwsEndpoint();
  client = new ConfigServiceClient({ ...endpoint.clientConfig, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const put = (changes: Partial<PutConformancePackCommandInput> = {}) =>
  client.send(new PutConformancePackCommand({ ConformancePackName, TemplateBody: TEMPLATE, ...changes }));
const status = async () => {
  const command = new DescribeConformancePackStatusCommand({ ConformancePackNames: [ConformancePackName] });
  return (await client.send(command)).ConformancePackStatusDetails?.[0];
};
const rules = async () => (await client.send(new DescribeConfigRulesCommand({}))).ConfigRules ?? [];
const withInput = (ParameterValue: string) => ({
  ConformancePackInputParameters: [{ ParameterName: "DeployGlobalRules", ParameterValue }],
});

describe("a pack", () => {
  test("is created step by step, its rules with one suffix", async () => {
    const { ConformancePackArn = "" } = await put();
    expect((await status())?.ConformancePackState).toBe("CREATE_IN_PROGRESS");
    expect(await status()).toMatchObject({
      ConformancePackName,
      ConformancePackArn,
      ConformancePackState: "CREATE_COMPLETE",
      StackArn: expect.stringMatching(/:stack\/awsconfigconforms-my-pack-/),
      LastUpdateCompletedTime: expect.any(Date),
    });
    const names = (await rules()).map(({ ConfigRuleName = "" }) => ConfigRuleName);
    const suffixes = names.map((name) => /-conformance-pack-[a-z0-9]{9}$/.exec(name)?.[0]);
    expect(names.map((name) => name.replace(/-conformance-pack-.*$/, ""))).toEqual(["regional-rule", "global-rule"]);
    expect(new Set(suffixes).size).toBe(1);
    expect((await rules())[0]).toMatchObject({
      Source: { Owner: "AWS", SourceIdentifier: "S3_BUCKET_SSL_REQUESTS_ONLY" },
      Scope: { ComplianceResourceTypes: ["AWS::S3::Bucket"] },
      InputParameters: '{"maxAge":"90"}',
      ConfigRuleState: "ACTIVE",
      CreatedBy: "config-conforms.amazonaws.com",
    });
  });

  test("leaves out rules under a condition that does not hold, and gets them back by an update", async () => {
    await put(withInput("false"));
    endpoint.state.clock.settle();
    expect(await rules()).toHaveLength(1);
    await put(withInput("true"));
    expect((await status())?.ConformancePackState).toBe("CREATE_IN_PROGRESS");
    endpoint.state.clock.settle();
    expect(await rules()).toHaveLength(2);
    const { ConformancePackDetails } = await client.send(new DescribeConformancePacksCommand({}));
    expect(ConformancePackDetails).toEqual([expect.objectContaining({ ConformancePackName, ...withInput("true") })]);
  });

  test("is in one account and Region", async () => {
    await put();
    const other = new ConfigServiceClient(endpoint.clientConfigFor({ region: "eu-west-1" }));
    expect((await other.send(new DescribeConformancePacksCommand({}))).ConformancePackDetails).toEqual([]);
    other.destroy();
  });

  test("is in use while it is in progress, and gone once deleted", async () => {
    await put();
    const inUse = { name: "ResourceInUseException" };
    await expect(put()).rejects.toMatchObject(inUse);
    const remove = () => client.send(new DeleteConformancePackCommand({ ConformancePackName }));
    await expect(remove()).rejects.toMatchObject(inUse);
    endpoint.state.clock.settle();
    await remove();
    expect((await status())?.ConformancePackState).toBe("DELETE_IN_PROGRESS");
    const gone = { name: "NoSuchConformancePackException" };
    await expect(status()).rejects.toMatchObject(gone);
    await expect(remove()).rejects.toMatchObject(gone);
    expect(await rules()).toEqual([]);
  });

  test("fails as planned", async () => {
    const failure = { of: "conformancePack" as const, name: ConformancePackName, times: 1 };
    endpoint.state.failures.plan({ ...failure, reason: "The function cannot be invoked." });
    await put();
    endpoint.state.clock.settle();
    expect(await status()).toMatchObject({
      ConformancePackState: "CREATE_FAILED",
      ConformancePackStatusReason: "The function cannot be invoked.",
    });
    endpoint.state.failures.plan({ ...failure, action: "delete", reason: "No." });
    await put();
    endpoint.state.clock.settle();
    await client.send(new DeleteConformancePackCommand({ ConformancePackName }));
    endpoint.state.clock.settle();
    expect((await status())?.ConformancePackState).toBe("DELETE_FAILED");
  });

  test("is read from S3", async () => {
    endpoint.state.s3.createBucket({ name: "code" });
    const s3 = new S3Client(endpoint.clientConfig);
    await s3.send(new PutObjectCommand({ Bucket: "code", Key: "a/p.yaml", Body: TEMPLATE }));
    await put({ TemplateBody: undefined, TemplateS3Uri: "s3://code/a/p.yaml" });
    endpoint.state.clock.settle();
    expect(await rules()).toHaveLength(2);
    s3.destroy();
  });

  test.each<[string, Partial<PutConformancePackCommandInput>, string]>([
    ["a name with an underscore", { ConformancePackName: "a_b" }, "ValidationException"],
    ["51,201 bytes", { TemplateBody: TEMPLATE.padEnd(51_201, "\n") }, "ValidationException"],
    [
      "61 parameters",
      { ConformancePackInputParameters: Array(61).fill(withInput("a").ConformancePackInputParameters[0]) },
      "ValidationException",
    ],
    ["no template", { TemplateBody: undefined }, "InvalidParameterValueException"],
    [
      "a template that is not there",
      { TemplateBody: undefined, TemplateS3Uri: "s3://a/b" },
      "InvalidParameterValueException",
    ],
    [
      "another type of resource",
      { TemplateBody: "Resources: { A: { Type: AWS::SNS::Topic } }" },
      "ConformancePackTemplateValidationException",
    ],
    [
      "an unknown parameter",
      { ConformancePackInputParameters: [{ ParameterName: "X", ParameterValue: "1" }] },
      "ConformancePackTemplateValidationException",
    ],
    [
      "131 rules",
      {
        TemplateBody: JSON.stringify({
          Resources: Object.fromEntries(
            Array.from({ length: 131 }, (_, index) => [`R${index}`, { Type: "AWS::Config::ConfigRule" }]),
          ),
        }),
      },
      "ConformancePackTemplateValidationException",
    ],
  ])("is refused for %s", async (_name, changes, name) => {
    await expect(put(changes)).rejects.toMatchObject({ name });
  });

  test("is one of 50, in pages of 20", async () => {
    for (let index = 0; index < 50; index += 1) await put({ ConformancePackName: `p${index}` });
    await expect(put()).rejects.toMatchObject({ name: "MaxNumberOfConformancePacksExceededException" });
    const pages: unknown[] = [];
    for await (const page of paginateDescribeConformancePacks({ client }, {})) {
      pages.push(page.ConformancePackDetails?.length);
    }
    expect(pages).toEqual([20, 20, 10]);
    await expect(client.send(new DescribeConformancePacksCommand({ Limit: 21 }))).rejects.toMatchObject({
      name: "InvalidLimitException",
    });
  });
});

describe("compliance", () => {
  const summary = async () => {
    const command = new GetConformancePackComplianceSummaryCommand({ ConformancePackNames: [ConformancePackName] });
    return (await client.send(command)).ConformancePackComplianceSummaryList?.[0]?.ConformancePackComplianceStatus;
  };
  const list = async (Filters = {}) => {
    const command = new DescribeConformancePackComplianceCommand({ ConformancePackName, Filters });
    return (await client.send(command)).ConformancePackRuleComplianceList ?? [];
  };

  test("is what was reported for the rules, or what the test says", async () => {
    await put();
    endpoint.state.clock.settle();
    expect(await summary()).toBe("INSUFFICIENT_DATA");
    const [first] = await rules();
    const name = first?.ConfigRuleName ?? "";
    await client.send(
      new PutEvaluationsCommand({
        ResultToken: `token-of-${name}`,
        Evaluations: [
          {
            ComplianceResourceType: "AWS::S3::Bucket",
            ComplianceResourceId: "b",
            ComplianceType: "COMPLIANT",
            OrderingTimestamp: new Date(),
          },
        ],
      }),
    );
    expect(await summary()).toBe("COMPLIANT");
    const place = { account: "111122223333", region: "us-east-1" };
    endpoint.state.config.packs.find(place, ConformancePackName)?.compliance.set("global-rule", "NON_COMPLIANT");
    expect(await summary()).toBe("NON_COMPLIANT");
    expect((await list()).map(({ ComplianceType }) => ComplianceType)).toEqual(["COMPLIANT", "NON_COMPLIANT"]);
    expect(await list({ ComplianceType: "COMPLIANT" })).toEqual([expect.objectContaining({ ConfigRuleName: name })]);
    await expect(list({ ConfigRuleNames: ["none"] })).rejects.toMatchObject({
      name: "NoSuchConfigRuleInConformancePackException",
    });
    await client.send(new StartConfigRulesEvaluationCommand({ ConfigRuleNames: [name] }));
  });
});

test("rules are found by name and paged by 25, those registered among them", async () => {
  for (let index = 0; index < 30; index += 1) {
    endpoint.state.config.registerRule(`rule-${index}`, { resultToken: `t-${index}` });
  }
  const pages: unknown[] = [];
  for await (const { ConfigRules } of paginateDescribeConfigRules({ client }, {})) pages.push(ConfigRules?.length);
  expect(pages).toEqual([25, 5]);
  const { ConfigRules } = await client.send(new DescribeConfigRulesCommand({ ConfigRuleNames: ["rule-7"] }));
  expect(ConfigRules).toEqual([expect.objectContaining({ ConfigRuleName: "rule-7" })]);
  await expect(client.send(new DescribeConfigRulesCommand({ ConfigRuleNames: ["x"] }))).rejects.toMatchObject({
    name: "NoSuchConfigRuleException",
  });
});

describe("the recorder", () => {
  const recorders = async (names?: string[]) =>
    (await client.send(new DescribeConfigurationRecordersCommand({ ConfigurationRecorderNames: names })))
      .ConfigurationRecorders;
  const statuses = async () =>
    (await client.send(new DescribeConfigurationRecorderStatusCommand({}))).ConfigurationRecordersStatus;
  const channels = async () => (await client.send(new DescribeDeliveryChannelsCommand({}))).DeliveryChannels;

  test("runs and records everything unless told otherwise", async () => {
    expect(await recorders()).toEqual([
      expect.objectContaining({ name: "default", recordingGroup: expect.objectContaining({ allSupported: true }) }),
    ]);
    expect(await statuses()).toEqual([expect.objectContaining({ recording: true, lastStatus: "SUCCESS" })]);
    expect(await channels()).toEqual([{ name: "default", s3BucketName: "config-bucket-111122223333" }]);
  });

  test("may be missing, stopped or narrow, in one place", async () => {
    const place = { account: "111122223333", region: "us-east-1" };
    endpoint.state.config.recorders.remove(place);
    expect([await recorders(), await statuses(), await channels()]).toEqual([[], [], []]);
    await expect(recorders(["default"])).rejects.toMatchObject({ name: "NoSuchConfigurationRecorderException" });
    endpoint.state.config.recorders.set(place, { recording: false, resourceTypes: ["AWS::S3::Bucket"] });
    expect(await statuses()).toEqual([expect.objectContaining({ recording: false })]);
    expect((await recorders())?.[0]?.recordingGroup?.resourceTypes).toEqual(["AWS::S3::Bucket"]);
    endpoint.state.config.recorders.whenUnset = "none";
    const other = new ConfigServiceClient(endpoint.clientConfigFor({ region: "eu-west-1" }));
    expect((await other.send(new DescribeConfigurationRecordersCommand({}))).ConfigurationRecorders).toEqual([]);
    other.destroy();
  });
});

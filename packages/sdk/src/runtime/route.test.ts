import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { changeEvent, configurationItem } from "@rulewright/testing";
import { routeRule, type RuleTable } from "./route.ts";
import { startRuntime, type TestRuntime } from "./fixtures/runtime.ts";
import { taggedRule } from "./fixtures/rules.ts";

const table = (...names: readonly string[]): RuleTable =>
  Object.fromEntries(names.map((name) => [name, { load: async () => taggedRule() }]));

describe("routeRule", () => {
  test.each([
    ["the exact name", "bucket-key", "bucket-key"],
    ["a conformance pack's", "bucket-key-conformance-pack-6cruwvtg2", "bucket-key"],
    ["an organization's", "OrgConfigRule-bucket-key-a1b2c3d4", "bucket-key"],
    ["the exact name before what is in it", "other-conformance-pack-1", "other-conformance-pack-1"],
    ["the exact name before an organization's", "OrgConfigRule-x-1", "OrgConfigRule-x-1"],
    [
      "a pack's rule whose name looks like a pack's",
      "other-conformance-pack-1-conformance-pack-2",
      "other-conformance-pack-1",
    ],
  ])("finds %s", (_what, deployed, expected) => {
    const rules = table("bucket-key", "other", "other-conformance-pack-1", "x", "OrgConfigRule-x-1");
    expect(routeRule(rules, deployed).name).toBe(expected);
  });

  test.each([
    "bucket",
    "bucket-key-2",
    "bucket-key-conformance-pack-",
    "bucket-key-conformance-pack-1-old",
    "xbucket-key-conformance-pack-1",
    "OrgConfigRule-bucket-key",
    "OrgConfigRule-bucket-key-a1B2",
    "xOrgConfigRule-bucket-key-a1b2c3d4",
    "toString",
    "",
  ])("knows no rule %j and names those it has, sorted", (deployed) => {
    expect(() => routeRule(table("z-rule", "bucket-key"), deployed)).toThrow(
      expect.objectContaining({ code: "RW2010", message: expect.stringContaining("It has bucket-key, z-rule.") }),
    );
  });
});

describe("the handler", () => {
  let runtime: TestRuntime;
  beforeEach(async () => {
    runtime = await startRuntime();
  });
  afterEach(() => runtime.close());
  const change = (configRuleName: string, verdict = "COMPLIANT") => {
    runtime.endpoint.state.config.registerRule(configRuleName, { resultToken: configRuleName });
    const item = configurationItem("AWS::S3::Bucket", { resourceId: "bucket", tags: { verdict } });
    return changeEvent(item, { configRuleName, resultToken: configRuleName });
  };

  test("serves one rule under two names, each with its own onError", async () => {
    const rule = taggedRule();
    const handler = runtime.handler({
      strict: { load: async () => rule, onError: "non-compliant" },
      lenient: { load: async () => rule, onError: "keep" },
    });
    const strict = await runtime.invoke(handler, change("strict-conformance-pack-1", "throws"));
    const lenient = await runtime.invoke(handler, change("lenient-conformance-pack-1", "throws"));
    expect(strict.failure).toMatch(/^RW2030: Rule strict /);
    expect(lenient.failure).toMatch(/^RW2030: Rule lenient /);
    expect(runtime.stored("strict-conformance-pack-1")).toEqual([expect.stringMatching(/^bucket NON_COMPLIANT/)]);
    expect(runtime.stored("lenient-conformance-pack-1")).toEqual([]);
  });

  test("refuses a name it does not know and puts nothing", async () => {
    const { failure, metrics } = await runtime.run(table("a-rule", "b-rule"), change("c-rule"));
    expect(failure).toBe("RW2010: This function has no rule c-rule. It has a-rule, b-rule.");
    expect(metrics).toMatchObject({ Errors: 1, Rule: "c-rule" });
    expect(runtime.calls()).toEqual([]);
  });

  test.each<[string, () => Promise<unknown>, RegExp]>([
    ["throws", () => Promise.reject(new SyntaxError("Unexpected token")), /^RW2011: .*mine.*Unexpected token/],
    [
      "throws at once",
      () => {
        throw new Error("At once");
      },
      /^RW2011: .*mine.*At once/,
    ],
    ["holds no rule", async () => ({ evaluate: () => undefined }), /^RW2011: .*mine holds no rule/],
    ["is empty", async () => undefined, /^RW2011: .*mine holds no rule/],
  ])("leaves the others alive when a module %s", async (_what, load, expected) => {
    let loads = 0;
    const good = async () => {
      loads += 1;
      return taggedRule();
    };
    const handler = runtime.handler({ mine: { load }, good: { load: good } });
    expect((await runtime.invoke(handler, change("mine"))).failure).toMatch(expected);
    expect(loads).toBe(0);
    expect((await runtime.invoke(handler, change("good"))).failure).toBeUndefined();
    expect(runtime.stored("good")).toEqual(["bucket COMPLIANT"]);
    expect(runtime.stored("mine")).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { changeEvent, configurationItem, scheduledEvent } from "@rulewright/testing";
import { RULE_NAME, startRuntime, type TestRuntime } from "./fixtures/runtime.ts";
import { listingRule, subjects, taggedRule } from "./fixtures/rules.ts";
import type { AnyRule } from "../core/any-rule.ts";
import type { ControlBound, RuleTable } from "./route.ts";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await startRuntime();
});
afterEach(() => runtime.close());

const parameters = {
  minimumLength: { type: "integer", default: 8, description: "Characters." },
  maximumAge: { type: "integer", description: "Days." },
} as const;
const BOUNDS: readonly ControlBound[] = [
  { control: "cis-1.2.0/1.9", parameters: ["minimumLength"], op: ">=", value: 14, stricter: "higher" },
  { control: "cis-1.2.0/1.11", parameters: ["maximumAge"], op: "<=", value: 90, stricter: "lower" },
];

const table = (rule: AnyRule): RuleTable => ({ [RULE_NAME]: { load: async () => rule, bounds: BOUNDS } });
const event = (ruleParameters: Readonly<Record<string, string>>) => {
  const item = configurationItem("AWS::S3::Bucket", { resourceId: "bucket" });
  return changeEvent(item, { ruleParameters });
};

describe("a pack's bounds", () => {
  test.each([
    ["at the bound", { minimumLength: "14", maximumAge: "90" }],
    ["stricter", { minimumLength: "20", maximumAge: "30" }],
  ])("let a rule be judged that is set %s", async (_what, given) => {
    const { failure } = await runtime.run(table(taggedRule({ parameters })), event(given));
    expect(failure).toBeUndefined();
    expect(runtime.stored()).toEqual(["bucket COMPLIANT"]);
  });

  test.each<[string, Record<string, string>, readonly string[]]>([
    ["looser", { minimumLength: "13", maximumAge: "90" }, ["cis-1.2.0/1.9"]],
    ["by a default of the rule that is looser", { maximumAge: "90" }, ["cis-1.2.0/1.9"]],
    ["without a value", { minimumLength: "14" }, ["cis-1.2.0/1.11"]],
    ["looser in all", { minimumLength: "8", maximumAge: "91" }, ["cis-1.2.0/1.9", "cis-1.2.0/1.11"]],
  ])("refuse a rule that is set %s: nobody is asked, nothing is put", async (_what, given, controls) => {
    const rule = taggedRule({ parameters });
    const { failure, metrics } = await runtime.run(table(rule), event(given));
    expect(failure).toMatch(new RegExp(`^RW1005: Rule ${RULE_NAME} is set looser`));
    expect(BOUNDS.map(({ control }) => control).filter((control) => failure?.includes(`${control} wants`))).toEqual(
      controls,
    );
    expect(rule.judged).toEqual([]);
    expect(runtime.calls()).toEqual([]);
    expect(metrics).toMatchObject({ Errors: 1 });
  });

  test("refuse a scheduled rule before anything is listed or cleared", async () => {
    await runtime.seed([{ resourceId: "gone" }]);
    const rule = listingRule(subjects("good-1"), { parameters });
    const { failure } = await runtime.run(table(rule), scheduledEvent());
    expect(failure).toMatch(/^RW1005/);
    expect(runtime.calls()).toEqual([]);
    expect(runtime.stored()).toEqual(["gone COMPLIANT"]);
  });
});

import { describe, expect, test } from "@jest/globals";
import { summarizeEvaluations, type CheckResult } from "@rulewright/sdk";
import { CONTEXT, EVERY_OUTCOME, NOTHING, NOT_JUDGED } from "./fixtures/every-outcome.ts";
import { syntheticResult } from "./fixtures/synthetic-result.ts";
import { toMarkdown } from "./markdown.ts";

test("counts, then the rules with their resources, then errors", () => {
  const text = toMarkdown(EVERY_OUTCOME, CONTEXT);
  expect(text).toContain("### Larkspur &amp; Sons: 1 non-compliant evaluation\n");
  expect(text).toContain("| 1 | 1 | 1 | 1 | 1 | 2 |");
  expect(text).toContain("<details><summary>High: <code>s3-bucket-encrypted</code>, 1 resource</summary>");
  expect(text).toContain("Remediation: <code>AWS-EnableS3BucketEncryption</code>");
  expect(text).toContain("<details><summary>Could not be judged: 2 errors</summary>");
  expect(text).toContain("<details><summary>Exempt: 1 evaluation</summary>");
  expect(text).toContain(
    "| <code>s3-bucket-logged</code> | <code>excused</code> | 111122223333 | eu-west-1 | 2027-03-31 | platform | Log bucket itself. |",
  );
  expect(text.match(/<details>/g)).toHaveLength(4);
  expect(text.match(/<\/details>/g)).toHaveLength(4);
});

test("text from resources formats nothing and mentions nobody", () => {
  const text = toMarkdown(EVERY_OUTCOME);
  expect(text).not.toContain("<script");
  expect(text).not.toContain("<!--");
  expect(text).not.toContain("@team");
  const row = text.split("\n").find((line) => line.startsWith("| AWS::S3::Bucket |")) ?? "";
  expect(row.match(/(?<!\\)\|/g)).toHaveLength(6);
  expect(row).toContain("@&#8203;team #&#8203;1 \\`x\\`");
});

test.each(["https://evil.example", "www.evil.example"])("%s is no link", (resourceId) => {
  const [first] = EVERY_OUTCOME.evaluations;
  if (!first) throw new Error("no evaluation");
  const evaluation = { ...first, resourceId, complianceType: "NON_COMPLIANT", annotation: resourceId } as const;
  expect(toMarkdown({ ...EVERY_OUTCOME, evaluations: [evaluation] })).not.toContain(resourceId);
});

test("a bound is kept, and what is left out is counted", () => {
  const whole = toMarkdown(syntheticResult(3000));
  for (const maximumLength of [300, 2000, 20_000, whole.length - 1]) {
    const text = toMarkdown(syntheticResult(3000), {}, { maximumLength });
    expect(text.length).toBeLessThanOrEqual(maximumLength);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    if (maximumLength > 1000) expect(text).toMatch(/\d+ more sections? left out for length/);
  }
  expect(toMarkdown(syntheticResult(3000), {}, { maximumLength: whole.length })).toBe(whole);
});

test("resources of a rule are listed up to a number", () => {
  expect(toMarkdown(syntheticResult(3000), {}, { perRule: 2 })).toMatch(/… and \d+ more\./);
});

test("reasons of exemptions are text, and exempt resources are listed up to a number", () => {
  const exempt = EVERY_OUTCOME.evaluations.filter(({ status }) => status === "exempt");
  const exemption = { reason: "Ask @team, see #1 | <b>", owner: "_web_", expires: "2027-03-31" };
  const evaluations = ["a", "b", "c"].flatMap((resourceId) =>
    exempt.map((each) => ({ ...each, resourceId, exemption })),
  );
  const text = toMarkdown(
    { ...EVERY_OUTCOME, evaluations, ...summarizeEvaluations(evaluations, 0) },
    {},
    { perRule: 2 },
  );
  expect(text).toContain("| \\_web\\_ | Ask @&#8203;team, see #&#8203;1 \\| &lt;b&gt; |");
  expect(text).toContain("<summary>Exempt: 3 evaluations</summary>");
  expect(text).toMatch(/<code>b<\/code>[^]+… and 1 more\./);
  expect(text).not.toContain("<code>c</code>");
});

test("what is undetermined is told rule by rule, with what is not known", () => {
  expect(toMarkdown(EVERY_OUTCOME)).toContain(
    [
      "<details><summary>Undetermined: <code>s3-bucket-logged</code>, 1 resource</summary>",
      "",
      "| resource | account | Region | reason |",
      "| --- | --- | --- | --- |",
      "| <code>unknown</code> | 111122223333 | eu-west-1 | not known: tags.Owner, relationships |",
      "",
      "</details>",
    ].join("\n"),
  );
  const undetermined = EVERY_OUTCOME.evaluations.filter(({ status }) => status === "undetermined");
  const evaluations = ["b-rule", "a-rule"].flatMap((rule) =>
    ["a", "b", "c"].flatMap((resourceId) =>
      undetermined.map((each) => ({ ...each, rule, resourceId, missing: ["evidence"] })),
    ),
  );
  const several = { ...EVERY_OUTCOME, evaluations, errors: [], ...summarizeEvaluations(evaluations, 0) };
  const text = toMarkdown(several, {}, { perRule: 2 });
  expect(text).toMatch(/Undetermined: <code>a-rule<\/code>, 3 resources[^]+Undetermined: <code>b-rule/);
  expect(text.match(/no evidence \(run rulewright collect\)/g)).toHaveLength(4);
  expect(text).toMatch(/<code>b<\/code>[^]+… and 1 more\./);
  expect(text).not.toContain("<code>c</code>");
});

test("evaluations are read once, whatever is told of them", () => {
  const whole = syntheticResult(3000);
  let read = 0;
  function* counting() {
    for (const evaluation of whole.evaluations) {
      read += 1;
      yield evaluation;
    }
  }
  const evaluations = Object.assign([...whole.evaluations], { [Symbol.iterator]: counting });
  expect(toMarkdown({ ...whole, evaluations })).toBe(toMarkdown(whole));
  expect(read).toBe(3000);
});

test("resources that no rule can judge are listed with place and reason, up to a number", () => {
  const text = toMarkdown(NOT_JUDGED);
  expect(text).toContain("| errors | not judged |\n");
  expect(text).toContain("| 1 | 1 | 1 | 1 | 1 | 2 | 2 |\n");
  expect(text).toContain(
    [
      "<details><summary>Not judged: 2 resources</summary>",
      "",
      "| type | resource | where | reason |",
      "| --- | --- | --- | --- |",
      "| AWS::S3::Bucket | <code>Looped</code> | templates/bucket.yaml:30 | Its properties are known at deployment only. |",
      "|  | <code>&#60;/script",
    ].join("\n"),
  );
  expect(text).not.toContain("<script");
  expect(text).not.toContain("@team");
  expect(toMarkdown(NOT_JUDGED, {}, { perRule: 1 })).toMatch(/Looped[^]+… and 1 more\.[^]+Undetermined:/);
});

test("no control character and no override is left", () => {
  const text = toMarkdown(NOT_JUDGED, { title: `Report\u001B[2J\u202E` });
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u);
  expect(text).toContain("### Report\uFFFD\\[2J\uFFFD: ");
});

describe("the heading", () => {
  const { evaluations, errors } = EVERY_OUTCOME;
  const { notJudged = [] } = NOT_JUDGED;
  const only = (...types: readonly string[]) =>
    evaluations.filter(({ status, complianceType }) =>
      types.includes(status === "evaluated" ? `${complianceType}` : status),
    );
  const headingOf = (result: CheckResult) => toMarkdown(result).split("\n")[0];

  test.each([
    ["Nothing non-compliant", only("COMPLIANT"), {}],
    ["Nothing non-compliant", only("NOT_APPLICABLE", "exempt"), {}],
    ["Nothing non-compliant; 2 errors", only("COMPLIANT"), { errors }],
    ["Nothing non-compliant; 1 undetermined evaluation", only("COMPLIANT", "undetermined"), {}],
    ["Nothing non-compliant; 2 resources not judged", only("COMPLIANT"), { notJudged }],
    ["Nothing was judged", [], {}],
    [
      "Nothing was judged; 2 errors, 1 undetermined evaluation, 2 resources not judged",
      only("undetermined"),
      { errors, notJudged },
    ],
    ["1 non-compliant evaluation", only("NON_COMPLIANT"), { errors }],
  ])("says: %s", (words, left, others) => {
    const result = { ...NOTHING, evaluations: left, ...others };
    const summaries = summarizeEvaluations(left, result.errors.length);
    expect(headingOf({ ...result, ...summaries })).toBe(`### Compliance: ${words}`);
  });

  test("is followed by one table where there is nothing", () => {
    expect(toMarkdown(NOTHING)).not.toContain("<details>");
  });
});

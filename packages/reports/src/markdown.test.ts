import { expect, test } from "@jest/globals";
import { CONTEXT, EVERY_OUTCOME, NOTHING } from "./fixtures/every-outcome.ts";
import { syntheticResult } from "./fixtures/synthetic-result.ts";
import { toMarkdown } from "./markdown.ts";

test("counts, then the rules with their resources, then errors", () => {
  const text = toMarkdown(EVERY_OUTCOME, CONTEXT);
  expect(text).toContain("### Larkspur &amp; Sons: 1 non-compliant evaluation\n");
  expect(text).toContain("| 1 | 1 | 1 | 1 | 1 | 2 |");
  expect(text).toContain("<details><summary>High: <code>s3-bucket-encrypted</code>, 1 resource</summary>");
  expect(text).toContain("Remediation: <code>AWS-EnableS3BucketEncryption</code>");
  expect(text).toContain("<details><summary>Could not be judged: 2 errors</summary>");
  expect(text.match(/<details>/g)).toHaveLength(2);
  expect(text.match(/<\/details>/g)).toHaveLength(2);
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

test("nothing non-compliant is one heading and one table", () => {
  expect(toMarkdown(NOTHING)).toContain("### Compliance: Nothing non-compliant");
  expect(toMarkdown(NOTHING)).not.toContain("<details>");
});

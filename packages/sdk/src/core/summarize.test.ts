import { expect, test } from "@jest/globals";
import type { CheckEvaluation } from "./results.ts";
import { summarizeEvaluations } from "./summarize.ts";

const evaluation = (changes: Partial<CheckEvaluation>): CheckEvaluation => ({
  rule: "b-rule",
  resourceType: "AWS::S3::Bucket",
  resourceId: "a",
  accountId: "111122223333",
  region: "eu-west-1",
  status: "evaluated",
  severity: "LOW",
  controls: [],
  parametersHash: "",
  source: { file: "a.json" },
  ...changes,
});

test("counts each evaluation once, in all and rule by rule", () => {
  const evaluations = [
    evaluation({ complianceType: "COMPLIANT" }),
    evaluation({ complianceType: "NON_COMPLIANT", region: "us-east-1" }),
    evaluation({ complianceType: "NOT_APPLICABLE", region: "global" }),
    evaluation({ complianceType: "NON_COMPLIANT", status: "exempt", accountId: "444455556666" }),
    evaluation({ rule: "a-rule", severity: "HIGH", status: "undetermined" }),
  ];
  expect(summarizeEvaluations(evaluations, 3)).toEqual({
    summary: {
      compliant: 1,
      nonCompliant: 1,
      notApplicable: 1,
      exempt: 1,
      undetermined: 1,
      errors: 3,
      accounts: 2,
      regions: 2,
    },
    rules: [
      { rule: "a-rule", severity: "HIGH", compliant: 0, nonCompliant: 0, notApplicable: 0, exempt: 0, undetermined: 1 },
      { rule: "b-rule", severity: "LOW", compliant: 1, nonCompliant: 1, notApplicable: 1, exempt: 1, undetermined: 0 },
    ],
  });
});

test("counts nothing of nothing", () => {
  const { summary, rules } = summarizeEvaluations([], 0);
  expect(rules).toEqual([]);
  expect(Object.values(summary)).toEqual(Array.from({ length: 8 }, () => 0));
});

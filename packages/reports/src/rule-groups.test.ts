import { describe, expect, test } from "@jest/globals";
import { summarizeEvaluations, type CheckEvaluation, type CheckResult } from "@rulewright/sdk";
import { EVERY_OUTCOME } from "./fixtures/every-outcome.ts";
import { listFirst } from "./rule-groups.ts";

const SAID: Readonly<Record<string, Pick<CheckEvaluation, "status" | "complianceType" | "missing">>> = {
  good: { status: "evaluated", complianceType: "COMPLIANT" },
  bad: { status: "evaluated", complianceType: "NON_COMPLIANT" },
  exempt: { status: "exempt", complianceType: "NON_COMPLIANT" },
  untagged: { status: "undetermined", missing: ["tags"] },
  unproved: { status: "undetermined", missing: ["evidence"] },
};

const BASE = {
  rule: "r",
  resourceType: "AWS::S3::Bucket",
  accountId: "111122223333",
  region: "eu-west-1",
  severity: "LOW",
  controls: [],
  parametersHash: "0",
  source: { file: "f" },
} as const;

/** Evaluations of one rule that say so, and how many of them are read for a table. */
function reading(words: string, most: number) {
  const evaluations = words.split(" ").flatMap((word, index): CheckEvaluation[] => {
    const said = SAID[word];
    return said ? [{ ...BASE, resourceId: `${index}`, ...said }] : [];
  });
  const tally = summarizeEvaluations(evaluations, 0);
  let read = 0;
  function* counting() {
    for (const evaluation of evaluations) {
      read += 1;
      yield evaluation;
    }
  }
  const lazy = Object.assign([...evaluations], { [Symbol.iterator]: counting });
  const result: CheckResult = { ...EVERY_OUTCOME, evaluations: lazy, ...tally };
  const [group] = listFirst(result, most);
  return { read, lacksEvidence: group?.lacksEvidence, listed: group?.listed };
}

describe("evaluations are read", () => {
  test.each([
    ["only until enough are found", "bad bad good good good good", 2, 3],
    ["until there are enough of each kind", "bad untagged exempt good unproved good good", 1, 6],
    ["until a rule is known to lack evidence", "untagged untagged unproved untagged good", 1, 4],
    ["until a rule is known to lack none", "untagged good untagged good good", 1, 4],
    ["to the end for what is last", "good good bad", 1, 3],
    ["no further than the first where everything complies", "good good", 1, 1],
  ])("%s", (_what, words, most, read) => {
    expect(reading(words, most).read).toBe(read);
  });
});

test("those of each kind that come first are listed", () => {
  const { listed } = reading("good untagged bad exempt unproved bad exempt untagged bad", 2);
  const ids = Object.entries(listed ?? {}).map(([kind, list]) => [kind, list.map(({ resourceId }) => resourceId)]);
  expect(Object.fromEntries(ids)).toEqual({
    nonCompliant: ["2", "5"],
    exempt: ["3", "6"],
    undetermined: ["1", "4"],
  });
});

test.each([
  ["good untagged", false],
  ["untagged untagged untagged unproved", true],
  ["unproved untagged", true],
  ["good", false],
])("of a rule with %s evidence lacks: %s", (words, lacks) => {
  expect(reading(words, 1).lacksEvidence).toBe(lacks);
});

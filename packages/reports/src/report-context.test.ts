import { expect, test } from "@jest/globals";
import { defineRunbook } from "@rulewright/sdk";
import { rulesByName } from "./report-context.ts";

test("a rule's own runbook is shown in words, a runbook of AWS by its name", () => {
  const own = defineRunbook({ description: "Sets it right.", steps: [] });
  const rules = rulesByName({
    rules: [
      { name: "own", description: "D.", severity: "LOW", remediation: { runbook: own } },
      { name: "of-aws", description: "D.", remediation: { runbook: "AWS-Known" } },
      { name: "none", description: "D." },
    ],
  });
  expect([...rules.values()]).toEqual([
    { name: "own", description: "D.", severity: "LOW", remediation: { runbook: "own runbook" } },
    { name: "of-aws", description: "D.", remediation: { runbook: "AWS-Known" } },
    { name: "none", description: "D." },
  ]);
});

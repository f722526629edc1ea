import { describe, expect, test } from "@jest/globals";
import { FIXTURE, configurationItem } from "@rulewright/testing";
import { parseCheckResult } from "./support/contracts.ts";
import { rulewright } from "./support/rulewright.ts";
import { evidenceFile, snapshot } from "./support/samples.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const RULES = `import { compliant, definePeriodicRule, defineRule, nonCompliant } from "@rulewright/sdk";
const parameters = { most: { type: "integer", default: 2, description: "The most." } } as const;
const judge = (count: unknown, most: number) => (Number(count) <= most ? compliant() : nonCompliant(\`\${count} are too many.\`));
export const keys = definePeriodicRule({
  name: "keys-few", description: "The account has few keys.", severity: "LOW", resourceTypes: ["AWS::::Account"],
  schedule: "One_Hour", scope: "global", parameters,
  evaluate: ({ evidence, parameters }) => judge(evidence, parameters.most),
});
export const topics = defineRule({
  name: "subscriptions-few", description: "Subscriptions are few.", severity: "LOW", resourceTypes: ["AWS::SNS::Topic"],
  parameters, permissions: ["sns:ListSubscriptionsByTopic"],
  collect: async ({ aws }): Promise<unknown> => aws,
  evaluate: ({ evidence, parameters }) => judge(evidence, parameters.most),
});
`;

const PACK = `import { defineConformancePack, use } from "@rulewright/sdk/synthesis";
import { keys, topics } from "./rules.ts";
export default defineConformancePack({ name: "mine", rules: [
  use(keys), use(keys, { name: "one-key", parameters: { most: 1 } }),
  use(topics), use(topics, { name: "one-subscription", parameters: { most: 1 } }),
] });
`;

describe("a pack that uses a rule twice", () => {
  test("judges one recording by the parameters of each use, under the name of each", async () => {
    const topic = configurationItem("AWS::SNS::Topic", { resourceId: "topic" });
    const evidence = evidenceFile(
      { rule: "keys-few", subjects: [{ subject: { resourceId: FIXTURE.accountId }, evidence: 2 }] },
      { rule: "subscriptions-few", subjects: [{ subject: { resourceId: "topic" }, evidence: 2 }] },
    );
    const cwd = await temporaryFolder({
      "rules.ts": RULES,
      "pack.ts": PACK,
      "in/items.json": snapshot(topic),
      "in/evidence.json": evidence,
    });
    const ran = await rulewright(["check", "in", "--json", "--pack", "pack.ts"], { cwd });
    expect(ran.stderr).toBe("");
    const { evaluations, errors } = parseCheckResult(ran.stdout);
    expect(errors).toEqual([]);
    const verdicts = evaluations.map(({ resourceId, rule, complianceType }) => [resourceId, rule, complianceType]);
    expect(verdicts).toHaveLength(4);
    expect(verdicts).toEqual(
      expect.arrayContaining([
        [FIXTURE.accountId, "keys-few", "COMPLIANT"],
        [FIXTURE.accountId, "one-key", "NON_COMPLIANT"],
        ["topic", "one-subscription", "NON_COMPLIANT"],
        ["topic", "subscriptions-few", "COMPLIANT"],
      ]),
    );
    expect(ran.code).toBe(1);
  });
});

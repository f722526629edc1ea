import { describe, expect, test } from "@jest/globals";
import { compliant, definePeriodicRule, defineRule, type AnyPeriodicRule, type EvidenceEntry } from "@rulewright/sdk";
import { configurationItem } from "@rulewright/testing";
import { replayRule } from "./replay-rule.ts";

const account = { accountId: "111122223333", region: "eu-west-1", partition: "aws" };
const aws = {
  client(): never {
    throw new Error("AWS was called.");
  },
};
const context = { aws, account, parameters: {} };

function entry(members: Partial<EvidenceEntry> = {}): EvidenceEntry {
  return { rule: "r", ...account, collectedAt: new Date(0), listed: true, subjects: [], ...members };
}
const recorded = (resourceId: string, evidence?: unknown) => ({ subject: { resourceId }, evidence });

function periodic(scope: "global" | "regional"): AnyPeriodicRule {
  return definePeriodicRule({
    name: "r",
    description: "Lists.",
    severity: "LOW",
    schedule: "One_Hour",
    scope,
    resourceTypes: ["AWS::IAM::User"],
    permissions: ["iam:ListUsers"],
    async *list() {},
    evaluate: () => compliant(),
  });
}

async function listed(scope: "global" | "regional", entries: readonly EvidenceEntry[]): Promise<string[]> {
  const rule = replayRule(periodic(scope), entries, account);
  const ids: string[] = [];
  if (rule.kind === "periodic-rule") {
    for await (const { resourceId } of rule.list?.(context) ?? []) ids.push(resourceId);
  }
  return ids;
}

describe("list", () => {
  const older = entry({ subjects: [recorded("older")] });
  const newer = entry({ collectedAt: new Date(1), subjects: [recorded("newer")] });
  const elsewhere = entry({ collectedAt: new Date(2), region: "us-east-1", subjects: [recorded("elsewhere")] });

  test("gives the latest recording: of the Region, or of any where the rule is global", async () => {
    expect(await listed("regional", [older, elsewhere, newer])).toEqual(["newer"]);
    expect(await listed("global", [older, elsewhere, newer])).toEqual(["elsewhere"]);
  });

  test("fails where nothing of the rule, account or Region was recorded", async () => {
    const others = [entry({ rule: "other" }), entry({ accountId: "444455556666" }), elsewhere];
    await expect(listed("regional", others)).rejects.toThrow(/no entry of rule r for account 111122223333/);
  });

  test("fails at its end where the recording was cut short", async () => {
    await expect(listed("global", [entry({ listed: false })])).rejects.toThrow(/did not come to its end/);
  });
});

describe("collect", () => {
  const item = configurationItem("AWS::SNS::Topic", { resourceId: "topic" });
  const facts = { name: "r", description: "Collects.", severity: "LOW", resourceTypes: ["AWS::SNS::Topic"] } as const;
  const rule = defineRule({
    ...facts,
    permissions: ["sns:GetTopicAttributes"],
    collect: async (): Promise<unknown> => "live",
    evaluate: () => compliant(),
  });
  const collected = async (subjects: EvidenceEntry["subjects"]): Promise<unknown> => {
    const replayed = replayRule(rule, [entry({ subjects })], account);
    return replayed.kind === "rule" ? replayed.collect?.({ ...context, configurationItem: item }) : undefined;
  };

  test("gives what was recorded, fails as it failed, and fails where nothing was", async () => {
    expect(await collected([recorded("topic", { a: 1 })])).toEqual({ a: 1 });
    expect(await collected([recorded("topic")])).toBeUndefined();
    const error = { code: "AccessDenied", message: "No." };
    await expect(collected([{ subject: { resourceId: "topic" }, error }])).rejects.toMatchObject(error);
    await expect(collected([recorded("other")])).rejects.toThrow(/nothing of rule r for topic/);
  });

  test("is none where the rule has none", () => {
    const plain = defineRule({ ...facts, evaluate: () => compliant() });
    expect(replayRule(plain, [], account)).toBe(plain);
  });
});

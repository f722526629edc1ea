import {
  scopeOf,
  type Account,
  type AnyChangeRule,
  type AnyPeriodicRule,
  type AnyRule,
  type EvidenceEntry,
  type EvidenceRecord,
  type Subject,
} from "@rulewright/sdk";

/**
 * A rule whose `list` and `collect` answer from recorded evidence instead of AWS: the account's latest recording, of
 * the same Region unless the rule is global.
 */
export function replayRule(
  rule: AnyRule,
  evidence: readonly EvidenceEntry[],
  { accountId, region }: Pick<Account, "accountId" | "region">,
): AnyRule {
  const isGlobal = scopeOf(rule) === "global";
  const entry = evidence
    .filter((each) => each.rule === rule.name && each.accountId === accountId && (isGlobal || each.region === region))
    .toSorted((a, b) => b.collectedAt.getTime() - a.collectedAt.getTime())[0];
  if (rule.kind === "periodic-rule") return replayPeriodic(rule, entry, accountId);
  return rule.collect ? replayChange(rule, entry) : rule;
}

function replayChange(rule: AnyChangeRule, entry: EvidenceEntry | undefined): AnyChangeRule {
  return { ...rule, collect: async ({ configurationItem }) => replay(rule.name, entry, configurationItem) };
}

function replayPeriodic(rule: AnyPeriodicRule, entry: EvidenceEntry | undefined, accountId: string): AnyPeriodicRule {
  return {
    ...rule,
    async *list() {
      if (!entry) throw new Error(`The evidence has no entry of rule ${rule.name} for account ${accountId}.`);
      for (const { subject } of entry.subjects) yield subject;
      if (!entry.listed) throw new Error("The recorded listing did not come to its end.");
    },
    collect: async ({ subject }) => replay(rule.name, entry, subject),
  };
}

function replay(
  ruleName: string,
  entry: EvidenceEntry | undefined,
  { resourceId }: Pick<Subject, "resourceId">,
): unknown {
  const record: EvidenceRecord | undefined = entry?.subjects.find(({ subject }) => subject.resourceId === resourceId);
  if (!record) throw new Error(`The evidence has nothing of rule ${ruleName} for ${resourceId}.`);
  if (!("error" in record)) return record.evidence;
  throw Object.assign(new Error(record.error.message), { code: record.error.code });
}

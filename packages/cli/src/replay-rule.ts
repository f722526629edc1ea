import type { AnyChangeRule, AnyPeriodicRule, AnyRule, EvidenceEntry, EvidenceRecord, Subject } from "@rulewright/sdk";

/** A rule whose `list` and `collect` answer from recorded evidence instead of AWS. */
export function replayRule(rule: AnyRule, evidence: readonly EvidenceEntry[], accountId: string): AnyRule {
  const entry = evidence.find((each) => each.rule === rule.name && each.accountId === accountId);
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

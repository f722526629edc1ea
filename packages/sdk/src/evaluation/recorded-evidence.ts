import type { ConfigurationItem } from "../core/configuration-item.ts";
import type { Recorded } from "./change.ts";
import type { SourcedEvidence } from "./inputs.ts";
import type { PreparedRule } from "./prepared-rule.ts";

/** Finds what was recorded of an item by a change rule. */
export type FindRecorded = (prepared: PreparedRule, item: ConfigurationItem) => Recorded | undefined;

/** The latest record of an item: of its own Region, unless the rule or the item is global. */
export function createFindRecorded(evidence: readonly SourcedEvidence[], rules: readonly PreparedRule[]): FindRecorded {
  const names = new Set(rules.map(({ evidenceName }) => evidenceName));
  const records = new Map<string, (Recorded & { readonly region: string })[]>();
  for (const { entry } of evidence) {
    if (!names.has(entry.rule)) continue;
    for (const record of entry.subjects) {
      const key = keyOf(entry.rule, entry.accountId, record.subject.resourceId);
      const found = records.get(key) ?? [];
      found.push({ record, collectedAt: entry.collectedAt, region: entry.region });
      records.set(key, found);
    }
  }
  return ({ evidenceName, scope }, item) => {
    const anywhere = scope === "global" || item.awsRegion === "global";
    let latest: Recorded | undefined;
    for (const candidate of records.get(keyOf(evidenceName, item.awsAccountId, item.resourceId)) ?? []) {
      const isOfItem = (candidate.record.subject.resourceType ?? item.resourceType) === item.resourceType;
      if (!isOfItem || !(anywhere || candidate.region === item.awsRegion)) continue;
      if (!latest || latest.collectedAt < candidate.collectedAt) latest = candidate;
    }
    return latest;
  };
}

function keyOf(rule: string, accountId: string, resourceId: string): string {
  return [rule, accountId, resourceId].join("\n");
}

import type { AnyChangeRule } from "../core/any-rule.ts";
import { isJudgeable, type ConfigurationItem } from "../core/configuration-item.ts";
import { codeOf, messageOf } from "../core/errors.ts";
import type { EvidenceEntry, EvidenceRecord } from "../core/evidence.ts";
import type { Account } from "../core/rule.ts";
import { mustBeVerdict, notApplicable } from "../core/verdict.ts";
import type { SourcedEvidence } from "./inputs.ts";
import type { SourcedItem } from "./newest-items.ts";
import { createOfflineAws } from "./offline-aws.ts";
import { failed, isolated, judged, undetermined, type Judged, type CheckOutcome } from "./outcome.ts";
import { partitionOf } from "./partition.ts";
import type { PreparedRule } from "./prepared-rule.ts";

/** Judges one item by one change rule. */
export async function judgeChange(
  prepared: PreparedRule<AnyChangeRule>,
  { item, source, deliveredAt }: SourcedItem,
  evidence: readonly SourcedEvidence[],
  givenNow: Date | undefined,
): Promise<CheckOutcome> {
  const { rule, parameters } = prepared;
  const resource = describe(item, source);
  if (!isJudgeable(item.configurationItemStatus)) return judged(prepared, resource, notApplicable());
  const account = accountOf(item);
  const recorded = rule.collect ? recordOf(prepared, item, evidence) : undefined;
  if (recorded && "error" in recorded.record) return failed(prepared, resource, recorded.record.error);
  const now = givenNow ?? recorded?.collectedAt ?? deliveredAt ?? new Date(item.configurationItemCaptureTime);
  const evaluate = (found: unknown) =>
    isolated(prepared, resource, () =>
      mustBeVerdict(rule.name, rule.evaluate({ configurationItem: item, parameters, evidence: found, account, now })),
    );
  if (!rule.collect) return evaluate(undefined);
  if (recorded && !("error" in recorded.record)) return evaluate(recorded.record.evidence);
  return collectOffline(prepared, resource, item, account, evaluate);
}

async function collectOffline(
  prepared: PreparedRule<AnyChangeRule>,
  resource: Judged,
  configurationItem: ConfigurationItem,
  account: Account,
  evaluate: (found: unknown) => CheckOutcome,
): Promise<CheckOutcome> {
  const aws = createOfflineAws();
  const { rule, parameters } = prepared;
  try {
    const found = await rule.collect?.({ aws, account, parameters, configurationItem });
    if (!aws.asked) return evaluate(found);
  } catch (error) {
    if (!aws.asked) return failed(prepared, resource, { code: codeOf(error), message: messageOf(error) });
  }
  return undetermined(prepared, resource, ["evidence"]);
}

/** The latest record of the item: of its own Region, unless the rule or the item is global. */
function recordOf(
  { rule, scope }: PreparedRule,
  item: ConfigurationItem,
  evidence: readonly SourcedEvidence[],
): { readonly record: EvidenceRecord; readonly collectedAt: Date } | undefined {
  const anywhere = scope === "global" || item.awsRegion === "global";
  const isOfItem = ({ subject }: EvidenceRecord) =>
    subject.resourceId === item.resourceId && (subject.resourceType ?? item.resourceType) === item.resourceType;
  const isOfRule = (entry: EvidenceEntry) =>
    entry.rule === rule.name && entry.accountId === item.awsAccountId && (anywhere || entry.region === item.awsRegion);
  let latest: { readonly record: EvidenceRecord; readonly collectedAt: Date } | undefined;
  for (const { entry } of evidence) {
    const { collectedAt } = entry;
    if (!isOfRule(entry) || (latest && latest.collectedAt >= collectedAt)) continue;
    const record = entry.subjects.find(isOfItem);
    if (record) latest = { record, collectedAt };
  }
  return latest;
}

function describe(item: ConfigurationItem, source: Judged["source"]): Judged {
  const { resourceType, resourceId, resourceName, awsAccountId: accountId, awsRegion: region } = item;
  return {
    resourceType,
    resourceId,
    resourceName,
    accountId,
    region,
    captureTime: item.configurationItemCaptureTime,
    source,
  };
}

function accountOf({ awsAccountId: accountId, awsRegion: region, ARN }: ConfigurationItem): Account {
  return { accountId, region, partition: ARN?.split(":")[1] || partitionOf(region) };
}

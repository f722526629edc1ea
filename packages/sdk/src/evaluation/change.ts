import type { AnyChangeRule } from "../core/any-rule.ts";
import { isJudgeable, type ConfigurationItem } from "../core/configuration-item.ts";
import type { EvidenceRecord } from "../core/evidence.ts";
import { partitionOf } from "../core/partition.ts";
import type { Account } from "../core/rule.ts";
import type { UnknownPaths } from "../items/incomplete/unknown-paths.ts";
import { readUnknown, unknownReadsOf, wrapIncomplete } from "../items/incomplete/wrap-incomplete.ts";
import { createOfflineAws } from "./offline-aws.ts";
import { failed, isolated, type Outcome } from "./outcome.ts";
import type { PreparedRule } from "./prepared-rule.ts";

/** An item as rules are to judge it. */
export interface ChangeSubject {
  readonly item: ConfigurationItem;
  readonly account: Account;
  readonly unknown: UnknownPaths;
  /** The time of the run, of the delivery or of the item; without it that is not known. */
  readonly now: Date | undefined;
}

/** What was recorded of an item, and when. */
export interface Recorded {
  readonly record: EvidenceRecord;
  readonly collectedAt: Date;
}

/** Of deleted and unrecorded resources Config wants this, without a call of the rule. */
const NOT_JUDGEABLE: Outcome = { complianceType: "NOT_APPLICABLE", annotation: undefined };

/** Judges one item by a rule that collects nothing. */
export function judgeChange({ rule, parameters }: PreparedRule<AnyChangeRule>, subject: ChangeSubject): Outcome {
  const { item, account, unknown, now } = subject;
  if (!isJudgeable(item.configurationItemStatus)) return NOT_JUDGEABLE;
  if (unknown.length > 0) return judgeIncomplete(rule, parameters, subject, undefined);
  const context = { configurationItem: item, parameters, evidence: undefined, account, now: mustBeKnown(now) };
  return isolated(rule.name, () => rule.evaluate(context));
}

/** Judges one item by a rule that collects: by what was recorded, or by what `collect` finds without AWS. */
export async function judgeCollecting(
  { rule, parameters }: PreparedRule<AnyChangeRule>,
  subject: ChangeSubject,
  recorded: Recorded | undefined,
  givenNow: Date | undefined,
): Promise<Outcome> {
  const { item, account } = subject;
  if (!isJudgeable(item.configurationItemStatus)) return NOT_JUDGEABLE;
  const now = givenNow ?? recorded?.collectedAt ?? subject.now;
  if (recorded) {
    const { record } = recorded;
    if ("error" in record) return { error: record.error };
    return judgeIncomplete(rule, parameters, { ...subject, now }, record.evidence);
  }
  const aws = createOfflineAws();
  const configurationItem = wrapIncomplete(item, subject.unknown);
  let outcome: Outcome = { missing: ["evidence"] };
  try {
    const found = await rule.collect?.({ aws, account, parameters, configurationItem });
    if (!aws.asked) outcome = judgeIncomplete(rule, parameters, { ...subject, now }, found);
  } catch (error) {
    if (!aws.asked) outcome = failed(error);
  }
  const missing = unknownReadsOf(configurationItem);
  return missing.length > 0 ? { missing } : outcome;
}

/** What the rule read and is not known decides, whatever it made of it. */
function judgeIncomplete(
  rule: AnyChangeRule,
  parameters: PreparedRule["parameters"],
  { item, account, unknown, now }: ChangeSubject,
  evidence: unknown,
): Outcome {
  const configurationItem = wrapIncomplete(item, unknown);
  const context = {
    configurationItem,
    parameters,
    evidence,
    account,
    get now(): Date {
      return now ? new Date(now) : readUnknown(configurationItem, "now");
    },
  };
  const outcome = isolated(rule.name, () => rule.evaluate(context));
  const missing = unknownReadsOf(configurationItem);
  return missing.length > 0 ? { missing } : outcome;
}

/** Only an item that has holes may lack its time. A copy: a rule that sets it would change what others are judged by. */
function mustBeKnown(now: Date | undefined): Date {
  return new Date(now ?? Number.NaN);
}

/** The account of an item; the partition is its ARN's where it has one. */
export function accountOf({ awsAccountId: accountId, awsRegion: region, ARN }: ConfigurationItem): Account {
  return Object.freeze({ accountId, region, partition: partitionOfArn(ARN) || partitionOf(region) });
}

function partitionOfArn(arn: string | undefined): string | undefined {
  return arn?.startsWith("arn:") ? arn.slice(4, Math.max(4, arn.indexOf(":", 4))) : undefined;
}

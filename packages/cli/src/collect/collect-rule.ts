import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import {
  RulewrightError,
  codeOf,
  encodeEvidence,
  isJudgeable,
  messageOf,
  type AnyChangeRule,
  type AnyPeriodicRule,
  type Aws,
  type EvidenceEntry,
  type EvidenceRecord,
  type Subject,
} from "@rulewright/sdk";
import { readItem } from "@rulewright/sdk/items";
import { createConfigApi, listedSubjects } from "@rulewright/sdk/runtime";
import { CLI_ERRORS } from "../errors.ts";
import { eachConcurrently } from "../live/concurrency.ts";
import { fetchMissing } from "../live/live-items.ts";
import type { CollectJob } from "./jobs.ts";

/** What one rule gave in one Region. */
export interface Collected {
  readonly entry: EvidenceEntry;
  /** What ended the listing early. */
  readonly listingError?: { readonly code: string; readonly message: string };
}

/** Subjects of one rule at a time. */
const CONCURRENCY = 8;

/**
 * Runs a rule's `list` and `collect`. A subject that fails is recorded with its error; a listing that fails leaves what
 * it has named before and `listed: false`. Never rejects.
 * @param told - Called for each subject when it is recorded.
 */
export async function collectRule(
  job: CollectJob,
  aws: Aws,
  collectedAt: Date,
  told: (isFailed: boolean) => void = () => undefined,
): Promise<Collected> {
  const { rule, account } = job;
  const records: EvidenceRecord[] = [];
  let failure: { readonly error: unknown } | undefined;
  try {
    const work = rule.kind === "rule" ? itemCollector(rule, job, aws) : subjectCollector(rule, job, aws);
    await eachConcurrently(work, CONCURRENCY, async ({ subject, collect }, index) => {
      const record = await recordOf(rule.name, subject, collect);
      records[index] = record;
      told("error" in record);
    });
  } catch (error) {
    failure = { error };
  }
  const { accountId, region } = account;
  const entry = { rule: rule.name, accountId, region, collectedAt, listed: failure === undefined, subjects: records };
  if (failure === undefined) return { entry };
  return { entry, listingError: { code: codeOf(failure.error), message: messageOf(failure.error) } };
}

/** A subject, and how its evidence is had. */
interface Work {
  readonly subject: Subject;
  readonly collect: () => Promise<unknown>;
}

async function recordOf(ruleName: string, subject: Subject, collect: () => Promise<unknown>): Promise<EvidenceRecord> {
  try {
    const evidence = await collect();
    // what a file cannot hold is this subject's error, not the file's
    if (evidence !== undefined) encodeEvidence(evidence, `${ruleName}.evidence`);
    return { subject, evidence };
  } catch (error) {
    return { subject, error: { code: codeOf(error), message: messageOf(error) } };
  }
}

/** A periodic rule's subjects, listed as in Lambda; one that a file cannot hold is none. */
async function* subjectCollector(rule: AnyPeriodicRule, job: CollectJob, aws: Aws): AsyncGenerator<Work> {
  const { account, parameters } = job;
  for await (const { subject } of listedSubjects(rule, { aws, account, parameters }, notStorable))
    yield { subject, collect: async () => rule.collect?.({ aws, account, parameters, subject }) };
}

function notStorable(subject: Subject): string | undefined {
  try {
    encodeEvidence(subject, "a subject");
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** A change rule's subjects are the recorded resources of its types; `collect` is given the newest item of each. */
async function* itemCollector(rule: AnyChangeRule, job: CollectJob, aws: Aws): AsyncGenerator<Work> {
  const client = aws.client(ConfigServiceClient);
  const api = createConfigApi(client);
  for (const resourceType of rule.resourceTypes) {
    for await (const subject of api.discoveredResources(resourceType)) {
      yield { subject, collect: async () => collectItem(rule, job, aws, await fetchMissing(client, subject)) };
    }
  }
}

async function collectItem(rule: AnyChangeRule, job: CollectJob, aws: Aws, raw: unknown): Promise<unknown> {
  const { account, parameters } = job;
  if (raw === undefined)
    throw new RulewrightError(CLI_ERRORS.LIVE_UNREADABLE, "The resource has no item in its history.");
  const read = readItem(raw);
  if ("refused" in read) throw new RulewrightError(read.refused.entry, read.refused.message);
  const { item } = read;
  if (!isJudgeable(item.configurationItemStatus)) return undefined; // NOT_APPLICABLE, whatever is collected
  return rule.collect?.({ aws, account, parameters, configurationItem: item });
}

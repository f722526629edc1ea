import type { AnyPeriodicRule } from "../core/any-rule.ts";
import type { EvidenceEntry } from "../core/evidence.ts";
import { partitionOf } from "../core/partition.ts";
import { ACCOUNT_TYPE } from "../core/resource-type.ts";
import type { SourcedEvidence } from "./inputs.ts";
import { EVALUATION_ERRORS } from "./errors.ts";
import type { Source } from "../core/results.ts";
import type { KnownPlace } from "./known-places.ts";
import { mergeOutcomes, type PeriodicOutcome } from "./merge-outcomes.ts";
import { isolated, type Judged } from "./outcome.ts";
import type { PreparedRule } from "./prepared-rule.ts";

/** How evidence is replayed. */
export interface Replay {
  /** When the evidence was collected, where absent. */
  readonly now: Date | undefined;
  /** Tells the types whose subjects are judged; all where absent. */
  readonly isWanted: ((resourceType: string) => boolean) | undefined;
}

/** Replays a periodic rule's recorded evidence. */
export function* judgeEvidence(
  prepared: PreparedRule<AnyPeriodicRule>,
  evidence: readonly SourcedEvidence[],
  { now, isWanted }: Replay,
): Generator<PeriodicOutcome> {
  for (const { entry, source } of latestEntries(prepared, evidence)) {
    const { accountId } = entry;
    if (!entry.listed) {
      const region = regionOf(prepared, entry);
      const resource = { resourceType: ACCOUNT_TYPE, resourceId: accountId, accountId, region, source };
      const message = `The evidence of rule ${prepared.rule.name} is incomplete: its listing did not come to its end.`;
      yield { resource, outcome: { error: { code: EVALUATION_ERRORS.EVIDENCE_INCOMPLETE.code, message } } };
    }
    const wanted = entry.subjects.filter((record) => {
      const resourceType = typeOf(prepared, record);
      return !isWanted || resourceType === undefined || isWanted(resourceType);
    });
    yield* mergeOutcomes(wanted.map((record) => judgeRecord(prepared, entry, record, source, now)));
  }
}

/** The only type of the rule where the subject does not tell its own. */
function typeOf({ rule }: PreparedRule, { subject }: EvidenceEntry["subjects"][number]): string | undefined {
  const [only, ...others] = rule.resourceTypes;
  return subject.resourceType ?? (others.length === 0 ? only : undefined);
}

function judgeRecord(
  prepared: PreparedRule<AnyPeriodicRule>,
  entry: EvidenceEntry,
  record: EvidenceEntry["subjects"][number],
  source: Source,
  now: Date | undefined,
): PeriodicOutcome {
  const { rule, parameters } = prepared;
  const { accountId, collectedAt } = entry;
  const { subject } = record;
  const resourceType = typeOf(prepared, record);
  const resource: Judged = {
    resourceType: resourceType ?? ACCOUNT_TYPE,
    resourceId: subject.resourceId,
    accountId,
    region: regionOf(prepared, entry),
    source,
  };
  if (resourceType === undefined || !rule.resourceTypes.includes(resourceType)) {
    const message = `Rule ${rule.name} recorded the subject ${subject.resourceId} without one of its resource types.`;
    return { resource, outcome: { error: { code: EVALUATION_ERRORS.SUBJECT_INVALID.code, message } } };
  }
  if ("error" in record) return { resource, outcome: { error: record.error } };
  const account = { accountId, region: entry.region, partition: partitionOf(entry.region) };
  const context = { subject, evidence: record.evidence, parameters, account, now: new Date(now ?? collectedAt) };
  return { resource, outcome: isolated(rule.name, () => rule.evaluate(context)) };
}

/** What a global rule finds is in no Region, wherever it was collected; exemptions and functions say the same. */
function regionOf({ scope }: PreparedRule, { region }: EvidenceEntry): string {
  return scope === "global" ? "global" : region;
}

/** The latest recording of each account, and of each Region unless the rule is global. */
function latestEntries({ evidenceName, scope }: PreparedRule, evidence: readonly SourcedEvidence[]): SourcedEvidence[] {
  const latest = new Map<string, SourcedEvidence>();
  for (const candidate of evidence) {
    const { entry } = candidate;
    if (entry.rule !== evidenceName) continue;
    const place = placeOf(scope, entry.accountId, entry.region);
    const known = latest.get(place);
    if (!known || entry.collectedAt > known.entry.collectedAt) latest.set(place, candidate);
  }
  return [...latest.values()];
}

/** One undetermined outcome for each account (and Region unless global) that the inputs know but that has no evidence. */
export function* notCollected(
  { evidenceName, scope }: PreparedRule<AnyPeriodicRule>,
  items: Iterable<KnownPlace>,
  evidence: readonly SourcedEvidence[],
): Generator<PeriodicOutcome> {
  const covered = new Set(
    evidence
      .filter(({ entry }) => entry.rule === evidenceName)
      .map(({ entry }) => placeOf(scope, entry.accountId, entry.region)),
  );
  for (const { accountId, region: known, source } of placesOf(items, evidence)) {
    if (scope === "regional" && known === "global") continue;
    const place = placeOf(scope, accountId, known);
    if (covered.has(place)) continue;
    covered.add(place);
    const region = scope === "global" ? "global" : known;
    const resource = { resourceType: ACCOUNT_TYPE, resourceId: accountId, accountId, region, source };
    yield { resource, outcome: { missing: ["evidence"] } };
  }
}

/** Where an organization's inputs come from: the places of its items, and of any rule's evidence. */
export function* placesOf(items: Iterable<KnownPlace>, evidence: readonly SourcedEvidence[]): Generator<KnownPlace> {
  yield* items;
  for (const { entry, source } of evidence) yield { accountId: entry.accountId, region: entry.region, source };
}

function placeOf(scope: "global" | "regional", accountId: string, region: string): string {
  return scope === "global" ? accountId : `${accountId} ${region}`;
}

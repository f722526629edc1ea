import type { AnyPeriodicRule } from "../core/any-rule.ts";
import type { EvidenceEntry } from "../core/evidence.ts";
import type { Source } from "../core/results.ts";
import { ACCOUNT_TYPE } from "../core/resource-type.ts";
import { mustBeVerdict } from "../core/verdict.ts";
import type { SourcedEvidence } from "./inputs.ts";
import { EVALUATION_ERRORS } from "./errors.ts";
import type { SourcedItem } from "./newest-items.ts";
import { failed, isolated, undetermined, type Judged, type CheckOutcome } from "./outcome.ts";
import { partitionOf } from "./partition.ts";
import type { PreparedRule } from "./prepared-rule.ts";

/** Replays a periodic rule's recorded evidence. */
export function* judgeEvidence(
  prepared: PreparedRule<AnyPeriodicRule>,
  evidence: readonly SourcedEvidence[],
  now: Date | undefined,
): Generator<CheckOutcome> {
  for (const { entry, source } of latestEntries(prepared, evidence)) {
    if (!entry.listed) {
      const place = {
        resourceType: ACCOUNT_TYPE,
        resourceId: entry.accountId,
        accountId: entry.accountId,
        region: entry.region,
        source,
      };
      const message = `The evidence of rule ${prepared.rule.name} is incomplete: its listing did not come to its end.`;
      yield failed(prepared, place, { code: EVALUATION_ERRORS.EVIDENCE_INCOMPLETE.code, message });
    }
    yield* entry.subjects.map((record) => judgeRecord(prepared, entry, record, source, now));
  }
}

function judgeRecord(
  prepared: PreparedRule<AnyPeriodicRule>,
  { accountId, region, collectedAt }: EvidenceEntry,
  record: EvidenceEntry["subjects"][number],
  source: Source,
  now: Date | undefined,
): CheckOutcome {
  const { rule, parameters } = prepared;
  const { subject } = record;
  const [only, ...others] = rule.resourceTypes;
  const resourceType = subject.resourceType ?? (others.length === 0 ? only : undefined);
  const resource: Judged = {
    resourceType: resourceType ?? ACCOUNT_TYPE,
    resourceId: subject.resourceId,
    accountId,
    region,
    source,
  };
  if (resourceType === undefined || !rule.resourceTypes.includes(resourceType)) {
    const message = `Rule ${rule.name} recorded the subject ${subject.resourceId} without one of its resource types.`;
    return failed(prepared, resource, { code: EVALUATION_ERRORS.SUBJECT_INVALID.code, message });
  }
  if ("error" in record) return failed(prepared, resource, record.error);
  const account = { accountId, region, partition: partitionOf(region) };
  const context = { subject, evidence: record.evidence, parameters, account, now: now ?? collectedAt };
  return isolated(prepared, resource, () => mustBeVerdict(rule.name, rule.evaluate(context)));
}

/** The latest recording of each account, and of each Region unless the rule is global. */
function latestEntries({ rule, scope }: PreparedRule, evidence: readonly SourcedEvidence[]): SourcedEvidence[] {
  const latest = new Map<string, SourcedEvidence>();
  for (const candidate of evidence) {
    const { entry } = candidate;
    if (entry.rule !== rule.name) continue;
    const place = placeOf(scope, entry.accountId, entry.region);
    const known = latest.get(place);
    if (!known || entry.collectedAt > known.entry.collectedAt) latest.set(place, candidate);
  }
  return [...latest.values()];
}

/** One undetermined evaluation for each account (and Region unless global) that the inputs know but that has no evidence. */
export function* notCollected(
  prepared: PreparedRule<AnyPeriodicRule>,
  items: readonly SourcedItem[],
  evidence: readonly SourcedEvidence[],
): Generator<CheckOutcome> {
  const { rule, scope } = prepared;
  const covered = new Set(
    evidence
      .filter(({ entry }) => entry.rule === rule.name)
      .map(({ entry }) => placeOf(scope, entry.accountId, entry.region)),
  );
  for (const { accountId, awsRegion, source } of places(items, evidence)) {
    if (scope === "regional" && awsRegion === "global") continue;
    const place = placeOf(scope, accountId, awsRegion);
    if (covered.has(place)) continue;
    covered.add(place);
    const region = scope === "global" ? "global" : awsRegion;
    yield undetermined(prepared, { resourceType: ACCOUNT_TYPE, resourceId: accountId, accountId, region, source }, [
      "evidence",
    ]);
  }
}

/** Where an organization's inputs come from: the places of its items, and of any rule's evidence. */
function* places(items: readonly SourcedItem[], evidence: readonly SourcedEvidence[]) {
  for (const { item, source } of items) yield { accountId: item.awsAccountId, awsRegion: item.awsRegion, source };
  for (const { entry, source } of evidence) yield { accountId: entry.accountId, awsRegion: entry.region, source };
}

function placeOf(scope: "global" | "regional", accountId: string, region: string): string {
  return scope === "global" ? accountId : `${accountId} ${region}`;
}

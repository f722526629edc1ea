import { CORE_ERRORS, RulewrightError } from "./errors.ts";
import { decodeEvidence, encodeEvidence, type EvidenceEntry, type EvidenceRecord } from "./evidence.ts";
import { isObject, shown, type JsonObject } from "./json.ts";
import type { Subject } from "./rule.ts";

/** Version of the evidence file's format. */
const VERSION = 1;

/** Tells an evidence file, of any version, from other JSON. */
export function isEvidenceFile(value: unknown): value is JsonObject {
  return isObject(value) && "rulewrightEvidence" in value;
}

/** Makes the content of an evidence file. @throws RulewrightError `RW1020` for evidence the format cannot hold. */
export function toEvidenceFile(entries: readonly EvidenceEntry[]): JsonObject {
  return { rulewrightEvidence: VERSION, entries: entries.map((entry) => encodeEvidence(entry, entry.rule)) };
}

/**
 * Reads the parsed JSON of an evidence file.
 * @throws RulewrightError `RW1020` for another version and for an entry or subject that lacks something, with its place.
 */
export function parseEvidenceFile(value: JsonObject): EvidenceEntry[] {
  if (value["rulewrightEvidence"] !== VERSION) {
    throw refusal(`The evidence has the version ${shown(value["rulewrightEvidence"])}; this release reads ${VERSION}.`);
  }
  return list(value["entries"], "entries").map((entry, index) => toEntry(entry, `entries[${index}]`));
}

function toEntry(encoded: unknown, path: string): EvidenceEntry {
  const entry = decodeEvidence(encoded, path);
  if (!isObject(entry)) throw refusal(`${path} is not an object.`);
  const { rule, accountId, region, listed } = entry;
  const collectedAt = typeof entry["collectedAt"] === "string" ? new Date(entry["collectedAt"]) : entry["collectedAt"];
  if (typeof rule !== "string" || rule === "") throw refusal(`${path} names no rule.`);
  if (typeof accountId !== "string" || !/^\d{12}$/.test(accountId))
    throw refusal(`${path} has no accountId of twelve digits.`);
  if (typeof region !== "string" || region === "") throw refusal(`${path} names no region.`);
  if (!(collectedAt instanceof Date) || Number.isNaN(collectedAt.getTime()))
    throw refusal(`${path} has no collectedAt.`);
  if (typeof listed !== "boolean") throw refusal(`${path} does not say whether its listing is complete (listed).`);
  const subjects = list(entry["subjects"], `${path}.subjects`);
  return {
    rule,
    accountId,
    region,
    collectedAt,
    listed,
    subjects: subjects.map((record, at) => toRecord(record, `${path}.subjects[${at}]`)),
  };
}

function toRecord(record: unknown, path: string): EvidenceRecord {
  if (!isObject(record) || !isSubject(record["subject"])) throw refusal(`${path} has no subject with a resourceId.`);
  const { subject, error } = record;
  if (error === undefined) return { subject, evidence: record["evidence"] };
  if (isObject(error) && typeof error["code"] === "string" && typeof error["message"] === "string") {
    return { subject, error: { code: error["code"], message: error["message"] } };
  }
  throw refusal(`${path} has an error without code and message.`);
}

function isSubject(value: unknown): value is Subject {
  if (!isObject(value) || typeof value["resourceId"] !== "string" || value["resourceId"] === "") return false;
  return value["resourceType"] === undefined || typeof value["resourceType"] === "string";
}

function list(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw refusal(`${path} is not a list.`);
}

function refusal(message: string): RulewrightError {
  return new RulewrightError(CORE_ERRORS.EVIDENCE_UNREADABLE, `Evidence cannot be read: ${message}`);
}

/** How much a finding matters: `error` keeps rules from working, `warning` may, `info` tells how things stand. */
export type FindingSeverity = "error" | "warning" | "info";

/** Every kind of finding. A public contract: ids are added, never changed. */
export const FINDING_IDS = [
  "recorder-missing",
  "recorder-stopped",
  "recorder-failing",
  "recorder-fine",
  "type-cannot-be-seen",
  "type-seen-late",
  "delivery-channel-missing",
  "role-missing",
  "pack-quota",
  "rule-quota",
  "organization-pack-quota",
  "concurrency",
  "rule-not-in-region",
  "runtime-ended",
  "runtime-ends-soon",
  "runtime-unknown",
  "organization-missing",
  "organization-features",
  "not-administrator",
  "trusted-access-missing",
  "delegated-administrators",
  "members-not-looked-at",
  "not-looked-at",
] as const;

/** What kind of finding it is. */
export type FindingId = (typeof FINDING_IDS)[number];

/** Something that `doctor` found. */
export interface Finding {
  readonly id: FindingId;
  readonly severity: FindingSeverity;
  /** Absent for what is the same in all Regions. */
  readonly region?: string;
  readonly resourceType?: string;
  readonly pack?: string;
  /** Deployed names of the rules it is about. */
  readonly rules?: readonly string[];
  /** One sentence or two. */
  readonly message: string;
  /** The command that mends it. It is never run by us. */
  readonly mend?: string;
}

/** Names as a person reads them: the first ones, and how many more there are. */
export function named(names: readonly string[], most = 4): string {
  if (names.length <= most + 1) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}

/** A value as one word of a POSIX shell. */
export function quoted(text: string): string {
  return /^[\w.:/=,@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

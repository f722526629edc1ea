import type { EvidenceEntry } from "../core/evidence.ts";
import type { CheckError, Source } from "../core/results.ts";

/** A configuration item as it was read, in any spelling. */
export interface RawItem {
  readonly raw: unknown;
  readonly source: Source;
  /** The time stamp in the delivery file's name: the moment the item is judged at. */
  readonly deliveredAt?: Date;
}

/** An entry of an evidence file. */
export interface SourcedEvidence {
  readonly entry: EvidenceEntry;
  readonly source: Source;
}

/** What an offline run judges. */
export interface CheckInput {
  readonly items: Iterable<RawItem>;
  readonly evidence: readonly SourcedEvidence[];
  /** What could not even be read. */
  readonly errors: readonly CheckError[];
}

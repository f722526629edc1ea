import type { ConfigurationItem } from "../core/configuration-item.ts";
import type { EvidenceEntry } from "../core/evidence.ts";
import type { CheckError, NotJudgedResource, Source } from "../core/results.ts";
import type { UnknownPaths } from "../items/incomplete/unknown-paths.ts";

/** A configuration item as it was read, in any spelling. */
export interface RawItem {
  readonly raw: unknown;
  readonly source: Source;
  /** The time stamp in the delivery file's name: the moment the item is judged at. */
  readonly deliveredAt?: Date;
  /** What a query or a batch did not return. A rule that reads it ends undetermined. */
  readonly unknown?: UnknownPaths;
}

/** What a template says of a resource. It is one of its own, whatever else describes a resource of that name. */
export interface PlannedItem {
  readonly item: ConfigurationItem;
  readonly unknown: UnknownPaths;
  readonly source: Source;
}

/** Where a template's resource that could not be read is deployed, and what it is. */
export interface UnreadResource {
  readonly accountId: string;
  readonly region: string;
  /** The type of what it is a part of, where rules judge that: a security group of its rules. */
  readonly partOf?: string | undefined;
}

/** An entry of an evidence file. */
export interface SourcedEvidence {
  readonly entry: EvidenceEntry;
  readonly source: Source;
}

/** What an offline run judges. */
export interface CheckInput {
  readonly items: Iterable<RawItem | PlannedItem>;
  readonly evidence: readonly SourcedEvidence[];
  /** What could not even be read. */
  readonly errors: readonly CheckError[];
  /** Resources of templates that could not be read. */
  readonly notJudged?: readonly { readonly resource: NotJudgedResource; readonly deployed?: UnreadResource }[];
}

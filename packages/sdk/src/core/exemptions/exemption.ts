/** A tag that a resource must have. */
export interface TagPattern {
  readonly key: string;
  /** The tag's value; `*` stands for any text. */
  readonly pattern: string;
}

/**
 * What an exemption covers: a resource must fit every member that is there, by one entry of each list, and by all of
 * the tags. Without `resourceIds` and `tags` it covers nothing; an empty list fits nothing. Plain data.
 */
export interface ExemptionSelectors {
  /** Full names of rules. */
  readonly rules: readonly string[];
  /** Twelve digits each, or `*`. */
  readonly accounts: readonly string[];
  /** Any where absent. `*` stands for any text, here and below. */
  readonly regions?: readonly string[];
  /** Any where absent. */
  readonly resourceTypes?: readonly string[];
  readonly resourceIds?: readonly string[];
  readonly tags?: readonly TagPattern[];
}

/** An exemption as a person writes it, in a file or in a pack. */
export interface ExemptionEntry {
  readonly id?: string;
  /** The rule's name, or a pattern of names. */
  readonly rule: string;
  /** Twelve digits each, or `["*"]`. */
  readonly accounts: readonly string[];
  readonly regions?: readonly string[];
  readonly resourceTypes?: readonly string[];
  /** This or `tags`, or both. */
  readonly resourceIds?: readonly string[];
  /** Values or patterns, by key. */
  readonly tags?: { readonly [key: string]: string };
  readonly reason: string;
  readonly owner: string;
  /** `YYYY-MM-DD`, the last day on which it holds, in UTC. */
  readonly expires: string;
}

/** What AWS Config shows for a resource that a function exempts. */
export type ExemptAs = "not-applicable" | "compliant" | "non-compliant";

/** What a function may know of an exemption: not why, and not who. */
export interface BundledExemption extends ExemptionSelectors {
  /** As the file says it, else `#` and the place in the file, from 1. */
  readonly id: string;
  /** `YYYY-MM-DD`, the last day on which it holds, in UTC. */
  readonly expires: string;
}

/** An accepted risk: evaluations that stay visible but do not fail. */
export interface Exemption extends BundledExemption {
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Where it stands in the document: `exemptions[2]`. */
  readonly path: string;
}

/** Where a rule was applied. */
export interface ExemptionPlace {
  /** The rule's own name, without what AWS Config adds to it. */
  readonly rule: string;
  readonly accountId: string;
  /** `"global"` for resources of global services. */
  readonly region: string;
}

/** What an exemption is asked for. */
export interface ExemptionSubject extends ExemptionPlace {
  readonly resourceType: string;
  readonly resourceId: string;
  /** Absent where the tags are not known: then no exemption by tags covers the resource. */
  readonly tags?: { readonly [key: string]: string } | undefined;
}

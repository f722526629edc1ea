import type {
  DefinedPeriodicRule,
  DefinedRule,
  ItemOf,
  NoEvidence,
  ParameterSpecs,
  Relationship,
  Verdict,
} from "@rulewright/sdk";
import type { DeepPartial } from "./deep.ts";

/** Wire values by the names of the rule's own parameters. */
type Wire<P extends ParameterSpecs> = [keyof P] extends [never]
  ? { readonly [name: string]: NoParameters }
  : { readonly [K in keyof P]?: unknown };

/** What a parameter would have to hold where the rule has none: nothing does. */
interface NoParameters {
  readonly "the rule has no parameters": never;
}

interface Given<P extends ParameterSpecs> {
  /** What the case is about; the test's name. */
  readonly when: string;
  /** Wire values, so that parsing is covered too. */
  readonly ruleParameters?: Wire<P>;
  /** ISO 8601. */
  readonly now?: string;
}
type Expected =
  | { readonly expect: "COMPLIANT" | "NOT_APPLICABLE"; readonly annotation?: RegExp }
  | { readonly expect: "NON_COMPLIANT"; readonly annotation: RegExp }
  /** `evaluate` throws, since the input is not what the rule understands: `error` is like the message. */
  | { readonly expect: "ERROR"; readonly error: RegExp };
type Row<P extends ParameterSpecs, T> = Given<P> & Expected & T;

/** Members of a configuration item that are text, and that a row may state. */
export const ITEM_TEXTS = [
  "resourceId",
  "resourceName",
  "ARN",
  "awsRegion",
  "awsAccountId",
  "configurationItemCaptureTime",
  "resourceCreationTime",
] as const;

type ItemMembers<K extends string> = {
  readonly resourceType?: K;
  readonly configuration?: DeepPartial<ItemOf<K>["configuration"]>;
  readonly supplementaryConfiguration?: DeepPartial<ItemOf<K>["supplementaryConfiguration"]>;
  readonly tags?: { readonly [key: string]: string };
  readonly relationships?: readonly Relationship[];
} & { readonly [M in (typeof ITEM_TEXTS)[number]]?: string };
type ItemRow<R extends string> = R extends unknown ? ItemMembers<R> : never;
type EvidenceRow<E> = undefined extends E
  ? { readonly evidence?: E }
  : [E] extends [NoEvidence<string>]
    ? { readonly evidence?: undefined }
    : { readonly evidence: E };

/** A row of a rule's table: typed by the rule's literal. */
export type CaseOf<T> =
  T extends DefinedPeriodicRule<infer _R, infer P, infer E, infer S, infer _B>
    ? Row<P, { readonly subject?: S } & EvidenceRow<E>>
    : T extends DefinedRule<infer R, infer P, infer E, infer _B>
      ? Row<P, ItemRow<R> & EvidenceRow<E>>
      : never;

/** A row once its types are forgotten. */
export interface AnyCase {
  readonly when: string;
  readonly ruleParameters?: { readonly [name: string]: unknown };
  readonly now?: string;
  readonly expect: Verdict["complianceType"] | "ERROR";
  readonly annotation?: RegExp;
  readonly error?: RegExp;
  readonly resourceType?: string;
  readonly subject?: { readonly resourceId: string; readonly resourceType?: string };
  readonly evidence?: unknown;
}

import type { ItemOf } from "./configuration-item.ts";
import type { ParameterSpecs, ParameterValues, SoundSpecs } from "./parameter-spec.ts";
import type { Remediation } from "./remediation.ts";
import type { AnyResourceType } from "./resource-type.ts";
import type { RunbookParameterSpecs } from "./runbook/parameter.ts";
import type { Verdict } from "./verdict.ts";

/**
 * How often AWS Config runs a periodic rule.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_SourceDetail.html
 */
export type Schedule = "One_Hour" | "Three_Hours" | "Six_Hours" | "Twelve_Hours" | "TwentyFour_Hours";

/** How bad it is when a resource does not comply. */
export type Severity = "CRITICAL" | "HIGH" | "MEDIUM" | "LOW" | "INFORMATIONAL";

/** What a periodic rule judges. `resourceType` is needed where the rule claims more than one type. */
export interface Subject {
  readonly resourceId: string;
  readonly resourceType?: string;
}

/** What a subject has beside its own where a rule claims several types `R`: it says which of them it is. */
type TypedSubject<R extends string> = true extends IsUnion<R> ? { readonly resourceType: string } : unknown;
type IsUnion<R, All = R> = R extends unknown ? ([All] extends [R] ? false : true) : never;

/** Where a rule runs. */
export interface Account {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** `aws`, `aws-cn`, `aws-us-gov` … */
  readonly partition: string;
}

/** Hands out SDK clients with the account's credentials, Region and retry policy; one per class, cached. */
export interface Aws {
  /** @param ctor - The client's class, such as `IAMClient`. @param overrides - Such as another `region`. */
  client<C>(ctor: new (config: ClientConfig) => C, overrides?: { readonly region?: string }): C;
}

/** What a client is made with: any SDK v3 client takes it. */
export interface ClientConfig {
  region?: string;
  maxAttempts?: number;
  /** Puts the middleware of a command together once. */
  cacheMiddleware?: boolean;
  /** Milliseconds. */
  requestHandler?: { connectionTimeout?: number; requestTimeout?: number; throwOnRequestTimeout?: boolean };
}

/** Evidence of a rule without `collect`. The remedy is a type argument, since the compiler prints those. */
export interface NoEvidence<Remedy extends string = "declare collect, above evaluate"> {
  readonly "no evidence": Remedy;
}

/** Evidence as an evidence file can hold it, at every depth: what it cannot hold does not compile. */
type PlainData<E> = E extends NoEvidence | Date
  ? unknown
  : E extends bigint | symbol | Callable | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown> | ArrayBufferView
    ? NotPlainData
    : E extends readonly (infer M)[]
      ? readonly PlainData<M>[]
      : E extends object
        ? { readonly [K in keyof E]: PlainData<E[K]> }
        : unknown;
type Callable = (...given: never) => unknown;

/** What evidence that is no plain data would have to hold: nothing does. */
interface NotPlainData {
  readonly "evidence is objects, arrays, texts, numbers, booleans and dates": never;
}

/** What `list` is given. */
export interface ListContext<P extends ParameterSpecs> {
  readonly aws: Aws;
  readonly account: Account;
  readonly parameters: ParameterValues<P>;
}

/** What every `evaluate` is given; `now` is the event's own time, never the clock. */
export interface EvaluateContext<P extends ParameterSpecs, E> {
  readonly evidence: E;
  readonly parameters: ParameterValues<P>;
  readonly account: Account;
  readonly now: Date;
}

/** The part of the literal that both kinds of rule share. */
export interface Declared<R extends string, P extends ParameterSpecs, B extends RunbookParameterSpecs = {}> {
  /** Kebab-case, stating the compliant condition: `s3-bucket-public-access-blocked`. */
  readonly name: string;
  /** One sentence, at most 256 characters (the limit of a Config rule's description). */
  readonly description: string;
  readonly severity: Severity;
  readonly rationale?: string;
  readonly references?: readonly string[];
  /** What is judged or, for a periodic rule, what is reported and cleared when gone. */
  readonly resourceTypes: readonly R[];
  /** Regions the rule can run in; all where absent. */
  readonly regions?: readonly string[];
  readonly parameters?: P & SoundSpecs<P>;
  /** Controls this rule proves: `cis-1.2.0/4.1`, `securityhub/EC2.13`. */
  readonly controls?: readonly `${string}/${string}`[];
  /** IAM actions of `list` and `collect`. */
  readonly permissions?: readonly `${string}:${string}`[];
  readonly remediation?: Remediation<R, NoInfer<P>, B>;
  /** `false` refuses exemptions from this rule. */
  readonly exemptible?: boolean;
  /** Managed rule identifiers that this rule stands in for. */
  readonly replaces?: readonly string[];
  /** Earlier names, so that a rename is told from a removal. */
  readonly previousNames?: readonly string[];
}

/** Judged when an item changes; with `schedule` also every recorded item on that schedule (a hybrid). */
export interface Rule<
  R extends string,
  P extends ParameterSpecs,
  E,
  B extends RunbookParameterSpecs = {},
> extends Declared<R, P, B> {
  readonly schedule?: Schedule;
  /** Derived from the resource types where absent. */
  readonly scope?: "global" | "regional";
  collect?(context: ListContext<P> & { readonly configurationItem: ItemOf<R> }): Promise<E & PlainData<NoInfer<E>>>;
  evaluate(context: EvaluateContext<P, E> & { readonly configurationItem: ItemOf<R> }): Verdict;
}

/** Judged on a schedule only; `list` says what, the account itself when absent. */
export interface PeriodicRule<
  R extends string,
  P extends ParameterSpecs,
  E,
  S extends Subject,
  B extends RunbookParameterSpecs = {},
> extends Declared<R, P, B> {
  readonly schedule: Schedule;
  /** `global`: reports once per account, not in every Region. */
  readonly scope: "global" | "regional";
  list?(context: ListContext<P>): AsyncIterable<S & TypedSubject<NoInfer<R>>>;
  collect?(context: ListContext<P> & { readonly subject: S }): Promise<E & PlainData<NoInfer<E>>>;
  evaluate(context: EvaluateContext<P, E> & { readonly subject: S }): Verdict;
}

/** A rule as {@link defineRule} returns it. */
export type DefinedRule<R extends string, P extends ParameterSpecs, E, B extends RunbookParameterSpecs = {}> = Rule<
  R,
  P,
  E,
  B
> & { readonly kind: "rule" };

/** A rule as {@link definePeriodicRule} returns it. */
export type DefinedPeriodicRule<
  R extends string,
  P extends ParameterSpecs,
  E,
  S extends Subject,
  B extends RunbookParameterSpecs = {},
> = PeriodicRule<R, P, E, S, B> & { readonly kind: "periodic-rule" };

/**
 * Defines a rule that is judged when an item changes.
 *
 * @example
 * export default defineRule({
 *   name: "sns-topic-kms-encrypted",
 *   description: "SNS topics are encrypted with a KMS key.",
 *   severity: "MEDIUM",
 *   resourceTypes: ["AWS::SNS::Topic"],
 *   evaluate: ({ configurationItem }) =>
 *     configurationItem.configuration.KmsMasterKeyId ? compliant() : nonCompliant("The topic has no KMS key."),
 * });
 */
export function defineRule<
  const R extends AnyResourceType,
  const P extends ParameterSpecs = {},
  E = NoEvidence,
  const B extends RunbookParameterSpecs = {},
>(rule: Rule<R, P, E, B>): DefinedRule<R, P, E, B> {
  return { ...rule, kind: "rule" };
}

/** Defines a rule that is judged on a schedule: list what, collect for one, judge one. */
export function definePeriodicRule<
  const R extends AnyResourceType,
  const P extends ParameterSpecs = {},
  S extends Subject = Subject,
  E = NoEvidence,
  const B extends RunbookParameterSpecs = {},
>(rule: PeriodicRule<R, P, E, S, B>): DefinedPeriodicRule<R, P, E, S, B> {
  return { ...rule, kind: "periodic-rule" };
}

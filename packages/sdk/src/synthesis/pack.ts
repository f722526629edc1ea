import type { ManagedRuleIdentifier, ManagedRules } from "@rulewright/catalog";
import { isRule, type AnyRule } from "../core/any-rule.ts";
import { isObject } from "../core/json.ts";
import type { ParameterSettings, ParameterSpecs } from "../core/parameter-spec.ts";
import type { Schedule } from "../core/rule.ts";

/** How a pack wants a rule's remediation. */
export interface RemediationSettings {
  /** Start the runbook without a person; `false` by default. */
  readonly automatic?: boolean;
  /** 1 to 25; 5 by default. */
  readonly maximumAutomaticAttempts?: number;
  /** Seconds, 1 to 2,678,000; 60 by default. */
  readonly retryAttemptSeconds?: number;
}

/** A rule of our own in a pack. */
export interface CustomEntry {
  readonly kind: "custom";
  readonly rule: AnyRule;
  readonly name: string;
  /** Settings of the pack; the rule's defaults stand for the rest. */
  readonly parameters: { readonly [name: string]: unknown };
  /** `false` leaves the rule's remediation out. */
  readonly remediation: RemediationSettings | false | undefined;
  /** What AWS Config shows for resources that could not be judged. */
  readonly onError: "not-applicable" | "keep" | "non-compliant";
}

/** An AWS managed rule in a pack. */
export interface ManagedEntry {
  readonly kind: "managed";
  readonly identifier: string;
  readonly name: string;
  readonly parameters: { readonly [name: string]: unknown };
  readonly schedule: Schedule | undefined;
  /** Controls that the pack counts it for, beside those that the catalogue knows. */
  readonly controls: readonly string[];
}

/** A rule of a pack. */
export type PackEntry = CustomEntry | ManagedEntry;

/** A conformance pack: rules of several kinds, deployed together. */
export interface ConformancePack {
  readonly kind: "conformance-pack";
  readonly name: string;
  readonly framework?: string;
  readonly rules: readonly PackEntry[];
}

type SettingsOf<T> = T extends { readonly parameters?: infer P }
  ? NonNullable<P> extends ParameterSpecs
    ? ParameterSettings<NonNullable<P>>
    : { readonly [name: string]: never }
  : { readonly [name: string]: never };

/** What a pack may say of a rule. */
export interface UseOptions<T> {
  /** Another name than the rule's own, for a second use in one pack. */
  readonly name?: string;
  readonly parameters?: SettingsOf<T>;
  readonly remediation?: RemediationSettings | false;
  readonly onError?: CustomEntry["onError"];
}

/** Puts a rule into a pack. */
export function use<T extends AnyRule>(rule: T, options: UseOptions<T> = {}): CustomEntry {
  return {
    kind: "custom",
    rule,
    name: options.name ?? rule.name,
    parameters: { ...options.parameters },
    remediation: options.remediation,
    onError: options.onError ?? "not-applicable",
  };
}

/** What a pack may say of a managed rule. */
export interface ManagedRuleOptions<I extends ManagedRuleIdentifier> {
  /** The identifier in kebab case by default. */
  readonly name?: string;
  readonly parameters?: ManagedRules[I];
  /** For periodic managed rules; AWS Config's default is `TwentyFour_Hours`. */
  readonly schedule?: Schedule;
  readonly controls?: readonly `${string}/${string}`[];
}

/** Puts an AWS managed rule into a pack; identifier and parameters are checked against the catalogue. */
export function managedRule<const I extends ManagedRuleIdentifier>(
  identifier: I,
  options: ManagedRuleOptions<I> = {},
): ManagedEntry {
  return {
    kind: "managed",
    identifier,
    name: options.name ?? identifier.toLowerCase().replaceAll("_", "-"),
    parameters: { ...options.parameters },
    schedule: options.schedule,
    controls: options.controls ?? [],
  };
}

/** The literal of a pack. */
export interface PackDefinition {
  /** Begins with a letter; letters, digits and hyphens. */
  readonly name: string;
  /** The framework that the pack claims to meet, such as `cis-1.2.0`. */
  readonly framework?: string;
  readonly rules: readonly PackEntry[];
}

/** Defines a conformance pack. */
export function defineConformancePack(definition: PackDefinition): ConformancePack {
  return { ...definition, kind: "conformance-pack" };
}

/** Tells a pack from anything else that a module may export, whichever copy of the SDK made it. */
export function isConformancePack(value: unknown): value is ConformancePack {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "conformance-pack";
}

/** Tells what `use` and `managedRule` return from anything else that a plain JavaScript pack may hold. */
export function isPackEntry(value: unknown): value is PackEntry {
  return isObject(value) && (value["kind"] === "managed" || (value["kind"] === "custom" && isRule(value["rule"])));
}

import type { ManagedRuleIdentifier, ManagedRules } from "@rulewright/catalog";
import { isRule, type AnyRule } from "../core/any-rule.ts";
import { isObject } from "../core/json.ts";
import type { ParameterSettings, ParameterSpecs } from "../core/parameter-spec.ts";
import type { AnyResourceType } from "../core/resource-type.ts";
import type { Schedule } from "../core/rule.ts";
import type { PackParameter } from "./pack-parameter.ts";

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
  readonly onError: "not-applicable" | "keep" | "non-compliant" | undefined;
  /** Regions the rule is deployed in; all where absent. */
  readonly regions: readonly string[] | undefined;
}

/** An AWS managed rule in a pack. */
export interface ManagedEntry {
  readonly kind: "managed";
  readonly identifier: string;
  readonly name: string;
  readonly parameters: { readonly [name: string]: unknown };
  readonly schedule: Schedule | undefined;
  readonly regions: readonly string[] | undefined;
  /** Controls that the pack counts it for, beside those that the catalogue knows. */
  readonly controls: readonly string[];
}

/** A rule whose logic is a Guard policy, run by AWS Config itself. */
export interface PolicyEntry {
  readonly kind: "policy";
  readonly name: string;
  readonly description: string | undefined;
  /** The policy's text, at most 10,000 characters. */
  readonly guard: string;
  readonly resourceTypes: readonly string[];
  readonly parameters: { readonly [name: string]: unknown };
  readonly controls: readonly string[];
}

/** A rule of a pack. */
export type PackEntry = CustomEntry | ManagedEntry | PolicyEntry;

/** What a pack says for all its rules that do not say otherwise. */
export interface PackDefaults {
  readonly onError?: CustomEntry["onError"];
  /** For rules with a remediation; `automatic` here turns all of them automatic. */
  readonly remediation?: RemediationSettings;
}

/** A conformance pack: rules of several kinds, deployed together. */
export interface ConformancePack {
  readonly kind: "conformance-pack";
  readonly name: string;
  readonly framework?: string;
  readonly defaults?: PackDefaults;
  readonly rules: readonly PackEntry[];
}

type SettingsOf<T> = T extends { readonly parameters?: infer P }
  ? NonNullable<P> extends ParameterSpecs
    ? Promotable<ParameterSettings<NonNullable<P>>>
    : { readonly [name: string]: never }
  : { readonly [name: string]: never };

/** Each value, or a parameter of the pack in its place. */
type Promotable<T> = { readonly [K in keyof T]: T[K] | PackParameter<NonNullable<T[K]>> };

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
    onError: options.onError,
    regions: rule.regions,
  };
}

/** What a pack may say of a managed rule. */
export interface ManagedRuleOptions<I extends ManagedRuleIdentifier> {
  /** The identifier in kebab case by default. */
  readonly name?: string;
  readonly parameters?: Promotable<ManagedRules[I]>;
  /** For periodic managed rules; AWS Config's default is `TwentyFour_Hours`. */
  readonly schedule?: Schedule;
  /** Regions that have the rule; all where absent. */
  readonly regions?: readonly string[];
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
    regions: options.regions,
    controls: options.controls ?? [],
  };
}

/** The literal of a Guard policy rule. */
export interface PolicyRuleDefinition {
  readonly name: string;
  readonly description?: string;
  /** The text of the policy. */
  readonly guard: string;
  readonly resourceTypes: readonly AnyResourceType[];
  readonly parameters?: { readonly [name: string]: string | PackParameter<string> };
  readonly controls?: readonly `${string}/${string}`[];
}

/**
 * Puts a Guard policy rule into a pack; AWS Config evaluates it when a resource changes.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_cfn-guard.html
 */
export function policyRule(definition: PolicyRuleDefinition): PolicyEntry {
  const { name, description, guard, resourceTypes, parameters = {}, controls = [] } = definition;
  return { kind: "policy", name, description, guard, resourceTypes, parameters, controls };
}

/** The literal of a pack. */
export interface PackDefinition {
  /** Begins with a letter; letters, digits and hyphens. */
  readonly name: string;
  /** The framework that the pack claims to meet, such as `cis-1.2.0`. */
  readonly framework?: string;
  readonly defaults?: PackDefaults;
  readonly rules: readonly PackEntry[];
}

/** Defines a conformance pack. */
export function defineConformancePack(definition: PackDefinition): ConformancePack {
  return {
    ...definition,
    // checkPack reports what plain JavaScript gives otherwise
    rules: Array.isArray(definition.rules)
      ? definition.rules.map((entry: PackEntry) => withDefaults(entry, definition.defaults))
      : definition.rules,
    kind: "conformance-pack",
  };
}

/** An entry says first what it says itself. */
function withDefaults(entry: PackEntry, defaults: PackDefaults = {}): PackEntry {
  if (!isPackEntry(entry) || entry.kind !== "custom") return entry;
  const remediation =
    entry.remediation === false || !entry.rule.remediation
      ? entry.remediation
      : { ...defaults.remediation, ...entry.remediation };
  return { ...entry, onError: entry.onError ?? defaults.onError, remediation };
}

/** Tells a pack from anything else that a module may export, whichever copy of the SDK made it. */
export function isConformancePack(value: unknown): value is ConformancePack {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "conformance-pack";
}

/** Tells what `use` and `managedRule` return from anything else that a plain JavaScript pack may hold. */
export function isPackEntry(value: unknown): value is PackEntry {
  if (!isObject(value)) return false;
  const { kind } = value;
  return kind === "managed" || kind === "policy" || (kind === "custom" && isRule(value["rule"]));
}

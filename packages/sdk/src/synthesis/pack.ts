import type { ManagedRuleIdentifier, ManagedRules } from "@rulewright/catalog";
import { isRule, type AnyRule } from "../core/any-rule.ts";
import type { ExemptAs, ExemptionEntry } from "../core/exemptions/exemption.ts";
import { isObject } from "../core/json.ts";
import type { ParameterSettings, ParameterSpecs } from "../core/parameter-spec.ts";
import type { AnyResourceType } from "../core/resource-type.ts";
import type { Schedule } from "../core/rule.ts";
import { idleAttempts, isAutomatic } from "./automatic.ts";
import { givenNames } from "./check-members.ts";
import type {
  ConformancePack,
  CustomEntry,
  ManagedEntry,
  PackDefaults,
  PackEntry,
  PolicyEntry,
  RemediationSettings,
} from "./conformance-pack.ts";
import type { PackDeployment } from "./deployment.ts";
import { exemptEntries, packExemptions } from "./exemptions.ts";
import type { PackParameter } from "./pack-parameter.ts";

export type {
  ConformancePack,
  CustomEntry,
  EntryExemptions,
  ManagedEntry,
  PackDefaults,
  PackEntry,
  PolicyEntry,
  RemediationSettings,
} from "./conformance-pack.ts";

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
  const { name, parameters, remediation, onError, ...others } = options;
  return {
    kind: "custom",
    rule,
    name: name ?? rule.name,
    parameters: { ...parameters },
    remediation,
    onError,
    regions: rule.regions,
    ...unknownSettings(others),
  };
}

/** What plain JavaScript gives beside the settings that there are. */
function unknownSettings(others: object): Pick<PackEntry, "unknownSettings"> {
  const names = givenNames(others);
  return names.length === 0 ? {} : { unknownSettings: names };
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
  const { name, parameters, schedule, regions, controls, ...others } = options;
  return {
    kind: "managed",
    identifier,
    name: name ?? identifier.toLowerCase().replaceAll("_", "-"),
    parameters: { ...parameters },
    schedule,
    regions,
    controls: controls ?? [],
    ...unknownSettings(others),
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
  // plain JavaScript may leave out what checkPack then asks for
  const literal: Partial<PolicyRuleDefinition> & Pick<PolicyRuleDefinition, "name"> = definition;
  const { name, description, guard = "", resourceTypes = [], parameters = {}, controls = [], ...others } = literal;
  return { kind: "policy", name, description, guard, resourceTypes, parameters, controls, ...unknownSettings(others) };
}

/** The literal of a pack. */
export interface PackDefinition {
  /** Begins with a letter; letters, digits and hyphens. */
  readonly name: string;
  /** The framework that the pack claims to meet, such as `cis-1.2.0`. */
  readonly framework?: string;
  readonly defaults?: PackDefaults;
  /** How the stack is made that deploys the pack. */
  readonly deployment?: PackDeployment;
  readonly rules: readonly PackEntry[];
  /** Accepted risks, from rules of the pack that are evaluated by its functions. Their reasons and owners are left out. */
  readonly exemptions?: readonly ExemptionEntry[];
  /** What AWS Config shows for exempted resources; `not-applicable` by default, which proves nothing. */
  readonly exemptAs?: ExemptAs;
}

/** Defines a conformance pack. */
export function defineConformancePack({ exemptions, ...definition }: PackDefinition): ConformancePack {
  // checkPack reports what plain JavaScript gives otherwise
  const rules = Array.isArray(definition.rules)
    ? definition.rules.map((entry: PackEntry) => withDefaults(entry, definition.defaults))
    : definition.rules;
  const unused = unusedDefaults(definition.defaults, rules);
  const pack: ConformancePack = {
    ...definition,
    rules,
    kind: "conformance-pack",
    ...(unused.length > 0 ? { unusedDefaults: unused } : {}),
  };
  if (exemptions === undefined || !Array.isArray(rules)) return pack;
  const { exemptions: found, problems } = packExemptions(pack, exemptions);
  return { ...exemptEntries(pack, found), ...(problems.length > 0 ? { exemptionProblems: problems } : {}) };
}

/** An entry says first what it says itself. What is no settings is kept as it is, for `checkPack` to report. */
export function withDefaults(entry: PackEntry, given: PackDefaults = {}): PackEntry {
  if (!isPackEntry(entry) || entry.kind !== "custom") return entry;
  const defaults: PackDefaults = isObject(given) ? given : {};
  const { remediation = {} } = entry;
  const wanted = isObject(defaults.remediation) ? defaults.remediation : {};
  return {
    ...entry,
    onError: entry.onError ?? defaults.onError,
    remediation: entry.rule.remediation && isObject(remediation) ? joined(remediation, wanted) : entry.remediation,
  };
}

/** Attempts that are wanted of automatic remediations say nothing of one that a person starts. */
function joined(own: RemediationSettings, wanted: RemediationSettings): RemediationSettings {
  const both = { ...wanted, ...own };
  return both.automatic === true ? both : own;
}

/** Attempts in the defaults that no rule of the pack has a use for. */
function unusedDefaults(defaults: unknown, rules: unknown): readonly string[] {
  if (!isObject(defaults) || !Array.isArray(rules) || rules.some(isAutomatic)) return [];
  return idleAttempts(defaults["remediation"]);
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

import type { AnyRule } from "../core/any-rule.ts";
import type { BundledExemption, ExemptAs } from "../core/exemptions/exemption.ts";
import type { Problem } from "../core/problem.ts";
import type { Schedule } from "../core/rule.ts";
import type { PackDeployment } from "./deployment.ts";

/** How a pack wants a rule's remediation. */
export interface RemediationSettings {
  /** Start the runbook without a person; `false` by default. */
  readonly automatic?: boolean;
  /** 1 to 25; 5 by default. An error where it is not automatic. */
  readonly maximumAutomaticAttempts?: number;
  /** Seconds, 1 to 2,678,000; 60 by default. An error where it is not automatic. */
  readonly retryAttemptSeconds?: number;
}

/** What a rule's function exempts. */
export interface EntryExemptions {
  readonly exemptAs: ExemptAs;
  /** Each of this one rule; never empty. */
  readonly exemptions: readonly BundledExemption[];
}

/** What every entry of a pack may hold. */
interface Entry {
  /** Settings that it was given and that there are not, for `checkPack` to report. */
  readonly unknownSettings?: readonly string[];
}

/** A rule of our own in a pack. */
export interface CustomEntry extends Entry {
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
  /** What the rule's function exempts. */
  readonly exemptions?: EntryExemptions;
}

/** An AWS managed rule in a pack. */
export interface ManagedEntry extends Entry {
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
export interface PolicyEntry extends Entry {
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
  /** How the stack is made that deploys the pack. */
  readonly deployment?: PackDeployment;
  readonly rules: readonly PackEntry[];
  /** What AWS Config shows for exempted resources: `not-applicable` where absent. */
  readonly exemptAs?: ExemptAs;
  /** What is wrong with the pack's exemptions, for `checkPack` to report. */
  readonly exemptionProblems?: readonly Problem[];
  /** What is wrong with the settings of packs that this one was merged of, for `checkPack` to report. */
  readonly settingProblems?: readonly Problem[];
  /** Settings of remediations in `defaults` that no rule had a use for, for `checkPack` to report. */
  readonly unusedDefaults?: readonly string[];
}

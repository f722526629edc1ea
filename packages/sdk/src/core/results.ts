import type { Severity } from "./rule.ts";
import type { ComplianceType } from "./verdict.ts";

/** Where in the input something came from. */
export interface Source {
  /** The path as it was given, with forward slashes; `-` for standard input. */
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  /** A resource's name in a CloudFormation template. */
  readonly logicalId?: string;
}

/** How far an evaluation came: judged, judged but excused, or not judgeable from what is known. */
export type EvaluationStatus = "evaluated" | "exempt" | "undetermined";

/** One rule's word on one resource. What is unknown is absent, never empty or null. */
export interface CheckEvaluation {
  readonly rule: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly resourceName?: string;
  readonly accountId: string;
  readonly region: string;
  readonly status: EvaluationStatus;
  /** Only when evaluated or exempt. */
  readonly complianceType?: ComplianceType;
  readonly annotation?: string;
  readonly severity: Severity;
  readonly controls: readonly string[];
  /** ISO 8601, UTC. */
  readonly configurationItemCaptureTime?: string;
  /** SHA-256 over the canonical JSON of the effective parameters. */
  readonly parametersHash: string;
  readonly source: Source;
  /** Only when exempt. */
  readonly exemption?: { readonly reason: string; readonly owner: string; readonly expires: string };
  /** Only when undetermined: the paths that were read and are not known. */
  readonly missing?: readonly string[];
}

/** Something that could not be read or judged. */
export interface CheckError {
  readonly rule?: string;
  readonly resourceType?: string;
  readonly resourceId?: string;
  readonly accountId?: string;
  readonly region?: string;
  readonly code: string;
  readonly message: string;
  readonly source: Source;
}

/** A resource of a template that no rule can judge. */
export interface NotJudgedResource {
  /** Empty where the template does not say it. */
  readonly resourceType: string;
  readonly logicalId: string;
  readonly source: Source;
  /** A sentence. */
  readonly reason: string;
}

/** Counts each evaluation once. */
export interface CheckSummary {
  readonly compliant: number;
  readonly nonCompliant: number;
  readonly notApplicable: number;
  readonly exempt: number;
  readonly undetermined: number;
  readonly errors: number;
  /** Accounts that anything was said of. */
  readonly accounts: number;
  /** Regions that anything was said of; `global` is none. */
  readonly regions: number;
}

/** Counts each evaluation of a rule once. */
export interface RuleTally {
  readonly rule: string;
  readonly severity: Severity;
  readonly compliant: number;
  readonly nonCompliant: number;
  readonly notApplicable: number;
  readonly exempt: number;
  readonly undetermined: number;
}

/** What `rulewright check --json` prints: a public contract. Fields may be added, never changed. */
export interface CheckResult {
  readonly version: 1;
  readonly tool: string;
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
  /** SHA-256 over the canonical JSON of the rules that were applied. */
  readonly rulesHash: string;
  readonly evaluations: readonly CheckEvaluation[];
  readonly errors: readonly CheckError[];
  readonly summary: CheckSummary;
  /** Of every rule that has an evaluation, by name. */
  readonly rules: readonly RuleTally[];
  /** Only where there are any. */
  readonly notJudged?: readonly NotJudgedResource[];
}

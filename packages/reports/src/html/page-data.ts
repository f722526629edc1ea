import type { ComplianceType, Severity } from "@rulewright/sdk";

/** What is the same in all evaluations of a rule: its position among the rules, severity, controls, parameters' hash. */
export type Profile = readonly [rule: number, severity: Severity, controls: readonly number[], parametersHash: string];

/** Why and until when, and what was judged. */
export type ExemptionRecord = readonly [
  reason: string,
  owner: string,
  expires: string,
  complianceType: ComplianceType | 0,
];

/** What the page knows of a rule. */
export interface RuleRecord {
  readonly name: string;
  readonly description?: string;
  readonly rationale?: string;
  readonly references?: readonly string[];
  readonly runbook?: string;
}

/**
 * Resources as columns of one length, each resource once whatever the number of rules that judged it. 0 stands for what
 * is not known; a column that would be all zeros is empty. Numbers are positions in the tables beside.
 */
export interface ResourceColumns {
  readonly id: readonly string[];
  readonly name: readonly (string | 0)[];
  readonly captured: readonly (string | 0)[];
  readonly type: readonly number[];
  readonly account: readonly number[];
  readonly region: readonly number[];
  readonly file: readonly number[];
  readonly line: readonly number[];
  readonly logicalId: readonly (string | 0)[];
}

/** Evaluations as columns of one length. */
export interface EvaluationColumns {
  /** Position of the resource, less that of the evaluation before: mostly 0 and 1. */
  readonly resource: readonly number[];
  readonly profile: readonly number[];
  /** One digit each: the position in `OUTCOMES`. */
  readonly outcome: string;
  /** Position in `annotations`, from 1; 0 for none. */
  readonly annotation: readonly number[];
  /** Position in `exemptions` or `missing` as the outcome says, from 1; 0 for none. */
  readonly extra: readonly number[];
}

/** The data of the page, written into it as JSON. */
export interface PageData {
  readonly generatedAt: string;
  readonly rules: readonly RuleRecord[];
  readonly controls: readonly (readonly [id: string, title: string | 0])[];
  readonly frameworks: Readonly<Record<string, string>>;
  readonly profiles: readonly Profile[];
  readonly types: readonly string[];
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly files: readonly string[];
  readonly annotations: readonly string[];
  readonly exemptions: readonly ExemptionRecord[];
  readonly missing: readonly (readonly string[])[];
  readonly resources: ResourceColumns;
  readonly evaluations: EvaluationColumns;
}

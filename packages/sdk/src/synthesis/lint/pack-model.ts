import type { MapNode, PackNode, Place } from "./node.ts";
import type { Report } from "./report.ts";

/** One resource of the pack. */
export interface Resource {
  /** Its logical id. */
  readonly id: string;
  readonly type: string;
  readonly node: MapNode;
  /** Empty where the template has none. */
  readonly properties: MapNode;
}

/** How the linter treats the tokens that `rulewright synth` writes. */
export type TokenPolicy = "allowed" | "refused";

/** A template as the checks see it. */
export interface PackModel {
  readonly report: Report;
  readonly tokens: TokenPolicy;
  /** Of the section Resources. */
  readonly place: Place;
  readonly parameters: ReadonlyMap<string, PackNode>;
  readonly conditions: ReadonlyMap<string, PackNode>;
  /** All of them, other types too. */
  readonly resources: ReadonlyMap<string, Resource>;
  readonly rules: readonly Resource[];
  readonly remediations: readonly Resource[];
}

/** The two types that a pack may hold. */
export const RULE_TYPE = "AWS::Config::ConfigRule";
/** See {@link RULE_TYPE}. */
export const REMEDIATION_TYPE = "AWS::Config::RemediationConfiguration";

import type { FrameworkId } from "../generated/framework-ids.generated.ts";
import type { Severity } from "./managed-rule.ts";

/** A framework, or the list of Security Hub controls that frameworks refer to. */
export type ControlSource = FrameworkId | "securityhub";

/** A framework whose controls the catalogue has. */
export interface Framework {
  readonly id: FrameworkId;
  readonly name: string;
  readonly version?: string;
  /** ARN of the Security Hub standard; `{region}` stands for the Region. */
  readonly standardsArn?: string;
  readonly asOf?: string;
}

/** What a parameter of a managed rule must be for a control to hold. */
export interface Bound {
  /** Identifier of the managed rule. */
  readonly rule: string;
  /** The parameter; several where any of them may carry the value (`blockedPort1` to `blockedPort5`). */
  readonly parameters: readonly string[];
  /** `in`: every element of the value is of the list. `contains`: the value includes all of the list. */
  readonly op: "=" | ">=" | "<=" | "in" | "contains";
  readonly value: boolean | number | string | readonly string[];
  /** The direction of a tighter setting. */
  readonly stricter?: "higher" | "lower";
}

/** A Security Hub control as stored; `id` as Security Hub spells it. */
export interface SecurityHubRecord {
  readonly id: string;
  readonly title: string;
  readonly rule?: string;
  /** Security Hub runs a check of its own: the name of its rule, or `true` where that has none. */
  readonly ownCheck?: string | true;
  readonly equivalents?: readonly string[];
  readonly severity?: Severity;
  readonly severityUnconfirmed?: true;
  readonly resourceTypes: readonly string[];
  readonly trigger?: "change" | "periodic" | "hybrid";
  readonly bounds?: readonly Bound[];
  readonly fsbp: "current" | "removed" | "no";
  readonly basis: "page2026" | "guide2023" | "inferred";
}

/** A control of a framework as stored; what it lacks follows from its Security Hub controls. */
export interface FrameworkRecord {
  readonly id: string;
  readonly title?: string;
  readonly securityHub?: readonly string[];
  readonly rules?: readonly string[];
  readonly bounds?: readonly Bound[];
  readonly metricFilter?: string;
  readonly level?: 1 | 2;
  readonly assessment?: "automated" | "manual" | "scored" | "not-scored";
}

/** A control: a recommendation, a requirement or a Security Hub control. */
export interface Control {
  /** Source and number, as in `cis-1.2.0/1.9`, `fsbp/EC2.13`, `securityhub/EC2.13`. */
  readonly id: string;
  readonly source: ControlSource;
  /** Our wording; requirements of PCI DSS and NIST have none. */
  readonly title?: string;
  /** The highest severity among its Security Hub controls. */
  readonly severity?: Severity;
  /** Identifiers of the managed rules that check it; none where Security Hub has its own check, or nothing exists. */
  readonly rules: readonly string[];
  /** Managed rules that cover what Security Hub checks by itself, where they meet the bounds. */
  readonly equivalents: readonly string[];
  readonly bounds: readonly Bound[];
  /** Ids of the Security Hub controls it consists of, as in `securityhub/IAM.15`. */
  readonly securityHub: readonly string[];
  /** Types its Security Hub controls look at. */
  readonly resourceTypes: readonly string[];
  readonly level?: 1 | 2;
  readonly assessment?: "automated" | "manual" | "scored" | "not-scored";
  /** Id of its metric filter, for `metricFilters()`. */
  readonly metricFilter?: string;
  /** How sure the link to the managed rule is; only Security Hub and FSBP controls say. */
  readonly basis?: "page2026" | "guide2023" | "inferred";
}

/** What a CloudWatch metric filter over a trail's log group must match. */
export interface MetricFilter {
  /** Security Hub control, or `cis/4.15` for the one Security Hub lacks. */
  readonly id: string;
  readonly pattern?: string;
  readonly eventSource?: string;
  readonly eventNames?: readonly string[];
  /** What CIS 5.0.0 leaves out. */
  readonly cis5Excludes?: { readonly sourceIPAddress: string; readonly eventName: string };
  /** What CIS 5.0.0 adds. */
  readonly cis5EventNames?: readonly string[];
}

/** Controls that no managed rule checks, grouped by the one custom rule that would. */
export interface Gap {
  readonly key: string;
  readonly controls: readonly string[];
  readonly trigger: "change" | "periodic" | "hybrid" | "manual";
  readonly resourceTypes: readonly string[];
  readonly severity?: Severity;
  /** Managed rules that cover a part. */
  readonly partlyCoveredBy: readonly string[];
}

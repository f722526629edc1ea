/** What one invocation counts. */
export interface Counts {
  Compliant: number;
  NonCompliant: number;
  NotApplicable: number;
  /** Subjects that could not be judged; 1 where an invocation failed for another reason, such as a refused event. */
  Errors: number;
  /** Evaluations that AWS Config was not told of. */
  Unreported: number;
  /** Calls that AWS Config throttled, retried or not. */
  Throttles: number;
  Events: number;
  /** Events about a resource type that the rule does not declare. */
  ForeignItems: number;
  /** Results of resources that are gone, cleared. */
  Cleared: number;
}

/** Counts at the start of an invocation. */
export function noCounts(): Counts {
  return {
    Compliant: 0,
    NonCompliant: 0,
    NotApplicable: 0,
    Errors: 0,
    Unreported: 0,
    Throttles: 0,
    Events: 1,
    ForeignItems: 0,
    Cleared: 0,
  };
}

/**
 * One line of CloudWatch's embedded metric format: metrics per function; the rule is a field to search by, not a
 * dimension, unless asked for, since a custom metric per rule and account costs more than AWS Config itself.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricLine(
  counts: Counts,
  durationMs: number,
  fields: { readonly FunctionName: string; readonly Rule: string },
  byRule: boolean,
): string {
  const metrics = { ...counts, Duration: durationMs };
  return `${JSON.stringify({
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        {
          Namespace: "Rulewright",
          Dimensions: byRule ? [["FunctionName"], ["FunctionName", "Rule"]] : [["FunctionName"]],
          Metrics: Object.keys(metrics).map((Name) => ({ Name, Unit: Name === "Duration" ? "Milliseconds" : "Count" })),
        },
      ],
    },
    ...fields,
    ...metrics,
  })}\n`;
}

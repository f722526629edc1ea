import type {
  DescribeAlarmsCommandInput,
  DescribeAlarmsCommandOutput,
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  Metric,
  MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import type { Caller } from "../caller.ts";
import { lengthWithin, oneOf, refuseViolations } from "../constraints.ts";
import { operation, type OperationContext } from "../operation.ts";
import { awsJson } from "../protocol/aws-json.ts";
import { ServiceError } from "../service-error.ts";
import type { MetricIdentity, MetricPoint } from "../state/metric-state.ts";
import type { Wire } from "../wire-shape.ts";
import { jsonOperation, type ServiceDefinition } from "./service.ts";

const MAX_QUERIES = 500;
const SECOND_MS = 1000;

const STATISTICS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Average: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  Minimum: (values) => Math.min(...values),
  Maximum: (values) => Math.max(...values),
  SampleCount: (values) => values.length,
};

/** Gathers values into periods, the oldest first; periods without a value are left out. */
function byPeriod(points: readonly MetricPoint[], periodSeconds: number): ReadonlyMap<number, readonly number[]> {
  const periods = new Map<number, number[]>();
  for (const { at, value } of [...points].sort((left, right) => left.at.getTime() - right.at.getTime())) {
    const start = Math.floor(at.getTime() / SECOND_MS / periodSeconds) * periodSeconds;
    periods.set(start, [...(periods.get(start) ?? []), value]);
  }
  return periods;
}

interface Range {
  readonly start: Date;
  readonly end: Date;
  readonly isAscending: boolean;
}

function toIdentity(metric: Wire<Metric> | undefined, caller: Caller): MetricIdentity {
  const { Namespace: namespace = "", MetricName: name = "", Dimensions: given = [] } = metric ?? {};
  const dimensions = given.map(({ Name = "", Value = "" }) => [Name, Value]);
  return { ...caller, namespace, name, dimensions: Object.fromEntries(dimensions) };
}

function answer(query: Wire<MetricDataQuery>, range: Range, caller: Caller, { state }: OperationContext) {
  const { MetricStat: statistic, Id: id = "" } = query;
  if (statistic === undefined) {
    throw new ServiceError("InvalidParameterValueException", "The endpoint answers no expressions, only MetricStat.");
  }
  const { Metric: metric, Period: period = 60, Stat: name = "" } = statistic;
  refuseViolations([oneOf("stat", name, Object.keys(STATISTICS))], "ValidationError");
  const points = state.metrics.between(toIdentity(metric, caller), range.start, range.end);
  const ascending = [...byPeriod(points, period)];
  const found = range.isAscending ? ascending : ascending.toReversed();
  return {
    Id: id,
    Label: query.Label ?? metric?.MetricName,
    Timestamps: found.map(([seconds]) => new Date(seconds * SECOND_MS)),
    Values: found.map(([, values]) => STATISTICS[name]?.(values) ?? 0),
    StatusCode: "Complete",
  };
}

/**
 * Answers metrics by period, the newest first unless asked otherwise, all on one page; no expressions.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
const getMetricData = operation<GetMetricDataCommandInput, GetMetricDataCommandOutput>((input, context) => {
  const { MetricDataQueries: queries = [], StartTime: start, EndTime: end, ScanBy: order } = input;
  refuseViolations([lengthWithin("metricDataQueries", queries, 1, MAX_QUERIES)], "ValidationError");
  if (start === undefined || end === undefined || start >= end) {
    throw new ServiceError("ValidationError", "The parameter StartTime must be less than the parameter EndTime.");
  }
  const range = { start, end, isAscending: order === "TimestampAscending" };
  const wanted = queries.filter(({ ReturnData: returns = true }) => returns);
  return {
    MetricDataResults: wanted.map((query) => {
      const caller = { ...context.caller, account: query.AccountId ?? context.caller.account };
      return answer(query, range, caller, context);
    }),
    Messages: [],
  };
});

const MAX_ALARM_NAMES = 100;

/**
 * Answers alarms by name, on one page; those of which a test said nothing are `OK`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
const describeAlarms = operation<DescribeAlarmsCommandInput, DescribeAlarmsCommandOutput>(
  (input, { caller, state }) => {
    const { AlarmNames: names, StateValue: wanted } = input;
    if (names === undefined) throw new ServiceError("ValidationError", "The endpoint describes alarms by name only.");
    refuseViolations([lengthWithin("alarmNames", names, 0, MAX_ALARM_NAMES)], "ValidationError");
    const alarms = names.map((name) => {
      const { value, reason } = state.metrics.alarmOf({ ...caller, name });
      return { AlarmName: name, StateValue: value, StateReason: reason };
    });
    return { MetricAlarms: alarms.filter(({ StateValue }) => wanted === undefined || StateValue === wanted) };
  },
);

/** Amazon CloudWatch. */
export const cloudWatchService: ServiceDefinition = {
  name: "cloudwatch",
  protocol: awsJson({ version: "1.0", isQueryCompatible: true }),
  operationOf: (request) => jsonOperation(request, "GraniteServiceVersion20100801."),
  load: () => import("@aws-sdk/client-cloudwatch"),
  throttled: () => new ServiceError("Throttling", "Rate exceeded"),
  operations: { GetMetricData: getMetricData, DescribeAlarms: describeAlarms },
};

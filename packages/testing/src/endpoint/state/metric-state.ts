/** Where in CloudWatch a metric is. */
export interface MetricIdentity {
  readonly account: string;
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions?: Readonly<Record<string, string>>;
}

/** One value of a metric. */
export interface MetricPoint {
  readonly at: Date;
  readonly value: number;
}

/** An alarm by its name. */
export interface AlarmIdentity {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

/** How an alarm stands, and why. */
export interface AlarmValue {
  readonly value: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  readonly reason: string;
}

function key({ account, region, namespace, name, dimensions = {} }: MetricIdentity): string {
  const sorted = Object.entries(dimensions).sort(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify([account, region, namespace, name, sorted]);
}

/** The metrics of all accounts and Regions. */
export class MetricState {
  readonly #points = new Map<string, MetricPoint[]>();
  readonly #alarms = new Map<string, AlarmValue>();

  /** Says how an alarm stands; one of which nothing was said is `OK`. */
  setAlarm({ account, region, name }: AlarmIdentity, value: AlarmValue["value"], reason = "A staged reason."): void {
    this.#alarms.set(JSON.stringify([account, region, name]), { value, reason });
  }

  alarmOf({ account, region, name }: AlarmIdentity): AlarmValue {
    return this.#alarms.get(JSON.stringify([account, region, name])) ?? { value: "OK", reason: "" };
  }

  put(metric: MetricIdentity, ...points: readonly MetricPoint[]): void {
    const stored = this.#points.get(key(metric)) ?? [];
    this.#points.set(key(metric), stored);
    stored.push(...points);
  }

  /** The values from `start` (included) to `end` (not included). */
  between(metric: MetricIdentity, start: Date, end: Date): readonly MetricPoint[] {
    return (this.#points.get(key(metric)) ?? []).filter(({ at }) => at >= start && at < end);
  }
}

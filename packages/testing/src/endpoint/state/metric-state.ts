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

function key({ account, region, namespace, name, dimensions = {} }: MetricIdentity): string {
  const sorted = Object.entries(dimensions).sort(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify([account, region, namespace, name, sorted]);
}

/** The metrics of all accounts and Regions. */
export class MetricState {
  readonly #points = new Map<string, MetricPoint[]>();

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

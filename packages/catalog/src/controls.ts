import {
  FRAMEWORKS,
  FRAMEWORK_RECORDS,
  GAPS,
  METRIC_FILTERS,
  SECURITY_HUB_RECORDS,
} from "./generated/control-records.generated.ts";
import type { FrameworkId } from "./generated/framework-ids.generated.ts";
import type {
  Control,
  ControlSource,
  Framework,
  FrameworkRecord,
  Gap,
  MetricFilter,
  SecurityHubRecord,
} from "./model/control.ts";
import type { Severity } from "./model/managed-rule.ts";

export type { FrameworkId } from "./generated/framework-ids.generated.ts";
export type { Bound, Control, ControlSource, Framework, Gap, MetricFilter } from "./model/control.ts";

const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];
let securityHub: ReadonlyMap<string, SecurityHubRecord> | undefined;
const bySource = new Map<ControlSource, ReadonlyMap<string, Control>>();

/** Lists the frameworks. */
export function frameworks(): readonly Framework[] {
  return FRAMEWORKS;
}

/** Lists the controls of a framework, or of Security Hub as a whole, in the order of their numbers. */
export function frameworkControls(source: ControlSource): readonly Control[] {
  return [...controlsOf(source).values()];
}

/**
 * Finds a control.
 *
 * @param id - Source and number, as in `cis-1.2.0/1.9`, `securityhub/IAM.15`, `fsbp/EC2.13`, `nist-800-53-r5/AC-2(1)`.
 */
export function findControl(id: string): Control | undefined {
  const source = sourceOf(id);
  return source === undefined ? undefined : controlsOf(source).get(id);
}

/** Tells whether a control of this id exists. */
export function controlExists(id: string): boolean {
  return findControl(id) !== undefined;
}

/** Lists the metric filters that CIS asks for over a trail's log group. */
export function metricFilters(): readonly MetricFilter[] {
  return METRIC_FILTERS;
}

/** Lists what no managed rule checks, the most wanted first. */
export function gaps(): readonly Gap[] {
  return GAPS;
}

function sourceOf(id: string): ControlSource | undefined {
  const name = id.slice(0, Math.max(id.indexOf("/"), 0));
  return name === "securityhub" ? name : FRAMEWORKS.find((framework) => framework.id === name)?.id;
}

function controlsOf(source: ControlSource): ReadonlyMap<string, Control> {
  const known = bySource.get(source);
  if (known !== undefined) return known;
  const controls = new Map(listControls(source).map((control) => [control.id, control]));
  bySource.set(source, controls);
  return controls;
}

function listControls(source: ControlSource): readonly Control[] {
  if (source === "securityhub") return SECURITY_HUB_RECORDS.map((record) => toControl(source, record));
  if (source === "fsbp") {
    return SECURITY_HUB_RECORDS.filter((record) => record.fsbp === "current").map((record) =>
      toControl(source, record),
    );
  }
  return FRAMEWORK_RECORDS[source].map((record) => toFrameworkControl(source, record));
}

/** A Security Hub control, or the FSBP control of the same number. */
function toControl(source: ControlSource, record: SecurityHubRecord): Control {
  return {
    id: `${source}/${record.id}`,
    source,
    title: record.title,
    ...(record.severity !== undefined && { severity: record.severity }),
    rules: record.rule === undefined ? [] : [record.rule],
    equivalents: record.equivalents ?? [],
    bounds: record.bounds ?? [],
    securityHub: [`securityhub/${record.id}`],
    resourceTypes: record.resourceTypes,
    basis: record.basis,
  };
}

function toFrameworkControl(source: FrameworkId, record: FrameworkRecord): Control {
  const parts = (record.securityHub ?? []).flatMap((id) => securityHubRecord(id) ?? []);
  const severity = SEVERITIES.find((candidate) => parts.some((part) => part.severity === candidate));
  const { id, title, level, assessment, metricFilter } = record;
  return {
    id: `${source}/${id}`,
    source,
    ...(title !== undefined && { title }),
    ...(severity !== undefined && { severity }),
    rules: record.rules ?? unique(parts.flatMap((part) => part.rule ?? [])),
    equivalents: unique(parts.flatMap((part) => part.equivalents ?? [])),
    bounds: record.bounds ?? parts.flatMap((part) => part.bounds ?? []),
    securityHub: parts.map((part) => `securityhub/${part.id}`),
    resourceTypes: unique(parts.flatMap((part) => part.resourceTypes)),
    ...(level !== undefined && { level }),
    ...(assessment !== undefined && { assessment }),
    ...(metricFilter !== undefined && { metricFilter }),
  };
}

function securityHubRecord(id: string): SecurityHubRecord | undefined {
  securityHub ??= new Map(SECURITY_HUB_RECORDS.map((record) => [record.id, record]));
  return securityHub.get(id);
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

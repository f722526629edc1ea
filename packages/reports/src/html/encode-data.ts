import type { CheckEvaluation, CheckResult } from "@rulewright/sdk";
import { OUTCOMES, outcomeOf } from "../outcome.ts";
import { rulesByName, type KnownRule, type ReportContext } from "../report-context.ts";
import { frameworkNames } from "./framework-names.ts";
import type { EvaluationColumns, PageData, ResourceColumns, RuleRecord } from "./page-data.ts";

/** The page's data: columns and string tables, a tenth of the result's JSON. */
export function encodeData(result: CheckResult, context: ReportContext): PageData {
  const tables = new Tables();
  const evaluations = encodeEvaluations(result.evaluations, tables);
  const rules = rulesByName(context);
  const titles = new Map((context.controls ?? []).map((control) => [control.id, control.title]));
  const controls = tables.controls.values;
  return {
    generatedAt: result.generatedAt,
    rules: tables.rules.values.map((name) => ruleRecord(name, rules.get(name))),
    controls: controls.map((id) => [id, titles.get(id) ?? 0]),
    frameworks: Object.fromEntries(frameworkNames(controls, context)),
    profiles: tables.profiles.values,
    types: tables.types.values,
    accounts: tables.accounts.values,
    regions: tables.regions.values,
    files: tables.files.values,
    annotations: tables.annotations.values,
    exemptions: tables.exemptions.values,
    missing: tables.missing.values,
    resources: encodeResources(tables.resources.values, tables),
    evaluations,
  };
}

/** Values in the order of their first coming, each once. */
class Table<Value> {
  readonly values: Value[] = [];
  readonly #positions = new Map<string, number>();

  /** The value's position. Values of one key are one value. */
  position(key: string, value: Value): number {
    const known = this.#positions.get(key);
    if (known !== undefined) return known;
    const position = this.values.push(value) - 1;
    this.#positions.set(key, position);
    return position;
  }
}

class Tables {
  readonly rules = new Table<string>();
  readonly controls = new Table<string>();
  readonly profiles = new Table<PageData["profiles"][number]>();
  readonly types = new Table<string>();
  readonly accounts = new Table<string>();
  readonly regions = new Table<string>();
  readonly files = new Table<string>();
  readonly annotations = new Table<string>();
  readonly exemptions = new Table<PageData["exemptions"][number]>();
  readonly missing = new Table<readonly string[]>();
  readonly resources = new Table<CheckEvaluation>();
}

function encodeEvaluations(evaluations: readonly CheckEvaluation[], tables: Tables): EvaluationColumns {
  const columns = {
    resource: new Array<number>(),
    profile: new Array<number>(),
    annotation: new Array<number>(),
    extra: new Array<number>(),
  };
  const outcomes: number[] = [];
  let before = 0;
  for (const evaluation of evaluations) {
    const resource = tables.resources.position(resourceKey(evaluation), evaluation);
    columns.resource.push(resource - before);
    before = resource;
    columns.profile.push(profileOf(evaluation, tables));
    outcomes.push(OUTCOMES.indexOf(outcomeOf(evaluation)));
    const { annotation } = evaluation;
    columns.annotation.push(annotation === undefined ? 0 : tables.annotations.position(annotation, annotation) + 1);
    columns.extra.push(extraOf(evaluation, tables));
  }
  return { ...columns, outcome: outcomes.join(""), extra: sparse(columns.extra) };
}

function resourceKey(evaluation: CheckEvaluation): string {
  const { resourceType, resourceId, resourceName, accountId, region, configurationItemCaptureTime, source } =
    evaluation;
  const { file, line, logicalId } = source;
  return [
    resourceType,
    resourceId,
    resourceName,
    accountId,
    region,
    configurationItemCaptureTime,
    file,
    line,
    logicalId,
  ].join("\0");
}

function profileOf({ rule, severity, controls, parametersHash }: CheckEvaluation, tables: Tables): number {
  const key = `${rule}\0${severity}\0${parametersHash}\0${controls.join("\0")}`;
  const ruleAt = tables.rules.position(rule, rule);
  return tables.profiles.position(key, [
    ruleAt,
    severity,
    controls.map((control) => tables.controls.position(control, control)),
    parametersHash,
  ]);
}

function extraOf({ status, exemption, complianceType, missing }: CheckEvaluation, tables: Tables): number {
  if (status === "exempt" && exemption) {
    const record = [exemption.reason, exemption.owner, exemption.expires, complianceType ?? 0] as const;
    return tables.exemptions.position(record.join("\0"), record) + 1;
  }
  return status === "undetermined" && missing ? tables.missing.position(missing.join("\0"), missing) + 1 : 0;
}

function encodeResources(resources: readonly CheckEvaluation[], tables: Tables): ResourceColumns {
  return {
    id: resources.map((each) => each.resourceId),
    name: sparse(resources.map((each) => each.resourceName ?? 0)),
    captured: sparse(resources.map((each) => each.configurationItemCaptureTime ?? 0)),
    type: resources.map((each) => tables.types.position(each.resourceType, each.resourceType)),
    account: resources.map((each) => tables.accounts.position(each.accountId, each.accountId)),
    region: resources.map((each) => tables.regions.position(each.region, each.region)),
    file: resources.map((each) => tables.files.position(each.source.file, each.source.file)),
    line: sparse(resources.map((each) => each.source.line ?? 0)),
    logicalId: sparse(resources.map((each) => each.source.logicalId ?? 0)),
  };
}

/** Nothing where all is nothing. */
function sparse<Value>(column: (Value | 0)[]): (Value | 0)[] {
  return column.every((value) => value === 0) ? [] : column;
}

function ruleRecord(name: string, rule: KnownRule | undefined): RuleRecord {
  if (!rule) return { name };
  const { description, rationale, references, remediation } = rule;
  return {
    name,
    description,
    ...(rationale ? { rationale } : {}),
    ...(references ? { references } : {}),
    ...(remediation ? { runbook: remediation.runbook } : {}),
  };
}

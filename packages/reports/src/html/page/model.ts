import type { CheckEvaluation, EvaluationStatus } from "@rulewright/sdk";
import { OUTCOMES, type Outcome } from "../../outcome.ts";
import type { PageData } from "../page-data.ts";

/** The page's data with its long columns as typed arrays, resources by position. */
export interface Model {
  readonly data: PageData;
  readonly size: number;
  readonly resource: Uint32Array;
  readonly profile: Uint32Array;
  readonly outcome: Uint8Array;
  readonly annotation: Uint32Array;
}

/** Reads the columns of the page's data. */
export function readModel(data: PageData): Model {
  const { evaluations } = data;
  const size = evaluations.profile.length;
  const resource = new Uint32Array(size);
  const outcome = new Uint8Array(size);
  let before = 0;
  for (let index = 0; index < size; index += 1) {
    before += evaluations.resource[index] ?? 0;
    resource[index] = before;
    outcome[index] = evaluations.outcome.charCodeAt(index) - 48;
  }
  return {
    data,
    size,
    resource,
    outcome,
    profile: Uint32Array.from(evaluations.profile),
    annotation: Uint32Array.from(evaluations.annotation),
  };
}

/** A value of a table. Positions come from the data itself, so a missing one means that the page is damaged. */
export function at<Value>(list: ArrayLike<Value>, position: number): Value {
  const value = list[position];
  if (value === undefined) throw new Error(`The report is damaged: nothing at ${position} of ${list.length}.`);
  return value;
}

/** The outcome of an evaluation. */
export function outcomeAt(model: Model, index: number): Outcome {
  return at(OUTCOMES, at(model.outcome, index));
}

/** What is known of the evaluation's rule. */
export function ruleAt(model: Model, index: number): PageData["rules"][number] {
  return at(model.data.rules, at(model.data.profiles, at(model.profile, index))[0]);
}

/** An evaluation as the result had it. */
export function evaluationAt(model: Model, index: number): CheckEvaluation {
  const { data } = model;
  const [rule, severity, controls, parametersHash] = at(data.profiles, at(model.profile, index));
  const resource = at(model.resource, index);
  const { resources } = data;
  const name = known(resources.name[resource]);
  const captured = known(resources.captured[resource]);
  const annotation = at(model.annotation, index);
  return {
    rule: at(data.rules, rule).name,
    resourceType: at(data.types, at(resources.type, resource)),
    resourceId: at(resources.id, resource),
    ...(name === undefined ? {} : { resourceName: name }),
    accountId: at(data.accounts, at(resources.account, resource)),
    region: at(data.regions, at(resources.region, resource)),
    ...verdictAt(model, index),
    ...(annotation === 0 ? {} : { annotation: at(data.annotations, annotation - 1) }),
    severity,
    controls: controls.map((control) => at(data.controls, control)[0]),
    ...(captured === undefined ? {} : { configurationItemCaptureTime: captured }),
    parametersHash,
    source: sourceAt(data, resource),
  };
}

function sourceAt({ files, resources }: PageData, resource: number): CheckEvaluation["source"] {
  const line = known(resources.line[resource]);
  const logicalId = known(resources.logicalId[resource]);
  return {
    file: at(files, at(resources.file, resource)),
    ...(line === undefined ? {} : { line }),
    ...(logicalId === undefined ? {} : { logicalId }),
  };
}

type VerdictFields = Pick<CheckEvaluation, "status" | "complianceType" | "exemption" | "missing">;

function verdictAt({ data, outcome }: Model, index: number): VerdictFields {
  const extra = data.evaluations.extra[index] ?? 0;
  const word = at(OUTCOMES, at(outcome, index));
  const status: EvaluationStatus = word === "exempt" || word === "undetermined" ? word : "evaluated";
  if (word === "compliant") return { status, complianceType: "COMPLIANT" };
  if (word === "non-compliant") return { status, complianceType: "NON_COMPLIANT" };
  if (word === "not-applicable") return { status, complianceType: "NOT_APPLICABLE" };
  if (extra === 0) return { status };
  if (word === "undetermined") return { status, missing: at(data.missing, extra - 1) };
  const [reason, owner, expires, complianceType] = at(data.exemptions, extra - 1);
  return { status, ...(complianceType === 0 ? {} : { complianceType }), exemption: { reason, owner, expires } };
}

function known<Value extends string | number>(value: Value | 0 | undefined): Value | undefined {
  return value === 0 ? undefined : value;
}

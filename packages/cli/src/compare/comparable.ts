import { RulewrightError, isObject, messageOf, shown, type CheckResult, type JsonObject } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";
import { SEVERITIES } from "../selection/severities.ts";

type Evaluation = CheckResult["evaluations"][number];
type CheckError = CheckResult["errors"][number];

/** The part of an evaluation that is compared. */
export type ComparableEvaluation = Pick<
  Evaluation,
  "rule" | "resourceType" | "resourceId" | "accountId" | "region" | "status" | "severity" | "parametersHash"
> &
  Partial<Pick<Evaluation, "resourceName" | "complianceType" | "annotation">>;

/** The part of a result that is compared; every `CheckResult` is one. */
export interface ComparableResult {
  readonly generatedAt: string;
  readonly evaluations: readonly ComparableEvaluation[];
  readonly errors: readonly Pick<CheckError, "rule" | "resourceType" | "resourceId" | "accountId" | "region">[];
}

const STATUSES = ["evaluated", "exempt", "undetermined"] as const;
const COMPLIANCE = ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"] as const;

/**
 * Reads a result that `check --json` wrote, of this release or an earlier one. Members that later releases added are
 * passed over.
 * @param file - For messages. @throws RulewrightError `RW6221`, with the place of what is not a result's.
 */
export function parseResult(text: string, file: string): ComparableResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refusal(file, `it is no JSON (${messageOf(cause)})`);
  }
  if (!isObject(value) || !("evaluations" in value)) throw refusal(file, "it is no result of a check");
  if (value["version"] !== 1)
    throw refusal(file, `it has the version ${shown(value["version"])}; this release reads 1`);
  return {
    generatedAt: typeof value["generatedAt"] === "string" ? value["generatedAt"] : "",
    evaluations: list(value, "evaluations", file).map((each, index) =>
      toEvaluation(each, (what) => refusal(file, `evaluations[${index}] ${what}`)),
    ),
    errors: list(value, "errors", file).filter(isObject).map(toError),
  };
}

type Refuse = (what: string) => RulewrightError;

function toEvaluation(value: unknown, refuse: Refuse): ComparableEvaluation {
  if (!isObject(value)) throw refuse("is no object");
  const text = (name: string) => {
    const member = value[name];
    if (typeof member === "string" && member !== "") return member;
    throw refuse(`has no ${name}`);
  };
  const status = oneOf(STATUSES, value["status"]);
  const severity = oneOf(SEVERITIES, value["severity"]);
  const complianceType = oneOf(COMPLIANCE, value["complianceType"]);
  if (status === undefined) throw refuse(`has the status ${shown(value["status"])}`);
  if (severity === undefined) throw refuse(`has the severity ${shown(value["severity"])}`);
  if (complianceType === undefined && status === "evaluated") throw refuse("is evaluated and has no complianceType");
  return {
    rule: text("rule"),
    resourceType: text("resourceType"),
    resourceId: text("resourceId"),
    accountId: text("accountId"),
    region: text("region"),
    parametersHash: text("parametersHash"),
    status,
    severity,
    ...(complianceType ? { complianceType } : {}),
    ...optional(value, "resourceName"),
    ...optional(value, "annotation"),
  };
}

function toError(value: JsonObject): ComparableResult["errors"][number] {
  return {
    ...optional(value, "rule"),
    ...optional(value, "resourceType"),
    ...optional(value, "resourceId"),
    ...optional(value, "accountId"),
    ...optional(value, "region"),
  };
}

/** The member, where it is text. */
function optional<K extends string>(value: JsonObject, name: K): { readonly [name in K]?: string } {
  const member = value[name];
  const found: { [name in K]?: string } = {};
  if (typeof member === "string") found[name] = member;
  return found;
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((each) => each === value);
}

function list(value: JsonObject, name: string, file: string): readonly unknown[] {
  const member = value[name];
  if (Array.isArray(member)) return member;
  throw refusal(file, `its ${name} are no list`);
}

function refusal(file: string, why: string): RulewrightError {
  return new RulewrightError(CLI_ERRORS.RESULT_UNREADABLE, `${file} cannot be compared with: ${why}.`);
}

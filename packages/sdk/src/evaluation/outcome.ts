import { toAnnotation } from "../core/annotation.ts";
import type { AnyRule } from "../core/any-rule.ts";
import { codeOf, messageOf } from "../core/errors.ts";
import type { CheckError, CheckEvaluation, Source } from "../core/results.ts";
import type { Verdict } from "../core/verdict.ts";
import type { PreparedRule } from "./prepared-rule.ts";

/** What one rule came to for one resource. */
export type CheckOutcome = { readonly evaluation: CheckEvaluation } | { readonly error: CheckError };

/** The resource that an outcome is about. */
export interface Judged {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly resourceName?: string | null;
  readonly accountId: string;
  readonly region: string;
  readonly captureTime?: string;
  readonly source: Source;
}

/** The outcome of a verdict. */
export function judged({ rule, parametersHash }: PreparedRule, resource: Judged, verdict: Verdict): CheckOutcome {
  const annotation = toAnnotation(verdict.annotation);
  return {
    evaluation: {
      ...identity(rule, resource),
      status: "evaluated",
      complianceType: verdict.complianceType,
      ...(annotation === undefined ? {} : { annotation }),
      ...about(rule, resource, parametersHash),
    },
  };
}

/** The outcome where a rule reads what the input does not hold. */
export function undetermined(
  { rule, parametersHash }: PreparedRule,
  resource: Judged,
  missing: readonly string[],
): CheckOutcome {
  return {
    evaluation: {
      ...identity(rule, resource),
      status: "undetermined",
      missing,
      ...about(rule, resource, parametersHash),
    },
  };
}

/** The outcome where `collect` or `evaluate` failed. */
export function failed(
  { rule }: PreparedRule,
  resource: Judged,
  error: { readonly code: string; readonly message: string },
): CheckOutcome {
  const { resourceType, resourceId, accountId, region, source } = resource;
  return {
    error: {
      rule: rule.name,
      resourceType,
      resourceId,
      accountId,
      region,
      code: error.code,
      message: error.message || `${error.code} without a message.`,
      source,
    },
  };
}

/** Runs `judge`; what it throws is this resource's error alone. */
export function isolated(prepared: PreparedRule, resource: Judged, judge: () => Verdict): CheckOutcome {
  try {
    return judged(prepared, resource, judge());
  } catch (error) {
    return failed(prepared, resource, { code: codeOf(error), message: messageOf(error) });
  }
}

function identity(rule: AnyRule, resource: Judged) {
  const { resourceType, resourceId, resourceName, accountId, region } = resource;
  return {
    rule: rule.name,
    resourceType,
    resourceId,
    ...(resourceName ? { resourceName } : {}),
    accountId,
    region,
  };
}

function about(
  rule: AnyRule,
  { captureTime, source }: Judged,
  parametersHash: string,
): Omit<CheckEvaluation, keyof ReturnType<typeof identity> | "status"> {
  return {
    severity: rule.severity ?? "MEDIUM",
    controls: rule.controls ?? [],
    ...(captureTime === undefined ? {} : { configurationItemCaptureTime: captureTime }),
    parametersHash,
    source,
  };
}

import { CORE_ERRORS, RulewrightError } from "./errors.ts";
import { shown } from "./json.ts";

/** What AWS Config may be told of a resource (PutEvaluations refuses `INSUFFICIENT_DATA`). */
export type ComplianceType = "COMPLIANT" | "NON_COMPLIANT" | "NOT_APPLICABLE";

/** What `evaluate` answers: the compliance type, and why. */
export type Verdict =
  | { readonly complianceType: "COMPLIANT" | "NOT_APPLICABLE"; readonly annotation?: string }
  | { readonly complianceType: "NON_COMPLIANT"; readonly annotation: string };

/** The resource meets the rule. */
export function compliant(annotation?: string): Verdict {
  return annotation === undefined ? { complianceType: "COMPLIANT" } : { complianceType: "COMPLIANT", annotation };
}

/** The resource does not meet the rule. @param annotation - What was found, and what was wanted. */
export function nonCompliant(annotation: string): Verdict {
  return { complianceType: "NON_COMPLIANT", annotation };
}

/** The rule does not speak of this resource. */
export function notApplicable(annotation?: string): Verdict {
  return annotation === undefined
    ? { complianceType: "NOT_APPLICABLE" }
    : { complianceType: "NOT_APPLICABLE", annotation };
}

const COMPLIANCE_TYPES: ReadonlySet<unknown> = new Set(["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"]);

/**
 * Tells whether what a rule returned is a verdict: a plain JavaScript rule may return anything, a promise included.
 * A NON_COMPLIANT verdict without a word of explanation is none.
 */
export function isVerdict(value: unknown): value is Verdict {
  if (typeof value !== "object" || value === null || !("complianceType" in value)) return false;
  if (!COMPLIANCE_TYPES.has(value.complianceType)) return false;
  const annotation = "annotation" in value ? value.annotation : undefined;
  if (value.complianceType === "NON_COMPLIANT") return typeof annotation === "string" && annotation.trim() !== "";
  return annotation === undefined || typeof annotation === "string";
}

/**
 * What `evaluate` returned, checked: the types promise a verdict, a plain JavaScript rule may break the promise.
 * @throws RulewrightError `RW1015` for anything that is no verdict.
 */
export function mustBeVerdict(ruleName: string, value: unknown): Verdict {
  if (isVerdict(value)) return value;
  if (value instanceof Promise) value.catch(() => undefined); // its rejection would end the process
  const got = value instanceof Promise ? "a promise" : shown(value);
  throw new RulewrightError(
    CORE_ERRORS.VERDICT_INVALID,
    `evaluate of rule ${ruleName} returned ${got}, which is no verdict.`,
  );
}

import { toAnnotation } from "../core/annotation.ts";
import type { ConfigurationItem } from "../core/configuration-item.ts";
import { codeOf, messageOf } from "../core/errors.ts";
import type { Source } from "../core/results.ts";
import { mustBeVerdict, type ComplianceType, type Verdict } from "../core/verdict.ts";

/** What one rule came to for one resource. */
export type Outcome =
  | { readonly complianceType: ComplianceType; readonly annotation: string | undefined }
  /** Reads what the input does not hold. */
  | { readonly missing: readonly string[] }
  | { readonly error: Failure };

/** Why a resource could not be judged. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** What was thrown, where anything was. */
  readonly cause?: unknown;
}

/** The resource that an outcome is about. */
export interface Judged {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly resourceName?: string | null;
  readonly accountId: string;
  readonly region: string;
  readonly captureTime?: string | undefined;
  readonly source: Source;
  /** Absent where not all of them are known. */
  readonly tags?: ConfigurationItem["tags"] | undefined;
}

/** The outcome of a verdict. */
export function judged({ complianceType, annotation }: Verdict): Outcome {
  return { complianceType, annotation: toAnnotation(annotation) };
}

/** The outcome of what `collect` or `evaluate` threw: this resource's error alone. */
export function failed(error: unknown): Outcome {
  return { error: { code: codeOf(error), message: messageOf(error), cause: error } };
}

/** Runs `evaluate` of a rule. */
export function isolated(ruleName: string, evaluate: () => unknown): Outcome {
  try {
    return judged(mustBeVerdict(ruleName, evaluate()));
  } catch (error) {
    return failed(error);
  }
}

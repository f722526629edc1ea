import { toAnnotation } from "../core/annotation.ts";
import { codeOf, messageOf } from "../core/errors.ts";
import { joinCauses } from "../core/join-causes.ts";
import type { ComplianceType, Verdict } from "../core/verdict.ts";
import type { OnError } from "./route.ts";

/** The resource that a result is about. */
export interface ResourceKey {
  readonly resourceType: string;
  readonly resourceId: string;
}

/**
 * One entry of PutEvaluations, with its compliance type and annotation still open to merging.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html
 */
export interface Evaluation extends ResourceKey {
  readonly complianceType: ComplianceType;
  readonly annotation: string | undefined;
  readonly orderingTimestamp: Date;
  /** Found NON_COMPLIANT, and exempted. */
  readonly isExempt?: true;
}

/** A subject that could not be judged. */
export interface SubjectError extends ResourceKey {
  readonly code: string;
  readonly message: string;
  /** Throttling, time-outs and server faults: the old result stays and the invocation is repeated. */
  readonly transient: boolean;
  readonly cause: unknown;
}

/** A key that no other resource has: ids are unique within a type only. */
export function keyOf({ resourceType, resourceId }: ResourceKey): string {
  return `${resourceType}\n${resourceId}`;
}

/** Makes the evaluation of a verdict. */
export function toEvaluation(resource: ResourceKey, verdict: Verdict, orderingTimestamp: Date): Evaluation {
  const { complianceType, annotation } = verdict;
  const { resourceType, resourceId } = resource;
  return { resourceType, resourceId, complianceType, annotation, orderingTimestamp };
}

/** Wraps what a subject's `collect` or `evaluate` threw. */
export function toSubjectError(resource: ResourceKey, cause: unknown): SubjectError {
  const { resourceType, resourceId } = resource;
  return {
    resourceType,
    resourceId,
    code: codeOf(cause),
    message: messageOf(cause),
    transient: isTransient(cause),
    cause,
  };
}

/** What AWS Config is told of a subject that failed, or nothing where its old result is to stay. */
export function failedEvaluation(
  error: SubjectError,
  onError: OnError,
  orderingTimestamp: Date,
): Evaluation | undefined {
  if (error.transient || onError === "keep") return undefined;
  const { resourceType, resourceId } = error;
  const complianceType = onError === "non-compliant" ? "NON_COMPLIANT" : "NOT_APPLICABLE";
  return {
    resourceType,
    resourceId,
    complianceType,
    annotation: `Not evaluated: ${error.code} ${error.message}`,
    orderingTimestamp,
  };
}

const RANK = { NOT_APPLICABLE: 0, COMPLIANT: 1, NON_COMPLIANT: 3 } as const satisfies Record<ComplianceType, number>;

/** What is exempt outweighs COMPLIANT, whatever it is shown as: the resource was found NON_COMPLIANT. */
function rankOf({ complianceType, isExempt }: Evaluation): number {
  return isExempt ? 2 : RANK[complianceType];
}

/**
 * Several evaluations of one resource as one: the worst wins, and the causes that share its rank are listed.
 */
export function mergeEvaluations(first: Evaluation, others: readonly Evaluation[]): Evaluation {
  const worst = others.reduce((a, b) => (rankOf(b) > rankOf(a) ? b : a), first);
  const alike = [first, ...others].filter((evaluation) => rankOf(evaluation) === rankOf(worst));
  return { ...worst, annotation: joinCauses(alike.map(({ annotation }) => annotation)) };
}

/** An evaluation as the API takes it. */
export function toWire(evaluation: Evaluation): {
  ComplianceResourceType: string;
  ComplianceResourceId: string;
  ComplianceType: ComplianceType;
  Annotation?: string;
  OrderingTimestamp: Date;
} {
  const annotation = toAnnotation(evaluation.annotation);
  return {
    ComplianceResourceType: evaluation.resourceType,
    ComplianceResourceId: evaluation.resourceId,
    ComplianceType: evaluation.complianceType,
    ...(annotation === undefined ? {} : { Annotation: annotation }),
    OrderingTimestamp: evaluation.orderingTimestamp,
  };
}

const THROTTLING =
  /Throttl|TooManyRequests|(RequestLimit|BandwidthLimit|Throughput)Exceeded|SlowDown|PriorRequestNotComplete|TransactionInProgress/;
const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|TimeoutError|RequestTimeout)/;
const SERVER_FAULT = /^(InternalFailure|InternalServer(Error|Exception)|ServiceUnavailable(Exception)?)$/;

/** Tells whether the service slowed the caller down. */
export function isThrottling(error: unknown): boolean {
  return THROTTLING.test(codeOf(error)) || statusOf(error) === 429;
}

/** How deep an error may lie in the words of a rule, and of what the rule calls. */
const DEEPEST_CAUSE = 10;

/** Tells a fault that may pass by itself from one that stays, also where a rule put its own words around it. */
export function isTransient(error: unknown): boolean {
  let cause = error;
  for (let depth = 0; depth < DEEPEST_CAUSE && cause !== undefined; depth += 1) {
    if (mayPass(cause)) return true;
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return false;
}

function mayPass(error: unknown): boolean {
  if (isThrottling(error) || statusOf(error) >= 500 || isRetryable(error)) return true;
  const code = codeOf(error);
  if (NETWORK.test(code) || SERVER_FAULT.test(code)) return true;
  return error instanceof Error && "code" in error && NETWORK.test(String(error.code));
}

/** The SDK marks the errors whose call a service's model says to repeat. */
function isRetryable(error: unknown): boolean {
  return error instanceof Error && "$retryable" in error && error.$retryable !== undefined;
}

function statusOf(error: unknown): number {
  if (!(error instanceof Error) || !("$metadata" in error)) return 0;
  const metadata = error.$metadata;
  const status =
    typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata ? metadata.httpStatusCode : 0;
  return typeof status === "number" ? status : 0;
}
